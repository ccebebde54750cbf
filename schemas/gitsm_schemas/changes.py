"""What is changed, by which model, in which window."""

from datetime import datetime
from typing import Annotated, Final, Literal

from pydantic import Field, model_validator

from gitsm_schemas.json_path import JsonPath
from gitsm_schemas.record import (
    ChangeModelRef,
    ChangeRef,
    CiClassRef,
    CiRef,
    IncidentRef,
    Items,
    Part,
    Record,
    ServiceOrOfferingRef,
    TeamRef,
    field,
)
from gitsm_schemas.scalars import Day, Handle, Instant, Line, Name, Recurrence, ReferenceTo, Span, Text, Timezone

Outcome = Literal["successful", "successful_with_issues", "unsuccessful", "backed_out"]
ChangeType = Literal["standard", "normal", "emergency"]
Risk = Literal["low", "moderate", "high"]


class Period(Part):
    """A half-open span of time: the end is no longer in it."""

    start: Instant = field("Its first moment.", "2026-11-28T22:00:00+01:00")
    end: Instant = field("The first moment after it.", "2026-11-28T23:30:00+01:00")


class Affected(Part):
    """Something a change touches."""

    ci: CiRef | None = field("A CI; or give `service`.", "pg-main", default=None)
    service: ServiceOrOfferingRef | None = field(
        "A service or offering; or give `ci`.", "service:booking", default=None
    )
    impact_code: Literal["manual", "computed", "not_impacted"] = field(
        "manual: declared; computed: by gitsm; not_impacted: excluded by a person, with a reason.",
        "manual",
        default="manual",
    )
    reason: Line | None = field("Why it is not impacted.", "Reads from its own replica.", default=None)

    @model_validator(mode="after")
    def _is_one(self) -> "Affected":
        if (self.ci is None) == (self.service is None):
            message = "name either a ci or a service"
            raise ValueError(message)
        if self.impact_code == "not_impacted" and not self.reason:
            message = "not_impacted needs a reason"
            raise ValueError(message)
        return self

    @property
    def ref(self) -> str:
        """What is affected, `kind:id`."""
        return self.ci or self.service or ""


class OutageExpected(Part):
    """How long users will be without the service."""

    minutes: Annotated[int, Field(ge=0, le=100_000)] = field("Minutes.", 20)


class Backout(Part):
    """The way back."""

    steps: Text = field("What is done to go back; Markdown.", "Promote the old primary.")
    tested: bool = field("Whether it was tried.", example=True, tighter="up")


class AcknowledgedConflict(Part):
    """A conflict somebody knows of and accepts."""

    conflict: Line = field("Its id, as the gate prints it.", "ci_already_scheduled:chg-2026-11-20-storage-firmware")
    by: Handle = field("Who accepts it.", "ingrid")
    reason: Line = field("Why.", "Same team, same evening, one after the other.")


class Review(Part):
    """The post-implementation review."""

    summary: Text = field("What was learnt; Markdown.", "The replica lagged longer than rehearsed.", operational=False)
    by: Handle | None = field("Who held it.", "ingrid", default=None, operational=False)
    at: Day | None = field("When.", "2026-12-01", default=None, operational=False)
    actions: Items[Line] = field("What follows.", ["Add lag to the runbook"], default=tuple, operational=False)


