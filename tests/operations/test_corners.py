"""Rare turns of the service desk, each with the small case that takes it."""

from datetime import datetime

import pytest

from gitsm.operations.personal_data import contacts, redacted
from gitsm.operations.promises import Waiting, dues
from gitsm.operations.reporting import asked, parts_of, questions, reportable, requestable
from gitsm.operations.search import Library
from gitsm_schemas.catalogue import RequestOffering
from tests.support.catalogues import snapshot
from tests.support.desk import DESK

FRIDAY = datetime.fromisoformat("2026-11-20T15:00:00+01:00")
SNAPSHOT = snapshot(DESK)
SECOND = """---
kind: agreement
id: {}
type: sla
provider: desk
customer: customer:staff
covers: [service:mail]
starts: 2026-01-01
review_due: 2026-12-01
calendar: office
targets:
  - {{metric: response, value: {}, applies_to: [incident]}}
  - {{metric: availability, value: 99.9%}}
  - {{metric: rto, value: 2h}}
"""


@pytest.mark.parametrize(("value", "by"), [("30min", "agreement:other"), ("3h", "agreement:mail-sla")])
def test_of_two_agreements_the_earlier_deadline_counts_and_what_is_no_time_to_act_has_none(value: str, by: str) -> None:
    waiting = Waiting(("service:mail",), "incident", 2, FRIDAY)
    found = dues(snapshot(DESK + SECOND.format("other", value)), waiting, FRIDAY)
    assert {due.metric for due in found} == {"response", "resolution"}
    assert next(due.by for due in found if due.metric == "response") == by


def test_what_can_be_had_no_more_is_neither_found_nor_asked_for_nor_reported() -> None:
    gone = DESK.replace("name: Mail for staff\nphase: catalog", "name: Mail for staff\nphase: retired").replace(
        "phase: catalog\ncriticality", "phase: retired\ncriticality"
    )
    records = snapshot(gone)
    assert [one.ref for one in Library(records).suggest("mailbox", 5) if one.sort == "request"] == []
    assert "request_offering:mailbox" in [one.ref for one in Library(SNAPSHOT).suggest("mailbox", 5)]
    assert [one.id for one in requestable(records)] == []
    assert [one.id for one in requestable(SNAPSHOT)] == ["mailbox", "open", "plain"]
    assert [one.id for one in reportable(records)] == []
    assert [one.id for one in reportable(SNAPSHOT)] == ["mail"]
    assert parts_of(records, "mail") == {"Lists": "service_offering:mail-lists"}


def test_which_part_is_asked_where_there_are_several() -> None:
    assert parts_of(SNAPSHOT, "mail") == {
        "Lists": "service_offering:mail-lists", "Mail for staff": "service_offering:mail-staff"
    }  # fmt: skip
    assert [(one.id, one.required) for one in questions(SNAPSHOT, "mail")] == [
        ("summary", True), ("part", True), ("details", True), ("since", False), ("who", True), ("badly", True)
    ]  # fmt: skip
    one_part = snapshot(DESK.replace("name: Lists\nphase: catalog", "name: Lists\nphase: retired"))
    assert "part" not in [one.id for one in questions(one_part, "mail")]


def test_an_offering_that_asks_nothing_asks_whether_it_is_wanted() -> None:
    plain, mailbox = (SNAPSHOT.record(f"request_offering:{name}") for name in ("plain", "mailbox"))
    assert isinstance(plain, RequestOffering)
    assert isinstance(mailbox, RequestOffering)
    assert [(one.id, one.type, one.required) for one in asked(plain)] == [("wanted", "checkbox", True)]
    assert asked(mailbox) == mailbox.fields


def test_personal_data_is_replaced_where_it_stands_and_a_role_s_stays() -> None:
    text = "Kari (kari@private.example, card 4111 1111 1111 1111) asked desk@tern.example or +47 55 50 12 00."
    said, sorts = redacted(text, contacts(SNAPSHOT))
    assert said == text.replace("kari@private.example", f"[{sorts[0]}]").replace("4111 1111 1111 1111", f"[{sorts[1]}]")
    assert len(sorts) == 2
    assert redacted("Nothing to hide.") == ("Nothing to hide.", ())
