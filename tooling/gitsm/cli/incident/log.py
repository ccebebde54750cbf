"""`gitsm incident log`: an entry of an incident's timeline, written by a surgical edit."""

import click

from gitsm.cli import edits
from gitsm.cli.door import FINE
from gitsm.cli.incident.named import incident
from gitsm.cli.options import Context, verb
from gitsm.errors import UsageError


@verb(
    at=False,
    as_of=True,
    examples="""
    gitsm incident log inc-2026-10-18-payments-stuck "Consumers restarted" --by oskar
    gitsm incident log inc-2026-10-18-payments-stuck "Vendor called back" --as-of 2026-10-18T09:30+02:00
    """,
)
@click.argument("ref", metavar="INCIDENT")
@click.argument("what")
@click.option("--by", metavar="HANDLE", help="Who did it.")
def command(context: Context, ref: str, what: str, by: str | None) -> int:
    """Add WHAT to the timeline of an incident, at this moment or that of --as-of; nothing else in its file changes."""
    from pydantic import ValidationError

    from gitsm.editing.append import append
    from gitsm.editing.transaction import FileEdit
    from gitsm_schemas.operations import TimelineItem

    item = {"at": context.as_of.astimezone().replace(microsecond=0).isoformat(), "what": what}
    if not context.now:
        item["at"] = context.as_of.replace(microsecond=0).isoformat()
    if by is not None:
        item["by"] = by
    if not what.isprintable():
        raise UsageError("what happened holds a character that cannot be seen", "write it in one line")
    try:
        TimelineItem.model_validate(item)
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"{first['loc'][0]}: {first['msg'].lower()}", "one line, and a handle") from None
    edits.ready(context)
    entry, _ = incident(context.load().snapshot, ref)
    before = edits.contents(context.source())[entry.path]
    after = append(entry.path, before.decode("utf-8"), ("timeline",), item).encode()
    edits.carry_out(context, {entry.path: FileEdit(before, after)})
    context.emit("\n".join(edits.shown({entry.path: FileEdit(before, after)})))
    return FINE
