"""What figures, days and words of records are called before people."""

from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from typing import Final

from gitsm.graph.propagation import Level
from gitsm.service_level import words as levels
from gitsm_schemas.notation import Duration

ONE_DAY: Final = timedelta(days=1)
SAID: Final = {
    "ci": "component",
    "knowledge_article": "article",
    "service_offering": "offering",
    "request_offering": "request",
    "sla": "service level agreement",
    "ola": "operational level agreement",
    "ua": "underpinning agreement",
    "uc": "underpinning agreement",
    "business_service": "business service",
    "technology_management_service": "technical service",
    "how_to": "how-to",
    "known_error": "known error",
    "rto": "recovery time",
    "rpo": "data loss at most",
    "iot_device": "IoT device",
    "url": "URL",
    "api": "API",
    "pdu": "PDU",
    "dns_name": "DNS name",
    "ci_class": "component class",
    "change_model": "change model",
    "implement": "under way",
    "review": "to be reviewed",
    "awaiting_vendor": "waiting for a supplier",
    "awaiting_caller": "waiting for the caller",
    "awaiting_change": "waiting for a change",
    "awaiting_problem": "waiting for a problem's end",
}
STATUS: Final = {
    Level.NONE: "Working",
    Level.AT_RISK: "Minor trouble",
    Level.DEGRADED: "Degraded",
    Level.DOWN: "Down",
}
IF_IT_FAILS: Final = {Level.AT_RISK: "at risk", Level.DEGRADED: "degraded", Level.DOWN: "down", Level.NONE: "fine"}


def said(word: str) -> str:
    """Say a word of an enumeration as people do."""
    return SAID.get(word, word.replace("_", " "))


def headed(word: str) -> str:
    """Say a word with a capital."""
    text = said(word)
    return text[:1].upper() + text[1:]


def day(when: date | datetime | None) -> str:
    """Write a day: 28 Nov 2026."""
    return f"{when.day} {when:%b %Y}" if when else ""


def last_day(after: datetime) -> str:
    """Write the last day before a moment at which a period ends."""
    return day(after - timedelta(microseconds=1))


def weekday(when: date | datetime) -> str:
    """Write a day with its weekday: Sat 28 Nov."""
    return f"{when:%a} {when.day} {when:%b}"


def moment(when: datetime) -> str:
    """Write a time with its offset, as it stands in the record: Sat 28 Nov 2026, 23:30 +01:00."""
    return f"{weekday(when)} {when.year}, {when:%H:%M} {zone(when)}"


def zone(when: datetime) -> str:
    """Write an offset from UTC."""
    offset = when.utcoffset()
    if not offset:
        return "UTC"
    minutes = int(offset.total_seconds() // 60)
    return f"UTC{'+' if minutes >= 0 else '−'}{abs(minutes) // 60}" + (
        f":{abs(minutes) % 60:02}" if minutes % 60 else ""
    )


def span(start: datetime, end: datetime) -> str:
    """Write from when to when, no word twice: Sat 28 Nov 2026, 23:30 – Sun 29 Nov, 01:00 UTC+1."""
    end = end.astimezone(start.tzinfo)
    first = f"{weekday(start)} {start.year}, {start:%H:%M}"
    if end.date() == start.date():
        return f"{first}–{end:%H:%M} {zone(start)}"
    year = f" {end.year}" if end.year != start.year else ""
    return f"{first} – {weekday(end)}{year}, {end:%H:%M} {zone(start)}"


def lasting(value: timedelta) -> str:
    """Write how long something lasts, in its two largest units: 10 h 40 min."""
    minutes = round(value.total_seconds() / 60)
    days, rest = divmod(minutes, 1440)
    hours, left = divmod(rest, 60)
    parts = [(days, "day" if days == 1 else "days"), (hours, "h"), (left, "min")]
    told = [f"{count} {unit}" for count, unit in parts if count]
    return " ".join(told[:2]) or "0 min"


def service_time(value: timedelta) -> str:
    """Write a length of service time, hours at most: a day of it is no day: 40 h."""
    return levels.span(value)


def duration(value: Duration) -> str:
    """Write a duration of a record: 15 minutes, 4 hours, 2 working days."""
    text = str(value)
    number = text.rstrip("abcdefghijklmnopqrstuvwxyz")
    unit = text[len(number) :]
    names = {"s": "second", "min": "minute", "h": "hour", "d": "working day", "w": "working week"}
    if unit not in names or not number:
        return text
    return f"{number} {names[unit]}" + ("" if number == "1" else "s")


def percent(share: Decimal | Fraction | float | None, digits: int = 4) -> str:
    """Write a share of 1 in percent, without zeros that say nothing."""
    if share is None:
        return "unknown"
    # Never rounded up: 99.99999 % is no promise kept of 100 %.
    exact = Fraction(share)
    scale = 10**digits
    cut = Decimal(int(exact * 100 * scale)) / scale
    text = format(cut, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "\u00a0%"


def at_least(share: Decimal) -> str:
    """Write a share that must be reached in percent, rounded up: what is written is enough."""
    up = share.quantize(Decimal("0.000001"), ROUND_CEILING)
    return percent(up)


def allowance(share: Decimal, minutes: int = 30 * 24 * 60) -> str:
    """Say how long something may be down in a month of 30 days."""
    allowed = (1 - share) * minutes
    if allowed < 1:
        return f"{round(float(allowed) * 60)} seconds"
    if allowed < 120:  # noqa: PLR2004  # two hours are easier read as minutes, more are not
        return f"{round(float(allowed))} minutes"
    hours, left = divmod(round(float(allowed)), 60)
    return f"{hours} hours" + (f" {left} minutes" if left else "")


def count(number: int, one: str, more: str = "") -> str:
    """Count things: 1 service, 2 services."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def initials(name: str) -> str:
    """Shorten a name to two letters."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or "·"
