"""`gitsm list`: the records of a kind."""

from difflib import get_close_matches

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import UnknownKindError


@verb(
    formats=("text", "json", "markdown"),
    examples="""
    gitsm list service
    gitsm list ci --where "class in (server, hypervisor) and owner == platform-team"
    gitsm list ci --where "verified.at < 2026-09-01"
    """,
)
@click.argument("kind")
@click.option("--where", metavar="EXPR", help="Only those for which this holds.")
def command(context: Context, kind: str, where: str | None) -> int:
    """List the records of a kind."""
    from gitsm.graph.selection import condition
    from gitsm.render.records import listed
    from gitsm_schemas import KINDS

    if kind not in KINDS:
        raise UnknownKindError(kind, tuple(get_close_matches(kind, KINDS, n=2)))
    holds = condition(where) if where else None
    found = [entry for entry in context.load().snapshot.of_kind(kind) if holds is None or holds(entry.data or {})]
    context.emit(listed.FORMATS[context.format](found))
    context.say(f"{len(found)} records")
    return FINE
