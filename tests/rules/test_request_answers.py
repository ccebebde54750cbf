"""Requests whose answers do not fit their form."""

import pytest

from tests.support.judging import offering, service, spots

FORM = (
    service("booking", phase="pipeline") + offering("web", "booking", phase="pipeline")
    + "---\nkind: request_offering\nid: account\noffering: web\nfields:\n"
    "  - {id: agency, label: Agency, type: text, required: true}\n  - {id: seats, label: Seats, type: number}\n"
    "  - {id: extras, label: Extras, type: multiselect, options: [a, b]}\n"
)  # fmt: skip


def request(answers: str, rest: str = "") -> str:
    return (
        "---\nkind: request\nid: req-2026-11-20-a\noffering: account\nrequested_by: amara\n"
        f"requested_at: 2026-11-20T09:15:00+01:00\nanswers: {{{answers}}}\n{rest}"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (request("agency: Fjord, seats: 2, extras: [a]"), []),
        (request("agency: Fjord, seats: many"), ["/answers/seats"]),
        (request("seats: 2"), ["/answers"]),
        (request("agency: Fjord, colour: red"), ["/answers/colour"]),
        (request("colour: red", "outcome: withdrawn\nclosed_at: 2026-11-21T09:15:00+01:00\n"), []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("request-answers", FORM + text) == [f"request:req-2026-11-20-a{each}" for each in expected]


def test_an_offering_that_is_gone_is_another_rules_matter() -> None:
    assert spots("request-answers", request("a: b")) == []
