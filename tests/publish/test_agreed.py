"""Who agrees to a change, as its page says: by the policy, or by a decision that was kept."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from gitsm.change.approvals import Statement
from gitsm.cli.published import decisions
from gitsm.errors import BadStatementError
from gitsm.exchange.evidence import written
from gitsm.improvement.metrics import History, metrics
from tests.publish.test_portal import CATALOGUE, made, page, words

PAGE = "changes/chg-2026-12-01-web.md"
POLICY = """
---
kind: team
id: board
name: Change board
members: [ingrid, wei]
contact: {chat: '#board'}
---
kind: policy
id: approvals
approvals:
  rules: [{id: requests, scope: {kinds: [change]}, teams: [desk]}]
  extra: [{bands: [low, moderate, high], teams: [board]}]
  default: [desk]
"""
VERDICT: dict[str, object] = {
    "plan_hash": "0" * 64,
    "as_of": "2026-11-24T10:00:00+00:00",
    "allowed": True,
    "change": "change:chg-2026-12-01-web",
    "approvals": {
        "required": [
            {"rule": "requests", "why": "rule requests of the policy", "from": ["team:desk"], "count": 1,
             "satisfied_by": ["amara"]},
            {"rule": "risk-high", "why": "the risk is high", "from": ["team:board"], "count": 2,
             "satisfied_by": ["<b>ingrid"]},
        ]
    },
}  # fmt: skip


def test_a_change_to_come_says_whom_the_policy_asks() -> None:
    text = words(page(made(CATALOGUE + POLICY), PAGE))
    said = text[text.index("Who agrees") : text.index("How it is done")]
    assert "Desk 1 person rule requests of the policy" in said
    assert "Change board 1 person the risk is" in said
    assert "What its edits alter may ask for more" in said


def test_a_kept_decision_says_who_agreed(tmp_path: Path) -> None:
    name, content = written(VERDICT, Statement())
    (tmp_path / name).write_bytes(content)
    found = made(CATALOGUE + POLICY, decisions=decisions(tmp_path))
    text = words(page(found, PAGE))
    assert "Let through on Tue 24 Nov 2026, 10:00 UTC" in text
    assert "Desk 1 person rule requests of the policy amara Agreed" in text
    assert "Change board 2 people the risk is high <b>ingrid Missing" in text
    assert "<b>ingrid" not in page(found, PAGE)


def test_the_decision_that_was_made_last_counts(tmp_path: Path) -> None:
    for at, allowed in (("2026-11-24T10:00:00+00:00", True), ("2026-11-23T10:00:00+00:00", False)):
        name, content = written({**VERDICT, "as_of": at, "allowed": allowed}, Statement())
        (tmp_path / name).write_bytes(content)
    assert decisions(tmp_path)["change:chg-2026-12-01-web"]["allowed"] is True


def test_a_decision_that_was_altered_is_refused(tmp_path: Path) -> None:
    name, content = written(VERDICT, Statement())
    (tmp_path / name).write_bytes(content.replace(b"amara", b"mallo"))
    with pytest.raises(BadStatementError):
        decisions(tmp_path)


def test_a_change_that_is_over_guesses_nothing() -> None:
    over = CATALOGUE.replace("assignee: amara\n", "assignee: amara\noutcome: successful\n")
    assert "Who agrees" not in page(made(over + POLICY), PAGE)


RELEASE = """
---
kind: release
id: rel-2026-12-01-web
name: Web in winter
changes: [chg-2026-12-01-web]
strategy: canary
acceptance_criteria: [Nobody notices]
backout: Switch **back**.
"""


def test_a_release_says_what_is_in_it_and_when_it_is_good() -> None:
    found = made(CATALOGUE + RELEASE)
    text = words(page(found, "releases/rel-2026-12-01-web.md"))
    assert "Planned Live since not yet How it reaches users Canary In it 1 change" in text
    assert "New web tier" in text
    assert "Nobody notices" in text
    assert "Web in winter" in words(page(found, PAGE))
    assert "Web in winter" in words(page(found, "changes.md"))


def test_a_customer_says_what_they_get_and_what_is_promised_them() -> None:
    text = words(page(made(), "customers/passengers.md"))
    assert "Booking on the web Booking 99.9 % at most 43 minutes down a month" in text
    assert "Available 99.9 %" in text


def test_readers_outside_are_led_to_no_page_of_customers() -> None:
    found = made(audience="customer")
    assert [sheet.path for sheet in found.sheets if "customers" in sheet.path or "customers/" in sheet.body] == []


def test_scorecards_tell_how_changes_go() -> None:
    over = CATALOGUE.replace(
        "assignee: amara\n",
        "assignee: amara\noutcome: backed_out\nactual: {start: 2026-11-10T20:00:00Z, end: 2026-11-10T22:00:00Z}\n",
    )
    start, end = datetime(2026, 10, 26, tzinfo=UTC), datetime(2026, 11, 25, tzinfo=UTC)
    site = made(over).site
    begun = History({"change:chg-2026-12-01-web": datetime(2026, 11, 8, 22, tzinfo=UTC)}, {})
    found = made(over, metrics=metrics(site.snapshot, begun, start, end))
    text = words(page(found, "scorecards.md"))
    assert "Change failure rate 100.0 % 1 of 1" in text
    assert "Lead time, median 2 d 1 measured" in text


SUPPLIER = """
---
kind: supplier
id: north
name: North
contact: {mail: noc@north.example}
---
kind: agreement
id: north-ua
type: ua
provider: desk
supplier: north
covers: [ci:host]
starts: 2026-01-01
review_due: 2027-01-01
calendar: always
targets: [{metric: availability, value: 99.5%}]
"""


def test_a_supplier_says_what_it_promises_in_plain_numbers() -> None:
    text = words(page(made(CATALOGUE + SUPPLIER), "suppliers/north.md"))
    # Half a percent of 30 days.
    assert "Available 99.5 % at most 3 hours 36 minutes down in a month of 30 days" in text.replace("\u00a0", " ")
    assert "Host one" in text
