"""Topics that two policies say."""

import pytest

from tests.support.judging import spots


def policy(name: str, says: str) -> str:
    return f"---\nkind: policy\nid: {name}\n{says}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (policy("aa", "risk: {low_up_to: 20}") + policy("bb", "risk: {low_up_to: 30}"), ["policy:bb/risk"]),
        (policy("aa", "risk: {low_up_to: 20}") + policy("bb", "rules: {severity: {dated-id: note}}"), []),
        (
            policy("aa", "rules: {severity: {dated-id: note}}") + policy("bb", "rules: {severity: {dated-id: error}}"),
            ["policy:bb/rules/severity/dated-id"],
        ),
        (
            policy("aa", "rules: {severity: {dated-id: note}}")
            + policy("bb", "rules: {severity: {self-relation: note}}"),
            [],
        ),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("duplicate-policy", text) == expected
