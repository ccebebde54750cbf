"""Articles and what they are about, as history tells; what git says is tried in tests of the examples."""

from datetime import date

from gitsm.operations.knowledge import Told
from gitsm.rules import judge, judge_history
from tests.support.backdrop import BACKDROP, TODAY
from tests.support.catalogues import ci, snapshot
from tests.support.judging import article

TEXT = article("kb", "resolution: R.\n", confidence="not_validated") + ci("aa") + BACKDROP


def test_what_was_altered_is_told_with_its_day() -> None:
    told = Told({}, {"knowledge_article:kb": (("ci:aa", date(2026, 11, 20)), ("ci:bb", date(2026, 11, 21)))})
    findings = judge_history(snapshot(TEXT), TODAY, told)
    assert [(one.rule, one.spot.pointer) for one in findings] == [("article-stale", "/reviewed_at")] * 2
    assert findings[0].message.startswith("ci:aa was altered on 2026-11-20, after the review of knowledge_article:kb")


def test_nothing_altered_and_nothing_known() -> None:
    assert judge_history(snapshot(TEXT), TODAY, Told()) == ()
    assert judge(snapshot(TEXT), TODAY) == ()


def test_what_was_found_before_is_sorted_in() -> None:
    before = judge(snapshot(TEXT + ci("bb", "depends_on: [ci:bb]\n")), TODAY)
    told = Told({}, {"knowledge_article:kb": (("ci:aa", date(2026, 11, 20)),)})
    both = judge_history(snapshot(TEXT), TODAY, told, before)
    assert list(both) == sorted(both, key=lambda one: one.sort_key)
    assert {one.rule for one in both} == {"article-stale", *(one.rule for one in before)}
