"""The catalogue as Backstage entities: what its format asks of them, and what it cannot say."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from gitsm.exchange.backstage import export
from gitsm.exchange.exported import text
from tests.support.backdrop import BACKDROP
from tests.support.catalogues import ci, files, snapshot
from tests.support.judging import service
from tests.support.program import gitsm
from tests.support.repositories import repository

PROJECT = Path(__file__).parents[2]
# https://backstage.io/docs/features/software-catalog/descriptor-format
NAME = re.compile(r"[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\Z")
NEEDED = {
    "Component": {"type", "lifecycle", "owner"},
    "Resource": {"type", "owner"},
    "System": {"owner"},
    "Group": {"type", "children"},
}


def exported(catalogue: str) -> dict[str, dict[str, Any]]:
    found = export(snapshot(catalogue + BACKDROP))
    return {f"{one['kind']}:{one['metadata']['name']}".lower(): one for one in yaml.safe_load_all(text(found))}


def test_the_example_is_what_the_format_asks_for() -> None:
    done = gitsm("export", "backstage", cwd=PROJECT)
    assert done.returncode == 0
    entities = list(yaml.safe_load_all(done.stdout))
    names = {f"{one['kind'].lower()}:{one['metadata']['name']}" for one in entities}
    assert len(names) == len(entities) > 220
    for one in entities:
        assert one["apiVersion"] == "backstage.io/v1alpha1"
        assert NAME.match(one["metadata"]["name"])
        assert NEEDED[one["kind"]] <= one["spec"].keys()
        for ref in (one["spec"].get("owner", "group:desk"), *one["spec"].get("dependsOn", ())):
            assert ref in names or ref == "group:desk"
        if "system" in one["spec"]:
            assert f"system:{one['spec']['system']}" in names
    assert "ci:web-gateway-stavanger: cannot be said there" in done.stderr


def test_what_a_ci_needs_and_belongs_to() -> None:
    found = exported(
        ci(
            "shop",
            "depends_on: [ci:db, {target: ci:mail, strength: soft}]\n"
            "runs_on: [{any_of: [ci:vm-a, ci:vm-b], min_up: 1}]\n",
            class_="application", lifecycle="ideation/pilot", tags="[web, a_b]",
            links="[{title: Home, url: 'https://a.example'}, {title: Mail, url: 'mailto:a@b.example'}]",
        )
        + ci("db", class_="database_instance") + ci("mail", class_="middleware") + ci("vm-a") + ci("vm-b")
        + ci("part", "part_of: [ci:shop]\n", class_="application")
        + ci("disk", "part_of: [ci:vm-a]\n", lifecycle="end_of_life/retired")
        + service("web", "delivered_by: [ci:shop]\n") + service("old", "delivered_by: [ci:db]\n", phase="retired")
        + service("one", "delivered_by: [ci:db]\ndepends_on: [service:web]\n")
    )  # fmt: skip
    shop = found["component:shop"]
    assert shop["spec"] == {
        "type": "application",
        "lifecycle": "experimental",
        "owner": "group:desk",
        "system": "web",
        "dependsOn": ["component:db", "component:mail", "resource:vm-a", "resource:vm-b"],
    }
    assert (shop["metadata"]["tags"], shop["metadata"]["links"]) == (
        ["web"],
        [{"url": "https://a.example", "title": "Home"}],
    )
    assert shop["metadata"]["annotations"] == {"gitsm/ref": "ci:shop"}
    assert found["component:part"]["spec"]["subcomponentOf"] == "shop"
    assert found["resource:disk"]["spec"] == {"type": "server", "owner": "group:desk", "dependsOn": ["resource:vm-a"]}
    assert "system:old" not in found
    assert "system" not in found["component:db"]["spec"]  # two services are delivered by it
    assert found["group:desk"]["spec"]["profile"] == {"displayName": "Desk", "email": "desk@tern-ferries.example"}


def test_a_team_has_its_parent_and_a_reference_to_nothing_is_left_out(tmp_path: Path) -> None:
    crew = "---\nkind: team\nid: crew\nname: Crew\nmembers: [bo]\ncontact: {chat: '#crew'}\nparent: desk\n"
    text_ = crew + ci("aa", "depends_on: [ci:zz]\nconnects_to: [ci:bb]\n") + ci("bb") + BACKDROP
    folder = repository(tmp_path / "r", [("one", files(text_))])
    done = gitsm("export", "backstage", cwd=folder)
    entities = {one["metadata"]["name"]: one for one in yaml.safe_load_all(done.stdout)}
    assert entities["crew"]["spec"]["parent"] == "group:desk"
    assert "dependsOn" not in entities["aa"]["spec"]
    assert done.stderr == "ci:aa: cannot be said there: connections, data flows and what it manages\n"


def test_a_table_has_a_row_for_each_record_and_no_formula(tmp_path: Path) -> None:
    text_ = ci("aa", "attributes: {cores: 4}\ndepends_on: [ci:bb, {target: ci:bb, strength: soft}]\n", name="=1+1")
    folder = repository(tmp_path / "r", [("one", files(text_ + ci("bb", description="'a, \"b\"'") + BACKDROP))])
    done = gitsm("export", "csv", cwd=folder)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [row["ref"] for row in rows] == ["ci:aa", "ci:bb"]
    assert rows[0]["name"] == "'=1+1"
    assert rows[0]["attributes.cores"] == "4"
    assert rows[0]["depends_on"] == "ci:bb; target=ci:bb strength=soft"
    assert (rows[1]["description"], rows[1]["attributes.cores"]) == ('a, "b"', "")


@pytest.mark.parametrize(("kind", "status"), [("team", 0), ("teem", 2)])
def test_a_table_is_of_one_kind(kind: str, status: int) -> None:
    done = gitsm("export", "csv", "--kind", kind, cwd=PROJECT)
    assert done.returncode == status
    assert "team" in done.stdout + done.stderr
