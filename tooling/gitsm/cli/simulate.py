"""`gitsm simulate`: what fails if something fails."""

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.cli.trees import reference, standing

FORMATS = ("text", "json", "markdown")


@verb(
    formats=FORMATS,
    examples="""
    gitsm simulate ci:pg-main                  if it fails
    gitsm simulate pg-main redis --degraded    if both get slow
    gitsm simulate ci:pg-main --at 2026-10-01  on that day's records
    """,
)
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
@click.option("--down", "level", flag_value="DOWN", default="DOWN", help="They fail; the default.")
@click.option("--degraded", "level", flag_value="DEGRADED", help="They work badly.")
def command(context: Context, refs: tuple[str, ...], level: str) -> int:
    """Show what fails if these records fail, on the tree as it is."""
    from gitsm.change.impact import simulate
    from gitsm.graph.propagation import Level
    from gitsm.render.impact import simulation_face

    with standing(context) as estate:
        found = simulate(estate, [reference(estate, ref) for ref in refs], Level[level])
        context.emit(simulation_face(context.format)(found))
    return FINE
