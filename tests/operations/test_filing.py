"""A form that was sent in becomes a record, or is refused with what is wrong with it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from gitsm.operations.answers import Refusal
from gitsm.operations.filing import Filed, file
from gitsm.operations.submissions import Submission
from gitsm.policy import Policies
from tests.support.catalogues import snapshot
from tests.support.desk import DESK

# A Tuesday; Oslo's clock is an hour ahead.
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MAILBOX = (("name", "Quay five"), ("readers", "amara\nbo"), ("place", "Bergen"))
TROUBLE = (
    ("summary", "Mail arrives late"), ("details", "Since this morning mail arrives late."),
    ("part", "Mail for staff"), ("who", "A team, a ship or a site"), ("badly", "Work stands still"),
)  # fmt: skip


def sent(
    sort: str, form: str, given: tuple[tuple[str, Any], ...], *, at: datetime | None = None, origin: Any = None
) -> Submission:
    return Submission(sort, form, given, by_label=False, by="amara", at=at, origin=origin)


def outcome(form: Submission, more: str = "") -> Filed | tuple[Refusal, ...]:
    records = snapshot(DESK + more)
    return file(records, Policies.of_tree(records), form, NOW)


def filed(form: Submission, more: str = "") -> Filed:
    found = outcome(form, more)
    assert isinstance(found, Filed), found
    return found


def refused(form: Submission, more: str = "") -> list[tuple[str, str, str]]:
    found = outcome(form, more)
    assert not isinstance(found, Filed)
    return [(one.field, one.why, one.remedy) for one in found]


def test_a_request_is_written_with_its_tasks_and_until_when_it_is_due() -> None:
    found = filed(sent("request", "mailbox", MAILBOX, at=datetime(2026, 11, 24, 8, 30, tzinfo=UTC)))
    assert found.ref == "request:req-2026-11-24-mailbox"
    assert found.data["requested_at"] == "2026-11-24T09:30:00+01:00"
    assert found.data["requested_by"] == "amara"
    assert found.data["answers"] == {"name": "Quay five", "readers": "amara\nbo", "place": "Bergen"}
    assert found.data["tasks"] == [
        {"name": "Check the name", "group": "desk"},
        {"name": "Create it", "group": "network", "after": ["Check the name"]},
    ]
    assert "source" not in found.data
    # 30 min and 2 h of service time from 09:30; one day of service time is eight hours.
    assert [step.due.isoformat() for step in found.steps] == ["2026-11-24T09:00:00+00:00", "2026-11-24T11:00:00+00:00"]
    assert [(due.metric, due.at.isoformat()) for due in found.dues] == [("fulfilment", "2026-11-25T08:30:00+00:00")]
    assert found.groups == ("team:desk", "team:network")
    assert found.priority == 4  # low impact, medium urgency


def test_a_request_of_an_issue_is_called_by_its_number_and_recorded_once() -> None:
    form = sent("request", "mailbox", MAILBOX, origin=("github", "tern/catalogue#17"))
    found = filed(form)
    assert found.ref == "request:req-2026-11-24-mailbox-17"
    assert found.data["source"] == {"system": "github", "id": "tern/catalogue#17"}
    there = (
        "---\nkind: request\nid: req-2026-11-20-plain\noffering: plain\nrequested_by: bo\n"
        "requested_at: 2026-11-20T09:00:00+01:00\nanswers: {}\nsource: {system: github, id: tern/catalogue#17}\n"
    )
    assert refused(form, there) == [
        ("issue", "it was recorded before: request:req-2026-11-20-plain", "edit that record")
    ]
    # Another issue, and a form of none, are not that one.
    assert filed(sent("request", "mailbox", MAILBOX, origin=("github", "tern/catalogue#18")), there)
    assert filed(sent("request", "mailbox", MAILBOX), there)


def test_an_id_that_somebody_has_gets_a_number() -> None:
    def there(name: str) -> str:
        return (
            f"---\nkind: request\nid: {name}\noffering: plain\nrequested_by: bo\n"
            "requested_at: 2026-11-24T09:00:00+01:00\nanswers: {}\n"
        )

    more = there("req-2026-11-24-mailbox") + there("req-2026-11-24-mailbox-2")
    assert filed(sent("request", "mailbox", MAILBOX), more).id == "req-2026-11-24-mailbox-3"


def test_what_asks_nothing_has_no_tasks_and_no_answers_but_that_it_is_wanted() -> None:
    found = filed(sent("request", "plain", (("wanted", True),)))
    assert "tasks" not in found.data
    assert found.data["answers"] == {"wanted": True}
    assert (found.steps, found.dues) == ((), ())


def test_forms_that_nobody_offers_are_refused_with_the_nearest() -> None:
    assert refused(sent("request", "mailbx", ())) == [
        ("form", "nothing like mailbx may be asked for", "did you mean mailbox?")
    ]
    assert refused(sent("request", "zzzzzzzz", ())) == [
        ("form", "nothing like zzzzzzzz may be asked for", "gitsm list request_offering lists what there is")
    ]
    assert refused(sent("incident", "mial", ())) == [
        ("form", "there is no service mial to report of", "did you mean mail?")
    ]
    assert refused(sent("incident", "zzzzzzzz", ())) == [
        ("form", "there is no service zzzzzzzz to report of", "gitsm list service lists what there is")
    ]


def test_a_form_from_the_future_is_refused_and_a_clock_may_be_a_little_off() -> None:
    late = datetime(2026, 11, 24, 9, 6, tzinfo=UTC)
    assert refused(sent("request", "mailbox", MAILBOX, at=late)) == [
        ("at", "it was sent at 2026-11-24T09:06:00+00:00, in the future", "mend the clock that says so")
    ]
    assert filed(sent("request", "mailbox", MAILBOX, at=datetime(2026, 11, 24, 9, 4, tzinfo=UTC)))


def test_answers_that_do_not_fit_are_all_told() -> None:
    found = refused(sent("request", "mailbox", (("name", "Quay"), ("place", "Oslo"))))
    assert sorted(field for field, _, _ in found) == ["place", "readers"]


def test_an_incident_says_how_badly_whom_it_hurts_and_since_when() -> None:
    found = filed(sent("incident", "mail", (*TROUBLE, ("since", "2026-11-24 08:15"))))
    assert found.ref == "incident:inc-2026-11-24-mail-arrives-late"
    told = {key: found.data[key] for key in ("impact", "urgency", "services", "started_at", "detected_at", "channel")}
    assert told == {
        "impact": "medium", "urgency": "high", "services": ["service_offering:mail-staff"],
        "started_at": "2026-11-24T08:15:00+01:00", "detected_at": "2026-11-24T10:00:00+01:00", "channel": "portal",
    }  # fmt: skip
    assert found.priority == 2  # domain.md §8.5: medium impact, high urgency
    assert found.data["knowledge"] == ["kb-mail-slow"]
    assert [one.ref for one in found.helpful if one.ref.startswith("problem:")] == ["problem:prb-2026-09-01-filter"]
    # At priority 2: an hour of service time to respond, eight to resolve.
    assert [(due.metric, due.at.isoformat()) for due in found.dues] == [
        ("response", "2026-11-24T10:00:00+00:00"), ("resolution", "2026-11-25T09:00:00+00:00")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("since", "started"),
    [
        (None, "2026-11-24T10:00:00+01:00"),
        ("2026-11-24T06:15:00Z", "2026-11-24T07:15:00+01:00"),
        ("2026-11-23T08:00:00-05:00", "2026-11-23T14:00:00+01:00"),
    ],
)
def test_a_time_with_an_offset_is_taken_at_its_word(since: str | None, started: str) -> None:
    more = () if since is None else (("since", since),)
    assert filed(sent("incident", "mail", (*TROUBLE, *more))).data["started_at"] == started


@pytest.mark.parametrize(
    ("since", "why"),
    [
        ("yesterday", "it is no time"),
        ("2026-02-30 10:00", "it is no time"),
        ("2026-11-24 10:01", "it is later than the report"),
    ],
)
def test_a_time_that_cannot_be_is_refused_with_the_other_mistakes(since: str, why: str) -> None:
    assert [(field, said) for field, said, _ in refused(sent("incident", "mail", (*TROUBLE, ("since", since))))] == [
        ("since", why)
    ]
    found = refused(sent("incident", "mail", (*TROUBLE[1:], ("since", since))))
    assert [field for field, _, _ in found] == ["summary", "since"]


def test_personal_data_goes_and_a_role_s_number_stays() -> None:
    said = "Ask kari@private.example or our desk@tern.example."
    given = tuple((name, said if name == "details" else value) for name, value in TROUBLE)
    found = filed(sent("incident", "mail", given))
    assert "kari@private.example" not in str(found.data)
    assert "desk@tern.example" in found.data["description"]
    assert [name for name, _ in found.redacted] == ["details"]


def test_a_title_without_a_letter_is_called_after_the_service() -> None:
    given = (("summary", "???"), *TROUBLE[1:])
    assert filed(sent("incident", "mail", given)).id == "inc-2026-11-24-mail"


def test_a_part_that_is_one_service_is_not_asked_for() -> None:
    more = """---
kind: service
id: door
name: Doors
class: business_service
description: Doors that open.
owner: desk
phase: catalog
criticality: less_critical
customers: [staff]
delivered_by: [ci:filter]
next_review: 2027-03-01
---
kind: service_offering
id: door-all
service: door
name: Doors for all
phase: catalog
service_hours: office
"""
    said = {"summary": "Zylinder klemmt", "details": "Zylinder klemmt."}
    given = tuple((name, said.get(name, value)) for name, value in TROUBLE if name != "part")
    found = filed(sent("incident", "door", given), more)
    assert found.data["services"] == ["service:door"]
    assert (found.data.get("knowledge"), found.helpful) == (None, ())
