"""Estates: in memory, in bytes and laid over each other they say the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.errors import DamagedCacheError
from gitsm.graph.compiled import Compiled, compiled
from gitsm.graph.estate import Estate, Memory, Overlay, find, near
from gitsm.graph.wiring import Wiring
from gitsm.snapshot import Plain
from tests.support.catalogues import TEAM, ci, loaded
from tests.support.estates import estate

NAMES = ("aa", "bb", "cc", "dd", "ee")
TEXTS = st.one_of(
    st.sampled_from([f"ci:{name}" for name in (*NAMES, "zz")]), st.sampled_from(["aa", "team:x", "?", ""])
)
ITEMS = st.one_of(
    TEXTS,
    st.builds(lambda target, soft: {"target": target, "strength": "soft" if soft else "hard"}, TEXTS, st.booleans()),
    st.builds(lambda each, count: {"any_of": each, "min_up": count}, st.lists(TEXTS, max_size=3), st.integers(0, 3)),
    st.sampled_from([None, 3, [], {}, {"any_of": 1}, {"target": []}]),
)  # fmt: skip
LISTS = st.one_of(st.lists(ITEMS, max_size=3), st.sampled_from([None, "ci:aa", 7, {}]))
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "depends_on": LISTS,
        "member_of": LISTS,
        "sends_data_to": LISTS,
        "connects_to": LISTS,
        "name": st.text(max_size=5),
        "aliases": st.lists(st.text(max_size=3), max_size=2),
        "availability": st.sampled_from(["99%", "x", 0.5, None]),
        "min_up": st.sampled_from([1, 2, "50%", "0%", -1, "x"]),
    },
)
ESTATES = st.dictionaries(st.sampled_from([f"ci:{name}" for name in NAMES]), RECORDS)


def memory(records: dict[str, dict[str, object]]) -> Memory:
    from gitsm.snapshot import Entry, Snapshot

    return Memory.of(Snapshot.of(Entry(ref, f"{ref[3:]}.yaml", "", None, data) for ref, data in records.items()))


def said(estate: Estate) -> dict[str, object]:
    """Everything that can be asked, but the rows' keys that a compiled estate drops: here there are none."""
    names = {*estate.refs(), *(f"ci:{name}" for name in (*NAMES, "zz"))}
    wiring = Wiring(estate)
    return {
        name: (
            estate.get(name), estate.path(name), estate.referrers(name), wiring.arcs.get(name), wiring.groups.get(name),
            wiring.reached.get(name),
        )
        for name in names
    }  # fmt: skip


@given(ESTATES)
def test_bytes_say_what_memory_says(records: dict[str, dict[str, object]]) -> None:
    here = memory(records)
    there = Compiled(b"".join(compiled(here, {})))
    assert said(there) == said(here)
    assert sorted(there.refs()) == sorted(here.refs())
    assert there.unreadable == here.unreadable


@given(ESTATES, ESTATES)
def test_an_overlay_says_what_the_edited_estate_says(
    base: dict[str, dict[str, object]], head: dict[str, dict[str, object]]
) -> None:
    gone = [ref for ref in base if ref not in head]
    edited = {ref: data for ref, data in head.items() if base.get(ref) != data}
    assert said(Overlay(memory(base), gone, memory(edited))) == said(memory(head))


@given(ESTATES, st.data())
def test_damage_is_noticed(records: dict[str, dict[str, object]], data: st.DataObject) -> None:
    content = bytearray(b"".join(compiled(memory(records), {})))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    try:
        answers = said(Compiled(bytes(content)))
    except DamagedCacheError:
        return
    assert answers == said(memory(records))


@pytest.mark.parametrize("content", [b"", b"x", b"gitsm-estate-1 00000000 {}\n", b"\0" * 5000])
def test_what_is_no_estate_is_refused(content: bytes) -> None:
    with pytest.raises(DamagedCacheError):
        Compiled(content)


@given(ESTATES, ESTATES)
def test_failure_travels_in_the_union_wherever_it_travels_in_one(
    base: dict[str, dict[str, object]], head: dict[str, dict[str, object]]
) -> None:
    both, one = Wiring(memory(head), memory(base)), Wiring(memory(base))
    for name in base:
        assert set(one.arcs.get(name, ())) <= set(both.arcs.get(name, ()))
        assert set(one.reached.get(name, ())) <= set(both.reached.get(name, ()))


def test_what_cannot_be_read_is_declared() -> None:
    text = TEAM + ci("app", "depends_on: [ci:db]\n") + "---\n# path: cmdb/db.yaml\nkind: ci\nid: [\n"
    found = Memory.of(loaded(text).snapshot)
    assert (found.unreadable, found.get("ci:db"), found.path("ci:db")) == (("ci:db",), {}, "cmdb/db.yaml")
    assert found.referrers("ci:db") == ("ci:app",)
    assert Compiled(b"".join(compiled(found, {}))).unreadable == ("ci:db",)


def test_a_record_with_a_fault_keeps_what_is_right_in_it() -> None:
    text = TEAM + ci("app", "depends_on: [ci:db, 3, {target: ci:cache, strength: soft}]\n", owner="[]") + ci("db")
    wiring = Wiring(Memory.of(loaded(text).snapshot))
    assert [arc.cause for arc in wiring.arcs.get("ci:app", ())] == ["ci:db"]
    assert wiring.reached.get("ci:db") == ("ci:app",)


def test_records_are_found_by_what_people_call_them() -> None:
    records = estate(TEAM + ci("app", aliases="[The Shop]") + ci("desk"))
    assert find(records, "ci:app") == ("ci:app",)
    assert find(records, "app") == ("ci:app",)
    assert find(records, "the shop") == ("ci:app",)
    assert find(records, "desk") == ("ci:desk", "team:desk")
    assert find(records, "nothing") == ()
    assert near(records, "ci:apq") == ("ci:app",)
    assert near(records, "apq") == ("ci:app",)


def test_what_merely_names_a_record_is_not_read_to_tell_what_that_hangs_on() -> None:
    text = TEAM + ci("net", "depends_on: [ci:line]\n") + ci("line", "sends_data_to: [ci:log]\n")
    text += ci("farm", class_="cluster", min_up="1") + ci("node", "member_of: [ci:farm]\n") + ci("log")
    text += "".join(ci(f"user{number}", "depends_on: [ci:net, ci:log, ci:farm]\n") for number in range(5))
    read = Reading(estate(text))
    found = Wiring(read)
    assert [arc.cause for arc in found.arcs["ci:net"]] == ["ci:line"]
    assert [arc.cause for arc in found.arcs["ci:log"]] == ["ci:line"]
    assert [group.members for group in found.groups["ci:farm"]] == [("ci:node",)]
    assert read.asked == {"ci:net", "ci:line", "ci:log", "ci:farm", "ci:node"}


class Reading(Overlay):
    """An estate that knows which records were read."""

    def __init__(self, base: Memory) -> None:
        super().__init__(base, (), Memory({}, {}, {}))
        self.asked: set[str] = set()

    def get(self, ref: str) -> Plain | None:
        self.asked.add(ref)
        return super().get(ref)
