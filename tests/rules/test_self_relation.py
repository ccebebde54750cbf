"""Relations of a record to itself."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import service, spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ci("aa", "depends_on: [ci:aa]\n"), ["ci:aa/depends_on/0"]),
        (ci("aa", "connects_to: [{target: ci:aa, uplink: true}]\n"), ["ci:aa/connects_to/0/target"]),
        (ci("aa", "runs_on: [{any_of: [ci:bb, ci:aa], min_up: 1}]\n") + ci("bb"), ["ci:aa/runs_on/0/any_of/1"]),
        (service("aa", "depends_on: [service:aa]\n"), ["service:aa/depends_on/0"]),
        (ci("aa", "depends_on: [ci:bb]\n") + ci("bb"), []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("self-relation", text) == expected
