"""`gitsm problem suggest`: incidents that are alike and have no problem yet."""

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb


@verb(formats=("text", "json", "markdown"), examples="gitsm problem suggest\ngitsm problem suggest --at 2026-10-01")
def command(context: Context) -> int:
    """Group incidents without a problem that share a CI, a cause or words, and say what they share.

    How many make a suggestion is policy (service_desk.problem_from). Open problems about the same CIs are named: one of
    them may be theirs.
    """
    from gitsm.operations.problems import clusters
    from gitsm.policy import Policies
    from gitsm.render.problems import CLUSTERS

    snapshot = context.load().snapshot
    found = clusters(snapshot, Policies.of_tree(snapshot))
    context.emit(CLUSTERS[context.format](found))
    if not found:
        context.say("no incidents without a problem are alike")
    return FINE
