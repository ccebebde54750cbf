"""Free times for people, for programs and for a pull request."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from gitsm.change.scope import Work
from gitsm.change.windows import HORIZON, Opening
from gitsm.render import escape
from gitsm.render.terminal import paint, printable


@dataclass(frozen=True, slots=True)
class Schedule:
    """What was asked for, and the first free times.

    Attributes:
        work: the work; its planned time is as long as the work takes.
        as_of: from when on.
        openings: the first free times.
        count: how many there are.
        zone: whose clock people read.
    """

    work: Work
    as_of: datetime
    openings: tuple[Opening, ...]
    count: int
    zone: tzinfo = UTC

    @property
    def duration(self) -> timedelta:
        """How long the work takes."""
        return self.work.planned[1] - self.work.planned[0]

    @property
    def named(self) -> str:
        """What is worked on, the first few."""
        refs = [self.work.ref] if self.work.ref else sorted(self.work.scope.touched)
        more = f" and {len(refs) - 3} more" if len(refs) > 3 else ""  # noqa: PLR2004  # a line's worth
        return ", ".join(refs[:3]) + more


def text(found: Schedule) -> str:
    """Write the free times for a terminal."""
    named, long = printable(found.named), length(found.duration)
    if not found.openings:
        head = paint(f"No time is free for {long} on {named} in {HORIZON.days} days.", "error")
        return f"{head}\n{paint('hint:', 'hint')} --hard passes over what only warns; shorter work may fit\n"
    lines = [paint(f"Work of {long} on {named} could start", "strong")]
    lines += [f"  {said(found, one)}" for one in found.openings]
    if found.count > len(found.openings):
        lines.append(paint(f"  … {found.count - len(found.openings)} more in {HORIZON.days} days", "dim"))
    return "\n".join(lines) + "\n"


def markdown(found: Schedule) -> str:
    """Write the free times for a pull request."""
    lines = ["### Free times", "", f"{length(found.duration)} on {escape.markdown(found.named)}", ""]
    if not found.openings:
        return "\n".join([*lines, f"None in {HORIZON.days} days."]) + "\n"
    lines += ["| start | latest start | all over by |", "| --- | --- | --- |"]
    for one in found.openings:
        latest = one.end - found.duration
        lines.append(
            f"| {_clock(one.start, found.zone)} | {_clock(latest, found.zone)} | {_clock(one.end, found.zone)} |"
        )
    return "\n".join(lines) + "\n"


def json(found: Schedule) -> str:
    """Write the free times for programs; moments are in UTC."""
    return escape.json(
        {
            "schema": "gitsm/change-schedule/v1",
            "as_of": found.as_of.isoformat(),
            "change": found.work.ref or None,
            "touched": sorted(found.work.scope.touched),
            "type": found.work.type,
            "assignee": found.work.assignee or None,
            "minutes": found.duration / timedelta(minutes=1),
            "horizon_days": HORIZON.days,
            "count": found.count,
            "openings": [
                {"start": iso(one.start), "latest_start": iso(one.end - found.duration), "end": iso(one.end)}
                for one in found.openings
            ],
        }
    )


def said(found: Schedule, one: Opening) -> str:
    """Write one free time."""
    latest = one.end - found.duration
    start = _clock(one.start, found.zone)
    return start if latest == one.start else f"{start}  or later, until {_clock(latest, found.zone)}"


def length(duration: timedelta) -> str:
    """Write a length of time: `1 h 30 min`."""
    minutes, seconds = divmod(int(duration.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = (f"{hours} h" if hours else "", f"{minutes} min" if minutes else "", f"{seconds} s" if seconds else "")
    return " ".join(filter(None, parts)) or "0 min"


def iso(moment: datetime) -> str:
    """Write a moment in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _clock(moment: datetime, zone: tzinfo) -> str:
    return moment.astimezone(zone).strftime("%a %Y-%m-%d %H:%M %Z")
