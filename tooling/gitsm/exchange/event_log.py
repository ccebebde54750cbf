"""An event log: several rows for each record, of which the last says how it is and the others how it came there."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gitsm.exchange.foreign import Value
from gitsm.exchange.mapping_file import LogMap

Reads = Callable[[Value, tuple[str, ...]], str | None]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one record: the last one, and all of them in their order."""

    last: Value
    every: tuple[Value, ...]


def gathered(rows: Iterable[Value], log: LogMap, name: Callable[[Value], str | None], reads: Reads) -> Iterator[Rows]:
    """Put the rows of each record together, the records in the order of their first row.

    Args:
        rows: as they stand in the source.
        log: what orders them.
        name: reads what a row's record is called; a row without a name is one by itself.
        reads: reads the first of some paths of a row.
    """
    found: dict[str, list[Value]] = {}
    for number, row in enumerate(rows):
        found.setdefault(name(row) or f"\0{number}", []).append(row)
    for each in found.values():
        ordered = sorted(each, key=lambda row: _place(reads(row, log.order), log))
        yield Rows(ordered[-1], tuple(ordered))


def _place(text: str | None, log: LogMap) -> tuple[int, float]:
    if text is None:
        return 0, 0
    if text.isascii() and text.isdecimal():
        return 1, float(text[:15])
    at = moment(text, log.zone, log.format)
    return (1, at.timestamp()) if at else (0, 0)


def events(rows: Sequence[Value], log: LogMap, reads: Reads) -> dict[str, Any]:
    """Tell the timeline of a record, and when an incident waited for somebody: a row counts where its state is new."""
    states: list[tuple[datetime, str]] = []
    for row in rows:
        state, text = reads(row, log.state), reads(row, log.at)
        at = moment(text, log.zone, log.format) if text else None
        if state and at and (not states or states[-1][1] != state):
            states.append((at, state))
    if len(rows) < 2:  # noqa: PLR2004  # one row has no way that led to it
        return {}
    ends = [at for at, _ in states[1:]]
    holds = [
        {"reason": log.waiting[state], "start": at.isoformat(), **({"end": end.isoformat()} if end else {})}
        for (at, state), end in zip(states, [*ends, None], strict=True)
        if state in log.waiting and (end is None or end > at)
    ]
    told = [{"at": at.isoformat(), "what": state[:300]} for at, state in states]
    return {**({"timeline": told} if told else {}), **({"holds": holds} if holds else {})}


def moment(text: str, zone: str, form: str = "") -> datetime | None:
    """Read a time with or without an offset; `8:24` is 08:24. None where it is no time.

    Args:
        text: what stands there.
        zone: of a time that names none.
        form: how one is written that begins with no year; a day before a month, or after it, is never guessed.
    """
    padded = re.sub(r"(?<=[T ])([0-9]):", r"0\1:", text.strip())
    try:
        read = datetime.strptime(text.strip(), form) if form else datetime.fromisoformat(padded)  # noqa: DTZ007  # below
        return read if read.tzinfo else read.replace(tzinfo=ZoneInfo(zone))
    except (ValueError, ZoneInfoNotFoundError):
        return None
