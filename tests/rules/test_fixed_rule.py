"""Rules that policies try to relax."""

import pytest

from tests.support.judging import spots


def policy(name: str, says: str) -> str:
    return f"---\nkind: policy\nid: {name}\n{says}\n"


def waiver(rule: str, expires: str = "2027-01-31") -> str:
    return f"rules: {{waivers: [{{rule: {rule}, ref: 'ci:aa', owner: desk, reason: R., expires: {expires}}}]}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (policy("aa", "rules: {severity: {duplicate-key: note}}"), ["policy:aa/rules/severity/duplicate-key"]),
        (policy("aa", "rules: {severity: {expired-waiver: 'off'}}"), ["policy:aa/rules/severity/expired-waiver"]),
        (policy("aa", "rules: {severity: {dated-id: 'off'}}"), []),
        (policy("aa", waiver("unknown-key")), ["policy:aa/rules/waivers/0/rule"]),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("fixed-rule", text) == expected
