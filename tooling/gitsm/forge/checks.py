"""A verdict as a check beside a commit, with its findings beside the lines."""

from typing import Final, Literal

from gitsm.exchange.found import Finding
from gitsm.exchange.verdicts import worst_first
from gitsm.forge.interface import Annotation, Check, Conclusion
from gitsm.forge.results import Result
from gitsm.render.gate.markdown import comment
from gitsm.render.terminal import printable

MOST_ANNOTATIONS: Final = 500
"""Ten requests; whoever has more reads the first ones first."""
_LONGEST: Final = 2000
_LEVELS: Final[dict[str, Literal["failure", "warning", "notice"]]] = {
    "error": "failure", "warning": "warning", "note": "notice"
}  # fmt: skip
PIPELINES: Final = (".github/", ".gitlab/", ".gitlab-ci.yml", ".gitea/", ".forgejo/")
"""Where the job that judges is written down; who edits it can make it say anything."""


def check(result: Result, url: str, *, edits_pipeline: bool, name: str = "gitsm") -> Check:
    """Write a verdict as a check.

    Args:
        result: what was judged.
        url: where more can be read.
        edits_pipeline: whether the change edits the pipeline that judged it: then a person decides.
        name: what rules on branches ask for.
    """
    found = result.found.findings if result.found else []
    worst = worst_first(found)[:MOST_ANNOTATIONS]
    told = result.told
    return Check(
        head=result.about.head,
        conclusion=_conclusion(result, edits_pipeline=edits_pipeline),
        title=_EDITS if edits_pipeline else told.headline,
        summary=comment(told),
        annotations=tuple(_annotation(one, result.root) for one in worst),
        url=url,
        name=name,
    )


_EDITS: Final = "It edits the pipeline that judges it: a person has to look"


def _conclusion(result: Result, *, edits_pipeline: bool) -> Conclusion:
    if edits_pipeline:
        return "action_required"
    return "success" if result.allowed else "failure"


def _annotation(one: Finding, root: str) -> Annotation:
    said = one.message + (f"\nhint: {one.hint}" if one.hint else "")
    return Annotation(
        path=one.path if root == "." else f"{root}/{one.path}",
        line=one.line,
        end_line=max(one.line, one.end_line),
        level=_LEVELS[one.severity],
        title=f"gitsm: {one.rule}"[:255],
        message=printable(said, "\n")[:_LONGEST],
    )
