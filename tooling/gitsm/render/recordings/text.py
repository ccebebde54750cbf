"""A form that was recorded or refused, for a terminal."""

from collections.abc import Iterator

from gitsm.editing.recording import Recorded
from gitsm.operations.priority import WORDS
from gitsm.render.recordings import Told
from gitsm.render.terminal import paint, printable


def told(what: Told) -> str:
    """Write what was recorded and what follows, or every reason against it."""
    lines = [] if what.recorded is None else [*_recorded(what, what.recorded), *_wrong(what.recorded)]
    for one in what.refused:
        lines += [f"{paint(printable(one.field), 'strong')}: {printable(one.why)}", f"  {printable(one.remedy)}"]
    return "\n".join(lines) + "\n"


def _recorded(what: Told, found: Recorded) -> Iterator[str]:
    filed = found.filed
    where = f" on branch {paint(what.branch, 'note')}" if what.branch else ""
    yield f"{paint(filed.ref, 'strong')}{where}"
    yield f"  priority  {filed.priority} {WORDS[filed.priority]}"
    if filed.groups:
        yield f"  groups    {', '.join(printable(group.partition(':')[2]) for group in filed.groups)}"
    for due in filed.dues:
        yield f"  {due.metric:<9} by {due.at:%Y-%m-%d %H:%M} UTC, {due.within}, {printable(due.by)}"
    for number, step in enumerate(filed.steps, 1):
        group = step.group.partition(":")[2]
        yield f"  step {number}    {printable(step.name)}: {printable(group)}, by {step.due:%Y-%m-%d %H:%M} UTC"
    for one in filed.helpful:
        yield f"  may help  {printable(one.title)} ({one.ref})"
    if found.change:
        yield f"  change    {found.change}"
    for path in sorted(found.files):
        yield f"  file      {printable(path)}"
    for field, sort in filed.redacted:
        yield f"  left out  {sort} in {printable(field)}"


def _wrong(found: Recorded) -> Iterator[str]:
    for one in found.findings:
        word = one.severity.word
        said = paint(word, "error" if word == "error" else "warning")
        yield f"{said}[{one.rule}] {printable(one.spot.path)}: {printable(one.message)}"
        if one.hint:
            yield f"  {printable(one.hint)}"
