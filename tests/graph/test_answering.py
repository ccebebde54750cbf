"""Who answers for a record, whatever shape it is in."""

import pytest

from gitsm.graph.answering import answering
from gitsm.snapshot import Plain

RECORDS: dict[str, Plain] = {
    "ci:web": {"owner": "desk"},
    "ci:spelt-out": {"owner": "team:desk"},
    "ci:nobody": {},
    "ci:odd": {"owner": ["desk"]},
    "ci:not-a-team": {"owner": "supplier:northsat"},
    "service:booking": {"owner": "booking-team"},
    "service_offering:booking-online": {"service": "booking"},
    "service_offering:own": {"service": "booking", "owner": "web-team"},
    "service_offering:lost": {"service": "gone"},
    "service_offering:round": {"service": "service_offering:round"},
    "request_offering:new-mailbox": {"offering": "booking-online"},
    "request:one": {"offering": "new-mailbox", "requested_by": "amara"},
    "agreement:sla": {"provider": "desk", "owner": "nobody-asks"},
}


@pytest.mark.parametrize(
    ("ref", "team"),
    [
        ("ci:web", "team:desk"),
        ("ci:spelt-out", "team:desk"),
        ("ci:nobody", None),
        ("ci:odd", None),
        ("ci:not-a-team", None),
        ("ci:there-is-none", None),
        ("service:booking", "team:booking-team"),
        ("service_offering:booking-online", "team:booking-team"),
        ("service_offering:own", "team:web-team"),
        ("service_offering:lost", None),
        ("service_offering:round", None),
        ("request_offering:new-mailbox", "team:booking-team"),
        ("request:one", "team:booking-team"),
        ("agreement:sla", "team:desk"),
    ],
)
def test_a_record_without_an_owner_has_that_of_what_it_belongs_to(ref: str, team: str | None) -> None:
    assert answering(ref, RECORDS.get) == team
