"""Validated articles and who wrote them, as history tells; what git says is tried in tests of the examples."""

import pytest

from gitsm.operations.knowledge import Told
from gitsm.rules import judge, judge_history
from tests.support.backdrop import BACKDROP, TODAY
from tests.support.catalogues import snapshot
from tests.support.judging import article

KB = "knowledge_article:kb"
VALIDATED = article("kb", "resolution: R.\nreviewed_by: Jonas-B\n", confidence="validated")


def found(text: str, *authors: str, policy: str = "") -> list[str]:
    told = Told({KB: frozenset(authors)} if authors else {})
    return [one.rule for one in judge_history(snapshot(text + BACKDROP + policy), TODAY, told)]


@pytest.mark.parametrize(
    ("text", "authors", "expected"),
    [
        (VALIDATED, ("jonas-b",), ["article-second-person"]),
        (VALIDATED, ("jonas-b", "amara"), []),
        (VALIDATED, ("amara",), []),
        (VALIDATED, (), []),
        (VALIDATED.replace("validated", "not_validated"), ("jonas-b",), []),
        (VALIDATED.replace("reviewed_by: Jonas-B\n", ""), ("jonas-b",), []),
    ],
)
def test_what_is_found(text: str, authors: tuple[str, ...], expected: list[str]) -> None:
    assert found(text, *authors) == expected


def test_a_tree_alone_does_not_tell() -> None:
    assert judge(snapshot(VALIDATED + BACKDROP), TODAY) == ()


def test_policy_puts_it_off_and_a_waiver_accepts_it() -> None:
    policy = "---\nkind: policy\nid: rules\nrules: {"
    waiver = f"waivers: [{{rule: article-second-person, ref: '{KB}', owner: desk, reason: R., expires: 2027-01-01}}]"
    off = policy + "severity: {article-second-person: 'off'}}\n"
    assert found(VALIDATED, "jonas-b", policy=off) == []
    assert found(VALIDATED, "jonas-b", policy=policy + waiver + "}\n") == []
    # Whether a waiver is needed is in no tree either: it is never called unused.
    assert judge(snapshot(VALIDATED + BACKDROP + policy + waiver + "}\n"), TODAY) == ()
