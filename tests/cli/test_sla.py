"""`gitsm sla` as people and pipelines meet it, on a repository whose graph changed."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.support.backdrop import BACKDROP
from tests.support.catalogues import ci, files
from tests.support.judging import offering, service
from tests.support.program import gitsm
from tests.support.promises import OFFICE, promising
from tests.support.repositories import commit, git, repository

PROJECT = Path(__file__).parents[2]
TARGETS = "{metric: availability, value: 99.5%}, {metric: response, value: 30min, priority: 1, applies_to: [incident]}"
PAIR = "delivered_by: [{any_of: [ci:n1, ci:n2], min_up: 1}]\n"
TEXT = (
    service("booking")
    + offering("web", "booking", PAIR)
    + ci("n1", availability="99%")
    + ci("n2", "depends_on: [ci:sms]\n", availability="99%")
    + ci("sms", class_="external_service", availability="99.9%")
    + promising("web-sla", "sla", "service:booking", TARGETS)
    + promising("sms-ua", "ua", "ci:sms", "{metric: availability, value: 99.9%}, {metric: response, value: 15min}")
    + "penalties: [{below: 99.9%, credit: 10%}, {below: 95%, credit: 50%}]\nclaim_within: 30d\n"
    + OFFICE
    + promising("office-sla", "sla", "ci:n1", "{metric: availability, value: 90%}", "calendar: office\n")
    + BACKDROP
    + """---
kind: outage
id: out-2026-10-05-n1
type: outage
affects: [ci:n1]
start: 2026-10-05T10:00:00+02:00
end: 2026-10-05T14:00:00+02:00
---
kind: outage
id: out-2026-10-20-sms
type: outage
affects: [ci:sms]
start: 2026-10-20T12:00:00+02:00
end: 2026-10-20T13:30:00+02:00
---
kind: incident
id: inc-2026-10-05-web
title: Nobody can book
impact: high
urgency: high
services: [service:booking]
started_at: 2026-10-05T10:00:00+02:00
detected_at: 2026-10-05T10:05:00+02:00
acknowledged_at: 2026-10-05T10:25:00+02:00
restored_at: 2026-10-05T14:00:00+02:00
---
kind: incident
id: inc-2026-10-06-none
title: Nothing
impact: high
urgency: high
services: [service:booking]
started_at: 2026-10-06T10:00:00+02:00
detected_at: 2026-10-06T10:00:00+02:00
canceled: Reported twice
"""
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in which the web stood on n1 alone until 2026-10-05T12:00+02:00."""
    alone = files(TEXT.replace(PAIR, "delivered_by: [ci:n1]\n"))
    made = tmp_path_factory.mktemp("sla") / "r"
    repository(made, [("alone", alone)])
    commit(made, "a pair", files(TEXT), when=277)
    return made


