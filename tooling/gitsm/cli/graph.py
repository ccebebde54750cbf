"""`gitsm graph`: a record with what is around it."""

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.cli.trees import reference, standing

FORMATS = ("text", "json", "markdown", "mermaid", "dot")
_MOST_DEPTH = 50


@verb(
    formats=FORMATS,
    examples="""
    gitsm graph ci:pg-main                            what it needs and what needs it, two steps far
    gitsm graph booking --down --depth 4              only what it needs
    gitsm graph pg-main --up --at 2026-10-01          who needed it that day
    gitsm graph ci:pg-main --format dot | dot -Tsvg   a picture
    """,
)
@click.argument("ref")
@click.option("--depth", type=click.IntRange(1, _MOST_DEPTH), default=2, help="How many steps; 2 if not given.")
@click.option("--down", "sides", flag_value="needs", help="Only what it needs.")
@click.option("--up", "sides", flag_value="needed_by", help="Only what needs it.")
def command(context: Context, ref: str, depth: int, sides: str | None) -> int:
    """Show what a record needs and what needs it; REF is kind:id, an id that only one record has, or an alias."""
    from gitsm.graph.surroundings import surroundings
    from gitsm.render.surroundings import face

    with standing(context) as estate:
        root = reference(estate, ref)
        if sides == "needs":
            found = surroundings(estate, root, depth, ("needs",))
        else:
            found = surroundings(estate, root, depth, ("needed_by",) if sides else ("needs", "needed_by"))
        context.emit(face(context.format)(found))
    return FINE
