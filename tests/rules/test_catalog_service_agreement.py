"""Services in the catalogue and the agreements that cover them."""

import pytest

from tests.support.judging import agreement, offering, service, spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (service("aa"), ["service:aa/phase"]),
        (service("aa", phase="pipeline") + service("bb", phase="retired"), []),
        (service("aa") + agreement("sla", "sla", "service:aa"), []),
        (service("aa") + agreement("ola", "ola", "service:aa"), []),
        (service("aa") + offering("offer", "aa") + agreement("sla", "sla", "service_offering:offer"), []),
        # What a supplier promises us is no promise of ours.
        (service("aa") + agreement("ua", "ua", "service:aa"), ["service:aa/phase"]),
        (service("aa") + agreement("sla", "sla", "service:aa", ends="2026-11-23"), ["service:aa/phase"]),
        (service("aa") + agreement("sla", "sla", "service:aa", ends="2026-11-24"), []),
        (service("aa") + agreement("sla", "sla", "service:aa", ends=None), []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("catalog-service-agreement", text) == expected
