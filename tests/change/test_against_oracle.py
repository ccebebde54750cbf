"""Conflicts of random pairs of open changes against a brute-force oracle, which loads and judges every tree whole."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gitsm.change.between import between
from gitsm.change.footprint import footprint, meet
from gitsm.change.lanes import lanes
from gitsm.change.proposal import proposal
from gitsm.change.simulation import simulate
from gitsm.change.tip import Tip
from gitsm.diagnostics import Severity
from gitsm.graph.estate import Memory as Estate
from gitsm.graph.propagation import Level
from gitsm.load.records import Loaded, load
from gitsm.policy import Policies
from gitsm.rules import judge
from gitsm_schemas.policies import Policy
from tests.support.catalogues import Memory

TODAY = date(2026, 11, 25)
Records = dict[str, dict[str, Any]]
CONTACT = {"chat": "#desk"}
MEMBERS = ["nn1", "nn2", "nn3", "h1", "h2", "vm1", "vm2", "app", "web"]


def _ci(name: str, class_: str = "server", **fields: Any) -> dict[str, Any]:
    common = {"owner": "desk", "environment": "production", "criticality": "less_critical"}
    return {
        "kind": "ci",
        "id": name,
        "class": class_,
        "name": name,
        **common,
        "lifecycle": "operational/in_use",
        "availability": "99%",
        **fields,
    }


def _base() -> Records:
    records: list[dict[str, Any]] = [
        {"kind": "team", "id": "desk", "name": "Desk", "members": ["amara"], "contact": CONTACT},
        {"kind": "team", "id": "ops", "name": "Ops", "members": ["jonas"], "contact": CONTACT},
        {"kind": "customer", "id": "guests", "name": "Guests"},
        {"kind": "calendar", "id": "always", "timezone": "UTC", "hours": "always"},
        {
            "kind": "service",
            "id": "shop",
            "class": "business_service",
            "name": "Shop",
            "description": "D.",
            "owner": "desk",
            "phase": "catalog",
            "criticality": "less_critical",
            "next_review": "2027-03-01",
        },
        {
            "kind": "service_offering",
            "id": "web-shop",
            "service": "shop",
            "name": "Web",
            "phase": "catalog",
            "service_hours": "always",
            "delivered_by": ["app"],
        },
        {
            "kind": "agreement",
            "id": "sla",
            "type": "sla",
            "provider": "desk",
            "customer": "customer:guests",
            "covers": ["service:shop"],
            "starts": "2026-01-01",
            "review_due": "2026-12-01",
            "calendar": "always",
            "targets": [{"metric": "availability", "value": "97.5%"}],
        },
        *(_ci(f"nn{number}") for number in (1, 2, 3)),
        _ci("h1", "hypervisor"),
        _ci("h2", "hypervisor"),
        _ci("vm1", "virtual_machine", hosted_on=["h1"]),
        _ci("vm2", "virtual_machine", hosted_on=["h2"]),
        _ci("app", "application", runs_on=[{"any_of": ["vm1", "vm2"], "min_up": 1}], availability="99.9%"),
        _ci("web", "application", depends_on=["app"], runs_on=[{"any_of": ["nn1", "nn2", "nn3"], "min_up": 2}]),
    ]
    return {f"{each['kind']}:{each['id']}": each for each in records}


BASE = _base()
cis = st.sampled_from(MEMBERS)
Edit = tuple[str, str, Any]
EDITS = st.one_of(
    st.tuples(st.just("set"), cis, st.sampled_from([("version", "2"), ("version", "3"), ("name", "Other")])),
    st.tuples(st.just("set"), cis, st.sampled_from([("availability", "98%"), ("availability", "99.9%")])),
    st.tuples(st.just("set"), cis, st.sampled_from([("owner", "ops"), ("environment", "test"), ("min_up", 2)])),
    st.tuples(st.just("set"), cis, st.sampled_from([("aliases", ["Box"]), ("lifecycle", "end_of_life/retired")])),
    st.tuples(
        st.just("set"), st.sampled_from(["vm1", "vm2"]), st.sampled_from([("hosted_on", ["h1"]), ("hosted_on", ["h2"])])
    ),
    st.tuples(st.just("link"), cis, st.tuples(st.sampled_from(["depends_on", "part_of", "powered_by"]), cis)),
    st.tuples(st.just("unlink"), st.sampled_from(["web", "app", "vm1"]), st.just(None)),
    st.tuples(st.just("remove"), st.sampled_from([*MEMBERS, "team:ops", "agreement:sla"]), st.just(None)),
    st.tuples(st.just("add"), st.sampled_from(["new", "novel"]), st.tuples(cis, st.sampled_from(["1", "2"]))),
    st.tuples(st.just("promise"), st.just("agreement:sla"), st.sampled_from(["98%", "98.5%", "97%"])),
    st.tuples(st.just("reorder"), st.sampled_from(["web", "app"]), st.just(None)),
    st.tuples(st.just("member"), st.sampled_from(["nn1", "nn2", "nn3"]), st.just(None)),
)
WEAKENING = st.one_of(
    st.tuples(st.just("member"), st.sampled_from(["nn1", "nn2", "nn3"]), st.just(None)),
    st.tuples(st.just("set"), st.sampled_from(["vm1", "vm2"]), st.sampled_from([("hosted_on", ["nn1"])])),
    st.tuples(st.just("set"), st.sampled_from(["app", "vm1", "h2"]), st.sampled_from([("availability", "98.3%")])),
    st.tuples(st.just("link"), st.just("app"), st.tuples(st.just("depends_on"), st.sampled_from(["nn1", "nn2"]))),
    st.tuples(st.just("link"), st.sampled_from(["nn2", "nn3"]), st.tuples(st.just("powered_by"), st.just("h1"))),
    st.tuples(st.just("promise"), st.just("agreement:sla"), st.sampled_from(["97.9%", "98.5%"])),
)
"""Edits that take a spare or a part of a promise away."""
BRANCHES = st.lists(EDITS, min_size=1, max_size=3)


def edited(edits: list[Edit]) -> Records:
    """Carry some edits out."""
    records: Records = json.loads(json.dumps(BASE))
    for action, name, detail in edits:
        ref = name if ":" in name else f"ci:{name}"
        if action == "add":
            records[ref] = _ci(name, depends_on=[detail[0]], version=detail[1])
        elif action == "remove":
            records.pop(ref, None)
        elif action == "member":
            _leave(records.get("ci:web"), name)
        elif ref in records:
            _alter(records[ref], action, name, detail)
    return records


def _alter(record: dict[str, Any], action: str, name: str, detail: Any) -> None:
    if action == "set":
        record[detail[0]] = detail[1]
    elif action == "link" and detail[1] != name:
        record[detail[0]] = sorted({*(record.get(detail[0]) or []), detail[1]})
    elif action == "unlink":
        record.pop("depends_on", None)
        record.pop("hosted_on", None)
    elif action == "promise":
        record["targets"] = [{"metric": "availability", "value": detail}]
    elif action == "reorder":
        group = record["runs_on"][0]
        record["runs_on"] = [{"min_up": group["min_up"], "any_of": group["any_of"][::-1]}]


def _leave(web: dict[str, Any] | None, name: str) -> None:
    """Take a member out of the group that another record has."""
    if web is not None and len(web["runs_on"][0]["any_of"]) > 1:
        group = web["runs_on"][0]
        group["any_of"] = [each for each in group["any_of"] if each != name]


def loaded(records: Records) -> Loaded:
    return load(Memory({f"cmdb/{each['id']}.yaml": json.dumps(each).encode() for each in records.values()}))


# ---- the oracle: plain dictionaries, whole trees, every component tried -------------------------------------------


def _same(one: Any, other: Any) -> bool:
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return sorted((_plain(each) for each in value), key=repr)
    return {key: _plain(each) for key, each in value.items()} if isinstance(value, dict) else value


def _merged_field(was: Any, mine: Any, theirs: Any) -> tuple[Any, bool]:
    """Merge one field: its value, and whether both did different things to it."""
    if _same(mine, theirs) or _same(was, theirs):
        return mine, False
    if _same(was, mine):
        return theirs, False
    if all(isinstance(each, list | None) for each in (was, mine, theirs)):
        groups = [[item for item in each or [] if isinstance(item, dict)] for each in (was, mine, theirs)]
        if all(len(each) == 1 and "any_of" in each[0] for each in groups):
            return _merged_group(*(each[0] for each in groups))
        if not any(groups):
            before, one, two = (set(each or []) for each in (was, mine, theirs))
            return sorted((before & one & two) | (one - before) | (two - before)), False
    return mine, True


def _merged_group(was: Any, mine: Any, theirs: Any) -> tuple[Any, bool]:
    members, _ = _merged_field(was["any_of"], mine["any_of"], theirs["any_of"])
    number, clash = _merged_field(was["min_up"], mine["min_up"], theirs["min_up"])
    return [{"any_of": members, "min_up": number}], clash


def oracle_merge(one: Records, other: Records) -> tuple[Records, set[tuple[str, str]]]:
    """Merge two sets of records, and list (kind, record) of what they disagree in."""
    merged: Records = {}
    clashes: set[tuple[str, str]] = set()
    for ref in {*one, *other}:
        was, mine, theirs = BASE.get(ref), one.get(ref), other.get(ref)
        if _same(mine, theirs) or _same(was, theirs):
            found = mine
        elif _same(was, mine):
            found = theirs
        elif mine is None or theirs is None:
            clashes.add(("delete_against_edit", ref))
            found = mine or theirs
        else:
            found = {}
            for key in {*mine, *theirs, *(was or {})}:
                value, clash = _merged_field((was or {}).get(key), mine.get(key), theirs.get(key))
                if value not in (None, []):
                    found[key] = value
                if clash:
                    clashes.add(("same_field" if was else "same_record", ref))
        if found is not None:
            merged[ref] = found
    return merged, clashes


def oracle_findings(records: Records, policies: Policies) -> dict[tuple[str, str], set[str]]:
    result = loaded(records)
    found: dict[tuple[str, str], set[str]] = {}
    for one in judge(result.snapshot, TODAY, result.findings, policies):
        if one.severity > Severity.NOTE:
            found.setdefault((one.rule, one.subject or ""), set()).add(one.message)
    return found


def oracle_bare(records: Records) -> set[tuple[str, str]]:
    """List what one component alone brings down, by failing each; and groups that have no spare."""
    snapshot = loaded(records).snapshot
    estate = Estate.of(snapshot)
    found = set()
    for ref in [ref for ref in estate.refs() if ref.startswith("ci:")]:
        for hit in simulate(estate, [ref]).affected:
            if hit.level is Level.DOWN and _grouped(records, hit.ref):
                found.add((hit.ref, ref))
    for ref, record in records.items():
        for item in record.get("runs_on") or []:
            if isinstance(item, dict) and len(item["any_of"]) - item["min_up"] < 1:
                found.add((ref, ""))
    return found


def _grouped(records: Mapping[str, Mapping[str, Any]], ref: str) -> bool:
    return any(isinstance(item, dict) for item in records.get(ref, {}).get("runs_on") or [])


def oracle(one: Records, other: Records) -> set[tuple[str, str]]:
    """List (kind, record) of every conflict between two sets of records."""
    merged, clashes = oracle_merge(one, other)
    if clashes:
        return clashes
    policies = Policies.of(record for _, record in loaded(BASE).snapshot.records(Policy))
    found: set[tuple[str, str]] = set()
    after = oracle_findings(merged, policies)
    alone = [oracle_findings(each, policies) for each in (BASE, one, other)]
    for (rule, subject), said in after.items():
        known = set().union(*(each.get((rule, subject), set()) for each in alone))
        if said - known and len(said) > len(known):
            found.add(("joint" if rule == "promise-not-backed" else "semantic", subject))
    bare = oracle_bare(merged) - oracle_bare(BASE) - oracle_bare(one) - oracle_bare(other)
    return found | {("joint", ref) for ref, _ in bare}


def check(first: list[Edit], second: list[Edit]) -> None:
    one, other = edited(first), edited(second)
    base = loaded(BASE).snapshot
    mine, theirs = (proposal(name, base, loaded(each).snapshot, base) for name, each in (("a", one), ("b", other)))
    tip = Tip(base, TODAY)
    found = between(mine, theirs, tip)
    expected = oracle(one, other)
    assert {(each.kind, each.refs[0]) for each in found} == expected
    feet = {"a": footprint(mine, tip), "b": footprint(theirs, tip)}
    if expected:
        assert meet(feet["a"], feet["b"])
        assert len(lanes(feet)) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(BRANCHES, BRANCHES)
def test_conflicts_are_those_that_the_oracle_finds(first: list[Edit], second: list[Edit]) -> None:
    check(first, second)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WEAKENING, min_size=1, max_size=2), st.lists(WEAKENING, min_size=1, max_size=2))
def test_joint_conflicts_are_those_that_the_oracle_finds(first: list[Edit], second: list[Edit]) -> None:
    check(first, second)
