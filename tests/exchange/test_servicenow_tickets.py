"""ServiceNow's incidents and changes, one row each or an event log, by the columns it exports."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.backdrop import BACKDROP
from tests.support.catalogues import ci, files
from tests.support.inside import gitsm
from tests.support.judging import service
from tests.support.repositories import repository

COLUMNS = (
    "number,incident_state,sys_mod_count,sys_updated_on,opened_at,impact,urgency,priority,caller_id,contact_type,"
    "business_service,cmdb_ci,short_description,category,close_code,close_notes,resolved_at,closed_at,made_sla,caused_by"
)
BEGAN = "2026-10-01 07:55:00,2 - Medium,2 - Medium,2 - High,Kari,Phone,Mail,pg"
LOG = f"""{COLUMNS}
INC1,New,0,2026-10-01 8:00:00,{BEGAN},Late,Soft W,,,,,true,
INC1,Active,1,2026-10-01 08:10:00,{BEGAN},Late,Soft W,,,,,true,
INC2,Closed,3,2026-10-02 09:00:00,2026-10-01 09:00:00,1 - High,1 - High,1 - Critical,?,Email,Mail,?,None,?,\
Solved (Permanently),Restarted it,2026-10-01 10:00:00,2026-10-02 09:00:00,false,CHG3
INC1,Awaiting Vendor,2,2026-10-01 09:00:00,{BEGAN},Late,,,,,,true,
INC1,Active,10,2026-10-01 11:00:00,{BEGAN},Later,,,,,,true,
INC1,Awaiting Vendor,3,2026-10-01 09:30:00,{BEGAN},Late,,,,,,true,
INC3,Canceled,1,2026-10-01 11:00:00,2026-10-01 07:55:00,2,3,4 - Low,Kari,Phone,Mail,pg,Mistake,,,,,,true,
"""
CHANGES = """Number,Type,Short description,Justification,Planned start date,Planned end date,Risk,Configuration item,\
Close code,Close notes,Backout plan
CHG3,Normal,Upgrade mail,Old,2026-10-01 06:00:00,2026-10-01 07:00:00,High,pg,Successful with issues,Slow,Go back
CHG4,Odd,Nothing,,2026-10-01 06:00:00,2026-10-01 07:00:00,Low,pg,,,
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "r", [("base", files(BACKDROP + service("mail", phase="pipeline") + ci("pg")))])


def imported(root: Path, profile: str, text: str) -> tuple[str, dict[str, Any]]:
    (root.parent / "export.csv").write_text(text, "utf-8")
    done = gitsm("import", "mapping", "--map", profile, root.parent / "export.csv", cwd=root)
    assert done.returncode in {0, 1}, done.stderr
    found = (root / "changes").rglob("*.yaml")
    records = [yaml.load(path.read_text("utf-8"), yaml.BaseLoader) for path in found]
    return done.stdout, {one["source"]["id"]: one for one in records}


def test_the_last_row_is_the_incident_and_all_are_its_timeline(root: Path) -> None:
    said, found = imported(root, "servicenow-incident", LOG)
    assert sorted(found) == ["INC1", "INC2", "INC3"]
    one = found["INC1"]
    # By the count of edits, not by the order of rows nor as text: 10 is the last.
    assert (one["title"], one["impact"], one["urgency"], one["channel"]) == ("Later", "medium", "medium", "phone")
    assert (one["services"], one["cis"]) == (["service:mail"], ["ci:pg"])
    assert [(item["at"], item["what"]) for item in one["timeline"]] == [
        ("2026-10-01T08:00:00+00:00", "New"), ("2026-10-01T08:10:00+00:00", "Active"),
        ("2026-10-01T09:00:00+00:00", "Awaiting Vendor"), ("2026-10-01T11:00:00+00:00", "Active"),
    ]  # fmt: skip
    # Promises pause while it waits for somebody else.
    (hold,) = one["holds"]
    assert hold == {
        "reason": "awaiting_vendor", "start": "2026-10-01T09:00:00+00:00", "end": "2026-10-01T11:00:00+00:00"
    }  # fmt: skip
    assert "on_hold_reason" not in one
    # Medium by medium is 3 (domain.md §8.5); what the source says is remarked and not taken over.
    assert "INC1" not in found["INC2"]
    assert "its priority is 2 there; by impact and urgency it is 3" in said
    assert said.count("its priority is") == 1
    assert "Kari" not in str(found)