def sla(folder: Path, *arguments: str) -> dict[str, Any]:
    done = gitsm("sla", *arguments, "--as-of", "2026-11-10", "--format", "json", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    shape: dict[str, Any] = json.loads(done.stdout)
    return shape


def test_figures_come_by_the_graph_as_it_was(folder: Path) -> None:
    found = sla(folder, "web-sla", "--period", "2026-10")
    available, response = found["targets"]
    # Two hours on n1 alone; then the pair held. 31 days and the hour of the clock are 44,700 minutes.
    assert (available["used_minutes"], available["allowed_minutes"]) == (120, 223.5)
    assert available["achieved"] == pytest.approx(1 - 120 / 44_700)
    assert available["met"] is True
    assert available["units"][0]["spells"] == [
        {"start": "2026-10-05T08:00:00Z", "end": "2026-10-05T10:00:00Z", "counts": True, "planned": False,
         "causes": ["outage:out-2026-10-05-n1"]}
    ]  # fmt: skip
    # 99 % beside 99 % · 99.9 %: 1 - 0.01 · (1 - 0.98901) = 0.9998901.
    assert available["backed"] == pytest.approx(0.9998901)
    assert (response["promised"], response["backed"], response["achieved"], response["met"]) == (30, 15, 20, True)
    assert found["agreements"][0]["chain"][0]["ref"] == "agreement:sms-ua"


def test_what_a_supplier_owes(folder: Path) -> None:
    found = sla(folder, "northsat", "--period", "2026-10")
    available = found["targets"][0]
    # 90 of 44,700 minutes: 99.7987 %.
    assert available["credit"] == {
        "share": 0.1, "below": 0.999, "claim_until": "2026-11-30T23:00:00Z", "final": True
    }  # fmt: skip
    text = gitsm("sla", "northsat", "--period", "2026-10", "--as-of", "2026-11-10", cwd=folder).stdout
    assert "credit     10 % of the price, below 99.9 %, to be claimed until 2026-11-30" in text
    whole = gitsm("sla", "--all", "--period", "2026-10", "--as-of", "2026-11-10", cwd=folder).stdout
    assert "sms-ua  owes 10 % of the price" in whole
    early = gitsm("sla", "northsat", "--as-of", "2026-10-25", cwd=folder).stdout
    assert "if it stays so" in early


def test_a_year_of_a_monthly_promise_is_told_month_by_month(folder: Path) -> None:
    found = sla(folder, "northsat", "--period", "2026")
    schema = json.loads((PROJECT / "schemas/json/output/sla.v1.json").read_text())
    assert [error.message for error in Draft202012Validator(schema).iter_errors(found)] == []
    available = found["targets"][0]
    # 90 minutes are 0.2 % of October and 0.02 % of the year so far: kept as a year, broken in its month.
    assert available["achieved"] > 0.999
    assert (available["met"], available["credit"]) == (False, None)
    told = {one["period"]["end"]: one for one in available["windows"]}
    assert len(told) == 12
    october = told["2026-10-31T23:00:00Z"]
    assert (october["met"], october["left_minutes"]) == (False, pytest.approx(44.7 - 90))
    assert october["credit"]["share"] == 0.1
    assert [one["met"] for one in told.values()].count(True) == 10
    assert told["2026-12-31T23:00:00Z"]["met"] is None
    text = gitsm("sla", "northsat", "--period", "2026", "--as-of", "2026-11-10", cwd=folder).stdout
    assert "broken in 1 of 11 months so far" in text
    assert "broken from 2026-10-01 to 2026-10-31: 99.79865 %" in text
    assert "10 % of the price of 2026-10-01 to 2026-10-31, below 99.9 %, to be claimed until 2026-11-30" in text
    quarter = sla(folder, "northsat", "--period", "2026-Q4")["targets"][0]
    assert [one["met"] for one in quarter["windows"]] == [False, True, None]
    page = gitsm("sla", "--all", "--period", "2026", "--as-of", "2026-11-10", "--format", "markdown", cwd=folder).stdout
    assert "kept in all 11 months so far" in page
    assert "was kept to 99.79865 %: 10 % of the price of 2026-10-01 to 2026-10-31" in page


@pytest.mark.parametrize(
    ("ref", "expected"),
    [
        ("web-sla", ["web-sla"]),
        ("service:booking", ["web-sla"]),
        ("service_offering:web", ["web-sla"]),
        ("ci:n1", ["office-sla"]),
        ("customer:passengers", ["office-sla", "web-sla"]),
        ("supplier:northsat", ["sms-ua"]),
        ("team:desk", ["office-sla", "sms-ua", "web-sla"]),
        ("ci:n2", []),
    ],
)
def test_a_record_has_to_do_with_agreements(folder: Path, ref: str, expected: list[str]) -> None:
    found = sla(folder, ref)
    assert [one["ref"] for one in found["agreements"]] == [f"agreement:{name}" for name in expected]
    if not expected:
        assert gitsm("sla", ref, cwd=folder).stdout == "No agreement has to do with ci:n2.\n"
        assert "No agreement" in gitsm("sla", ref, "--format", "markdown", cwd=folder).stdout


def test_one_agreement_is_told_in_full(folder: Path) -> None:
    text = gitsm("sla", "web-sla", "--as-of", "2026-10-20", cwd=folder).stdout
    assert "agreement:web-sla  SLA with customer:passengers" in text
    assert "availability  99.5 %  2026-10-01 to 2026-10-31" in text
    assert "kept so far" in text
    assert "120 min of 223.5 min used; burns 0.87 times as fast as it may" in text
    # 19 days and two hours are 27,480 minutes.
    assert "1 failure, up 27360 min between, down 120 min each" in text
    assert "1 case, the worst incident:inc-2026-10-05-web" in text
    assert "STANDS ON\n  agreement:sms-ua  supplier:northsat" in text


def test_an_exhausted_budget_says_that_changes_are_held(folder: Path) -> None:
    text = gitsm("sla", "web-sla", "--as-of", "2026-10-06", cwd=folder)
    # 120 of 223.5 minutes after 5 of 31 days: nothing is left some five days later.
    assert "at this rate nothing is left on 2026-10-10" in text.stdout
    held = gitsm("sla", "northsat", "--as-of", "2026-10-21", cwd=folder).stdout
    assert "FREEZE" not in held  # a supplier's budget is not ours to guard
    policy = "kind: policy\nid: budgets\nerror_budget: {severity: hard, freeze_from: 50%}\n"
    commit(folder, "policy", {"changes/budgets.yaml": policy}, when=278)
    try:
        text = gitsm("sla", "web-sla", "--as-of", "2026-10-06", cwd=folder)
        assert "FREEZE  service_offering:web was down 120 min of the 223.5 min" in text.stdout
        assert "changes are refused" in text.stdout
        assert "**Freeze**" in gitsm(
            "sla", "web-sla", "--as-of", "2026-10-06", "--format", "markdown", cwd=folder
        ).stdout  # fmt: skip
        (freeze,) = json.loads(
            gitsm("sla", "web-sla", "--as-of", "2026-10-06", "--format", "json", cwd=folder).stdout
        )["freezes"]  # fmt: skip
        assert (freeze["severity"], freeze["until"]) == ("hard", "2026-10-31T23:00:00Z")
    finally:
        git(folder, "reset", "-q", "--hard", "HEAD~1")


def test_a_report_for_a_meeting(folder: Path) -> None:
    text = gitsm("sla", "--all", "--period", "2026-10", "--format", "markdown", cwd=folder).stdout
    assert text.startswith("## Service levels\n\n| agreement | promise |")
    assert "| 2026-10-05 08:00 | 120 min | yes | <code>outage&#58;out&#45;2026&#45;10&#45;05&#45;n1</code> |" in text
    assert "stands on\n\n- <code>agreement&#58;sms&#45;ua</code>" in text
    assert "10 % of the price, below 99.9 %" in text


def test_a_picture_says_in_words_what_it_shows(folder: Path) -> None:
    done = gitsm("sla", "web-sla", "--period", "2026-10", "--format", "svg", cwd=folder)
    root = ET.fromstring(done.stdout)
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    named = {root.findtext(f"{space}title"), root.findtext(f"{space}desc")}
    assert any("service_offering:web, 2026-10-01 to 2026-10-31" in (each or "") for each in named)
    assert any("achieved 99.73154 %. Down 2026-10-05 08:00 to 10:00 (UTC), 120 min" in (each or "") for each in named)
    rows = [each.text for each in root.iter(f"{space}text")]
    assert [each for each in rows if each and each.startswith("Mon 2026-10-05")] == ["Mon 2026-10-05"]
    (down,) = [each for each in root.iter(f"{space}rect") if each.get("class") == "down" and len(each)]
    # From ten to twelve in Oslo: two of 24 hours, 576 wide.
    assert (down.get("x"), down.get("width")) == ("352.00", "48.00")
    assert done.stdout == gitsm("sla", "web-sla", "--period", "2026-10", "--format", "svg", cwd=folder).stdout


def test_a_picture_of_office_hours_shows_them_and_no_night(folder: Path) -> None:
    done = gitsm("sla", "office-sla", "--period", "2026-10", "--format", "svg", cwd=folder)
    opened = [line for line in done.stdout.splitlines() if 'class="open"' in line]
    assert len(opened) == 22 + 1  # the working days of October 2026, and the legend
    assert "Down 2026-10-05" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name a record, or --all"),
        (("web-sla", "--all"), "name a record, or --all"),
        (("web-sl",), "no record web-sl"),
        (("web-sla", "--period", "october"), "'october' is no period"),
        (("ci:n2", "--format", "svg"), "ci:n2 has no agreement that promises availability"),
    ],
)
def test_what_cannot_be_done_is_said(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    done = gitsm("sla", *arguments, cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr


def test_outside_of_git_the_graph_of_today_counts(tmp_path: Path) -> None:
    for path, text in files(TEXT).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (tmp_path / "cmdb" / "bad.yaml").write_text("kind: [\n")
    done = gitsm("sla", "web-sla", "--period", "2026-10", "--format", "json", cwd=tmp_path)
    assert json.loads(done.stdout)["targets"][0]["used_minutes"] == 0
    assert "1 mistakes in records are left out" in done.stderr


def test_names_of_strangers_stay_text(tmp_path: Path) -> None:
    evil = '"<script>alert(1)</script> | x"'
    text = TEXT.replace("id: web-sla\n", f"id: web-sla\nname: {evil}\n")
    for path, content in files(text).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content)
    for form in ("svg", "markdown"):
        shown = gitsm("sla", "web-sla", "--period", "2026-10", "--format", form, cwd=tmp_path).stdout
        assert "<script" not in shown


def test_an_outage_is_priced_before_it_happens(folder: Path) -> None:
    call = ("simulate", "n1", "n2", "--for", "45min", "--from", "2026-10-12T09:00+02:00")
    text = gitsm(*call, cwd=folder).stdout
    # 223.5 minutes in October, 120 of them used on the fifth.
    assert (
        "agreement:web-sla     kept  45 min of service time; 58.5 min of the budget left  customer:passengers" in text
    )
    cost = {one["agreement"]: one for one in json.loads(gitsm(*call, "--format", "json", cwd=folder).stdout)["cost"]}
    assert cost["agreement:web-sla"]["budget_left_minutes"] == 58.5
    assert cost["agreement:office-sla"]["service_minutes"] == 45
    table = gitsm(*call, "--format", "markdown", cwd=folder).stdout
    assert "| availability | 45 min | 58.5 min | kept |" in table
    none = gitsm("simulate", "n2", "--for", "45min", "--from", "2026-10-12T09:00+02:00", cwd=folder).stdout
    assert "no promise is about what would be down" in none


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "2026-10-12"), "--from says from when; --for says how long"),
        (("--for", "soon"), "'soon' is no time"),
        (("--for", "2d"), "'2d' counts working days"),
        (("--for", "1h", "--degraded"), "only what is down counts against a promise"),
        (("--for", "1h", "--from", "later"), "'later' is no time"),
        (("--for", "999999h", "--from", "9999-01-01"), "is no time"),
    ],
)
def test_what_cannot_be_priced_is_said(folder: Path, arguments: tuple[str, ...], said: str) -> None:
    done = gitsm("simulate", "n1", *arguments, cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr


TICKETS = """number,short_description,impact,urgency,business_service,opened_at,work_start,resolved_at
INC001,Nobody can pay,1 - High,1 - High,Ticket Shop,2026-10-12 08:00:00,2026-10-12 08:50:00,2026-10-12 09:30:00
INC002,A small thing,3 - Low,3 - Low,Ticket Shop,2026-10-13 08:00:00,,2026-10-13 09:30:00
INC003,No word on the answer,1 - High,1 - High,booking,2026-10-14 08:00:00,,2026-10-14 09:30:00
INC004,No time,1 - High,1 - High,booking,,,
INC005,No impact,,1 - High,booking,2026-10-14 08:00:00,,
"""
ITEMS = """number,cat_item,opened_at,state,closed_at
RITM1,Notebook,2026-10-12 06:00:00,Closed Complete,2026-10-12 14:00:00
RITM2,laptop,2026-10-13 06:00:00,Closed Complete,2026-10-14 08:00:00
RITM3,laptop,2026-10-13 06:00:00,Closed Incomplete,2026-10-30 08:00:00
RITM4,laptop,2026-11-09 06:00:00,Work in Progress,
RITM5,A thing nobody offers,2026-10-13 06:00:00,Closed Complete,2026-10-14 08:00:00
RITM6,laptop,,Closed Complete,2026-10-14 08:00:00
"""


def test_tickets_of_another_tool_are_measured_by_and_not_kept(tmp_path: Path) -> None:
    for path, content in files(TEXT.replace("id: booking\n", "id: booking\naliases: [ticket shop]\n", 1)).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content)
    (tmp_path / "export.csv").write_text(TICKETS)
    before = sorted(tmp_path.rglob("*"))
    words = ("sla", "web-sla", "--period", "2026-10", "--tickets", "export.csv", "--format", "json")
    done = gitsm(*words, "--map", "servicenow-incident", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    response = json.loads(done.stdout)["targets"][1]
    # The record took 20 minutes, the first ticket 50; the others are of another priority, or do not say.
    assert [(one["ref"], one["minutes"]) for one in response["cases"]] == [
        ("incident:inc-inc001", 50), ("incident:inc-2026-10-05-web", 20)
    ]  # fmt: skip
    assert (response["achieved"], response["met"]) == (50, False)
    assert "2 tickets say too little" in done.stderr
    assert sorted(tmp_path.rglob("*")) == before
    header, first, *_ = TICKETS.splitlines()
    (tmp_path / "export.csv").write_text(f"{header},state\n{first},Canceled\n")
    canceled = gitsm(*words, "--map", "servicenow-incident", cwd=tmp_path)
    assert [one["minutes"] for one in json.loads(canceled.stdout)["targets"][1]["cases"]] == [20]
    refused = gitsm(*words, cwd=tmp_path)
    assert (refused.returncode, "say by which mapping file" in refused.stderr) == (2, True)
    missing = gitsm("sla", "web-sla", "--tickets", "none.csv", "--map", "servicenow-incident", cwd=tmp_path)
    assert (missing.returncode, "none.csv" in missing.stderr) == (2, True)


def test_requested_items_of_another_tool_are_measured_by(tmp_path: Path) -> None:
    text = TEXT + promising(
        "laptops", "sla", "service:booking", "{metric: fulfilment, value: 16h}", "calendar: office\n"
    )
    text += "---\nkind: request_offering\nid: laptop\nname: Laptop\noffering: web\naliases: [notebook]\n"
    for path, content in files(text).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content)
    (tmp_path / "items.csv").write_text(ITEMS)
    words = ("sla", "laptops", "--period", "2026-10", "--as-of", "2026-11-10", "--format", "json")
    done = gitsm(*words, "--tickets", "items.csv", "--map", "servicenow-request", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (fulfilment,) = json.loads(done.stdout)["targets"]
    # In Oslo 08:00 to 16:00 of one day, and to 10:00 of the next; what was refused is not counted.
    assert [(one["ref"], one["minutes"]) for one in fulfilment["cases"]] == [
        ("request:req-ritm2", 600), ("request:req-ritm1", 480),
    ]  # fmt: skip
    assert (fulfilment["achieved"], fulfilment["met"]) == (600, True)
    assert "2 tickets say too little" in done.stderr
