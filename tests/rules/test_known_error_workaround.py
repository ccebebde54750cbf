"""Known errors and where their workaround stands."""

import pytest

from tests.support.judging import article, spots


def problem(rest: str = "") -> str:
    return "---\nkind: problem\nid: prb-2026-01-01-lag\nstatement: Slow.\ncis: [ci:aa]\nworkaround_article: kb\n" + rest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (article("kb", kind="known_error"), ["knowledge_article:kb/type"]),
        (article("kb", "resolution: R.\n", kind="known_error"), []),
        (article("kb", kind="known_error", confidence="archived"), []),
        (article("kb", kind="problem"), []),
        (article("kb") + problem(), ["problem:prb-2026-01-01-lag/workaround_article"]),
        (article("kb", "resolution: R.\n") + problem(), []),
        (
            article("kb", "resolution: R.\n", confidence="archived") + problem(),
            ["problem:prb-2026-01-01-lag/workaround_article"],
        ),
        (article("kb") + problem("workaround: Wait.\n"), []),
        (article("kb") + problem("resolution_code: fix_applied\n"), []),
        (problem(), []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("known-error-workaround", text) == expected
