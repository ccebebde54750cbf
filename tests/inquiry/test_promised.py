"""Promises that a change breaks or mends, by the few records that tell."""

import random
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from gitsm.change.plainly import Touched
from gitsm.graph.estate import Memory
from gitsm.inquiry.promised import Read, promised
from gitsm.inquiry.standing import Reached
from gitsm.load.records import load
from gitsm.service_level.obstacles import obstacles
from gitsm.service_level.portfolio import Portfolio
from gitsm.snapshot import Snapshot
from tests.support import catalogues
from tests.support.backdrop import BACKDROP, TODAY
from tests.support.catalogues import ci
from tests.support.promises import OFFICE, promising

EXAMPLE = Path(__file__).parents[2]

CATALOGUE = (
    BACKDROP
    + OFFICE
    + ci("sms", **{"class": "external_service", "supplier": "northsat"})
    + ci("app", "depends_on: [ci:sms]\n")
    + """---
kind: service
id: booking
class: business_service
name: Booking
description: What booking does for people.
owner: desk
phase: catalog
criticality: less_critical
next_review: 2027-03-01
delivered_by: [ci:app]
"""
    + promising("sla", "sla", "service:booking", "{metric: resolution, value: 4h, priority: 1}")
    + promising("ua", "ua", "ci:sms", "{metric: resolution, value: 2h, priority: 1}")
)


