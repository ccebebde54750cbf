"""`gitsm knowledge`: how good what is written down is, and what is not."""

from datetime import UTC

import click

from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb


@verb(
    formats=("text", "json", "markdown"),
    as_of=True,
    examples="""
    gitsm knowledge                       the articles that need somebody, the worst first
    gitsm knowledge --all                 every article with its quality
    gitsm knowledge --strict              status 1 where one is overdue, stale, or reviewed by its author
    """,
)
@click.option("--all", "every", is_flag=True, help="Also the articles that lack nothing.")
@click.option(
    "--strict", is_flag=True, help="Exit with 1 where an article is overdue, stale or reviewed by its author."
)
def command(context: Context, *, every: bool, strict: bool) -> int:
    """Look at every article in use: its quality index by policy, and what it lacks.

    Git tells who wrote an article, so that one is validated by a second person, and whether what it is about was edited
    since its review. Services without an article, and frequent incidents that none helped with, are gaps.
    """
    from gitsm.inquiry.remembering import told
    from gitsm.operations.knowledge import Told, knowledge
    from gitsm.policy import Policies
    from gitsm.render.knowledge import FORMATS, Shelf

    snapshot = context.load().snapshot
    policies = Policies.of_tree(snapshot)
    start = context.start_of_history
    history = Told() if start is None else told(context.repository, snapshot, [start])
    today = context.as_of.astimezone(UTC).date()
    found = knowledge(snapshot, policies, history, today)
    context.emit(FORMATS[context.format](Shelf(found, today, start is not None, every)))
    if start is None:
        context.say("this is in no git repository: who wrote what, and what changed since, is not known")
    elif context.repository.is_shallow():
        context.say(
            "this clone is cut off: who wrote what, and what changed since, is known only as far as it goes back"
        )
    wrong = any(one.overdue or one.stale or one.alone for one in found.articles)
    return FINDINGS if strict and wrong else FINE
