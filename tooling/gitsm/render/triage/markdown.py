"""An incident that was looked at, for its issue."""

from collections.abc import Iterator

from gitsm.operations.priority import WORDS
from gitsm.operations.triage import Triage
from gitsm.render.escape import markdown

_MOST = 10


def triage(found: Triage) -> str:
    """Write what an incident hurts and what may be behind it."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Triage) -> Iterator[str]:
    yield f"### Triage of {markdown(found.ref)}"
    yield ""
    yield f"Priority **{found.priority} {WORDS[found.priority]}**: impact {found.impact}, urgency {found.urgency}."
    if found.proposed_impact != found.impact:
        yield f"The graph says impact **{found.proposed_impact}**, which is priority {found.proposed_priority}."
    if found.trigger is not None:
        yield f"**Major incident** by {markdown(found.trigger.name)}: {markdown(found.trigger.why)}"
    served = [hit for hit in found.hits if not hit.ref.startswith("ci:")]
    if served:
        yield ""
        yield "| hit | level |"
        yield "| --- | --- |"
        yield from (f"| {markdown(hit.ref)} | {hit.level.word.replace('_', ' ')} |" for hit in served[:_MOST])
    if found.causes:
        yield ""
        yield "| may be behind it | score | why |"
        yield "| --- | --- | --- |"
        for one in found.causes[:_MOST]:
            why = "; ".join(map(markdown, one.reasons))
            yield f"| {one.sort}: {markdown(one.title)} {markdown(one.ref)} | {one.score:.2f} | {why} |"
    if found.helpful:
        yield ""
        yield from (f"- {markdown(one.title)} {markdown(one.ref)}" for one in found.helpful)
