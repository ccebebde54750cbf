"""Uses of what is retired."""

import pytest

from tests.support.judging import agreement, offering, service, spots

OLD = service("old", phase="retired")
REQUEST = "---\nkind: request_offering\nid: req\noffering: offer\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (service("aa", "depends_on: [service:old]\n") + OLD, ["service:aa/depends_on/0"]),
        (service("aa", "depends_on: [service:old]\n", phase="pipeline") + OLD, []),
        (agreement("sla", "sla", "service:old") + OLD, ["agreement:sla/covers/0"]),
        (agreement("sla", "sla", "service:old", ends="2026-06-30") + OLD, []),
        (offering("offer", "old", phase="retired") + REQUEST + OLD, ["request_offering:req/offering"]),
        (offering("offer", "old", phase="pipeline") + REQUEST + OLD, []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("retired-service-in-use", text) == expected
