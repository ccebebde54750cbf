"""`gitsm forge judge`: what the judging job of a pipeline runs."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gitsm.cli.forge.asked import forge, occasion
from gitsm.cli.forge.said import MOST_SUMMARY, leave, must_be_free, speak, summarise
from gitsm.cli.options import Context, verb
from gitsm.errors import GitsmError

if TYPE_CHECKING:
    from gitsm.change.approvals import Statement
    from gitsm.forge.occasion import Occasion
    from gitsm.inquiry.rivals import Named


@verb(
    at=False,
    as_of=True,
    examples="""
    gitsm forge judge --into verdict             in a pipeline: the pull request it runs for
    gitsm forge judge --root data --into "$RUNNER_TEMP/verdict"
    """,
)
@click.option(
    "--into", required=True, type=click.Path(path_type=Path), metavar="DIR", help="Where to leave the verdict."
)
def command(context: Context, into: Path) -> int:
    """Judge the pull request, the place in the merge queue or the push that a pipeline runs for.

    It asks the forge who made the change and who agrees, asks the gate, and leaves what it said in a folder: for
    `gitsm forge publish`, for code scanning (SARIF), for test reports. Where the forge cannot be asked nobody has
    agreed there; commits that are signed speak for themselves. On GitHub it also writes the job's summary, and
    annotations beside the lines.

    Exit status 0: allowed; 1: refused; 2: it cannot be judged, which is no yes.
    """
    from gitsm.forge.judging import judge
    from gitsm.forge.results import from_folder
    from gitsm.render.findings import FORMATS
    from gitsm.render.gate.markdown import comment

    must_be_free(into)
    why = occasion()
    statement, notes, whole = _statement(context, why)
    changes, more = _open_changes(why)
    outcome = judge(
        context.repository, why, statement, context.as_of, whole=whole, notes=(*notes, *more), changes=changes
    )
    leave(into, outcome.files, last="about.json")
    speak(context, outcome.log, FORMATS["github"](outcome.report))
    summarise(context, lambda: comment(from_folder(into).told, most=MOST_SUMMARY))
    for note in outcome.notes:
        context.say(f"note: {note}")
    return outcome.status


def _statement(context: Context, why: "Occasion") -> "tuple[Statement, tuple[str, ...], bool]":
    """Ask the forge; where it cannot be asked nobody has agreed there, which is no yes.

    Returns:
        What it says, what it would not say, and whether it says who made all of the change.
    """
    from gitsm.change.approvals import Statement
    from gitsm.forge.groups import groups
    from gitsm.forge.judging import ends
    from gitsm.forge.posted import why as why_not
    from gitsm.forge.statements import statement
    from gitsm.inquiry.signed import wordless

    if why.number is None:
        return Statement(), (), True
    there = context.repository
    base, head = ends(there, why)
    try:
        known = (groups(there, base), wordless(there, base, head)) if base else ()
        stated = statement(forge(), why.number, *known)
        heard = stated.heard
    except GitsmError as error:
        return Statement(), (f"nobody's approval is known: {why_not(error)}",), False
    return heard, stated.notes, stated.whole


def _open_changes(why: "Occasion") -> "tuple[tuple[Named, ...] | None, tuple[str, ...]]":
    """Ask the forge what else is open; None where it cannot be asked."""
    from gitsm.forge.posted import why as why_not
    from gitsm.inquiry.rivals import Named

    if why.number is None:
        return None, ()
    try:
        client = forge()
        others = [one for one in client.open_changes(why.target or None) if one.number != why.number]
        return tuple(Named(f"{client.sigil}{one.number}", one.head) for one in others), ()
    except GitsmError as error:
        return None, (f"what else is open is not known: {why_not(error)}",)
