"""What is read of a tree beside a known one is what is read of it alone."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gitsm.graph.differing import Differing, beside, structure_beside
from gitsm.graph.estate import Estate, Memory, Overlay
from gitsm.graph.structure import structure
from gitsm.graph.wiring import Wiring
from gitsm.snapshot import Entry, Snapshot

CIS = tuple(f"ci:{letter}{letter}" for letter in "abcd")
SERVICES = ("service:ss", "service:tt")
OFFERINGS = ("service_offering:oo", "service_offering:pp")
EVERY = (*CIS, *SERVICES, *OFFERINGS)

_ci_link = st.one_of(
    st.sampled_from(CIS),
    st.builds(lambda ref: {"target": ref, "strength": "soft"}, st.sampled_from(CIS)),
    st.builds(
        lambda refs, needed: {"any_of": refs, "min_up": needed},
        st.lists(st.sampled_from(CIS), min_size=1, max_size=3),
        st.integers(1, 2),
    ),
)
_links = st.lists(_ci_link, max_size=2)
_some_cis = st.lists(st.sampled_from(CIS), max_size=2)
_ci = st.fixed_dictionaries(
    {},
    optional={
        "availability": st.sampled_from(["99%", "99.9%", "often"]),
        "depends_on": _links,
        "runs_on": _links,
        "member_of": _some_cis,
        "sends_data_to": _some_cis,
        "connects_to": st.lists(
            st.builds(lambda ref, up: {"target": ref, "uplink": up}, st.sampled_from(CIS), st.booleans()), max_size=1
        ),
        "min_up": st.integers(1, 2),
    },
)
_service = st.fixed_dictionaries(
    {}, optional={"delivered_by": _links, "depends_on": st.lists(st.sampled_from([*SERVICES, *OFFERINGS]), max_size=2)}
)
_offering = st.builds(
    lambda data, service, phase: data | {"service": service.partition(":")[2], "phase": phase},
    _service, st.sampled_from(SERVICES), st.sampled_from(["catalog", "pipeline"]),
)  # fmt: skip
_by_kind = {"ci": _ci, "service": _service, "service_offering": _offering}
TREES = st.fixed_dictionaries({}, optional={ref: _by_kind[ref.partition(":")[0]] for ref in EVERY})
EDITS = st.fixed_dictionaries({}, optional={ref: st.none() | _by_kind[ref.partition(":")[0]] for ref in EVERY}).filter(
    lambda edits: len(edits) <= 3
)


def _memory(records: Mapping[str, dict[str, Any]]) -> Memory:
    return Memory.of(Snapshot.of([Entry(ref, f"{ref}.yaml", "", None, data) for ref, data in records.items()]))


def _over(base: Memory, edits: Mapping[str, dict[str, Any] | None]) -> Overlay:
    return Overlay(base, edits.keys(), _memory({ref: data for ref, data in edits.items() if data is not None}))


def _all_of(wiring: Wiring) -> object:
    return [
        (ref, ref in wiring, wiring.data(ref), *(each.get(ref) for each in _mappings(wiring)))
        for ref in (*EVERY, "ci:zz")
    ]


def _mappings(wiring: Wiring) -> tuple[Any, ...]:
    return wiring.arcs, wiring.groups, wiring.offerings, wiring.reached


@given(TREES, EDITS)
def test_what_differs_little_is_read_as_it_is_alone(
    records: dict[str, dict[str, Any]], edits: dict[str, dict[str, Any] | None]
) -> None:
    base = _memory(records)
    head: Estate = _over(base, edits)
    known = Wiring(base)
    after, both = beside(known, base, head), beside(known, base, head, base)
    assert isinstance(after, Differing)
    assert _all_of(after) == _all_of(Wiring(head))
    assert _all_of(both) == _all_of(Wiring(head, base))
    near, alone = structure_beside(after, structure(known)), structure(Wiring(head))
    for ref in EVERY:
        for name in ("own", "needs", "groups", "soft"):
            assert getattr(near, name).get(ref) == getattr(alone, name).get(ref)
        assert (ref in near.unknown) is (ref in alone.unknown)


def test_trees_that_have_nothing_in_common_are_read_whole() -> None:
    base, other = _memory({"ci:aa": {"runs_on": ["ci:bb"]}, "ci:bb": {}}), _memory({"ci:aa": {}})
    found = beside(Wiring(base), base, _over(other, {}))
    assert not isinstance(found, Differing)
    assert found.arcs.get("ci:aa") is None
