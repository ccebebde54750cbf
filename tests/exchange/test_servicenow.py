"""The CMDB table of ServiceNow, as it is exported: with names or labels, raw values or displayed ones."""

import csv
import json
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.support.catalogues import TEAM, files
from tests.support.program import gitsm
from tests.support.repositories import repository

RAW = """sys_id,name,sys_class_name,install_status,busines_criticality,\
support_group,short_description,serial_number,api_key
1,PG Main,cmdb_ci_db_instance,1,1 - most critical,Desk,"Holds it all, since 2019",SN-1,s3cr3t
2,Core-Switch 1,cmdb_ci_ip_switch,7,4,,,,
3,pg main,cmdb_ci_server,1,2,Desk,,,
4,,cmdb_ci_server,1,2,Desk,,,
5,Odd thing,u_toaster,42,,?,n/a,,
"""
SHOWN = """Name,Class,install_status,environment
Web 1,Linux Server,Installed,Test
Mail,Application,In Stock,
"""


def imported(tmp_path: Path, text: str) -> tuple[str, dict[str, Any]]:
    folder = repository(tmp_path / "r", [("one", files(TEAM))])
    source = tmp_path / "cmdb_ci.csv"
    source.write_text(text, "utf-8")
    done = gitsm("import", "mapping", "--map", "servicenow-cmdb", source, cwd=folder)
    records = [YAML(typ="safe", pure=True).load(path.read_text("utf-8")) for path in (folder / "cmdb").rglob("*.yaml")]
    again = gitsm("import", "mapping", "--map", "servicenow-cmdb", source, cwd=folder)
    assert again.stdout.startswith(f"{len(records)} unchanged")
    checked = json.loads(gitsm("check", "--format", "json", cwd=folder).stdout)["findings"]
    errors = {(one["rule"], one["message"]) for one in checked if one["severity"] == "error"}
    assert errors <= {("unknown-reference", "there is no team unowned")}, errors
    return done.stdout, {record["id"]: record for record in records}


def test_names_and_raw_values(tmp_path: Path) -> None:
    said, found = imported(tmp_path, RAW)
    assert len(list(csv.reader(RAW.splitlines()))) == 6
    assert sorted(found) == ["core-switch-1", "odd-thing", "pg-main"]
    assert ("ci:pg-main was there before" in said, "it has no name" in said) == (True, True)
    main = found["pg-main"]
    told = ("class", "owner", "criticality", "lifecycle", "description", "serial")
    assert [str(main[key]).removeprefix("team:") for key in told] == [
        "database_instance", "desk", "most_critical", "operational/in_use", "Holds it all, since 2019", "SN-1"
    ]  # fmt: skip
    switch, odd = found["core-switch-1"], found["odd-thing"]
    assert (switch["class"], switch["lifecycle"], switch["criticality"]) == (
        "network_device", "end_of_life/retired", "not_critical"
    )  # fmt: skip
    assert (odd["class"], odd["lifecycle"], odd["criticality"]) == (
        "service_instance", "inventory/available", "less_critical"
    )  # fmt: skip
    assert "description" not in odd
    assert "s3cr3t" not in str(found)


def test_labels_and_displayed_values(tmp_path: Path) -> None:
    _, found = imported(tmp_path, SHOWN)
    assert {name: (one["class"], one["lifecycle"], one["environment"]) for name, one in found.items()} == {
        "web-1": ("server", "operational/in_use", "test"), "mail": ("application", "inventory/available", "production")
    }  # fmt: skip


def test_the_manual_s_mapping_file_does_what_the_manual_says(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "site" / "docs" / "importing.md").read_text("utf-8")
    folder = repository(tmp_path / "r", [("one", files(TEAM))])
    (tmp_path / "map.yaml").write_text(page.partition("```yaml\n")[2].partition("```")[0], "utf-8")
    (tmp_path / "in.csv").write_text("name,sys_class_name,busines_criticality\nWeb,Server,1 - most critical\n", "utf-8")
    done = gitsm("import", "mapping", "--map", tmp_path / "map.yaml", tmp_path / "in.csv", cwd=folder)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "1 created."), done.stderr
    text = next((folder / "cmdb").rglob("web.yaml")).read_text("utf-8")
    assert "class: server\n" in text
    assert "criticality: most_critical\n" in text


def test_a_mapping_file_that_cannot_be_read_says_where(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", [("one", files(TEAM))])
    (tmp_path / "in.csv").write_text("a\n", "utf-8")
    for text, told in (
        ("maps: [", "2: did not find expected"), ("maps: []\n---\nx: 1\n", "it is not one document"),
        ("maps: []\n", "source_system: field required"), ("", "it is not one document"),
    ):  # fmt: skip
        (tmp_path / "map.yaml").write_text(text, "utf-8")
        done = gitsm("import", "mapping", "--map", tmp_path / "map.yaml", tmp_path / "in.csv", cwd=folder)
        assert done.returncode == 2
        assert told in done.stderr
