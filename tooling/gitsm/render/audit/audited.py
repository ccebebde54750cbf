"""An audit: every commit, what it was, and by which decision."""

from collections.abc import Callable, Iterator
from typing import Final

from gitsm.improvement.audit import Audit, Merge
from gitsm.render import escape
from gitsm.render.terminal import paint, printable

_WIDE: Final = len("unauthorized")


def text(found: Audit) -> str:
    """Write a line for each commit; what is wrong below it."""
    return "".join(f"{line}\n" for one in found.merges for line in _lines(one))


def _lines(one: Merge) -> Iterator[str]:
    wrong = one.sort == "unauthorized" or bool(one.differences)
    sort = paint(f"{one.sort:<{_WIDE}}", "error" if wrong else "dim" if one.sort == "uncontrolled" else "good")
    proof = f"  by {one.evidence[:12]}" if one.evidence else ""
    yield f"{sort}  {one.oid[:10]}  {one.at:%Y-%m-%d}  {printable(one.subject)}{paint(proof, 'dim')}"
    if one.sort == "unauthorized":
        shown = ", ".join(printable(ref) for ref in one.controlled[:5])
        more = f" and {len(one.controlled) - 5} more" if len(one.controlled) > 5 else ""  # noqa: PLR2004  # a line's worth
        why = "the decision does not allow it" if one.evidence else "nobody decided on it"
        yield f"{'':{_WIDE}}  {why}: {shown}{more}"
    for each in one.differences:
        yield f"{'':{_WIDE}}  {printable(each)}"
    if one.owed:
        yield f"{'':{_WIDE}}  yet to agree: {', '.join(printable(name) for name in one.owed)}"


def json(found: Audit) -> str:
    """Write an audit as one object."""
    return escape.json(
        {
            "schema": "gitsm/audit/v1",
            "base": found.base,
            "head": found.head,
            "counts": {"commits": len(found.merges), "unauthorized": len(found.unauthorized)},
            "commits": [
                {
                    "commit": one.oid,
                    "at": one.at.isoformat(),
                    "subject": one.subject,
                    "sort": one.sort,
                    "change": one.change,
                    "controlled": list(one.controlled),
                    "evidence": one.evidence,
                    "differences": list(one.differences),
                    "owed": list(one.owed),
                }
                for one in found.merges
            ],
        }
    )


def markdown(found: Audit) -> str:
    """Write an audit as a table."""
    lines = [f"### Audit: {len(found.merges)} commits, {len(found.unauthorized)} unauthorized", ""]
    lines += ["| | commit | day | what | decision |", "| --- | --- | --- | --- | --- |"]
    for one in found.merges:
        told = "; ".join(escape.markdown(each) for each in one.differences) or (one.evidence or "")[:12]
        lines.append(f"| {one.sort} | `{one.oid[:10]}` | {one.at:%Y-%m-%d} | {escape.markdown(one.subject)} | {told} |")
    return "\n".join(lines) + "\n"


FORMATS: Final[dict[str, Callable[[Audit], str]]] = {"text": text, "json": json, "markdown": markdown}