class Change(Record):
    """Something that is added, altered or removed and could affect services; its pull request is its request."""

    KIND = "change"
    kind: Literal["change"]
    title: Line = field("What is done, to what.", "Upgrade pg-main to 16.4", operational=False)
    type: ChangeType = field("standard, normal or emergency.", "normal")
    major: bool = field("Whether it needs the major-change approvers.", example=True, default=False, tighter="up")
    model: ChangeModelRef | None = field("The model it follows.", "database-minor-upgrade", default=None)
    reason: Text = field("Why it is worth it; Markdown.", "16.3 loses support.", operational=False)
    affected: Items[Affected] = field("What it touches.", [{"ci": "pg-main"}], tighter=None)
    planned: Period = field(
        "When it is done.", {"start": "2026-11-28T22:00:00+01:00", "end": "2026-11-28T23:30:00+01:00"}
    )
    outage_expected: OutageExpected | None = field("How long users will be without.", {"minutes": 20}, default=None)
    assignee: Handle = field("Who does it.", "jonas-b")
    implementation_plan: Text = field("What is done; Markdown.", "1. Upgrade the replica.")
    test_plan: Text = field("How we know that it worked; Markdown.", "Book a test passage.")
    backout_plan: Backout = field("The way back.", {"steps": "Promote the old primary.", "tested": True})
    fixes: Items[Annotated[str, ReferenceTo(("problem", "incident"))]] = field(
        "Problems or incidents it ends.", ["problem:pg-failover-slow"], default=tuple
    )
    communication: Text | None = field("Who is told what, when; Markdown.", "Mail to agents.", default=None)
    on_hold: Line | None = field("Why it waits.", "Waiting for the vendor", default=None)
    acknowledged_conflicts: Items[AcknowledgedConflict] = field(
        "Conflicts that are known and accepted.",
        [
            {
                "conflict": "ci_already_scheduled:chg-2026-11-20-storage-firmware",
                "by": "ingrid",
                "reason": "Same evening.",
            }
        ],
        default=tuple,
    )
    outcome: Outcome | None = field("How it ended.", "successful", default=None, operational=False)
    actual: Period | None = field(
        "When it was done.",
        {"start": "2026-11-28T22:05:00+01:00", "end": "2026-11-28T23:10:00+01:00"},
        default=None,
        operational=False,
    )
    caused: Items[IncidentRef] = field(
        "Incidents it caused.", ["inc-2026-11-28-booking-slow"], default=tuple, operational=False
    )
    review: Review | None = field(
        "The post-implementation review.", {"summary": "As planned."}, default=None, operational=False
    )
    risk: Risk | None = field(
        "A higher risk than computed, by a person; never a lower one.", "high", default=None, tighter="up"
    )

    @property
    def touched(self) -> tuple[str, ...]:
        """What it declares to touch."""
        return tuple(dict.fromkeys(one.ref for one in self.affected if one.impact_code != "not_impacted"))

    @property
    def agreed(self) -> bool:
        """Whether it is still to be carried out: neither over nor on hold."""
        return self.outcome is None and self.on_hold is None

    def is_ahead(self, now: datetime) -> bool:
        """Tell whether it is still to be carried out, and ends after a moment."""
        return self.agreed and self.planned.end > now

    @property
    def untouched(self) -> tuple[str, ...]:
        """What it excludes, with a reason."""
        return tuple(dict.fromkeys(one.ref for one in self.affected if one.impact_code == "not_impacted"))


class Allowed(Part):
    """Edits a standard change may consist of."""

    kind: Name = field("The kind of record.", "ci")
    class_: CiClassRef | None = field(
        "The class of CI, and what refines it.", "certificate", alias="class", default=None
    )
    actions: Items[Literal["added", "modified", "removed"]] = field(
        "What may happen to such a record.", ["modified"], default=("modified",), tighter="fewer"
    )
    fields: Items[JsonPath] = field(
        "The parts that may change, as JSONPath (RFC 9535); none: all of it.",
        ["$.attributes.expires"],
        default=tuple,
        tighter="fewer",
    )


class ModelApprovals(Part):
    """Who must agree to a change of a model."""

    teams: Items[TeamRef] = field("Teams, one member of each.", ["platform-team"], default=tuple, tighter="more")
    count: Annotated[int, Field(ge=0, le=10)] = field("How many people in all.", 1, default=0, tighter="up")


class ChangeModel(Record):
    """A repeatable way of making one sort of change."""

    KIND = "change_model"
    kind: Literal["change_model"]
    name: Line | None = field("What people call it.", "Renew a certificate", default=None, operational=False)
    type: ChangeType = field("The type of change it is for.", "standard")
    allowed: Items[Allowed] = field(
        "The edits it may consist of.",
        [{"kind": "ci", "class": "certificate", "fields": ["$.attributes.expires"]}],
        tighter="fewer",
    )
    max_risk: Risk = field("The highest computed risk it is good for.", "low", tighter="down")
    preset: dict[Name, Text] = field(
        "Texts a new change starts with, by field.",
        {"test_plan": "Open the page, look at the lock."},
        default=dict,
        operational=False,
    )
    required_evidence: Items[Line] = field(
        "What must be shown.", ["The new certificate's fingerprint"], default=tuple, tighter="more"
    )
    approvals: ModelApprovals | None = field("Who must agree.", {"teams": ["platform-team"]}, default=None)
    owner: TeamRef | None = field("The team that keeps it.", "platform-team", default=None)
    expires: Day = field("The last day it may be used without a new look.", "2027-06-30", tighter="down")


