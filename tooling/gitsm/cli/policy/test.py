"""`gitsm policy test`: what an edited policy would have decided."""

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb


@verb(
    formats=("text", "json", "markdown"),
    at=False,
    examples="""
    gitsm policy test --since main~20          the last twenty merges by the policies in my files
    gitsm policy test --since 2026-09-01       those since a day
    """,
)
@click.option("--since", required=True, metavar="REV", help="The commit after which merges are looked at.")
@click.option("--on", "branch", default="HEAD", metavar="REV", help="The branch whose merges are looked at.")
def command(context: Context, since: str, branch: str) -> int:
    """Judge what was merged by the policies of the work tree, and show what they would have decided otherwise.

    Every commit of the first-parent line is judged twice: by the policies that held then, and by those in your files.
    Approvals are not looked at; what is compared is the risk, who would be asked, and what would be refused.
    """
    from gitsm.inquiry.auditing import Stretch, replay
    from gitsm.policy import Policies
    from gitsm.render.audit import replayed

    repository = context.repository
    stretch = Stretch(repository, repository.resolve(since), repository.resolve(branch))
    found = replay(stretch, Policies.of_tree(context.load().snapshot))
    context.emit(replayed.FORMATS[context.format](found))
    context.say(f"{len(found)} of {sum(1 for _ in stretch.steps())} merges would be decided otherwise")
    return FINE
