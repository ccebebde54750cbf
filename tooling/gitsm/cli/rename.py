"""`gitsm rename`: another id for a record, and for every reference to it."""

from typing import TYPE_CHECKING

import click

from gitsm.cli import edits
from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb
from gitsm.cli.trees import meant
from gitsm.render import escape
from gitsm.render.terminal import printable

if TYPE_CHECKING:
    from gitsm.editing.rename import Renaming
    from gitsm.report import Report
    from gitsm.sources import Source


@verb(
    formats=("text", "json"),
    at=False,
    examples="""
    gitsm rename ci:pg-main pg-booking             the file, the id, and every reference
    gitsm rename ci:pg-main pg-booking --dry-run   show it first
    """,
)
@click.argument("ref")
@click.argument("new_id")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
def command(context: Context, ref: str, new_id: str, *, dry_run: bool) -> int:
    """Give a record another id: its file, its id and every reference to it, and note what it was called.

    All files are edited or none; comments, order and quotes stay. Where the catalogue would have an error that it has
    not now, nothing is changed and the error is shown.
    """
    from gitsm.editing.rename import rename

    edits.ready(context)
    source = context.source()
    texts = edits.contents(source)
    snapshot = context.load().snapshot
    found = rename(snapshot, texts, meant(snapshot, ref), new_id)
    worse = _worse(context, source, found)
    if worse is not None:
        from gitsm.render.findings.text import render

        context.emit(render(worse))
        context.say("nothing was renamed: the catalogue would be worse than it is")
        return FINDINGS
    if not dry_run:
        edits.carry_out(context, found.edits)
    context.emit(_json(found) if context.format == "json" else "\n".join(edits.shown(found.edits) if dry_run else ()))
    would = "would follow" if dry_run else "follow"
    context.say(f"{printable(found.ref)}: {found.references} references in {len(found.edits) - 2} other files {would}")
    return FINE


def _worse(context: Context, source: "Source", found: "Renaming") -> "Report | None":
    """Judge the catalogue as it would be; a report of the errors it has not now, if there are any."""
    from dataclasses import replace
    from datetime import UTC

    from gitsm.diagnostics import Severity
    from gitsm.inquiry.checking import judged
    from gitsm.report import appeared
    from gitsm.sources.edited import Edited

    today = context.as_of.astimezone(UTC).date()
    before = judged(source, today)
    after = judged(Edited(source, {path: edit.after for path, edit in found.edits.items()}), today)
    new = tuple(one for one in appeared(before.findings, after.findings) if one.severity is Severity.ERROR)
    known = {(one.rule, one.spot.pointer) for one in before.findings}
    # A finding of a file that was renamed, or that names the record, reads otherwise now; it is not new for that.
    fresh = tuple(one for one in new if one.spot.path not in found.edits or (one.rule, one.spot.pointer) not in known)
    return replace(after, findings=fresh).report(context.place_in_repository, today) if fresh else None


def _json(found: "Renaming") -> str:
    return escape.json(
        {
            "schema": "gitsm/rename/v1",
            "ref": found.ref,
            "references": found.references,
            "files": [
                {
                    "path": path,
                    "action": "removed" if edit.after is None else "added" if edit.before is None else "edited",
                }
                for path, edit in sorted(found.edits.items())
            ],
        }
    )