class Release(Record):
    """Changes that go live together."""

    KIND = "release"
    kind: Literal["release"]
    name: Line | None = field("What people call it.", "Booking 5.3", default=None, operational=False)
    changes: Items[ChangeRef] = field("What is in it.", ["chg-2026-11-22-upgrade-pg-main"])
    strategy: Literal["big_bang", "phased", "canary", "blue_green"] | None = field(
        "How it reaches users.", "canary", default=None
    )
    acceptance_criteria: Items[Line] = field("When it is good.", ["No error rate above 0.1 %"])
    backout: Text = field("The way back; Markdown.", "Switch traffic to blue.")
    deployed_at: Instant | None = field("When it was live.", "2026-11-22T23:00:00+01:00", default=None)
    outcome: Outcome | None = field("How it ended.", "successful", default=None, operational=False)


FIRST_YEAR: Final = 1970
LAST_YEAR: Final = 2199
"""A rule is followed from its first occurrence on: who lets it begin with the calendar makes everybody wait."""


class Selector(Part):
    """What a window is about."""

    all: bool = field("Everything.", example=True, default=False)
    services: Items[ServiceOrOfferingRef] = field("Services or offerings.", ["service:booking"], default=tuple)
    cis: Items[CiRef] = field("CIs.", ["ci:pg-main"], default=tuple)
    classes: Items[CiClassRef] = field("Classes of CI, and what refines them.", ["database_instance"], default=tuple)
    tags: Items[Line] = field("Records that carry one of these tags.", ["guest-facing"], default=tuple)

    @model_validator(mode="after")
    def _selects(self) -> "Selector":
        if not (self.all or self.services or self.cis or self.classes or self.tags):
            message = "applies_to selects nothing; name services, cis, classes or tags, or write `all: true`"
            raise ValueError(message)
        return self


class Window(Record):
    """A time to work on something, or to leave it alone."""

    KIND = "window"
    kind: Literal["window"]
    name: Line | None = field("What people call it.", "Summer freeze", default=None, operational=False)
    type: Literal["maintenance", "blackout"] = field("Whether to work then, or not to.", "blackout")
    at: Period | None = field(
        "Once.", {"start": "2026-06-15T00:00:00+02:00", "end": "2026-08-17T00:00:00+02:00"}, default=None
    )
    rrule: Recurrence | None = field(
        "Again and again, daily or less often; RFC 5545.", "FREQ=WEEKLY;BYDAY=SA", default=None
    )
    starts: Instant | None = field(
        "From when it recurs; the time of day of all occurrences. Without it midnight, or what BYHOUR says.",
        "2026-01-03T22:00:00+01:00",
        default=None,
    )
    duration: Span | None = field("How long each occurrence lasts, in hours or minutes.", "4h", default=None)
    timezone: Timezone | None = field("Where the clock of the rule hangs.", "Europe/Oslo", default=None)
    applies_to: Selector = field("What it is about.", {"services": ["service:booking"]})
    include_dependents: bool = field("Also what depends on that.", example=True, default=False)
    severity: Literal["hard", "soft"] = field("hard refuses, soft warns.", "hard", default="hard")
    exempt: Items[ChangeType] = field(
        "Types of change it does not bind.", ["emergency"], default=tuple, tighter="fewer"
    )
    reason: Line = field("Why it is there.", "Summer traffic: half of the year's passengers.", operational=False)

    @model_validator(mode="after")
    def _happens(self) -> "Window":
        recurs = (self.rrule, self.duration, self.timezone)
        if (self.at is None) == (self.rrule is None):
            message = "a window is either `at` a time or recurs by `rrule`"
            raise ValueError(message)
        if self.rrule is not None and None in recurs:
            message = "a window that recurs needs rrule, duration and timezone"
            raise ValueError(message)
        if self.duration is not None and self.duration.working_days:
            # A working day is as long as some calendar says, and a window has none.
            message = "a window lasts hours, not working days: write 48h rather than 2d"
            raise ValueError(message)
        if self.duration is not None and not self.duration.seconds:
            message = "a window that recurs lasts longer than nothing"
            raise ValueError(message)
        if self.starts is not None and not FIRST_YEAR <= self.starts.year <= LAST_YEAR:
            message = f"a window starts in a year from {FIRST_YEAR} to {LAST_YEAR}"
            raise ValueError(message)
        return self
