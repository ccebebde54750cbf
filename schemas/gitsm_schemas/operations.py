"""What goes wrong, why, and what is made better."""

from typing import Annotated, Literal

from pydantic import model_validator

from gitsm_schemas.record import (
    AgreementRef,
    ArticleRef,
    ChangeRef,
    CiOrServiceRef,
    CiRef,
    ImprovementRef,
    IncidentRef,
    Items,
    Part,
    ProblemRef,
    Record,
    ServiceOrOfferingRef,
    TeamRef,
    field,
)
from gitsm_schemas.scalars import Day, Handle, Instant, Line, ReferenceTo, Span, Text

Level = Literal["high", "medium", "low"]
OnHold = Literal["awaiting_caller", "awaiting_change", "awaiting_problem", "awaiting_vendor"]


class TimelineItem(Part):
    """One thing that happened."""

    at: Instant = field("When.", "2026-07-18T09:12:00+02:00", operational=False)
    what: Line = field("What.", "Failed over to the second link", operational=False)
    by: Handle | None = field("Who.", "amara", default=None, operational=False)


class Communication(Part):
    """Something that was said to those affected."""

    at: Instant = field("When.", "2026-07-18T09:30:00+02:00", operational=False)
    to: Line = field("To whom.", "Travel agents", operational=False)
    message: Text = field("What was said.", "Booking is slow; we are working on it.", operational=False)
    channel: Literal["portal", "mail", "phone", "chat", "in_person"] = field(
        "By which way.", "mail", default="mail", operational=False
    )


class Action(Part):
    """Something somebody will do."""

    action: Line = field("What.", "Alarm on replica lag", operational=False)
    owner: TeamRef = field("Which team.", "platform-team", operational=False)
    due: Day = field("Until when.", "2026-09-30", operational=False)
    done: Day | None = field("When it was done.", "2026-09-21", default=None, operational=False)
    improvement: ImprovementRef | None = field(
        "Where it is followed up.", "imp-2026-07-20-lag-alarm", default=None, operational=False
    )


class IncidentReview(Part):
    """What was learnt from an incident."""

    overview: Text = field("What happened; Markdown.", "The primary link failed.", operational=False)
    findings: Items[Line] = field("What was found.", ["Failover needs a person"], default=tuple, operational=False)
    what_went_well: Items[Line] = field("What helped.", ["The desk was told early"], default=tuple, operational=False)
    contributing_factors: Items[Line] = field(
        "What made it possible or worse.", ["One power feed for both modems"], default=tuple, operational=False
    )
    actions: Items[Action] = field(
        "What follows.",
        [{"action": "Alarm on replica lag", "owner": "platform-team", "due": "2026-09-30"}],
        default=tuple,
        operational=False,
    )


class Hold(Part):
    """A time in which it waited for somebody else."""

    reason: OnHold = field("For whom or what.", "awaiting_vendor", operational=False)
    start: Instant = field("Its first moment.", "2026-07-18T09:30:00+02:00", operational=False)
    end: Instant | None = field(
        "The first moment after it; none while it lasts.", "2026-07-18T10:00:00+02:00", default=None, operational=False
    )


