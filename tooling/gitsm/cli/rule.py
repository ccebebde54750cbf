"""`gitsm rule`: the manual of the rules."""

from difflib import get_close_matches

import click

from gitsm.cli.options import Context, verb
from gitsm.errors import UnknownRuleError


@verb(
    formats=("text", "json", "markdown"),
    at=False,
    examples="""
    gitsm rule                      all rules
    gitsm rule unknown-reference    what one asks for, and why
    """,
)
@click.argument("name", metavar="[ID]", required=False)
def command(context: Context, name: str | None) -> None:
    """Print the manual page of the rule ID, or the list of all rules."""
    from gitsm.render.manual import FORMATS
    from gitsm.rules.manual import manual

    pages = manual()
    if name is not None and name not in pages:
        raise UnknownRuleError(name, tuple(get_close_matches(name, pages, n=2)))
    chosen = tuple(pages.values()) if name is None else (pages[name],)
    context.emit(FORMATS[context.format](chosen, name is not None))
