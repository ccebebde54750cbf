"""A form that was sent in becomes a record: checked, without personal data, with all that follows from it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from gitsm.operations.answers import Answer, Refusal, checked
from gitsm.operations.fulfilment import Step, steps
from gitsm.operations.personal_data import contacts, redacted
from gitsm.operations.priority import priority, requested
from gitsm.operations.promises import Due, Waiting, dues, of_request, working_hours
from gitsm.operations.reporting import HOW_BADLY, WHO, asked, parts_of, questions, reportable, requestable
from gitsm.operations.responsible import responsible
from gitsm.operations.search import REQUEST, Library, Suggestion
from gitsm.operations.submissions import Submission
from gitsm.policy import Policies
from gitsm.service_level.calendars import Hours
from gitsm.snapshot import Snapshot
from gitsm_schemas.notation import NotationError
from gitsm_schemas.scalars import instant

MOST_HELPFUL: Final = 3
_CLOSE: Final = 0.5
"""Of the best score; what fits less is no help."""
_LOCAL: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}")
_SLUG: Final = 36
_LEFT_OUT: Final = re.compile(r"\[an? [A-Za-z ]+(?:\(IBAN\))?\]")
"""What stands in place of personal data; it says nothing of what is wrong."""
_AHEAD: Final = timedelta(minutes=5)
"""Clocks differ by so much."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A record made of a form, and what follows from it; nothing of the latter is stored.

    Attributes:
        kind: request or incident.
        id: its id; one that no record has.
        data: what it says, as it will stand in YAML.
        answers: what was answered, by the field's id, without personal data.
        priority: from 1 critical to 5 planning.
        groups: the teams that work on it.
        dues: until when what is promised.
        steps: how a request is fulfilled.
        helpful: articles and known errors that fit.
        redacted: what was replaced: the field, and the sort of personal data.
    """

    kind: str
    id: str
    data: Mapping[str, Any]
    answers: Mapping[str, Answer]
    priority: int
    groups: tuple[str, ...]
    dues: tuple[Due, ...]
    steps: tuple[Step, ...]
    helpful: tuple[Suggestion, ...]
    redacted: tuple[tuple[str, str], ...]

    @property
    def ref(self) -> str:
        """The record."""
        return f"{self.kind}:{self.id}"


Outcome = Filed | tuple[Refusal, ...]


def file(snapshot: Snapshot, policies: Policies, sent: Submission, now: datetime) -> Outcome:
    """Make a record of a form, or say everything that is wrong with it.

    Args:
        snapshot: the catalogue.
        policies: how the organisation decides.
        sent: the form.
        now: when it is recorded; a form from the future is refused.
    """
    at = sent.at or now
    if at > now + _AHEAD:
        return (Refusal("at", f"it was sent at {at.isoformat()}, in the future", "mend the clock that says so"),)
    known = _recorded(snapshot, sent)
    if known:
        return (Refusal("issue", f"it was recorded before: {known}", "edit that record"),)
    return _request(snapshot, policies, sent, at) if sent.sort == "request" else _incident(snapshot, policies, sent, at)


def _recorded(snapshot: Snapshot, sent: Submission) -> str | None:
    for kind in ("request", "incident"):
        for entry in snapshot.of_kind(kind):
            source = entry.record.source if entry.record else None
            if source is not None and sent.origin == (source.system, source.id):
                return entry.ref
    return None


def _request(snapshot: Snapshot, policies: Policies, sent: Submission, at: datetime) -> Outcome:
    offering = next((one for one in requestable(snapshot) if one.id == sent.form), None)
    if offering is None:
        near = snapshot.near(f"request_offering:{sent.form}", 1)
        return (
            Refusal("form", f"nothing like {sent.form} may be asked for", _meant(near, "gitsm list request_offering")),
        )
    answers, refused = checked(asked(offering), sent.given, by_label=sent.by_label)
    if refused:
        return refused
    answers, hidden = _without_persons(snapshot, answers)
    hours = working_hours(snapshot, offering.offering, at)
    laid_out = steps(offering.tasks, hours, at)
    said = " ".join([offering.name or "", *(value for value in answers.values() if isinstance(value, str))])
    helpful = _helpful(snapshot, policies, said)
    data: dict[str, Any] = {
        "kind": "request",
        "id": _free(snapshot, "request", f"req-{_day(at, hours)}-{sent.form}", sent.origin),
        "offering": sent.form,
        "requested_by": sent.by,
        "requested_at": _moment(at, hours),
        "answers": answers,
        "tasks": [_task(step) for step in laid_out],
        "helpful": [one.ref for one in helpful],
        "source": _source(sent),
    }
    groups = tuple(dict.fromkeys([*(step.group for step in laid_out), *responsible(snapshot, [offering.offering])]))
    level = requested(policies.priority_matrix)
    due = of_request(snapshot, offering, level, at)
    return _filed(data, answers, level, groups, due, laid_out, helpful, hidden)


def _task(step: Step) -> dict[str, Any]:
    made: dict[str, Any] = {"name": step.name, "group": step.group.partition(":")[2]}
    return {**made, "after": list(step.after)} if step.after else made


def _incident(snapshot: Snapshot, policies: Policies, sent: Submission, at: datetime) -> Outcome:
    service = next((one for one in reportable(snapshot) if one.id == sent.form), None)
    if service is None:
        near = snapshot.near(f"service:{sent.form}", 1)
        return (Refusal("form", f"there is no service {sent.form} to report of", _meant(near, "gitsm list service")),)
    answers, refused = checked(questions(snapshot, service.id), sent.given, by_label=sent.by_label)
    hours = working_hours(snapshot, f"service:{service.id}", at)
    started, wrong = _since(answers.get("since"), at, hours)
    if refused or wrong:
        return (*refused, *wrong)
    answers, hidden = _without_persons(snapshot, answers)
    impact, urgency = WHO[str(answers["who"])], HOW_BADLY[str(answers["badly"])]
    where = parts_of(snapshot, service.id).get(str(answers.get("part")), f"service:{service.id}")
    title = str(answers["summary"])
    helpful = _helpful(snapshot, policies, f"{title} {answers['details']}")
    level = priority(policies.priority_matrix, impact, urgency)
    data: dict[str, Any] = {
        "kind": "incident",
        "id": _free(snapshot, "incident", f"inc-{_day(at, hours)}-{_slug(title) or service.id}", None),
        "title": title,
        "description": answers["details"],
        "impact": impact,
        "urgency": urgency,
        "services": [where],
        "started_at": _moment(started, hours),
        "detected_at": _moment(at, hours),
        "channel": "portal",
        "reported_by": sent.by,
        "knowledge": [one.ref.partition(":")[2] for one in helpful if one.ref.startswith("knowledge_article:")],
        "source": _source(sent),
    }
    groups = responsible(snapshot, [where])
    promised = dues(snapshot, Waiting((where,), "incident", level, at), at)
    return _filed(data, answers, level, groups, promised, (), helpful, hidden)


def _since(text: Answer | None, at: datetime, hours: Hours) -> tuple[datetime, tuple[Refusal, ...]]:
    """Read when something began; a time without an offset is one of the clock where the service is supported."""
    if text is None:
        return at, ()
    try:
        told = str(text)
        since = datetime.fromisoformat(told).replace(tzinfo=hours.zone) if _LOCAL.fullmatch(told) else instant(told)
    except (ValueError, NotationError):
        return at, (Refusal("since", "it is no time", "write it like 2026-11-20 14:30"),)
    if since > at:
        return at, (Refusal("since", "it is later than the report", "write when it began"),)
    return since, ()


def _without_persons(
    snapshot: Snapshot, answers: Mapping[str, Answer]
) -> tuple[dict[str, Answer], tuple[tuple[str, str], ...]]:
    roles, found, hidden = contacts(snapshot), dict[str, Answer](), list[tuple[str, str]]()
    for name, value in answers.items():
        said, sorts = redacted(value, roles) if isinstance(value, str) else (value, ())
        found[name] = said
        hidden += [(name, sort) for sort in sorts]
    return found, tuple(hidden)


def _helpful(snapshot: Snapshot, policies: Policies, text: str) -> tuple[Suggestion, ...]:
    found = Library(snapshot, policies.knowledge.language).suggest(_LEFT_OUT.sub(" ", text), 10)
    kept = [one for one in found if one.sort != REQUEST]
    return tuple(one for one in kept[:MOST_HELPFUL] if one.score >= _CLOSE * kept[0].score)


def _filed(  # noqa: PLR0913, PLR0917  # what a record is, and what follows from it
    data: Mapping[str, Any],
    answers: Mapping[str, Answer],
    level: int,
    groups: tuple[str, ...],
    promised: tuple[Due, ...],
    laid_out: tuple[Step, ...],
    helpful: tuple[Suggestion, ...],
    hidden: tuple[tuple[str, str], ...],
) -> Filed:
    said = {key: value for key, value in data.items() if value not in ([], {}, None)}
    return Filed(data["kind"], data["id"], said, answers, level, groups, promised, laid_out, helpful, hidden)


def _source(sent: Submission) -> dict[str, str] | None:
    return {"system": sent.origin[0], "id": sent.origin[1]} if sent.origin else None


def _meant(near: Sequence[str], else_: str) -> str:
    return f"did you mean {near[0].partition(':')[2]}?" if near else f"{else_} lists what there is"


def _free(snapshot: Snapshot, kind: str, name: str, origin: tuple[str, str] | None) -> str:
    """Find an id nobody has; an issue's number makes one that is the same each time."""
    number = f"-{origin[1].rpartition('#')[2]}" if origin else ""
    base = name[: 60 - len(number)].rstrip("-") + number
    if f"{kind}:{base}" not in snapshot:
        return base
    return next(one for count in range(2, 10_000) if f"{kind}:{(one := f'{base[:57]}-{count}')}" not in snapshot)


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_SLUG].strip("-")


def _day(at: datetime, hours: Hours) -> str:
    return at.astimezone(hours.zone).date().isoformat()


def _moment(at: datetime, hours: Hours) -> str:
    return at.astimezone(hours.zone).replace(microsecond=0).isoformat()
