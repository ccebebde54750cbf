"""Figures from history, computed by hand beside them."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from gitsm.improvement.audit import Merge
from gitsm.improvement.metrics import History, Length, Metrics, Share, metrics
from tests.support.backdrop import BACKDROP
from tests.support.catalogues import ci, snapshot
from tests.support.judging import article, service

START, END = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 29, tzinfo=UTC)
NOTHING = History({}, {})


def change(name: str, day: int, outcome: str | None = "successful", type_: str = "normal", rest: str = "") -> str:
    done = f"outcome: {outcome}\n" if outcome else ""
    return (
        f"---\nkind: change\nid: chg-2026-10-{day:02d}-{name}\ntitle: T\ntype: {type_}\nreason: R.\n"
        f"affected: [{{ci: aa}}]\n"
        f"planned: {{start: 2026-10-{day:02d}T10:00:00Z, end: 2026-10-{day:02d}T12:00:00Z}}\nassignee: amara\n"
        f"implementation_plan: I.\ntest_plan: T.\nbackout_plan: {{steps: B., tested: true}}\n{done}{rest}"
    )


def incident(name: str, day: int, minutes: int | None, rest: str = "") -> str:
    end = datetime(2026, 10, day, 8, tzinfo=UTC) + timedelta(minutes=minutes or 0)
    restored = f"restored_at: {end.isoformat()}\n" if minutes is not None else ""
    return (
        f"---\nkind: incident\nid: inc-2026-10-{day:02d}-{name}\ntitle: T\nimpact: low\nurgency: low\n"
        f"services: [service:booking]\nstarted_at: 2026-10-{day:02d}T08:00:00Z\n"
        f"detected_at: 2026-10-{day:02d}T08:01:00Z\n"
        f"{restored}{rest}"
    )


def measured(text: str, history: History = NOTHING) -> Metrics:
    return metrics(snapshot(text + ci("aa") + service("booking") + BACKDROP), history, START, END)


def test_what_is_deployed_has_an_outcome_in_the_period() -> None:
    found = measured(
        change("one", 1)
        + change("open", 2, None)
        + change("late", 3, rest="actual: {start: 2026-10-28T23:00:00Z, end: 2026-10-29T00:00:00Z}\n")
        + change("early", 4, rest="actual: {start: 2026-09-30T23:00:00Z, end: 2026-10-01T00:00:00Z}\n")
    )
    # The end of the period is not in it, its start is.
    assert found.deployed == ("change:chg-2026-10-01-one", "change:chg-2026-10-04-early")
    assert found.per_week == Fraction(1, 2)


def test_a_change_fails_by_its_outcome_or_by_an_incident_and_counts_once() -> None:
    found = measured(
        change("fine", 1)
        + change("issues", 2, "successful_with_issues")
        + change("bad", 3, "unsuccessful")
        + change("back", 4, "backed_out", rest="caused: [inc-2026-10-04-x]\n")
        + change("blamed", 5)
        + change("emergency", 6, type_="emergency")
        + change("standard", 7, type_="standard")
        + incident("x", 4, 30)
        + incident("y", 5, 50, "caused_by: chg-2026-10-05-blamed\n")
    )
    assert found.failed == tuple(
        f"change:chg-2026-10-0{day}-{name}" for day, name in ((3, "bad"), (4, "back"), (5, "blamed"))
    )
    assert (found.failure_rate.value, found.failure_rate.whole) == (Fraction(3, 7), 7)
    assert (found.successful, found.emergency, found.standard) == (Share(5, 7), Share(1, 7), Share(1, 7))
    assert found.restore_caused == Length(timedelta(minutes=40), 2)


def test_lead_time_is_the_median_from_the_first_commit() -> None:
    names = {1: 30, 2: 6, 3: 12, 5: None}
    begun = {
        f"change:chg-2026-10-{day:02d}-x": datetime(2026, 10, day, 12, tzinfo=UTC) - timedelta(hours=hours)
        for day, hours in names.items()
        if hours
    }
    begun["change:chg-2026-10-04-x"] = datetime(2026, 10, 20, tzinfo=UTC)  # written down afterwards
    text = "".join(change("x", day) for day in (1, 2, 3, 4, 5))
    assert measured(text, History(begun, {})).lead_time == Length(timedelta(hours=12), 3, 2)


def test_time_to_restore_is_the_median_of_what_was_restored() -> None:
    found = measured(
        incident("a", 1, 10) + incident("b", 2, 30) + incident("c", 3, 20) + incident("open", 4, None)
        + incident("none", 5, 900, "canceled: Reported twice\n")
    )  # fmt: skip
    assert found.restore == Length(timedelta(minutes=20), 3)
    assert found.restore_caused == Length(None, 0)


def test_knowledge_is_validated_or_stale_and_what_is_archived_counts_for_nothing() -> None:
    text = (
        article("kb-a", "resolution: R.\nreviewed_by: bo\n", "validated")
        + article("kb-b")
        + article("kb-c", "resolution: R.\n", "archived")
    )
    altered = {f"knowledge_article:kb-{name}": ("ci:aa",) for name in "bc"}
    found = measured(text, History({}, altered))
    assert found.validated == Share(1, 2)
    assert found.stale == {"knowledge_article:kb-b": ("ci:aa",)}


def test_nothing_has_no_figures() -> None:
    found = measured("")
    assert (found.failure_rate.value, found.lead_time, found.validated.value) == (None, Length(None, 0), None)
    assert found.per_week == 0
    assert not found.failed
    assert not found.stale


@given(
    st.lists(
        st.tuples(st.integers(1, 28), st.sampled_from(["successful", "unsuccessful", None]), st.booleans()), max_size=6
    )
)
def test_the_figures_of_a_period_are_those_of_its_parts(drawn: list[tuple[int, str | None, bool]]) -> None:
    text = "".join(
        change(f"n{number}", day, outcome, "emergency" if rushed else "normal")
        for number, (day, outcome, rushed) in enumerate(drawn)
    )
    records = snapshot(text + ci("aa") + service("booking") + BACKDROP)
    middle = START + timedelta(days=10)
    whole, first, second = (metrics(records, NOTHING, *ends) for ends in ((START, END), (START, middle), (middle, END)))
    assert set(whole.deployed) == {*first.deployed, *second.deployed}
    assert not set(first.deployed) & set(second.deployed)
    assert whole.emergency.part == first.emergency.part + second.emergency.part
    assert set(whole.failed) <= set(whole.deployed)


def test_unauthorized_is_what_no_decision_allows_of_what_is_controlled() -> None:
    def merge(day: int, sort: str, *controlled: str) -> Merge:
        return Merge(f"{day:040x}", datetime(2026, 10, day, tzinfo=UTC), "S", sort, controlled=controlled)  # type: ignore[arg-type]

    merges = [
        merge(2, "normal", "ci:aa"),
        merge(3, "unauthorized", "ci:aa"),
        merge(4, "normal"),
        merge(30, "unauthorized", "ci:aa"),
    ]
    records = snapshot(ci("aa") + service("booking") + BACKDROP)
    assert metrics(records, NOTHING, START, END, merges).unauthorized == Share(1, 2)
    assert metrics(records, NOTHING, START, END).unauthorized is None
