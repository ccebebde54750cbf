"""Articles and what they are about, as history tells; what git says is tried in tests of the examples."""

from datetime import date

import pytest

from gitsm.operations.knowledge import Told
from gitsm.rules import judge, judge_history
from tests.support.backdrop import BACKDROP, TODAY
from tests.support.catalogues import ci, snapshot
from tests.support.judging import article

TEXT = article("kb", "resolution: R.\n", confidence="not_validated") + ci("aa") + BACKDROP


@pytest.mark.parametrize(
    ("altered", "said"),
    [
        ((("ci:aa", 20),), "ci:aa was altered on 2026-11-20, after"),
        ((("ci:aa", 20), ("ci:bb", 21)), "ci:aa (2026-11-20) and ci:bb (2026-11-21) were altered after"),
        (
            (("ci:aa", 20), ("ci:bb", 21), ("ci:cc", 2), ("ci:dd", 3), ("ci:ee", 4)),
            "ci:aa (2026-11-20), ci:bb (2026-11-21), ci:cc (2026-11-02) and 2 more were altered after",
        ),
    ],
)
def test_one_finding_names_what_was_altered_with_its_day(altered: tuple[tuple[str, int], ...], said: str) -> None:
    told = Told({}, {"knowledge_article:kb": tuple((ref, date(2026, 11, day)) for ref, day in altered)})
    (found,) = judge_history(snapshot(TEXT), TODAY, told)
    assert (found.rule, found.spot.pointer) == ("article-stale", "/reviewed_at")
    assert found.message == f"{said} the review of knowledge_article:kb on 2026-09-14"


def test_nothing_altered_and_nothing_known() -> None:
    assert judge_history(snapshot(TEXT), TODAY, Told()) == ()
    assert judge(snapshot(TEXT), TODAY) == ()


def test_what_was_found_before_is_sorted_in() -> None:
    before = judge(snapshot(TEXT + ci("bb", "depends_on: [ci:bb]\n")), TODAY)
    told = Told({}, {"knowledge_article:kb": (("ci:aa", date(2026, 11, 20)),)})
    both = judge_history(snapshot(TEXT), TODAY, told, before)
    assert list(both) == sorted(both, key=lambda one: one.sort_key)
    assert {one.rule for one in both} == {"article-stale", *(one.rule for one in before)}
