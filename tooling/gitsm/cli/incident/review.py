"""`gitsm incident review`: the post-incident review, drafted or tracked."""

import click

from gitsm.cli import edits
from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.incident.named import incident
from gitsm.cli.options import Context, verb
from gitsm.errors import UsageError


@verb(
    at=False,
    as_of=True,
    examples="""
    gitsm incident review inc-2026-11-02-vpn-drops              a draft, to look at
    gitsm incident review inc-2026-11-02-vpn-drops --write      into the record
    gitsm incident review --open                                what reviews asked for and nobody has done
    """,
)
@click.argument("ref", metavar="[INCIDENT]", required=False)
@click.option("--write", is_flag=True, help="Write the draft into the record.")
@click.option("--open", "open_", is_flag=True, help="List actions that are not done; 1 where one is late.")
def command(context: Context, ref: str | None, *, write: bool, open_: bool) -> int:
    """Draft a review from what the record says: times, timeline, delays, and what may have contributed.

    A record that has a review keeps it. Actions are tracked until their day `done` is written.
    """
    if open_:
        return _open(context)
    if ref is None:
        raise UsageError("say which incident", "gitsm list incident lists them")
    from gitsm.editing.emit import emit
    from gitsm.editing.transaction import FileEdit
    from gitsm.editing.update import update
    from gitsm.operations.reviews import draft
    from gitsm.operations.triage import triage
    from gitsm.policy import Policies

    edits.ready(context)
    snapshot = context.load().snapshot
    entry, record = incident(snapshot, ref)
    if record.review is not None:
        raise UsageError(f"{entry.ref} has a review already", "edit it; gitsm incident review --open lists its actions")
    policies = Policies.of_tree(snapshot)
    made = draft(record, triage(snapshot, policies, entry.ref, record, context.as_of))
    if not write:
        context.emit(emit({"review": made}))
        return FINE
    before = edits.contents(context.source())[entry.path]
    after = update(entry.path, before.decode("utf-8"), {"review": made}).encode()
    edits.carry_out(context, {entry.path: FileEdit(before, after)})
    context.emit(f"{entry.path}\n")
    return FINE


def _open(context: Context) -> int:
    from gitsm.render.terminal import printable
    from gitsm_schemas.operations import Incident

    late = False
    for entry, record in context.load().snapshot.records(Incident):
        for action in record.review.actions if record.review else ():
            if action.done is None:
                overdue = action.due < context.as_of.date()
                late = late or overdue
                said = "late since" if overdue else "due"
                context.emit(f"{entry.ref}  {said} {action.due}  {printable(action.owner)}  {printable(action.action)}")
    return FINDINGS if late else FINE
