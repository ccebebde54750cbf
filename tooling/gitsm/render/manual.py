"""The manual of the rules, as a list or a page."""

from collections.abc import Callable, Sequence
from typing import Final

from gitsm.diagnostics import Severity
from gitsm.render import escape
from gitsm.render.terminal import Style, paint
from gitsm.rules.manual import Manual

_STYLES: Final[dict[Severity, Style]] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}


def _text(pages: Sequence[Manual], whole: bool) -> str:  # noqa: FBT001  # one signature for all formats
    if whole:
        return "\n\n".join(_page(page) for page in pages)
    wide = max(len(page.id) for page in pages)
    lines = (
        f"{paint(f'{page.severity.word:<8}', _STYLES[page.severity])}{page.id:<{wide}}  {page.summary}"
        for page in pages
    )
    return "\n".join(" ".join(line.split("\n")) for line in lines)


def _page(page: Manual) -> str:
    head = f"{paint(page.id, 'strong')} ({paint(page.severity.word, _STYLES[page.severity])}): {page.summary}"
    body = []
    code = False
    for line in page.text.splitlines():
        if line.startswith("```"):
            code = not code
        else:
            body.append(paint(f"    {line}", "dim") if code else line)
    return f"{head}\n\n" + "\n".join(body)


def _json(pages: Sequence[Manual], whole: bool) -> str:  # noqa: FBT001, ARG001  # one signature for all formats
    rules = [
        {"id": page.id, "severity": page.severity.word, "summary": page.summary, "text": page.text} for page in pages
    ]
    return escape.json({"schema": "gitsm/rule/v1", "rules": rules})


def _markdown(pages: Sequence[Manual], whole: bool) -> str:  # noqa: FBT001  # one signature for all formats
    if whole:
        return "\n".join(f"# {page.id}\n\n*{page.severity.word}* {page.summary}\n\n{page.text}" for page in pages)
    rows = (f"| {page.id} | {page.severity.word} | {' '.join(page.summary.split())} |\n" for page in pages)
    return "| rule | severity | what must hold |\n| --- | --- | --- |\n" + "".join(rows)


FORMATS: Final[dict[str, Callable[[Sequence[Manual], bool], str]]] = {
    "text": _text,
    "json": _json,
    "markdown": _markdown,
}
"""By the word of --format: the pages, and whether each is shown whole."""