class Incident(Record):
    """An unplanned interruption or loss of quality worth keeping."""

    KIND = "incident"
    kind: Literal["incident"]
    title: Line = field("What users saw.", "Booking slow for travel agents", operational=False)
    impact: Level = field("How many or how much is hurt.", "high", operational=False)
    urgency: Level = field("How soon it hurts more.", "high", operational=False)
    services: Items[ServiceOrOfferingRef] = field("What was hurt.", ["service:booking"], operational=False)
    cis: Items[CiRef] = field("Where it was.", ["ci:pg-main"], default=tuple, operational=False)
    on_hold_reason: OnHold | None = field(
        "What it waits for; then it is on hold.", "awaiting_vendor", default=None, operational=False
    )
    holds: Items[Hold] = field(
        "When it waited for somebody else; promises say for whom their clock stands still.",
        [{"reason": "awaiting_vendor", "start": "2026-07-18T09:30:00+02:00", "end": "2026-07-18T10:00:00+02:00"}],
        default=tuple,
        operational=False,
    )
    started_at: Instant = field("When it began.", "2026-07-18T08:55:00+02:00", operational=False)
    detected_at: Instant = field("When we knew.", "2026-07-18T09:02:00+02:00", operational=False)
    acknowledged_at: Instant | None = field(
        "When somebody took it.", "2026-07-18T09:05:00+02:00", default=None, operational=False
    )
    restored_at: Instant | None = field(
        "When users could work again.", "2026-07-18T10:20:00+02:00", default=None, operational=False
    )
    resolved_at: Instant | None = field(
        "When it was over.", "2026-07-18T11:00:00+02:00", default=None, operational=False
    )
    channel: Literal["portal", "mail", "phone", "chat", "in_person", "monitoring"] | None = field(
        "How we learnt of it.", "monitoring", default=None, operational=False
    )
    closed_at: Instant | None = field(
        "When whoever reported it agreed, or had no objection.",
        "2026-07-21T09:00:00+02:00",
        default=None,
        operational=False,
    )
    canceled: Line | None = field(
        "Why it was none; then it is canceled.", "Reported twice", default=None, operational=False
    )
    reported_by: Handle | None = field(
        "Who reported it; a handle, nothing else of them.", "maja", default=None, operational=False
    )
    major: bool = field("Whether it was handled as a major incident.", example=True, default=False, operational=False)
    caused_by: ChangeRef | None = field(
        "The change that caused it.", "chg-2026-07-17-cache-upgrade", default=None, operational=False
    )
    problem: ProblemRef | None = field("The problem behind it.", "prb-2026-07-20-lag", default=None, operational=False)
    timeline: Items[TimelineItem] = field(
        "What happened when.",
        [{"at": "2026-07-18T09:12:00+02:00", "what": "Failed over"}],
        default=tuple,
        operational=False,
    )
    communications: Items[Communication] = field(
        "What was said to those affected.",
        [{"at": "2026-07-18T09:30:00+02:00", "to": "Travel agents", "message": "Booking is slow."}],
        default=tuple,
        operational=False,
    )
    knowledge: Items[ArticleRef] = field("Articles that helped.", ["kb-replica-lag"], default=tuple, operational=False)
    review: IncidentReview | None = field(
        "What was learnt.", {"overview": "The primary link failed."}, default=None, operational=False
    )


class Excused(Part):
    """An agreement that an outage does not count for."""

    agreement: AgreementRef = field("The agreement.", "northsat-ua", operational=False)
    reason: Line = field("Which exclusion it falls under.", "Force majeure at sea", operational=False)


class Outage(Record):
    """A time in which something was down or worse than promised."""

    KIND = "outage"
    kind: Literal["outage"]
    type: Literal["outage", "planned_outage", "degradation"] = field(
        "Only `outage` counts against availability.", "outage", operational=False
    )
    affects: Items[CiOrServiceRef] = field("What was hurt.", ["service:booking"], operational=False)
    start: Instant = field("Its first moment.", "2026-07-18T08:55:00+02:00", operational=False)
    end: Instant | None = field(
        "The first moment after it; none while it lasts.", "2026-07-18T10:20:00+02:00", default=None, operational=False
    )
    excused: Items[Excused] = field(
        "Agreements that it does not count for, by one of their exclusions.",
        [{"agreement": "northsat-ua", "reason": "Force majeure at sea"}],
        default=tuple,
        operational=False,
    )
    data_lost: Span | None = field(
        "How old the data was that it was restored to, `0min` where nothing was lost; what an `rpo` is judged by.",
        "5min",
        default=None,
        operational=False,
    )
    incident: IncidentRef | None = field("The incident.", "inc-2026-07-18-booking", default=None, operational=False)
    change: ChangeRef | None = field("The change.", "chg-2026-07-17-cache-upgrade", default=None, operational=False)


