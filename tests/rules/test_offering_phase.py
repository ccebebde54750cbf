"""Offerings of services that are not in the catalogue."""

import pytest

from tests.support.judging import offering, service, spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (service("aa") + offering("offer", "aa"), []),
        (service("aa", phase="pipeline") + offering("offer", "aa"), ["service_offering:offer/phase"]),
        (service("aa", phase="retired") + offering("offer", "aa"), ["service_offering:offer/phase"]),
        (service("aa", phase="retired") + offering("offer", "aa", phase="retired"), []),
        (offering("offer", "nothing"), []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("offering-phase", text) == expected
