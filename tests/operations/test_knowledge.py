"""How good what is written down is: criteria, ages, people, and what is missing."""

from datetime import date

import pytest

from gitsm.operations.knowledge import Assessed, Gap, Knowledge, Told, due, knowledge
from gitsm.policy import Policies
from gitsm_schemas.knowledge import KnowledgeArticle
from gitsm_schemas.policies import Policy
from tests.operations.test_incidents import incident
from tests.support.catalogues import ci, snapshot
from tests.support.desk import DESK
from tests.support.judging import article

TODAY = date(2026, 11, 24)
GOOD = article("kb-good", "resolution: R.\ncause: C.\nreviewed_by: amara\n", "validated", "problem").replace(
    "[ci_class:application]", "[ci:mail-cloud]"
)


KB = "knowledge_article:kb-good"


def looked_at(text: str, told: Told | None = None) -> Knowledge:
    found = snapshot(DESK + text)
    policies = Policies.of(policy for _, policy in found.records(Policy))
    return knowledge(found, policies, told or Told(), TODAY)


def one(found: Knowledge, name: str) -> Assessed:
    return next(each for each in found.articles if each.ref.endswith(f":{name}"))


def test_an_article_that_has_everything_is_worth_all_points() -> None:
    found = one(looked_at(GOOD + incident("a", "knowledge: [kb-good]\n")), "kb-good")
    assert (found.index, found.lacks, found.overdue, found.stale, found.alone) == (100, (), None, (), None)


@pytest.mark.parametrize(
    ("change", "told", "lacks", "index"),
    [
        (("validated", "not_validated"), Told(), ("validated",), 75),
        (("cause: C.\n", ""), Told(), ("complete",), 80),
        (("[ci:mail-cloud]", "[ci_class:application]"), Told(), ("specific",), 90),
        (("Sold out", "Mail is slow in the morning"), Told(), ("unique",), 90),
        (("2026-09-14", "2025-09-14"), Told(), ("current",), 75),
        (("x", "x"), Told({}, {KB: (("ci:mail-cloud", date(2026, 9, 15)),)}), ("current",), 75),
        (("x", "x"), Told({KB: frozenset({"amara"})}), ("validated",), 75),
        (("x", "x"), Told({KB: frozenset({"amara", "bo"})}), (), 100),
        (("x", "x"), Told({KB: frozenset({"bo"})}), (), 100),
    ],
)
def test_what_is_lacking_costs_its_points(
    change: tuple[str, str], told: Told, lacks: tuple[str, ...], index: int
) -> None:
    found = one(looked_at(GOOD.replace(*change) + incident("a", "knowledge: [kb-good]\n"), told), "kb-good")
    assert (found.lacks, found.index) == (lacks, index)


def test_policy_weighs() -> None:
    policy = "---\nkind: policy\nid: ours\nknowledge: {weights: {validated: 0, current: 0, complete: 0, unique: 0, "
    found = looked_at(GOOD + policy + "specific: 100, used: 100}}\n")
    assert (one(found, "kb-good").index, one(found, "kb-good").lacks) == (50, ("used",))
    # kb-mail-slow is about a service that is recorded, and nobody used it.
    assert found.index == 50
    nothing = policy + "specific: 0, used: 0}}\n"
    assert one(looked_at(GOOD + nothing), "kb-good").index == 100


def test_archived_articles_are_not_looked_at_and_none_is_no_figure() -> None:
    text = DESK.replace("confidence: not_validated", "confidence: archived")
    found = knowledge(snapshot(text), Policies.of([]), Told(), TODAY)
    assert (found.articles, found.index) == ((), None)
    archived = snapshot(text).record("knowledge_article:kb-mail-slow")
    assert isinstance(archived, KnowledgeArticle)
    assert due(archived, Policies.of([])) is None


def test_the_last_valid_day_comes_before_the_age() -> None:
    record = snapshot(DESK.replace("reviewed_at: 2026-09-14\n", "reviewed_at: 2026-09-14\nvalid_to: 2026-10-01\n"))
    found = record.record("knowledge_article:kb-mail-slow")
    assert isinstance(found, KnowledgeArticle)
    assert due(found, Policies.of([])) == date(2026, 10, 1)


def test_what_nobody_has_written_down() -> None:
    silent = DESK.replace("applies_to: [service:mail]", "applies_to: [ci:filter]")
    policies = Policies.of([])
    assert knowledge(snapshot(silent), policies, Told(), TODAY).gaps == (Gap("service:mail", "no article is about it"),)
    # An article about what delivers a service is one about the service.
    by_part = DESK.replace("applies_to: [service:mail]", "applies_to: [ci:mail-cloud]")
    assert knowledge(snapshot(by_part), policies, Told(), TODAY).gaps == ()
    helpless = DESK + ci("host-1") + incident("a", "cis: [host-1]\n") + incident("b", "cis: [host-1]\n")
    helpless += incident("c", "cis: [filter]\nknowledge: [kb-mail-slow]\n") + incident("d", "cis: [filter]\n")
    assert knowledge(snapshot(helpless), policies, Told(), TODAY).gaps == (
        Gap("ci_class:server", "no article helped with 2 of its incidents"),
    )
