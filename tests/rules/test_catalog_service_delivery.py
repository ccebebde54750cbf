"""Services in the catalogue and what delivers them."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import offering, service, spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (service("aa"), ["service:aa/phase"]),
        (service("aa", phase="pipeline"), []),
        (service("aa", "delivered_by: [ci:app]\n") + ci("app"), []),
        (service("aa") + offering("offer", "aa", "delivered_by: [ci:app]\n") + ci("app"), []),
        (service("aa") + offering("offer", "aa"), ["service:aa/phase"]),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("catalog-service-delivery", text) == expected
