"""Another organisation's Backstage catalogue becomes ours: the figures were counted independently."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from gitsm.exchange.entities import convert
from gitsm.exchange.foreign import read
from gitsm.exchange.mapping import Imported, Skipped
from tests.support.program import gitsm


@pytest.fixture
def sources(shared_data: Path) -> list[Path]:
    folder = shared_data / "importer-inputs" / "backstage-giantswarm"
    return [folder / name for name in ("charts.yaml", "crds.yaml", "groups.yaml")]


def imported(text: str) -> dict[str, dict[str, Any]]:
    return {one.ref: dict(one.data) for one in converted(text) if isinstance(one, Imported)}


def converted(text: str) -> list[Imported | Skipped]:
    return convert([("catalog-info.yaml", read("catalog-info.yaml", text.encode()))])


def entity(kind: str, name: str, spec: str = "", about: str = "") -> str:
    type_ = "" if "type:" in spec else "  type: service\n"
    head = f"---\napiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata:\n  name: {name}\n"
    return f"{head}{about}spec:\n{type_}{spec}"


def test_the_catalogue_of_giant_swarm_arrives(sources: list[Path], tmp_path: Path) -> None:
    (tmp_path / "catalog").mkdir()
    done = gitsm("import", "backstage", *sources, cwd=tmp_path)
    # 105 entities, of which 8 identities occur more than once: one three times, seven twice.
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, "96 created.")
    assert done.stdout.count("was there before; names are compared without case") == 9
    assert len(list(tmp_path.rglob("teams/*.yaml"))) == 12
    assert done.stdout.count("which is nowhere") == 12 + 11
    assert done.stdout.count("parent names employees, which is nowhere") == 12
    assert done.stdout.count("is not among the entities") == 5
    # 14 owners dangle in all; three of them stand in entities that are there twice.
    entities = [one for path in sources for one in yaml.safe_load_all(path.read_text("utf-8")) if one]
    teams = {one["metadata"]["name"].lower() for one in entities if one["kind"] == "Group"}
    owned = [one for one in entities if "owner" in one["spec"]]
    lost = [one for one in owned if re.split("[:/]", one["spec"]["owner"])[-1].lower() not in teams]
    assert len(lost) == 14
    assert len({(one["kind"], one["metadata"]["name"]) for one in lost}) == 11

    checked = json.loads(gitsm("check", "--format", "json", cwd=tmp_path).stdout)["findings"]
    assert Counter(one["rule"] for one in checked if one["severity"] == "error") == {"unknown-reference": 23}
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    assert gitsm("import", "backstage", *sources, cwd=tmp_path).stdout.startswith("96 unchanged.")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")} == before
    assert all(len(content) < 8_000 for content in before.values())  # no definition of an API came along


def test_relations_are_written_at_the_end_that_is_ours() -> None:
    found = imported(
        entity("System", "Shop", "  owner: desk\n  domain: trade\n")
        + entity(
            "Component", "web",
            "  owner: Group:default/Desk\n  system: shop\n  lifecycle: deprecated\n"
            "  dependsOn: [resource:db, cache, web]\n  consumesApis: [orders]\n"
            "  providesApis: [web]\n  subcomponentOf: portal\n",
        )
        + entity("Resource", "db", "  owner: desk\n  type: database\n  dependencyOf: ['component:default/portal']\n")
        + entity("Resource", "cache", "  owner: user:bo\n  type: odd\n")
        + entity("Component", "portal", "  owner: desk\n  lifecycle: someday\n  type: website\n")
        + entity("API", "orders", "  owner: desk\n") + entity("API", "web", "  owner: desk\n  definition: secret\n")
        + entity("Group", "Desk", "  parent: all\n  members: [Bo, 'a b']\n  profile: {email: desk@x.example}\n")
    )  # fmt: skip
    assert found["service:shop"]["delivered_by"] == ["ci:web"]
    web = found["ci:web"]
    assert web["depends_on"] == ["ci:db", "ci:cache", "ci:web", "ci:orders"]
    assert (web["part_of"], web["owner"], web["lifecycle"]) == (
        ["ci:portal"],
        "team:desk",
        "operational/pending_retirement",
    )
    assert found["ci:portal"]["depends_on"] == ["ci:db"]
    # An API that is called like its component says that it is one, and stands on it.
    assert found["ci:web-api"]["depends_on"] == ["ci:web"]
    assert "secret" not in str(found)
    assert [found[f"ci:{name}"]["class"] for name in ("db", "cache", "portal", "orders")] == [
        "database_instance", "service_instance", "application", "api"
    ]  # fmt: skip
    assert found["ci:cache"]["owner"] == "team:unowned"
    remarks = {one["what"] for record in found.values() for one in record["source"].get("remarks", ())}
    assert remarks == {
        "services have one level: it was part of trade",
        "no class is known for a resource of type odd",
        "no lifecycle is known for someday",
    }
    team = found["team:desk"]
    assert (team["members"], team["contact"], team["parent"]) == (["Bo"], {"mail": "desk@x.example"}, "team:all")


def test_links_come_from_what_is_known_and_no_secret_does() -> None:
    about = (
        "  title: Web\n  description: D.\n  tags: [a, B C]\n"
        "  links: [{url: 'https://a.example', title: A}, {url: 'ftp://x'}, {}]\n"
        "  annotations:\n    github.com/project-slug: o/r\n    backstage.io/source-location: 'url:https://github.com/o/r/'\n"
        "    pagerduty.com/integration-key: s3cr3t\n"
    )
    (web,) = imported(entity("Component", "web", "  owner: desk\n", about)).values()
    assert web["links"] == [
        {"title": "A", "url": "https://a.example"}, {"title": "Repository", "url": "https://github.com/o/r"}
    ]  # fmt: skip
    assert (web["name"], web["description"], web["tags"]) == ("Web", "D.", ["a"])
    assert "s3cr3t" not in str(web)


def test_what_is_nothing_of_ours_is_skipped_with_its_line() -> None:
    found = converted(
        "kind: Location\nmetadata: {name: all}\nspec: {targets: [./a.yaml, 'https://evil.example/x']}\n"
        + entity("Template", "tpl") + entity("User", "bo")
        + "---\nx: 1\n---\nkind: Component\nmetadata: {name: '?'}\n---\n"
    )  # fmt: skip
    assert [(one.line, one.why) for one in found if isinstance(one, Skipped)] == [
        (1, "a Location is not followed; import the files it names"),
        (5, "nothing here is a Template"),
        (12, "nothing here is a User"),
        (19, "it is no entity: kind or metadata.name is missing"),
        (21, "it is no entity: kind or metadata.name is missing"),
    ]
    assert len(found) == 5


def test_names_that_become_one_id_are_told() -> None:
    found = converted(entity("Component", "a.b") + entity("Component", "a-b") + entity("Resource", "A.B"))
    assert [one.why for one in found if isinstance(one, Skipped)] == ["ci:a-b was there before, under another name"] * 2
