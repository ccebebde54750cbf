"""`gitsm problem known-errors`: what is wrong, known, and can be lived with."""

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb


@verb(formats=("text", "json", "markdown"), examples="gitsm problem known-errors\ngitsm problem known-errors --closed")
@click.option("--closed", is_flag=True, help="Also what ended: by which change, and whether it came back.")
def command(context: Context, *, closed: bool) -> int:
    """List the known errors: unresolved problems with a documented workaround, and the incidents they caused.

    A known error closes with its problem. An incident after the fix that names the problem, or hurts the same CI in
    words like its own, shows that it may have come back.
    """
    from gitsm.operations.problems import known_errors
    from gitsm.policy import Policies
    from gitsm.render.problems import KNOWN

    snapshot = context.load().snapshot
    policies = Policies.of_tree(snapshot)
    context.emit(KNOWN[context.format](known_errors(snapshot, policies, closed=closed)))
    return FINE
