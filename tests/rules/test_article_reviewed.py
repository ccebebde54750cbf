"""Validated articles and who reviewed them."""

import pytest

from tests.support.judging import article, spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (article("kb", "resolution: R.\n", confidence="validated"), ["knowledge_article:kb/confidence"]),
        (article("kb", "resolution: R.\nreviewed_by: jonas-b\n", confidence="validated"), []),
        (article("kb"), []),
        (article("kb").replace("2026-09-14", "2026-11-25"), ["knowledge_article:kb/reviewed_at"]),
        (article("kb").replace("2026-09-14", "2026-11-24"), []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("article-reviewed", text) == expected
