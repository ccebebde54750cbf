"""A form that was recorded or refused, as an answer to the issue it came in."""

from collections.abc import Iterator

from gitsm.editing.recording import Recorded
from gitsm.operations.priority import WORDS
from gitsm.render.escape import markdown
from gitsm.render.recordings import Told


def told(what: Told) -> str:
    """Write what was recorded and what follows, or every reason against it."""
    if what.recorded is None:
        lines = ["### This could not be recorded", ""]
        lines += [f"- {markdown(one.field)}: {markdown(one.why)}. {markdown(one.remedy)}" for one in what.refused]
    else:
        lines = [*_recorded(what, what.recorded)]
    return "\n".join(lines) + "\n"


def _recorded(what: Told, found: Recorded) -> Iterator[str]:
    filed = found.filed
    yield f"### {'This could not be recorded' if found.refused else 'Recorded'}"
    yield ""
    where = f" on branch {markdown(what.branch)}" if what.branch else ""
    groups = ", ".join(markdown(group.partition(":")[2]) for group in filed.groups)
    yield f"{markdown(filed.ref)}{where}: priority **{filed.priority} {WORDS[filed.priority]}**, with {groups}."
    if filed.dues:
        yield ""
        yield "| promised | by (UTC) | within | says |"
        yield "| --- | --- | --- | --- |"
        for due in filed.dues:
            yield f"| {due.metric} | {due.at:%Y-%m-%d %H:%M} | {due.within} | {markdown(due.by)} |"
    if filed.steps:
        yield ""
        for number, step in enumerate(filed.steps, 1):
            group = markdown(step.group.partition(":")[2])
            yield f"{number}. {markdown(step.name)}: {group}, by {step.due:%Y-%m-%d %H:%M} UTC"
    if filed.helpful:
        yield ""
        yield "What may help meanwhile:"
        yield ""
        yield from (f"- {markdown(one.title)} {markdown(one.ref)}" for one in filed.helpful)
    if filed.redacted:
        yield ""
        yield "Personal data was left out of the record; please remove it from this issue, too."
    if found.findings:
        yield ""
        yield from (f"- {one.severity.word}: {markdown(one.message)}" for one in found.findings)
