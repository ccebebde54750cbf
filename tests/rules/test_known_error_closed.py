"""Articles of known errors whose problems have ended."""

import pytest

from tests.support.judging import article, service, spots

KB = article("kb", "resolution: R.\n", kind="known_error") + service("booking", phase="pipeline")
PROBLEM = (
    "---\nkind: problem\nid: prb-2026-06-0{0}-x\nstatement: S\nservices: [service:booking]\nworkaround_article: kb\n"
)
OVER = "resolution_code: fix_applied\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (KB, []),
        (KB + PROBLEM.format(1), []),
        (KB + PROBLEM.format(1) + OVER, ["knowledge_article:kb/confidence"]),
        (KB + PROBLEM.format(1) + OVER + PROBLEM.format(2), []),
        (KB.replace("known_error", "problem") + PROBLEM.format(1) + OVER, []),
        (KB.replace("not_validated", "archived") + PROBLEM.format(1) + OVER, []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("known-error-closed", text) == expected
