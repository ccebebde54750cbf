"""Health: the vector of the specification, and what makes each figure fall."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.diagnostics import Finding, Severity, Spot
from gitsm.improvement.health import Health, health
from gitsm.improvement.parts import says
from gitsm.improvement.trust import duplicates, stale
from gitsm.policy import Policies
from gitsm.rules import judge
from gitsm.snapshot import Entry
from gitsm_schemas.notation import duration
from gitsm_schemas.policies import HealthPolicy
from tests.support.backdrop import BACKDROP, TODAY
from tests.support.catalogues import ci, loaded, snapshot

POLICY = HealthPolicy(required=("$.support_group",), recommended=("$.description",), stale_after=duration("90d"))
FRESH = "verified: {at: 2026-10-02, by: amara}\n"
OLD = "verified: {at: 2025-01-02, by: amara}\n"


def accused(*names: str, severity: Severity = Severity.ERROR) -> list[Finding]:
    return [Finding("some-rule", severity, "m", Spot("p"), subject=f"ci:{name}") for name in names]


def measured(text: str, findings: list[Finding] | None = None, policy: HealthPolicy = POLICY) -> Health:
    return health(loaded(text + BACKDROP).snapshot, findings or [], TODAY, policy)


def flaws(found: Health) -> set[tuple[str, str]]:
    return {(one.ref.removeprefix("ci:"), one.flaw) for one in found.failing}


def vector() -> tuple[str, list[Finding]]:
    """Write 200 CIs as the vector has them, each flaw on CIs of its own."""
    texts = []
    for number in range(200):
        serial = number - 1 if number in {101, 103, 105} else number
        fields = {"serial": f"SN-{serial}"}
        if number >= 12:
            fields["support_group"] = "desk"
        if number >= 50:
            fields["description"] = "D."
        related = f"depends_on: [ci:c-{(number + 1) % 194:03d}]\n" if number < 194 else ""
        texts.append(ci(f"c-{number:03d}", related + (OLD if 60 <= number < 80 else FRESH), **fields))
    return "".join(texts), accused(*(f"c-{number:03d}" for number in range(20)))


def test_the_vector_of_the_specification() -> None:
    found = measured(*vector()).whole
    assert found.evaluated == 200
    failing = {name: metric.failing for name, metric in found.metrics.items()}
    assert failing == {
        "required": 12, "recommended": 50, "orphan": 6, "stale": 20, "duplicate": 3, "compliance": 20
    }  # fmt: skip
    figures = [found.figure(name) for name in ("completeness", "correctness", "compliance")]
    assert [round(float(figure or 0), 6) for figure in figures] == [0.845, 0.951667, 0.9]
    assert round(float(found.value or 0), 6) == 0.898889
    assert found.color == "yellow"


def test_colours_change_above_their_limits() -> None:
    def color(failing: int) -> str:
        text = "".join(ci(f"c-{n:02d}", f"depends_on: [ci:c-{(n + 1) % 10:02d}]\n" + FRESH) for n in range(10))
        policy = HealthPolicy(required=(), recommended=(), stale_after=None)
        return measured(text, accused(*(f"c-{n:02d}" for n in range(failing))), policy).whole.color

    assert [color(failing) for failing in (0, 2, 3, 4, 10)] == ["green", "green", "yellow", "yellow", "yellow"]
    worst = measured(ci("aa") + ci("bb"), accused("aa", "bb"))
    assert worst.whole.value == Fraction(1, 9)  # nobody has a double; all else fails
    assert worst.whole.color == "red"


def test_beyond_the_cap_there_is_no_number() -> None:
    found = measured(ci("aa") + ci("bb") + ci("cc"), policy=POLICY.model_copy(update={"cap": 2}))
    assert found.whole.metrics["stale"].incomplete
    assert (found.whole.value, found.whole.color) == (None, "unknown")


def test_nothing_is_measured_where_there_is_nothing() -> None:
    found = measured("")
    assert (found.whole.value, found.whole.evaluated, found.relationships.value) == (None, 0, None)
    assert not found.teams
    assert not found.classes
    assert not found.failing


def test_what_is_at_the_end_of_its_life_is_left_out() -> None:
    found = measured(ci("aa", lifecycle="end_of_life/retired") + ci("bb"))
    assert found.whole.evaluated == 1
    assert {name for name, _ in flaws(found)} == {"bb"}


def test_an_orphan_is_related_to_nothing_that_exists() -> None:
    found = measured(
        ci("aa", "depends_on: [ci:bb]\n")
        + ci("bb")
        + ci("cc", "depends_on: [ci:zz]\n")
        + ci("dd", "depends_on: [ci:dd]\n")
    )
    assert {name for name, flaw in flaws(found) if flaw == "orphan"} == {"cc", "dd"}


def test_relations_that_lead_nowhere_or_twice_count_apart() -> None:
    text = (
        ci("aa", "depends_on: [ci:bb, ci:bb, ci:zz, ci:aa, ci:cc]\nruns_on: [ci:bb]\n")
        + ci("bb")
        + ci("cc", "depends_on: [ci:dd]\n", lifecycle="end_of_life/retired")
        + ci("dd", lifecycle="end_of_life/retired")
    )
    found = measured(text).relationships
    # Twice, nowhere, itself and retired; what is retired may depend on what is.
    assert (found.evaluated, found.failing) == (7, 4)


def test_a_note_is_no_breach_and_a_record_that_cannot_be_read_fails() -> None:
    text = ci("aa", "depends_on: [ci:bb]\n") + ci("bb")
    twice = accused("bb", "bb", severity=Severity.WARNING)
    noted = measured(text, accused("aa", severity=Severity.NOTE) + twice)
    assert [one.why for one in noted.failing if one.flaw == "compliance"] == ["breaks some-rule"]
    assert {name for name, flaw in flaws(noted) if flaw == "compliance"} == {"bb"}
    broken = loaded("# path: cmdb/aa.yaml\nkind: ci\nid: aa\nname: [\n" + BACKDROP)
    found = health(broken.snapshot, judge(broken.snapshot, TODAY, broken.findings), TODAY, POLICY)
    assert ("aa", "required") in flaws(found)


def test_the_repository_says_what_is_asked_for() -> None:
    text = "---\nkind: policy\nid: hh\nhealth: {required: [$.serial], recommended: [], stale_after: 10d}\n"
    found = health(snapshot(text + ci("aa", FRESH) + BACKDROP), [], TODAY)
    assert {flaw for _, flaw in flaws(found)} == {"required", "orphan", "stale"}
    assert Policies.of(()).health.required


def test_a_class_says_how_often_it_is_looked_at() -> None:
    text = (
        "---\nkind: ci_class\nid: antenna\nparent: server\ndescription: D.\nverify_every: 2d\n"
        "---\nkind: ci_class\nid: dish\nparent: antenna\ndescription: D.\n"
        + ci("aa", FRESH, class_="dish")
        + ci("bb", FRESH)
        + ci("cc", FRESH, class_="nonsense")
    )
    assert {name for name, flaw in flaws(measured(text)) if flaw == "stale"} == {"aa"}


def test_groups_are_scored_apart_the_worst_first() -> None:
    text = (
        ci("aa", "depends_on: [ci:bb]\n" + FRESH, support_group="desk", description="D.")
        + ci("bb", class_="cluster", owner="crew")
        + "---\nkind: team\nid: crew\nname: Crew\nmembers: [bo]\ncontact: {chat: '#crew'}\n"
    )
    found = measured(text)
    assert [one.name for one in found.teams] == ["team:crew", "team:desk"]
    assert [one.name for one in found.classes] == ["ci_class:cluster", "ci_class:server"]
    assert [one.evaluated for one in found.teams] == [1, 1]
    assert found.teams[1].value == 1


@pytest.mark.parametrize(
    ("at", "limit", "as_of", "is_stale"),
    [
        ("2026-11-20", "1d", "2026-11-23", False),  # Friday and one working day: Monday
        ("2026-11-20", "1d", "2026-11-24", True),
        ("2026-11-20", "1w", "2026-11-27", False),
        ("2026-11-20", "48h", "2026-11-22", False),
        ("2026-11-20", "48h", "2026-11-23", True),
        (None, "1d", "2026-11-23", True),
        ("soon", "1d", "2026-11-23", True),
        ("2020-01-01", None, "2026-11-23", False),
    ],
)
def test_a_look_lasts_so_many_working_days(at: str | None, limit: str | None, as_of: str, *, is_stale: bool) -> None:
    data = {"verified": {"at": at}} if at else {}
    found = stale(data, duration(limit) if limit else None, date.fromisoformat(as_of))
    assert (found is not None) is is_stale


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(1, 40))
def test_working_days_are_counted_one_by_one(day: date, count: int) -> None:
    due, left = day, count
    while left:
        due += timedelta(days=1)
        left -= due.weekday() < 5
    data, limit = {"verified": {"at": day.isoformat()}}, duration(f"{count}d")
    assert stale(data, limit, due) is None
    assert stale(data, limit, due + timedelta(days=1)) is not None


def twins(text: str) -> dict[str, str]:
    return {
        ref.removeprefix("ci:"): why for ref, why in duplicates(loaded(text + BACKDROP).snapshot.of_kind("ci")).items()
    }


def test_the_same_thing_twice_is_told_by_what_identifies_it() -> None:
    text = (
        ci("aa", serial="X-1", name="One")
        + ci("bb", serial="x-1", name="Two")
        + ci("cc", "identifiers: {asset: A7}\n", name="Three")
        + ci("dd", "identifiers: {asset: A7}\n", name="Four")
        + ci("ee", name="Same")
        + ci("ff", name="same")
        + ci("gg", name="same", environment="staging")
    )
    assert twins(text) == {
        "bb": "the same serial number as ci:aa", "dd": "the same asset as ci:cc", "ff": "the same name as ci:ee"
    }  # fmt: skip


def test_what_identifies_nothing_makes_nobody_a_double() -> None:
    one, two = (Entry(f"ci:{name}", name, "", None, {"identifiers": {"a": 3, "b": " "}, "serial": 7}) for name in "xy")
    assert duplicates([one, two]) == {}


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=8))
def test_a_set_of_doubles_counts_one_less_than_its_size(marks: list[tuple[int, int]]) -> None:
    text = "".join(
        ci(f"c-{n}", f"identifiers: {{left: L{left}, right: R{right}}}\n", name=f"N {n}")
        for n, (left, right) in enumerate(marks)
    )
    # The sets, by merging until nothing moves: an independent count.
    group = list(range(len(marks)))
    for _ in marks:
        for one, (left, right) in enumerate(marks):
            for other, (left_too, right_too) in enumerate(marks):
                if left == left_too or right == right_too:
                    group[one] = group[other] = min(group[one], group[other])
    assert len(twins(text)) == len(marks) - len(set(group))


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("$.a", True), ("$.b", False), ("$.c.d", True), ("$['c'].d", True), ('$["c"]["d"]', True), ("$.e", False),
        ("$.f[0].g", True), ("$.f[1].g", False), ("$.f[9].g", False), ("$.f[*].g", True), ("$.f[*].h", False),
        ("$.c.*", True), ("$.a.d", False), ("$.a[0]", False), ("$.a[*]", False), ("$.zero", True),
    ],
)  # fmt: skip
def test_a_path_of_a_policy_finds_what_stands_there(path: str, *, there: bool) -> None:
    data = {"a": "x", "b": "", "c": {"d": 1}, "e": [], "f": [{"g": 1}, {}], "zero": 0}
    assert says(data, path) is there
