"""The edits of an offering, with the answers in their blanks; and the change that carries them out."""

from datetime import UTC, datetime
from typing import Any

import pytest

from gitsm.operations.automation import Wanted, filled, standard_change, wanted
from gitsm.operations.fulfilment import Step
from gitsm_schemas.catalogue import RequestOffering
from gitsm_schemas.changes import ChangeModel
from tests.support.catalogues import snapshot
from tests.support.desk import DESK

GIVEN = {"request": "req-2026-11-24-mailbox", "requester": "amara", "today": "2026-11-24"}
START = datetime(2026, 11, 24, 9, 30, 0, 250_000, tzinfo=UTC)
RECORDS = snapshot(DESK)


def offering(name: str) -> RequestOffering:
    found = RECORDS.record(f"request_offering:{name}")
    assert isinstance(found, RequestOffering)
    return found


def model(name: str) -> ChangeModel:
    found = RECORDS.record(f"change_model:{name}")
    assert isinstance(found, ChangeModel)
    return found


def test_a_record_is_made_of_answers() -> None:
    answers = {"name": "Quay Fünf", "readers": " amara \n\nbo\n", "place": "Bergen"}
    (found,), refused = wanted(offering("mailbox"), answers, GIVEN)
    assert refused == ()
    assert (found.ref, found.new, found.folder, found.add) == ("ci:mailbox-quay-funf", True, "cmdb/mailboxes", ())
    assert found.set["name"] == "Quay Fünf"
    assert found.set["class"] == "information_object"
    # A box that is not ticked is a no; a list of lines leaves the empty ones out.
    assert found.set["attributes"] == {"readers": ["amara", "bo"], "outside": False, "since": "2026-11-24"}


def test_an_item_is_added_to_a_record_that_is_there() -> None:
    (found,), refused = wanted(offering("open"), {"site": "two.example"}, GIVEN)
    assert (refused, found) == (
        (), Wanted("ci:filter", new=False, folder=None, set={}, add=(("attributes.allowed", "two.example"),))
    )  # fmt: skip


@pytest.mark.parametrize("name", ["", "!", "x", "日本", "a" * 80])
def test_an_answer_that_gives_no_id_is_refused_at_its_field(name: str) -> None:
    found, refused = wanted(offering("mailbox"), {"name": name}, GIVEN)
    assert (found, [(one.field, one.why) for one in refused]) == ((), [("name", "it gives no id")])


def test_what_is_no_blank_stays_as_it_is() -> None:
    template: dict[str, Any] = {
        "answer": "a word that is no blank",
        "more": [{"answer": "x"}, 3, {"given": "requester"}], "deep": {"k": (True,)}
    }  # fmt: skip
    assert filled({"t": {**template, "why": 1}}, {"x": "yes"}, GIVEN) == {
        "t": {"answer": "a word that is no blank", "more": ["yes", 3, "amara"], "deep": {"k": [True]}, "why": 1}
    }


def test_a_change_follows_its_model_and_its_steps() -> None:
    steps = (
        Step("Check the name", "team:desk", (), datetime(2026, 11, 24, 10, 0, tzinfo=UTC)),
        Step("Create it", "team:network", ("Check the name",), datetime(2026, 11, 24, 12, 0, tzinfo=UTC)),
    )
    edits = (
        Wanted("ci:mailbox-quay", new=True, folder=None, set={}, add=()),
        Wanted("service:mail", new=False, folder=None, set={"a": 1}, add=()),
    )
    found = standard_change(
        "req-2026-11-24-mailbox", offering("mailbox"), model("new-mailbox"), edits,
        assignee="kofi", start=START, steps=steps,
    )  # fmt: skip
    assert (found["id"], found["title"]) == ("chg-2026-11-24-mailbox", "Mailbox for req-2026-11-24-mailbox")
    assert (found["type"], found["model"], found["assignee"]) == ("standard", "new-mailbox", "kofi")
    assert found["affected"] == [{"ci": "mailbox-quay"}, {"service": "service:mail"}]
    assert found["planned"] == {"start": "2026-11-24T09:30:00+00:00", "end": "2026-11-24T12:00:00+00:00"}
    assert found["implementation_plan"] == "1. Check the name\n2. Create it\n"
    assert found["test_plan"] == "Write to it."  # the model's own
    assert found["reason"] == "It fulfils request:req-2026-11-24-mailbox.\n"
    assert found["backout_plan"] == {"steps": "Revert this pull request.\n", "tested": False}


def test_a_change_without_steps_lasts_an_hour_and_says_what_to_do() -> None:
    found = standard_change(
        "req-2026-11-24-open", offering("open"), model("open-site"), (), assignee="kofi", start=START, steps=()
    )
    assert found["planned"] == {"start": "2026-11-24T09:30:00+00:00", "end": "2026-11-24T10:30:00+00:00"}
    assert found["implementation_plan"] == "Merge this pull request.\n"
    assert found["test_plan"] == "Ask whoever asked for it.\n"
