"""How much one change may touch: counts, shares, sizes and overrides."""

from datetime import date
from decimal import Decimal

import pytest

from gitsm.change.thresholds import exceeded, override
from gitsm.diff.compare import Edit
from gitsm.load.reader import read
from gitsm.policy import Policies
from gitsm_schemas.policies import Override, Threshold, ThresholdsPolicy

TODAY = date(2026, 11, 24)


def edits(count: int, action: str = "removed", kind: str = "ci") -> list[Edit]:
    return [Edit(f"{kind}:n{number}", action, f"cmdb/n{number}.yaml") for number in range(count)]  # type: ignore[arg-type]


def policy(*limits: Threshold, overrides: tuple[Override, ...] = ()) -> ThresholdsPolicy:
    return ThresholdsPolicy(limits=limits, overrides=overrides)


def limit(**values: object) -> Threshold:
    return Threshold.model_validate({"kinds": ["ci"], "actions": ["removed"], **values})


@pytest.mark.parametrize(
    ("count", "total", "one", "refused"),
    [
        (10, 100, limit(max_count=10), False),
        (11, 100, limit(max_count=10), True),
        (30, 100, limit(max_share="30%"), False),
        (31, 100, limit(max_share="30%"), True),
        (3, 10, limit(max_share="33%"), False),  # 3.3 records
        (4, 10, limit(max_share="33%"), True),
        (9, 9, limit(max_share="10%", from_total=10), False),
        (2, 10, limit(max_share="10%", from_total=10), True),
        (11, 100, limit(max_count=10, max_share="30%"), True),
        (9, 20, limit(max_count=10, max_share="30%"), True),
        (50, 100, limit(), False),
    ],
)
def test_a_limit_is_a_count_or_a_share(count: int, total: int, one: Threshold, refused: bool) -> None:  # noqa: FBT001
    assert bool(exceeded(edits(count), {"ci": total}, policy(one), None, TODAY)) is refused


def test_of_several_sizes_the_fitting_one_counts() -> None:
    tiers = policy(limit(max_count=2), limit(max_count=20, from_total=100), limit(max_count=200, from_total=1000))

    def first_refused(total: int) -> int:
        return next(count for count in range(1, 260) if exceeded(edits(count), {"ci": total}, tiers, None, TODAY))

    assert [first_refused(total) for total in (99, 100, 999, 1000)] == [3, 21, 21, 201]


def test_the_refusal_gives_count_total_and_limit() -> None:
    (found,) = exceeded(edits(40), {"ci": 100}, policy(limit(max_share="30%")), None, TODAY)
    assert (found.kind, found.action, found.count, found.total, found.limit, found.share) == (
        "ci", "removed", 40, 100, 30, Decimal("0.3"),
    )  # fmt: skip


def test_of_two_limits_the_tighter_one_is_told() -> None:
    both = policy(limit(max_count=5), Threshold(actions=("removed",), max_count=2))
    (found,) = exceeded(edits(6), {"ci": 100}, both, None, TODAY)
    assert found.limit == 2


def test_kinds_and_actions_are_counted_apart_and_a_rename_is_an_edit() -> None:
    mixed = [*edits(2), *edits(2, "modified", "service"), *edits(2, "renamed", "team")]
    everything = policy(Threshold(actions=("removed", "modified", "added"), max_count=1))
    found = exceeded(mixed, {"ci": 9, "service": 9, "team": 9}, everything, None, TODAY)
    assert [(one.kind, one.action) for one in found] == [
        ("ci", "removed"),
        ("service", "modified"),
        ("team", "modified"),
    ]


@pytest.mark.parametrize(
    ("change", "expires", "passes"),
    [("chg-a", TODAY, True), ("chg-b", TODAY, False), ("chg-a", date(2026, 11, 23), False), (None, TODAY, False)],
)
def test_an_override_is_for_one_change_and_ends(change: str | None, expires: date, passes: bool) -> None:  # noqa: FBT001
    by = Override(change="chg-a", reason="The rack is emptied.", by="team:board", expires=expires)
    (found,) = exceeded(edits(2), {"ci": 9}, policy(limit(max_count=1), overrides=(by,)), change, TODAY)
    assert (found.by == by) is passes


def test_the_override_that_is_proposed_can_be_used_as_it_is() -> None:
    (found,) = exceeded(edits(2), {"ci": 9}, policy(limit(max_count=1)), "chg-a", TODAY)
    document = read(override(found, "chg-a", "board", TODAY).encode()).data
    assert isinstance(document, dict)
    written = ThresholdsPolicy.model_validate({**document["thresholds"], "limits": []})
    assert (written.overrides[0].change, written.overrides[0].expires) == ("chg-a", date(2026, 12, 1))


def test_the_packaged_limit_is_thirty_percent_of_ten_or_more() -> None:
    packaged = Policies.of(()).thresholds
    assert not exceeded(edits(9), {"ci": 9}, packaged, None, TODAY)
    assert not exceeded(edits(3), {"ci": 10}, packaged, None, TODAY)
    assert exceeded(edits(4), {"ci": 10}, packaged, None, TODAY)
