"""`gitsm record`: a form that was sent in becomes a record on a branch."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gitsm.cli import edits
from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import UnreadableSourceError, UsageError

if TYPE_CHECKING:
    from gitsm.editing.recording import Recorded

FORMATS = ("text", "json", "markdown")


@verb(
    formats=FORMATS,
    at=False,
    as_of=True,
    examples="""
    gitsm record request --from event.json                     the event of a GitHub or GitLab issue
    gitsm record incident --from report.json --dry-run
    gitsm record request --from - --format markdown            for the answer to the issue
    """,
)
@click.argument("sort", metavar="incident|request", type=click.Choice(["incident", "request"]))
@click.option(
    "--from", "payload", required=True, metavar="FILE", help="The form that was sent in; - for standard input."
)
@click.option("--base", default="HEAD", metavar="REV", help="Where the branch begins.", show_default=True)
@click.option("--assignee", metavar="HANDLE", help="Who carries the change out; else the last step's team.")
@click.option("--dry-run", is_flag=True, help="Say what would be recorded, and write nothing.")
def command(context: Context, sort: str, payload: str, base: str, assignee: str | None, *, dry_run: bool) -> int:  # noqa: PLR0913
    """Check a form against the catalogue and record it on a branch of its own; the work tree is not touched.

    Priority, who works on it, until when, and what may help are worked out and shown. A request whose offering says how
    it is fulfilled gets that edit and its change on the same branch, ready for the gate. Nothing of who sent it is kept
    but the handle; a form that misses, exceeds or breaks what is asked is refused with every reason.
    """
    from gitsm.editing.recording import Recorded, recorded
    from gitsm.exchange.payloads import read
    from gitsm.load.records import load
    from gitsm.operations.filing import Filed, file
    from gitsm.policy import Policies
    from gitsm.render.recordings import Told, face

    sent = read(payload, _bytes(payload))
    if sent.sort != sort:
        raise UsageError(f"the form is for {_a(sent.sort)}", f"gitsm record {sent.sort} --from {payload}")
    start = context.repository.resolve(base)
    source = context.source(start.oid)
    loaded = load(source)
    policies = Policies.of_tree(loaded.snapshot)
    filed = file(loaded.snapshot, policies, sent, context.as_of)
    found = filed if not isinstance(filed, Filed) else recorded(
        source, loaded, edits.contents(source), filed, assignee, context.as_of
    )  # fmt: skip
    if not isinstance(found, Recorded):
        context.emit(face(context.format)(Told(None, found)))
        return FINDINGS
    branch = commit = None
    if not (dry_run or found.refused):
        branch, commit = _branch(context, found, base)
    context.emit(face(context.format)(Told(found, (), branch, commit)))
    if branch:
        context.say(f"git push origin {branch} offers it; gitsm gate {base} {branch} judges it")
    return FINDINGS if found.refused else FINE


def _branch(context: Context, found: "Recorded", base: str) -> tuple[str, str]:
    from gitsm.sources.commits import branch

    name = f"{found.filed.kind}/{found.filed.id}"
    repository = context.repository
    message = f"Record {found.filed.ref}\n\nMade from a form by gitsm record.\n"
    return name, branch(repository, name, repository.resolve(base), found.files, message, context.as_of)


def _a(sort: str) -> str:
    return f"an {sort}" if sort == "incident" else f"a {sort}"


def _bytes(name: str) -> bytes:
    from gitsm.exchange.payloads import MOST_BYTES

    if name == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        with Path(name).open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableSourceError(name, 1, (error.strerror or "it cannot be read").lower()) from None
