"""Small catalogues in which nearly everything hangs on everything: what property tests over all rules draw from."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol, TypeVar

from gitsm.rules import all_rules
from gitsm_schemas import FOLDERS

T = TypeVar("T")


class Draw(Protocol):
    """Chooses one of several."""

    def __call__(self, choices: Sequence[T], /) -> T: ...


Fields = dict[str, Any]
Choices = Mapping[str, Callable[[Draw], Any]]

CIS: Final = tuple(f"c{number}" for number in range(7))
SERVICES: Final = ("s0", "s1", "s2")
OFFERINGS: Final = ("o0", "o1", "o2")
AGREEMENTS: Final = ("a0", "a1", "a2", "a3")
TEAMS: Final = ("t0", "t1")
CALENDARS: Final = ("always", "office")
WINDOWS: Final = ("w0", "w1", "w2")
CHANGES: Final = ("chg-2026-11-20-x", "chg-2026-11-20-y")
ARTICLES: Final = ("kb0", "kb1")
PROBLEMS: Final = ("prb-2026-06-04-x", "prb-2026-06-04-y")
_DAYS: Final = ("2026-01-01", "2026-06-30", "2026-11-23", "2026-11-24", "2026-12-31", "2027-06-30")
_TIMES: Final = ("2026-12-01T02:00:00Z", "2026-12-01T05:00:00Z", "2026-12-19T22:00:00Z", "2027-01-04T02:00:00Z")
_PHASES: Final = ("catalog", "catalog", "catalog", "pipeline", "retired")
_SHARES: Final = ("99.99%", "99.9%", "99%", "90%")
_WORDS: Final = ("shop", "Shop", "till", "c1", "s1", "old", "c9")


def _one(*choices: Any) -> Callable[[Draw], Any]:
    return lambda draw: draw(choices)


def _some(items: Callable[[Draw], Any], most: int = 3, least: int = 0) -> Callable[[Draw], list[Any]]:
    return lambda draw: [items(draw) for _ in range(draw(range(least, most + 1)))]


def _ref(kind: str, names: Sequence[str]) -> Callable[[Draw], str]:
    # One in a while leads nowhere, and one in a while is written short.
    return lambda draw: draw((f"{kind}:", f"{kind}:", f"{kind}:", "")) + draw((*names, *names, "nowhere"))


def _thing(draw: Draw) -> str:
    return draw((_full("ci", CIS), _full("service", SERVICES), _full("service_offering", OFFERINGS)))(draw)


def _full(kind: str, names: Sequence[str]) -> Callable[[Draw], str]:
    return lambda draw: f"{kind}:{draw(names)}"


def _entry(ref: Callable[[Draw], str], *, uplink: bool = False) -> Callable[[Draw], Any]:
    def drawn(draw: Draw) -> Any:
        shape = draw(("plain", "plain", "link", "group", "group"))
        if shape == "plain":
            return ref(draw)
        more = {"uplink": draw((True, False))} if uplink else {}
        if shape == "link":
            return {"target": ref(draw), "strength": draw(("hard", "soft")), **more}
        return {"any_of": _some(ref, 3, 1)(draw), "min_up": draw((1, 1, 2, "50%")), **more}

    return drawn


_ci = _ref("ci", CIS)
_needs = _entry(_ci)
_leans = _entry(lambda draw: draw((_full("service", SERVICES), _full("service_offering", OFFERINGS)))(draw))
_period = lambda draw: dict(zip(("start", "end"), sorted((draw(_TIMES), draw(_TIMES))), strict=True))  # noqa: E731
_contact = _one({"chat": "#x"}, {"mail": "noc@x.example"}, {"mail": "Desk@x.example", "phone": "+47 55 50 12 00"})

_COMMON: Final[Choices] = {
    "aliases": _some(_one(*_WORDS), 2),
    "tags": _some(_one("red", "blue"), 2),
    "description": _one("One.", "See [it](ci:c1).", "<A HREF='service:s1'>it</A>", "[it](\nci:c2)", "[it](kb:nowhere)"),
    "moved": lambda draw: {"from": draw((*CIS, *SERVICES, "old"))},
}
_REQUIRED: Final[Mapping[str, Choices]] = {
    "ci": {
        "class": _one("server", "cluster", "external_service", "application", "odd"),
        "name": _one("N", "M"),
        "owner": _ref("team", TEAMS),
        "environment": _one("production", "production", "staging"),
        "criticality": _one("less_critical", "most_critical"),
        "lifecycle": _one("operational/in_use", "operational/in_use", "end_of_life/retired", "operational/retired"),
    },
    "service": {
        "class": _one("business_service"),
        "name": _one("N", "M"),
        "description": _one("D.", "E."),
        "owner": _ref("team", TEAMS),
        "phase": _one(*_PHASES),
        "criticality": _one("less_critical"),
        "next_review": _one(*_DAYS),
    },
    "service_offering": {
        "service": _ref("service", SERVICES),
        "name": _one("N", "M"),
        "phase": _one(*_PHASES),
        "service_hours": _one(*CALENDARS),
    },
    "agreement": {
        "type": _one("sla", "sla", "ola", "ua"),
        "provider": _ref("team", TEAMS),
        "customer": _one("customer:riders", "team:t0"),
        "supplier": _one("northsat"),
        "covers": _some(_thing, 2, 1),
        "starts": _one(*_DAYS[:3]),
        "review_due": _one(*_DAYS),
        "calendar": _one(*CALENDARS),
        "targets": lambda draw: [_target(draw) for _ in range(draw((1, 2)))],
    },
    "team": {"name": _one("N", "M"), "members": _one(["amara"], ["amara", "mei"], ["Mei"]), "contact": _contact},
    "supplier": {"name": _one("N"), "contact": _contact},
    "customer": {"name": _one("N", "M")},
    "calendar": {
        "timezone": _one("Europe/Oslo", "Etc/UTC"),
        "hours": _one("always", {"mon": ["08:00-16:00"]}, {"mon": ["09:00-10:00"], "tue": ["09:00-10:00"]}),
    },
    "window": {
        "type": _one("maintenance", "blackout"),
        "applies_to": lambda draw: draw(
            (
                {"all": True},
                {"cis": _some(_ci, 2, 1)(draw)},
                {"services": [f"service:{draw(SERVICES)}"]},
                {"classes": ["server"]},
                {"tags": [draw(("red", "blue"))]},
            )
        ),
        "at": _period,
        "reason": _one("R.", "S."),
    },
    "change": {
        "title": _one("T", "U"),
        "type": _one("normal", "emergency"),
        "reason": _one("R."),
        "affected": _some(lambda draw: {"ci": _ci(draw)}, 2, 1),
        "planned": _period,
        "assignee": _one("amara"),
        "implementation_plan": _one("P."),
        "test_plan": _one("P."),
        "backout_plan": _one({"steps": "S.", "tested": True}),
    },
    "knowledge_article": {
        "title": _one("T", "mail noc@x.example"),
        "type": _one("how_to", "known_error"),
        "confidence": _one("not_validated", "not_validated", "validated", "archived"),
        "audience": _one("internal"),
        "governance": _one("experience_based"),
        "applies_to": _one(["ci_class:server"], ["ci:c1"]),
        "owner": _ref("team", TEAMS),
        "reviewed_at": _one(*_DAYS[:4]),
        "issue": _one("I.", "Ring +47 55 50 12 00 or desk@x.example."),
    },
    "problem": {"statement": _one("S"), "services": _some(_full("service", SERVICES), 2, 1)},
    "request_offering": {
        "name": _one("N"),
        "description": _one("D."),
        "offering": _ref("service_offering", OFFERINGS),
        "fields": _one([{"id": "size", "label": "Size", "type": "text", "required": True}], []),
        "tasks": _some(
            lambda draw: {"name": draw(("x", "y")), "group": draw(TEAMS), "duration": draw(("1h", "3d"))}, 2, 1
        ),
    },
    "request": {
        "offering": _one("form"),
        "requested_by": _one("amara"),
        "requested_at": _one("2026-11-20T09:15:00+01:00"),
        "answers": _one({}, {"size": "L"}, {"colour": "red"}),
        "tasks": _one([{"name": "x", "group": "t0"}]),
    },
    "change_model": {
        "type": _one("standard"),
        "expires": _one("2027-06-30"),
        "max_risk": _one("low"),
        "allowed": _one([{"kind": "ci", "actions": ["modified"]}]),
    },
    "ci_class": {"parent": _one("server", "compute"), "description": _one("D.")},
    "policy": {},
}
_OPTIONAL: Final[Mapping[str, Choices]] = {
    "ci": {
        **{name: _some(_needs, 2) for name in ("depends_on", "runs_on", "hosted_on", "powered_by", "part_of")},
        "connects_to": _some(_entry(_ci, uplink=True), 2),
        "member_of": _some(_ci, 2),
        "sends_data_to": _some(_ci, 2),
        "manages": _some(_ci, 2),
        "min_up": _one(1, 2, 3, "50%"),
        "availability": _one(*_SHARES),
        "location": _ci,
        "supplier": _one("northsat", "supplier:nobody"),
        "maintenance_window": _one(*WINDOWS),
        "support_group": _ref("team", TEAMS),
        "attributes": _one({"colour": "red"}),
    },
    "service": {
        "delivered_by": _some(_needs, 2),
        "depends_on": _some(_leans, 2),
        "supporting_teams": _some(_ref("team", TEAMS), 1),
        "suppliers": _one(["northsat"], []),
        "support": lambda draw: {"hours": draw(CALENDARS), "contact": _contact(draw)},
    },
    "service_offering": {"delivered_by": _some(_needs, 2), "depends_on": _some(_leans, 2), "owner": _one(*TEAMS)},
    "agreement": {
        "ends": _one(*_DAYS[2:]),
        "name": _one("N"),
    },
    "team": {
        "on_call": _one("Rota"),
        "parent": _one(*TEAMS),
        "calendar": _one(*CALENDARS),
        "forge_group": _one("x/y"),
    },
    "supplier": {},
    "customer": {"contact": _contact},
    "calendar": {"name": _one("N"), "holidays": _one(["2026-12-25"])},
    "window": {
        "exempt": _one(["emergency"], ["normal", "emergency"]),
        "severity": _one("hard", "soft"),
        "include_dependents": lambda draw: draw((True, False)),
    },
    "change": {
        "acknowledged_conflicts": _one([{"conflict": "in_blackout:w0", "by": "amara", "reason": "R."}]),
        "outcome": _one("successful"),
        "on_hold": _one("H."),
    },
    "knowledge_article": {"resolution": _one("R.", "Write to noc@x.example."), "valid_to": _one(*_DAYS)},
    "problem": {
        "workaround_article": _ref("knowledge_article", ARTICLES),
        "workaround": _one("W."),
        "resolution_code": _one("fix_applied", "risk_accepted"),
        "cause": _one("C."),
    },
    "request_offering": {"fulfilment": _one("1d", "5d")},
    "request": {"outcome": _one("fulfilled"), "closed_at": _one("2026-11-21T09:15:00+01:00")},
    "change_model": {"approvals": lambda draw: {"teams": _some(_one(*TEAMS), 2, 1)(draw), "count": draw((1, 2, 3))}},
    "ci_class": {"relations": _one({"depends_on": ["server"]}, {"runs_on": ["cluster"]})},
    "policy": {},
}
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "ci": CIS,
    "service": SERVICES,
    "service_offering": OFFERINGS,
    "agreement": AGREEMENTS,
    "team": TEAMS,
    "supplier": ("northsat",),
    "customer": ("riders",),
    "calendar": CALENDARS,
    "window": WINDOWS,
    "change": CHANGES,
    "knowledge_article": ARTICLES,
    "problem": PROBLEMS,
    "request_offering": ("form",),
    "request": ("req-2026-11-20-x",),
    "change_model": ("model",),
    "ci_class": ("odd",),
    "policy": ("rules", "more"),
}
REFS: Final = tuple(f"{kind}:{name}" for kind, names in _NAMES.items() for name in names)
"""Every record there can be."""


def _target(draw: Draw) -> Fields:
    return draw(
        (
            {"metric": "availability", "value": draw(_SHARES), "measured_over": draw(("always", "service_hours"))},
            {"metric": "response", "value": draw(("1h", "4h")), "priority": draw((1, 2))},
            {"metric": "resolution", "value": draw(("4h", "8h"))},
            {"metric": "fulfilment", "value": draw(("4h", "2d"))},
        )
    )


def _about_rules(draw: Draw) -> Fields:
    return {"rules": {"severity": _severities(draw), "waivers": _some(_waiver, 8)(draw)}}


def _about_approvals(draw: Draw) -> Fields:
    rule = {
        "id": "network",
        "scope": {"kinds": ["ci"]},
        "teams": _some(_one(*TEAMS), 2, 1)(draw),
        "count": draw((1, 2)),
    }
    return {"approvals": {"rules": [rule], "default": [draw(TEAMS)]}}


def _severities(draw: Draw) -> Fields:
    return {draw(sorted(all_rules())): draw(("off", "note", "warning", "error")) for _ in range(draw(range(3)))}


def _waiver(draw: Draw) -> Fields:
    ref = draw(REFS)
    fitting = [one.id for one in all_rules().values() if ref.partition(":")[0] in one.kinds]
    return {
        "rule": draw(fitting or ["duplicate-alias"]),
        "ref": ref,
        "owner": "t0",
        "reason": "R.",
        "expires": draw(_DAYS[2:]),
    }


def record(ref: str, draw: Draw) -> Fields:
    """Draw what stands in a record."""
    kind, _, name = ref.partition(":")
    found = {"kind": kind, "id": name} | {key: value(draw) for key, value in _REQUIRED[kind].items()}
    if kind == "policy":
        return found | draw((_about_rules, _about_rules, _about_approvals))(draw)
    for key, value in _OPTIONAL[kind].items():
        if draw((True, False, False)):
            found[key] = value(draw)
    for key, value in _COMMON.items():
        if not draw(range(8)):
            found[key] = value(draw)
    return found


def altered(data: Fields, draw: Draw) -> Fields:
    """Draw a record that differs in one key, or in the order of its keys."""
    kind = data["kind"]
    if kind == "policy":
        return record(f"policy:{data['id']}", draw)
    choices = {**_REQUIRED[kind], **_OPTIONAL[kind], **_COMMON}
    key = draw(sorted(choices))
    rest = {name: value for name, value in data.items() if name != key}
    return rest if key in data and not draw(range(3)) else {**rest, key: choices[key](draw)}


def path_of(ref: str) -> str:
    """Name the file of a record."""
    kind, _, name = ref.partition(":")
    return f"{FOLDERS[kind]}/{name}.yaml"


def written(records: Iterable[Fields]) -> dict[str, bytes]:
    """Write records as files; JSON is YAML."""
    return {path_of(f"{data['kind']}:{data['id']}"): json.dumps(data).encode() for data in records}


def tangle(draw: Draw) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Draw a tree, and the same tree after a few edits; mostly none that alters how everything is judged."""
    before = {ref: record(ref, draw) for ref in REFS if draw(range(7))}
    after, broken, moved = dict(before), set[str](), set[str]()
    for _ in range(draw((1, 2, 3))):
        ref = draw([ref for ref in REFS if not draw(range(8)) or not ref.startswith(("policy:", "ci_class:"))])
        how = draw(("gone", "broken", "moved", "new", "altered", "altered", "altered", "altered"))
        if how == "new" or ref not in after:
            after[ref] = record(ref, draw)
        elif how == "gone":
            del after[ref]
        elif how == "altered":
            after[ref] = altered(after[ref], draw)
        else:
            (broken if how == "broken" else moved).add(path_of(ref))
    files = written(after.values())
    files |= dict.fromkeys(broken & files.keys(), b"kind: [\n")
    for path in moved & files.keys():
        folder, _, name = path.rpartition("/")
        files[f"{folder}/aa/{name}"] = files.pop(path)
    return written(before.values()), files