class Problem(Record):
    """A cause of incidents. Unresolved with a documented workaround it is a known error."""

    KIND = "problem"
    kind: Literal["problem"]
    statement: Line = field("What is wrong.", "Failover of pg-main takes minutes", operational=False)
    services: Items[ServiceOrOfferingRef] = field(
        "What it hurts.", ["service:booking"], default=tuple, operational=False
    )
    cis: Items[CiRef] = field("Where it sits.", ["ci:pg-main"], default=tuple, operational=False)
    owner: TeamRef | None = field("The team that works on it.", "platform-team", default=None, operational=False)
    incidents: Items[IncidentRef] = field(
        "Incidents it caused.", ["inc-2026-07-18-booking"], default=tuple, operational=False
    )
    symptom: Text | None = field("How it shows; Markdown.", "Writes hang.", default=None, operational=False)
    cause: Text | None = field("Why; Markdown.", "The witness is in the same rack.", default=None, operational=False)
    workaround: Text | None = field(
        "What helps until then; Markdown.", "Promote by hand.", default=None, operational=False
    )
    workaround_article: ArticleRef | None = field(
        "The article with the workaround.", "kb-pg-promote", default=None, operational=False
    )
    solution: Text | None = field("What ends it; Markdown.", "Move the witness.", default=None, operational=False)
    resolution_code: Literal["fix_applied", "risk_accepted", "duplicate", "canceled"] | None = field(
        "How it ended.", "fix_applied", default=None, operational=False
    )
    duplicate_of: ProblemRef | None = field(
        "The problem it repeats.", "prb-2026-03-02-failover", default=None, operational=False
    )
    fixed_by: ChangeRef | None = field(
        "The change that ended it.", "chg-2026-09-12-move-witness", default=None, operational=False
    )
    major: bool = field("Whether it needs the major-problem review.", example=True, default=False, operational=False)
    review: Text | None = field("What was learnt; Markdown.", "Rehearse failover.", default=None, operational=False)

    @model_validator(mode="after")
    def _is_somewhere(self) -> "Problem":
        if not self.services and not self.cis:
            message = "a problem names the services it hurts or the cis it sits in"
            raise ValueError(message)
        if (self.resolution_code == "duplicate") != (self.duplicate_of is not None):
            message = "resolution_code duplicate and duplicate_of belong together"
            raise ValueError(message)
        return self

    @property
    def is_open(self) -> bool:
        """Whether it has not ended."""
        return self.resolution_code is None

    @property
    def is_known_error(self) -> bool:
        """Whether it is unresolved and has a documented workaround."""
        return self.is_open and bool(self.workaround or self.workaround_article)


class Kpi(Part):
    """How we know that something became better."""

    name: Line = field("What is measured.", "Minutes to fail over", operational=False)
    base: float | int = field("Where it stood.", 14, operational=False)
    target: float | int = field("Where it should be.", 2, operational=False)
    actual: float | int | None = field("Where it is.", 3, default=None, operational=False)
    review_date: Day = field("When it is looked at.", "2026-12-15", operational=False)


class Improvement(Record):
    """Something that will be made better."""

    KIND = "improvement"
    kind: Literal["improvement"]
    title: Line = field("What becomes better.", "Fail over without a person", operational=False)
    origin: Annotated[str, ReferenceTo(("incident", "problem", "change", "service", "agreement", "ci"))] | None = field(
        "The record it came from.", "incident:inc-2026-07-18-booking", default=None, operational=False
    )
    state: Literal[
        "new", "accepted", "assess", "approved", "in_progress", "on_hold", "review", "closed", "canceled"
    ] = field("Where it stands.", "in_progress", default="new", operational=False)
    raised_by: Literal["review", "audit", "customer", "staff", "supplier", "measurement"] = field(
        "Who or what it came from.", "review", operational=False
    )
    owner: TeamRef = field("The team that sees to it.", "platform-team", operational=False)
    benefit: Text = field("What it is good for.", "An hour less for every failover.", operational=False)
    effort: Literal["S", "M", "L", "XL"] | None = field("How big it is.", "M", default=None, operational=False)
    kpi: Kpi | None = field(
        "How we know.",
        {"name": "Minutes to fail over", "base": 14, "target": 2, "review_date": "2026-12-15"},
        default=None,
        operational=False,
    )
    actions: Items[Action] = field(
        "What is done.",
        [{"action": "Move the witness", "owner": "platform-team", "due": "2026-10-30"}],
        default=tuple,
        operational=False,
    )


__all__ = [
    "Action",
    "Communication",
    "Excused",
    "Hold",
    "Improvement",
    "Incident",
    "IncidentReview",
    "Kpi",
    "Level",
    "Outage",
    "Problem",
    "TimelineItem",
]
