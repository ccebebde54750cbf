"""`gitsm health`: how good the CMDB is."""

from datetime import UTC
from typing import Literal

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb

FORMATS = ("text", "json", "markdown")


@verb(
    formats=FORMATS,
    as_of=True,
    examples="""
    gitsm health                              how good the CMDB is, and where it is worst
    gitsm health --by class --failing         by class, with every flaw
    gitsm health --at 2026-10-01 --as-of 2026-10-01 --format json
    """,
)
@click.option(
    "--by", type=click.Choice(["team", "class"]), default="team", help="The groups to show.", show_default=True
)
@click.option("--failing", is_flag=True, help="List every CI that fails something.")
def command(context: Context, by: Literal["team", "class"], *, failing: bool) -> int:
    """Measure the health of the CMDB: completeness, correctness, compliance, and relationships apart.

    What a CI must have and how long a look lasts is said by policy `health`. A figure is the share of CIs that do not
    fail; CIs at the end of their life are left out. Staleness comes from `verified.at`, never from the last commit.
    """
    from gitsm.improvement.health import health
    from gitsm.inquiry.checking import judged
    from gitsm.render.health import Examined, face

    today = context.as_of.astimezone(UTC).date()
    tree = judged(context.source(), today)
    found = health(tree.loaded.snapshot, tree.findings, today)
    context.emit(face(context.format)(Examined(found, by, failing)))
    return FINE
