"""Waivers and their last day."""

import pytest

from tests.support.judging import spots


def policy(name: str, says: str) -> str:
    return f"---\nkind: policy\nid: {name}\n{says}\n"


def waiver(rule: str, expires: str = "2027-01-31") -> str:
    return f"rules: {{waivers: [{{rule: {rule}, ref: 'ci:aa', owner: desk, reason: R., expires: {expires}}}]}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (policy("aa", waiver("dated-id", "2026-11-24")), []),
        (policy("aa", waiver("dated-id", "2026-11-23")), ["policy:aa/rules/waivers/0/expires"]),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("expired-waiver", text) == expected
