"""`gitsm impact`: what a change reaches."""

from datetime import UTC

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.cli.trees import reached

FORMATS = ("text", "json", "markdown")


@verb(
    formats=FORMATS,
    at=False,
    as_of=True,
    examples="""
    gitsm impact main                       what my edits reach
    gitsm impact main my-branch             what merging my-branch would reach
    gitsm impact main --format markdown     for a pull request
    """,
)
@click.argument("base")
@click.argument("head", required=False)
def command(context: Context, base: str, head: str | None) -> int:
    """Show what the change from BASE to HEAD reaches, why, how badly, and whom to ask.

    Without HEAD the work tree is judged. Where BASE has moved on, what is judged is the merge of both. --as-of is the
    day from which calendars and terms of promises are compared.
    """
    from gitsm.change.impact import assess
    from gitsm.inquiry.promised import promised
    from gitsm.render.impact import Judgement, face

    with reached(context, base, head) as (old, new, found, (before, after)):
        impact = assess(found.before, found.after, found.touched)
        promises = promised(found, before, after, context.as_of.astimezone(UTC).date())
        context.emit(face(context.format)(Judgement(old, new, impact, promises)))
    return FINE
