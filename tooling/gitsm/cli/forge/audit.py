"""`gitsm forge audit`: whether what was pushed to the default branch was agreed to."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.forge.asked import forge, occasion
from gitsm.cli.forge.said import leave, speak, summarise
from gitsm.cli.options import Context, verb
from gitsm.errors import UsageError

if TYPE_CHECKING:
    from gitsm.inquiry.auditing import Stretch


@verb(
    at=False,
    examples="""
    gitsm forge audit --refs | xargs -r git fetch -q origin     the commits that were looked at, before they are needed
    gitsm forge audit --into audit                              in a pipeline: of the push it runs for
    """,
)
@click.option(
    "--into", type=click.Path(path_type=Path), metavar="DIR", help="Where to leave the audit with its evidence."
)
@click.option("--refs", is_flag=True, help="Write what git fetches the changes by that brought it; audit nothing.")
def command(context: Context, into: Path | None, *, refs: bool) -> int:
    """Judge every commit of a push again, by what the forge knows of the change that brought it.

    What is controlled and came without a change, against the gate, or before people had agreed, is unauthorized. Each
    decision is left as evidence for `gitsm audit`. Exit status 1: a commit is unauthorized. A branch that was rewritten
    cannot be audited: 2.
    """
    from gitsm.forge.auditing import audited, brought
    from gitsm.forge.statements import refspecs
    from gitsm.render.audit.audited import FORMATS

    if (into is None) is not refs:
        raise UsageError("name a folder with --into, or --refs", "gitsm forge audit --help shows both")
    stretch, client = _pushed(context), forge()
    if stretch is None:
        context.say("nothing was there before this push, so there is nothing to audit")
        return FINE
    if into is None:
        changes = {change.number: change for *_, change in brought(client, stretch)}
        context.emit("".join(f"{line}\n" for line in refspecs(changes.values(), client.name)))
        return FINE
    found = audited(client, stretch)
    leave(into, found.files, last="audit.json")
    speak(context, FORMATS["text"](found.audit))
    summarise(context, lambda: FORMATS["markdown"](found.audit))
    for note in found.notes:
        context.say(f"note: {note}")
    context.say(f"{len(found.audit.merges)} commits, {len(found.audit.unauthorized)} unauthorized")
    return FINDINGS if found.audit.fails else FINE


def _pushed(context: Context) -> "Stretch | None":
    """Find what was pushed, as the pipeline's event says; None where nothing was there before."""
    from gitsm.forge.judging import ends
    from gitsm.inquiry.auditing import Stretch

    why = occasion()
    if why.number is not None:
        raise UsageError("this pipeline runs for a change, not for a push", "gitsm forge judge judges a change")
    base, head = ends(context.repository, why)
    return Stretch(context.repository, base, head) if base is not None else None