def test_what_ended_and_how(root: Path) -> None:
    imported(root, "servicenow-change", CHANGES)
    _, found = imported(root, "servicenow-incident", LOG)
    two = found["INC2"]
    assert (two["resolved_at"], two["closed_at"]) == ("2026-10-01T10:00:00+00:00", "2026-10-02T09:00:00+00:00")
    assert two["timeline"] == [{"at": "2026-10-01T10:00:00+00:00", "what": "Restarted it"}]
    assert two["tags"] == ["close_code:solved-permanently", "made_sla:false"]
    assert two["caused_by"] == "change:chg-chg3"
    assert found["INC3"]["canceled"] == "Canceled in ServiceNow"
    again = gitsm(
        "import", "mapping", "--map", "servicenow-incident", root.parent / "export.csv", "--dry-run", cwd=root
    )
    assert again.stdout.startswith("Would be: 3 unchanged.")
    errors = [line for line in gitsm("check", cwd=root).stdout.splitlines() if ": error[" in line]
    assert errors == []


def test_changes_with_their_plans_and_their_end(root: Path) -> None:
    said, found = imported(root, "servicenow-change", CHANGES)
    assert sorted(found) == ["CHG3"]
    assert "export.csv:3" in said
    one = found["CHG3"]
    assert (one["type"], one["outcome"], one["risk"]) == ("normal", "successful_with_issues", "high")
    assert one["planned"] == {"start": "2026-10-01T06:00:00+00:00", "end": "2026-10-01T07:00:00+00:00"}
    assert one["affected"] == [{"ci": "ci:pg"}]
    assert one["backout_plan"] == {"steps": "Go back", "tested": "false"}
    assert one["review"] == {"summary": "Slow"}


@pytest.mark.parametrize(
    ("form", "text", "read"),
    [
        ("%d/%m/%Y %H:%M", "29/2/2016 01:16", "2016-02-29T01:16:00+01:00"),
        ("%m/%d/%Y %H:%M", "2/29/2016 01:16", "2016-02-29T01:16:00+01:00"),
        ("%d/%m/%Y %H:%M", "2/29/2016 01:16", None),
        ("", "2/3/2016 01:16", None),
        ("", "2016-02-29 1:16", "2016-02-29T01:16:00+01:00"),
    ],
)
def test_a_day_before_a_month_or_after_it_is_declared_and_never_guessed(
    root: Path, form: str, text: str, read: str | None
) -> None:
    mapping = f"""source_system: ours
maps:
  - records: ""
    kind: incident
    id: n
    id_prefix: inc-
    only: {{}}
    fields:
      title: [{{from: [n]}}]
      impact: [{{constant: low}}]
      urgency: [{{constant: low}}]
      services: [{{constant: ["service:mail"]}}]
      started_at: [{{from: [at], zone: Europe/Oslo, format: "{form}"}}]
      detected_at: [{{from: [at], zone: Europe/Oslo, format: "{form}"}}]
"""
    (root.parent / "ours.yaml").write_text(mapping, "utf-8")
    (root.parent / "export.csv").write_text(f"n,at\nInc 1,{text}\n", "utf-8")
    gitsm("import", "mapping", "--map", root.parent / "ours.yaml", root.parent / "export.csv", cwd=root)
    found = [yaml.load(one.read_text("utf-8"), yaml.BaseLoader) for one in (root / "changes").rglob("*.yaml")]
    assert [one["started_at"] for one in found] == ([read] if read else [])
