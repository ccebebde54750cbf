"""`gitsm suggest`: what fits a text in a user's words."""

import sys
from pathlib import Path

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import UnreadableSourceError, UsageError

FORMATS = ("text", "json", "markdown")
_MOST_BYTES = 1 << 20


@verb(
    formats=FORMATS,
    examples="""
    gitsm suggest "gates refuse valid tickets"
    gitsm suggest ticket.txt --most 3           the words of a mail or an issue
    gitsm suggest - < ticket.txt
    """,
)
@click.argument("text", metavar="TEXT|FILE")
@click.option("--most", type=click.IntRange(1, 100), default=5, help="How many are wanted.", show_default=True)
def command(context: Context, text: str, most: int) -> int:
    """Rank the articles, known errors and requests that fit a text, and say why.

    TEXT is what somebody wrote in their own words; a file of that name is read instead, and - reads standard input.
    """
    from gitsm.operations.search import Library
    from gitsm.render.suggestions import Answer, face

    question = _question(text)
    found = Library(context.load().snapshot).suggest(question, most)
    context.emit(face(context.format)(Answer(question, found)))
    if not found:
        context.say("nothing fits; gitsm list knowledge_article lists what is known")
    return FINE


def _question(text: str) -> str:
    if text == "-":
        return _cut("standard input", sys.stdin.buffer.read(_MOST_BYTES + 1))
    path = Path(text) if len(text) < 256 and "\0" not in text else None  # noqa: PLR2004  # no file name is longer
    try:
        content = path.read_bytes() if path is not None and path.is_file() else None
    except OSError as error:
        raise UnreadableSourceError(text, 1, (error.strerror or "it cannot be read").lower()) from None
    question = text if content is None else _cut(text, content)
    if not question.strip():
        raise UsageError("there is no word to search for", "say what is wrong or wanted, as a user would")
    return question


def _cut(name: str, content: bytes) -> str:
    if len(content) > _MOST_BYTES:
        raise UnreadableSourceError(name, 1, "it has more than 1 MiB")
    return content.decode("utf-8", "replace")
