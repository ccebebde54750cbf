"""An incident that was looked at, for a terminal."""

from collections.abc import Iterator

from gitsm.operations.priority import WORDS
from gitsm.operations.triage import Triage
from gitsm.render.terminal import paint, printable

_MOST = 10


def triage(found: Triage) -> str:
    """Write what an incident hurts and what may be behind it."""
    return "".join(line + "\n" for line in _lines(found))


def _lines(found: Triage) -> Iterator[str]:
    yield f"{paint(printable(found.title), 'strong')}  {found.state}  {paint(found.ref, 'dim')}"
    yield f"  priority  {found.priority} {WORDS[found.priority]}: impact {found.impact}, urgency {found.urgency}"
    if found.proposed_impact != found.impact:
        said = f"{found.proposed_priority} {WORDS[found.proposed_priority]}"
        yield f"  {paint('the graph', 'note')} says impact {found.proposed_impact}, which is priority {said}"
    if found.trigger is not None:
        handled = "" if found.major else "; it is not handled as one"
        why = f"{found.trigger.name}: {printable(found.trigger.why)}"
        yield f"  {paint('major incident', 'error')} by {why}{handled}"
    if found.groups:
        yield f"  groups    {', '.join(group.partition(':')[2] for group in found.groups)}"
    for due in found.dues:
        yield f"  {due.metric:<9} by {due.at:%Y-%m-%d %H:%M} UTC, {due.within}, {due.by}"
    served = [hit for hit in found.hits if not hit.ref.startswith("ci:")]
    for hit in served[:_MOST]:
        yield f"  hits      {hit.ref} {hit.level.word.replace('_', ' ')}"
    if len(served) > _MOST:
        yield f"            and {len(served) - _MOST} more"
    yield paint("What may be behind it", "strong") if found.causes else "Nothing recorded may be behind it."
    for cause in found.causes[:_MOST]:
        yield f"  {cause.score:.2f}  {cause.sort}  {printable(cause.title)}  {paint(cause.ref, 'dim')}"
        yield from (f"        {printable(reason)}" for reason in cause.reasons)
    for one in found.helpful:
        yield f"  may help  {printable(one.title)} ({one.ref})"
