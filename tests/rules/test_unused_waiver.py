"""Waivers that nothing is waived by."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import spots


def policy(name: str, says: str) -> str:
    return f"---\nkind: policy\nid: {name}\n{says}\n"


def waiver(rule: str, expires: str = "2027-01-31") -> str:
    return f"rules: {{waivers: [{{rule: {rule}, ref: 'ci:aa', owner: desk, reason: R., expires: {expires}}}]}}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (policy("aa", waiver("self-relation")) + ci("aa", "depends_on: [ci:aa]\n"), []),
        (policy("aa", waiver("self-relation")) + ci("aa"), ["policy:aa/rules/waivers/0/ref"]),
        (policy("aa", waiver("self-relation")), ["policy:aa/rules/waivers/0/ref"]),
        (policy("aa", waiver("article-validity")) + ci("aa"), ["policy:aa/rules/waivers/0/ref"]),
        # What has expired or is misspelt is reported by the rules about that.
        (policy("aa", waiver("self-relation", "2026-11-23")), []),
        (policy("aa", waiver("self-relations")), []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("unused-waiver", text) == expected