def told(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[tuple[str, str, str, str, str]]:
    """Ask what a change does to promises, as `impact` does."""

    def reader(files: Mapping[str, bytes]) -> Read:
        def read(paths: Collection[str]) -> Iterator[tuple[str, str, bytes]]:
            yield from ((path, "0" * 40, files[path]) for path in paths if path in files)

        return read

    old, new = snapshot(before), snapshot(after)
    refs = old.entries.keys() | new.entries.keys()
    edited = {
        ref for ref in refs if (one := old.get(ref)) is None or (two := new.get(ref)) is None or one.data != two.data
    }
    found = Reached(Memory.of(old), Memory.of(new), Touched(frozenset(edited), frozenset()))
    return {
        (one.verdict, one.ref, one.target, one.short.kind, one.short.ref)
        for one in promised(found, reader(before), reader(after), TODAY)
    }


def snapshot(files: Mapping[str, bytes]) -> Snapshot:
    return load(catalogues.Memory(dict(files))).snapshot


def judged_whole(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> set[tuple[str, str, str, str, str]]:
    """Compare every promise of both trees, each looked at whole."""
    old, new = every(snapshot(before)), every(snapshot(after))
    there = set(snapshot(after).entries)
    return {("broken", *key) for key in new - old} | {("mended", *key) for key in old - new if key[0] in there}


def every(found: Snapshot) -> set[tuple[str, str, str, str]]:
    portfolio = Portfolio.of(found)
    return {
        (agreement.ref, target, short.kind, short.ref)
        for agreement in portfolio.agreements
        if agreement.type in {"sla", "ola"} and (agreement.ends is None or agreement.ends >= TODAY)
        for target, short in obstacles(portfolio, agreement, TODAY)
    }


def edited(old: str, new: str) -> dict[str, bytes]:
    assert old in CATALOGUE
    return written(CATALOGUE.replace(old, new))


def written(text: str) -> dict[str, bytes]:
    return {path: content.encode() for path, content in catalogues.files(text).items()}


@pytest.mark.parametrize(
    ("old", "new", "target", "kind", "by"),
    [
        ("value: 2h", "value: 9h", "resolution at priority 1", "slower", "agreement:ua"),
        ("covers: [ci:sms]", "covers: [ci:other]", "", "no_agreement", "ci:sms"),
        ("class: external_service", "class: external_service\nmin_up: 1", None, None, None),
        ("description: What booking does", "description: What it does", None, None, None),
    ],
)
def test_an_edit_below_a_promise_breaks_it_or_not(
    old: str, new: str, target: str | None, kind: str | None, by: str | None
) -> None:
    after = edited(old, new)
    broken = {("broken", "agreement:sla", target, kind, by)} if kind else set()
    assert told(written(CATALOGUE), after) == broken
    assert told(after, written(CATALOGUE)) == {("mended", *rest) for _, *rest in broken}


def test_hours_of_a_supplier_that_do_not_cover_are_a_gap() -> None:
    tail = CATALOGUE.rindex("calendar: always")
    after = written(CATALOGUE[:tail] + "calendar: office\n")
    assert told(written(CATALOGUE), after) == {
        ("broken", "agreement:sla", "resolution at priority 1", "calendar_gap", "agreement:ua")
    }


def test_a_term_that_ends_before_the_promise_is_found() -> None:
    tail = CATALOGUE.rindex("ends: 2026-12-31")
    after = written(CATALOGUE[:tail] + CATALOGUE[tail:].replace("ends: 2026-12-31", "ends: 2026-12-01"))
    assert told(written(CATALOGUE), after) == {("broken", "agreement:sla", "", "term", "agreement:ua")}


def test_a_team_that_is_no_longer_on_call_leaves_the_hours_of_support() -> None:
    team = "contact: {mail: desk@tern-ferries.example"
    supported = CATALOGUE.replace(
        "delivered_by: [ci:app]",
        "delivered_by: [ci:app]\nsupport: {hours: office, contact: {mail: desk@tern-ferries.example}}",
    )
    before = written(supported.replace(team, f"on_call: {{phone: '+47 55 50 12 01'}}\n{team}"))
    assert told(before, written(supported)) == {
        ("broken", "agreement:sla", "resolution at priority 1", "calendar_gap", "service:booking")
    }


@cache
def example() -> Mapping[str, bytes]:
    roots = ("catalog", "cmdb", "changes")
    return {
        path.relative_to(EXAMPLE).as_posix(): path.read_bytes()
        for root in roots
        for path in sorted((EXAMPLE / root).rglob("*.yaml"))
    }


SPOILS = (
    (rb"calendar: \S+", b"calendar: office-hours"),
    (rb"(?m)^ends: \S+", b"ends: 2026-12-02"),
    (rb"(?m)^starts: \S+", b"starts: 2026-12-01"),
    (rb"value: (\d+)(h|min)", rb"value: 9\1\2"),
    (rb"value: (\d)\d*(h|min)", rb"value: 1min"),
    (rb"class: external_service", b"class: application"),
    (rb"class: (application|server|network_link)", b"class: external_service"),
    (rb"lifecycle: \S+", b"lifecycle: end_of_life/retired"),
    (rb"(?m)^on_call:.*\n(?:  .*\n)*", b""),
    (rb"\"\d\d:\d\d-\d\d:\d\d\"", b'"10:00-11:00"'),
    (rb"(?m)^covers: \[[^\]]*\]", b"covers: [service:payments]"),
    (rb"service_hours: \S+", b"service_hours: office-hours"),
    (rb"duration: \S+", b"duration: 40h"),
    (rb"(?m)^(delivered_by|depends_on|runs_on|hosted_on):.*\n(?:  .*\n)*", b""),
)


@pytest.mark.parametrize("seed", range(8))
def test_the_few_records_tell_what_all_of_them_tell(seed: int) -> None:
    dice = random.Random(seed)
    files = dict(example())
    met = 0
    for _ in range(6):
        before = dict(files)
        for kinds in (rb"agreement", rb"calendar|team|service|service_offering|request_offering", rb"agreement|ci"):
            path = dice.choice(of_kinds(kinds))
            if path not in files:
                files[path] = example()[path]
            elif dice.random() < 0.15:
                del files[path]
            else:
                for pattern, spoilt in dice.sample(SPOILS, 9):
                    files[path] = re.sub(pattern, spoilt, files[path])
        found = judged_whole(before, files)
        assert told(before, files) == found
        met += len(found)
    assert met  # edits like these do break promises


def of_kinds(kinds: bytes) -> list[str]:
    wanted = re.compile(rb"^kind: (" + kinds + rb")$", re.MULTILINE)
    return [path for path, content in example().items() if wanted.search(content)]
