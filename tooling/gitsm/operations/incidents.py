"""Where an incident stands, told from its record and the clock; no record stores it."""

from datetime import datetime, timedelta
from typing import Literal

from gitsm.service_level.calendars import always, length
from gitsm_schemas.operations import Incident
from gitsm_schemas.scalars import Duration

State = Literal["new", "in_progress", "on_hold", "resolved", "closed", "canceled"]


def state(incident: Incident, close_after: Duration, now: datetime) -> State:
    """Tell where an incident stands.

    A resolved incident counts as closed once somebody says so, or nobody has objected for a time; a major one waits for
    its review.

    Args:
        incident: its record.
        close_after: for how long somebody may object; days of 24 hours.
        now: an aware time.
    """
    if incident.canceled is not None:
        return "canceled"
    if incident.resolved_at is not None:
        agreed = incident.closed_at is not None and incident.closed_at <= now
        silent = incident.resolved_at + span(close_after) <= now
        reviewed = incident.review is not None or not incident.major
        return "closed" if reviewed and (agreed or silent) else "resolved"
    if incident.on_hold_reason is not None:
        return "on_hold"
    return "in_progress" if incident.acknowledged_at is not None else "new"


def span(written: Duration) -> timedelta:
    """Measure a written duration by the clock: a day has 24 hours."""
    return length(always(), written)


def open_actions(incident: Incident) -> tuple[str, ...]:
    """List what a review asked for and nobody has done."""
    actions = incident.review.actions if incident.review else ()
    return tuple(action.action for action in actions if action.done is None)
