"""The vectors of domain.md §8.6, and what holds besides."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitsm.change.risk import BANDS, History, Stakes, assess, higher
from gitsm.policy import Policies
from gitsm_schemas.changes import Risk
from gitsm_schemas.policies import RiskPolicy, RiskRule, RiskWhen
from gitsm_schemas.record import CRITICALITIES

POLICY = Policies.of(()).risk
GOOD = History(successful=10)


def points(found: object) -> dict[str, int]:
    return {one.name: one.points for one in found.factors}  # type: ignore[attr-defined]


def test_the_first_vector_is_high() -> None:
    # 25 + 5 + 10 + 10 + 3 + 6 = 59
    stakes = Stakes(criticality="most_critical", offerings=2, redundancy=True, outage=True, records=10, team=GOOD)
    found = assess(stakes, POLICY)
    assert (found.score, found.upper, found.band) == (59, 59, "high")
    assert points(found) == {
        "criticality": 25, "offerings": 5, "redundancy": 10, "outage": 10, "conflict": 0, "backout": 0, "records": 3,
        "team": 0, "model": 6,
    }  # fmt: skip


def test_the_second_vector_is_low() -> None:
    # 5 + 5 + 3 + 6 = 19
    found = assess(Stakes(criticality="less_critical", offerings=1, records=4, team=GOOD), POLICY)
    assert (found.score, found.band) == (19, "low")


@pytest.mark.parametrize(("score", "band"), [(0, "low"), (25, "low"), (26, "moderate"), (50, "moderate"), (51, "high")])
def test_bands_begin_where_the_specification_says(score: int, band: str) -> None:
    # One factor alone gives the whole score: what counts is where the bands meet.
    factors = POLICY.factors.model_copy(update={"hard_conflict": score, "no_model": 0})
    policy = POLICY.model_copy(update={"factors": factors})
    found = assess(Stakes(hard=True, records=0, team=GOOD), policy)
    assert (found.score, found.band) == (score, band)


@pytest.mark.parametrize(
    ("stakes", "name", "counted"),
    [
        (Stakes(criticality="most_critical"), "criticality", 25),
        (Stakes(criticality="somewhat_critical"), "criticality", 15),
        (Stakes(criticality="less_critical"), "criticality", 5),
        (Stakes(criticality="not_critical"), "criticality", 0),
        (Stakes(), "criticality", 0),
        *((Stakes(offerings=count), "offerings", value) for count, value in
          ((0, 0), (1, 5), (2, 5), (3, 10), (5, 10), (6, 15))),
        (Stakes(redundancy=True), "redundancy", 10),
        (Stakes(outage=True), "outage", 10),
        (Stakes(hard=True), "conflict", 10),
        (Stakes(soft=True), "conflict", 5),
        (Stakes(hard=True, soft=True), "conflict", 10),
        (Stakes(backout=False), "backout", 10),
        *((Stakes(records=count), "records", value) for count, value in ((3, 0), (4, 3), (10, 3), (11, 6))),
        (Stakes(team=History(9, 0, 1)), "team", 0),
        (Stakes(team=History(8, 0, 1)), "team", 4),
        (Stakes(team=History(7, 0, 3)), "team", 4),
        (Stakes(team=History(6, 0, 4)), "team", 8),
        (Stakes(team=History(5, 4, 1)), "team", 0),
        (Stakes(model=None), "model", 6),
        (Stakes(model=History(4)), "model", 6),
        (Stakes(model=History(3, 2)), "model", 0),
    ],
)  # fmt: skip
def test_each_factor_counts_as_the_table_says(stakes: Stakes, name: str, counted: int) -> None:
    assert points(assess(stakes, POLICY))[name] == counted


def test_what_is_unknown_raises_the_upper_bound_and_the_band() -> None:
    known = Stakes(criticality="most_critical", team=GOOD, model=History(5))
    assert (assess(known, POLICY).upper, assess(known, POLICY).band) == (25, "low")
    unknown = assess(Stakes(criticality="most_critical", outage=None, team=GOOD, model=History(5)), POLICY)
    assert (unknown.score, unknown.upper, unknown.band) == (25, 35, "moderate")
    without = assess(Stakes(team=History(), model=History(5)), POLICY)
    assert (without.score, without.upper) == (0, 8)
    blind = assess(Stakes(blind=True, team=GOOD, model=History(5)), POLICY)
    assert (blind.score, blind.upper) == (0, 25 + 15)


def test_the_history_score_of_the_specification() -> None:
    # 3·20 - 2·3 - 5·1 - 10·0 - 5·1 - 2·2 = 40
    history = History(successful=20, with_issues=3, unsuccessful=1, priorities=(2, 3, 3))
    assert history.score == 40
    assert history.success == Fraction(23, 24)
    assert History(priorities=(1, 4, 5)).score == -10
    assert History().success is None


def test_a_bad_history_is_at_least_moderate() -> None:
    found = assess(Stakes(team=History(1, 0, 1, (1,)), model=History(9)), POLICY)
    assert (found.history, found.score, found.band) == (-12, 8, "moderate")
    assert found.decided == "the team's history scores -12"


def rule(band: Risk, **when: object) -> RiskRule:
    return RiskRule(name="it", when=RiskWhen.model_validate(when), band=band, why="So it is.")


@pytest.mark.parametrize(
    "when",
    [
        {"types": ["emergency"]},
        {"criticality": ["most_critical"]},
        {"classes": ["firewall"]},
        {"offerings_at_least": 2},
        {"redundancy_lost": True},
        {"backout_tested": False},
        {},
        {"types": ["emergency"], "classes": ["firewall"]},
    ],
)
def test_a_rule_matches_when_all_it_names_holds(when: dict[str, object]) -> None:
    policy = RiskPolicy(rules=(rule("high", **when),))
    all_of_it = Stakes("emergency", "most_critical", frozenset({"firewall", "network", "ci"}), 2, redundancy=True,
                       backout=False)  # fmt: skip
    assert assess(all_of_it, policy).decided == "rule it: So it is."
    nothing = assess(Stakes(team=GOOD, model=History(5)), policy)
    assert nothing.band == ("low" if when else "high")


def test_the_first_rule_that_matches_counts_and_the_highest_way_wins() -> None:
    policy = POLICY.model_copy(update={"rules": (rule("low", types=["normal"]), rule("high"))})
    stakes = Stakes(type="normal", criticality="most_critical", offerings=3, team=GOOD, model=History(5))
    assert assess(stakes, policy).band == "moderate"
    other = Stakes(type="standard", team=GOOD, model=History(5))
    assert assess(other, policy).band == "high"


@pytest.mark.parametrize("raised", BANDS)
def test_a_person_may_only_raise_it(raised: Risk) -> None:
    stakes = Stakes(criticality="most_critical", offerings=3, team=GOOD, model=History(5))
    assert assess(stakes, POLICY).band == "moderate"
    assert assess(stakes, POLICY, raised).band == ("high" if raised == "high" else "moderate")


@settings(max_examples=60, deadline=None)
@given(
    st.builds(
        Stakes,
        criticality=st.sampled_from([None, *CRITICALITIES]),
        offerings=st.integers(0, 9),
        redundancy=st.booleans(),
        outage=st.sampled_from([True, False, None]),
        hard=st.booleans(),
        soft=st.booleans(),
        backout=st.booleans(),
        records=st.integers(0, 20),
        blind=st.booleans(),
    )
)
def test_the_score_is_the_sum_and_never_above_its_bound(stakes: Stakes) -> None:
    found = assess(stakes, POLICY)
    assert found.score == sum(one.points for one in found.factors) <= found.upper
    assert all(one.points <= one.most for one in found.factors)
    assert not higher("low", found.band)
