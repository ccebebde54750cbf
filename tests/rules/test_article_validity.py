"""Articles past their last day."""

import pytest

from tests.support.judging import article, spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (article("kb", "valid_to: 2026-11-23\n"), ["knowledge_article:kb/valid_to"]),
        (article("kb", "valid_to: 2026-11-24\n"), []),
        (article("kb"), []),
        (article("kb", "valid_to: 2026-11-23\n", confidence="archived"), []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("article-validity", text) == expected
