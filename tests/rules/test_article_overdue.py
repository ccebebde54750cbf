"""Articles whose review is too old."""

import pytest

from tests.support.judging import article, spots

POLICY = "---\nkind: policy\nid: ours\nknowledge: {review_within: {not_validated: 30d}}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (article("kb").replace("2026-09-14", "2025-11-23"), ["knowledge_article:kb/reviewed_at"]),
        (article("kb").replace("2026-09-14", "2025-11-24"), []),
        (article("kb", confidence="archived").replace("2026-09-14", "2020-01-01"), []),
        (article("kb", confidence="work_in_progress"), ["knowledge_article:kb/reviewed_at"]),
        (article("kb") + POLICY, ["knowledge_article:kb/reviewed_at"]),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("article-overdue", text) == expected
