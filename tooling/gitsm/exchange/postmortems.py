"""Post-mortems: articles about what happened, each with the incident it tells of."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, timedelta
from typing import Final

from gitsm.editing.append import append
from gitsm.exchange.mapping import Imported, Skipped
from gitsm.exchange.plan import Step
from gitsm.operations.ranking import SILENT, Ranking
from gitsm.operations.words import stems
from gitsm.snapshot import Snapshot
from gitsm_schemas.operations import Incident

SYSTEM: Final = "post-mortems"
TAG: Final = "post-mortem"
NEAR: Final = timedelta(days=2)
"""A post-mortem is dated when it happened, when it was noticed or when it was over."""
_DATE: Final = re.compile(r"(?P<year>[0-9]{4})-?(?P<month>[0-9]{2})-?(?P<day>[0-9]{2})(?![0-9])")


def told(
    found: Iterable[Imported | Skipped], snapshot: Snapshot, language: str
) -> Iterator[tuple[Imported | Skipped, str | None]]:
    """Find the incident that each post-mortem tells of: one of those days that shares most of its words.

    Args:
        found: Markdown files as articles; their names begin with a date.
        snapshot: the catalogue with its incidents.
        language: what they are written in, as a stemmer calls it.

    Yields:
        The article, about what the incident hurt, with the incident; or what is left out, and why.
    """
    incidents = {entry.ref: one for entry, one in snapshot.records(Incident)}
    ranking = Ranking({ref: _words(_text(one), language) for ref, one in incidents.items()})
    for one in found:
        if isinstance(one, Skipped):
            yield one, None
            continue
        path = str(one.data["source"]["path"])
        day = _day(path.rpartition("/")[2])
        if day is None:
            yield Skipped(path, 1, "its name begins with no date, like 2026-10-18-payments.md"), None
            continue
        scores = ranking.scores(tuple(dict.fromkeys(_words(f"{one.data['title']} {path}", language))))
        near = {ref: score for ref, score in scores.items() if abs(_began(incidents[ref]) - day) <= NEAR}
        ref = min(near, key=lambda ref: (-near[ref], abs(_began(incidents[ref]) - day), ref), default=None)
        if ref is None:
            yield Skipped(path, 1, "no incident of those days shares a word with it"), None
        else:
            yield _about(one, incidents[ref]), ref


def linked(snapshot: Snapshot, texts: Mapping[str, str], of: Mapping[str, str]) -> Iterator[Step]:
    """Write each article into its incident, as knowledge.

    Args:
        snapshot: the catalogue.
        texts: its files, by path.
        of: by article, its incident.
    """
    after: dict[str, tuple[str, str]] = {}
    for article, ref in of.items():
        entry, incident = snapshot.entries[ref], snapshot.record(ref)
        if isinstance(incident, Incident) and article not in incident.knowledge:
            _, text = after.get(ref, ("", texts[entry.path]))
            name = article.partition(":")[2]
            after[ref] = entry.path, append(entry.path, text, ("knowledge",), name)
    yield from (Step(ref, "updated", path, text) for ref, (path, text) in after.items())


def _about(one: Imported, incident: Incident) -> Imported:
    data = {**one.data, "type": "information", "tags": [TAG]}
    if incident.services:
        data["applies_to"] = list(incident.services)
    data["source"] = {**data["source"], "system": SYSTEM, "fields": sorted({*data["source"]["fields"], "tags"})}
    named = tuple((1, "applies_to", ref) for ref in data["applies_to"])
    return replace(one, data=data, named=(*named, *(each for each in one.named if each[1] != "applies_to")))


def _text(incident: Incident) -> str:
    return " ".join([incident.title, incident.id, incident.description or "", *incident.services, *incident.cis])


def _words(text: str, language: str) -> tuple[str, ...]:
    return tuple(stem for stem, word in stems(text, language) if word.casefold() not in SILENT and not word.isdecimal())


def _began(incident: Incident) -> date:
    return incident.started_at.astimezone(UTC).date()


def _day(name: str) -> date | None:
    match = _DATE.match(name)
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"])) if match else None
    except ValueError:
        return None
