"""Ids of dated records (domain.md §1, rule 8)."""

import pytest

from tests.support.judging import spots


def outage(name: str) -> str:
    return f"---\nkind: outage\nid: {name}\ntype: outage\naffects: [ci:aa]\nstart: 2026-07-18T08:55:00Z\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (outage("out-2026-07-18-down"), []),
        (outage("down"), ["outage:down/id"]),
        (outage("out-down"), ["outage:out-down/id"]),
        (outage("inc-2026-07-18-down"), ["outage:inc-2026-07-18-down/id"]),
        (outage("out-2026-02-30-down"), ["outage:out-2026-02-30-down/id"]),
        (outage("out-2026-07-18"), ["outage:out-2026-07-18/id"]),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("dated-id", text) == expected
