"""The semantic difference of two catalogues, as a table."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.diff.compare import compare, in_reading_order
from gitsm.diff.leaves import leaves_in
from gitsm.diff.values import identity
from tests.support.catalogues import TEAM, ci, snapshot

SLA = """---
kind: agreement
id: sla
type: sla
provider: desk
customer: team:desk
covers: [ci:web-1, ci:web-2]
starts: 2026-01-01
review_due: 2026-11-01
calendar: always
targets:
  - {metric: availability, value: 99.9%}
  - {metric: response, value: 4h, priority: 1}
"""


def web(extra: str = "", **fields: str) -> str:
    return ci("web-1", extra, **fields)


GROUP = "runs_on:\n  - any_of: [ci:vm-1, ci:vm-2]\n    min_up: 1\n"

CASES = [
    ("nothing", web(), web(), []),
    ("a comment", web(), web("# a comment\n"), []),
    ("order of references", web("depends_on: [ci:a1, ci:b1]\n"), web("depends_on: [ci:b1, ci:a1]\n"), []),
    ("another form of a reference", web("depends_on: [ci:a1]\n"), web("depends_on:\n  - a1\n"), []),
    ("another form of a percentage", web("availability: 99.9%\n"), web("availability: 0.999\n"), []),
    ("an empty list", web(), web("tags: []\n"), []),
    ("another form of a duration", SLA, SLA.replace("4h", "PT240M"), []),
    ("order of targets", SLA, SLA.replace(
        "  - {metric: availability, value: 99.9%}\n  - {metric: response, value: 4h, priority: 1}\n",
        "  - {metric: response, value: 4h, priority: 1}\n  - {metric: availability, value: 99.9%}\n"), []),
    ("a name", web(), web(name="Web"), [("ci:web-1", "modified", [("/name", "web-1", "Web", "neutral", False)])]),
    ("an owner", web(), web(owner="ops"), [
        ("ci:web-1", "modified", [("/owner", "team:desk", "team:ops", "neutral", True)])]),
    ("availability down", web("availability: 99.9%\n"), web("availability: 99.5%\n"), [
        ("ci:web-1", "modified", [("/availability", "99.9%", "99.5%", "loosened", True)])]),
    ("a reference more", web("depends_on: [ci:a1]\n"), web("depends_on: [ci:a1, ci:b1]\n"), [
        ("ci:web-1", "modified", [("/depends_on/ci:b1", None, "ci:b1", "neutral", True)])]),
    ("a reference less", web("depends_on: [ci:a1, ci:b1]\n"), web("depends_on: [ci:b1]\n"), [
        ("ci:web-1", "modified", [("/depends_on/ci:a1", "ci:a1", None, "neutral", True)])]),
    ("min_up up", web(GROUP), web(GROUP.replace("min_up: 1", "min_up: 2")), [
        ("ci:web-1", "modified", [("/runs_on/ci:vm-1+ci:vm-2/min_up", 1, 2, "tightened", True)])]),
    ("a promise tightened", SLA, SLA.replace("99.9%", "99.95%"), [
        ("agreement:sla", "modified", [("/targets/availability/value", "99.9%", "99.95%", "tightened", True)])]),
    ("a time loosened", SLA, SLA.replace("4h", "8h"), [
        ("agreement:sla", "modified", [("/targets/response.p1/value", "4h", "8h", "loosened", True)])]),
    ("less covered", SLA, SLA.replace("ci:web-1, ", ""), [
        ("agreement:sla", "modified", [("/covers/ci:web-1", "ci:web-1", None, "loosened", True)])]),
    ("added", TEAM, TEAM + web(), [("ci:web-1", "added", [])]),
    ("removed", TEAM + web(), TEAM, [("ci:web-1", "removed", [])]),
    ("renamed", web() + ci("app-1", "depends_on: [ci:web-1]\n"),
        web("moved: {from: web-1}\n").replace("id: web-1", "id: web-9")
        + ci("app-1", "depends_on: [ci:web-9]\n"), [("ci:web-9", "renamed", [])]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_edits(before: str, after: str, expected: list[tuple[str, str, list[tuple[object, ...]]]]) -> None:
    found = [
        (
            edit.ref,
            edit.action,
            [(one.pointer, one.before, one.after, one.effect, one.operational) for one in edit.fields],
        )
        for edit in compare(snapshot(before), snapshot(after))
    ]
    assert found == expected


@pytest.mark.parametrize(("before", "after"), [case[1:3] for case in CASES if case[0] != "renamed"])
def test_the_way_back_undoes_each_edit(before: str, after: str) -> None:
    there, back = compare(snapshot(before), snapshot(after)), compare(snapshot(after), snapshot(before))
    opposite = {"added": "removed", "removed": "added", "modified": "modified"}
    turned = {"tightened": "loosened", "loosened": "tightened", "neutral": "neutral"}
    assert [(edit.ref, opposite[edit.action]) for edit in there] == [(edit.ref, edit.action) for edit in back]
    for edit, reverse in zip(there, back, strict=True):
        assert [(one.pointer, one.before, one.after, turned[one.effect]) for one in edit.fields] == [
            (one.pointer, one.after, one.before, one.effect) for one in reverse.fields
        ]


@given(st.lists(st.sampled_from(["a1", "b1", "c1", "d1"]), unique=True, max_size=4), st.randoms(use_true_random=False))
def test_shuffling_what_has_no_order_is_no_edit(names: list[str], chance: random.Random) -> None:
    shuffled = chance.sample(names, len(names))
    one, other = (
        web(f"depends_on: [{', '.join(f'ci:{name}' for name in each)}]\ntags: [{', '.join(each)}]\n")
        for each in (names, shuffled)
    )
    assert compare(snapshot(one), snapshot(other)) == ()


def test_a_mapping_is_compared_key_by_key() -> None:
    one, two = (TEAM + web("attributes: {cores: 4, " + rest + "}\n") for rest in ("disk: 1", "slot: 2"))
    (edit,) = compare(snapshot(one), snapshot(two))
    told = {(field.pointer, field.before, field.after) for field in edit.fields}
    assert told == {("/attributes/disk", 1, None), ("/attributes/slot", None, 2)}


def test_a_count_and_a_share_are_neither_tighter_nor_looser() -> None:
    one, two = (TEAM + web(class_="cluster", min_up=up) for up in ("2", "50%"))
    (edit,) = compare(snapshot(one), snapshot(two))
    assert [(field.pointer, field.effect) for field in edit.fields] == [("/min_up", "neutral")]


def test_a_record_that_moved_from_nowhere_is_new() -> None:
    (edit,) = compare(snapshot(TEAM), snapshot(TEAM + web("moved: {from: web-0}\n")))
    assert edit.action == "added"


def test_edits_are_read_the_gone_first() -> None:
    before = TEAM + ci("aa") + ci("bb", version='"1"')
    after = TEAM + ci("bb", version='"2"') + ci("cc") + ci("ab")
    edits = in_reading_order(compare(snapshot(before), snapshot(after)))
    assert [(edit.action, edit.ref) for edit in edits] == [
        ("removed", "ci:aa"), ("modified", "ci:bb"), ("added", "ci:ab"), ("added", "ci:cc")
    ]  # fmt: skip


def test_items_that_are_named_alike_keep_apart() -> None:
    def targets(second: str) -> str:
        return SLA.replace(
            "  - {metric: response, value: 4h, priority: 1}\n", f"  - {{metric: availability, value: {second}}}\n"
        )

    base = TEAM + web() + ci("web-2") + "---\nkind: calendar\nid: always\ntimezone: UTC\nhours: always\n"
    (edit,) = compare(snapshot(base + targets("99%")), snapshot(base + targets("98%")))
    assert [(field.pointer, field.effect) for field in edit.fields] == [("/targets/availability#2/value", "loosened")]


def test_nothing_is_one_part_and_a_number_is_what_it_says() -> None:
    assert leaves_in("/version", None) == {"/version": None}
    assert identity(5, {}) == "5"
