"""Suggested problems and known errors, in each format."""

from collections.abc import Callable
from typing import Final

from gitsm.operations.problems import Cluster, KnownError
from gitsm.render import escape
from gitsm.render.escape import markdown
from gitsm.render.terminal import paint, printable


def _clusters_text(found: tuple[Cluster, ...]) -> str:
    lines = []
    for one in found:
        lines.append(paint(f"{len(one.incidents)} incidents", "strong"))
        lines += [f"  {ref}" for ref in one.incidents]
        lines += [f"  because {printable(reason)}" for reason in one.reasons]
        lines += [f"  open already: {ref}" for ref in one.open_problems]
    return "".join(line + "\n" for line in lines)


def _clusters_json(found: tuple[Cluster, ...]) -> str:
    return escape.json(
        {
            "schema": "gitsm/problem-suggest/v1",
            "clusters": [
                {
                    "incidents": list(one.incidents),
                    "reasons": list(one.reasons),
                    "open_problems": list(one.open_problems),
                }
                for one in found
            ],
        }
    )


def _clusters_markdown(found: tuple[Cluster, ...]) -> str:
    lines = ["### Incidents that are alike", "", "| incidents | because | open already |", "| --- | --- | --- |"]
    for one in found:
        cells = (" ".join(map(markdown, cell)) for cell in (one.incidents, one.reasons, one.open_problems))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _known_text(found: tuple[KnownError, ...]) -> str:
    lines = []
    for one in found:
        lines.append(f"{paint(printable(one.statement), 'strong')}  {paint(one.ref, 'dim')}")
        if one.workaround:
            lines.append(f"  helps: {printable(' '.join(one.workaround.split()))}")
        lines.append(f"  incidents: {', '.join(one.incidents) or 'none'}")
        if one.fixed_by and one.fixed_at:
            lines.append(f"  fixed by {one.fixed_by}, {one.fixed_at:%Y-%m-%d}")
        lines += [f"  {paint('came back?', 'warning')} {ref}" for ref in one.back]
    return "".join(line + "\n" for line in lines)


def _known_json(found: tuple[KnownError, ...]) -> str:
    return escape.json(
        {
            "schema": "gitsm/problem-known-errors/v1",
            "known_errors": [
                {
                    "ref": one.ref,
                    "statement": one.statement,
                    "open": one.open,
                    "incidents": list(one.incidents),
                    "workaround": one.workaround,
                    "fixed_by": one.fixed_by,
                    "fixed_at": one.fixed_at.isoformat() if one.fixed_at else None,
                    "back": list(one.back),
                }
                for one in found
            ],
        }
    )


def _known_markdown(found: tuple[KnownError, ...]) -> str:
    lines = ["### Known errors", "", "| what is wrong | what helps | incidents | fixed by | came back |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for one in found:
        cells = (
            f"{markdown(one.statement)} {markdown(one.ref)}",
            markdown(" ".join(one.workaround.split())) if one.workaround else "",
            str(len(one.incidents)),
            markdown(one.fixed_by) if one.fixed_by else "",
            " ".join(map(markdown, one.back)),
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


CLUSTERS: Final[dict[str, Callable[[tuple[Cluster, ...]], str]]] = {
    "text": _clusters_text, "json": _clusters_json, "markdown": _clusters_markdown,
}  # fmt: skip
KNOWN: Final[dict[str, Callable[[tuple[KnownError, ...]], str]]] = {
    "text": _known_text, "json": _known_json, "markdown": _known_markdown,
}  # fmt: skip
