"""`gitsm incident triage`: what an incident hurts, how soon it is worked on, and what may be behind it."""

import click

from gitsm.cli.door import FINE
from gitsm.cli.incident.named import incident
from gitsm.cli.options import Context, verb


@verb(
    formats=("text", "json", "markdown"),
    as_of=True,
    examples="""
    gitsm incident triage inc-2026-10-18-payments-stuck
    gitsm incident triage changes/incidents/inc-2026-10-18-payments-stuck.yaml --format markdown
    """,
)
@click.argument("ref", metavar="INCIDENT")
def command(context: Context, ref: str) -> int:
    """Look at an incident: its impact by the graph, its priority, and the trigger that makes it a major one.

    What may be behind it is ranked: recent changes upstream, open problems and known errors, each with its reasons.
    """
    from gitsm.operations.triage import triage
    from gitsm.policy import Policies
    from gitsm.render.triage import face

    snapshot = context.load().snapshot
    entry, record = incident(snapshot, ref)
    policies = Policies.of_tree(snapshot)
    context.emit(face(context.format)(triage(snapshot, policies, entry.ref, record, context.as_of)))
    return FINE
