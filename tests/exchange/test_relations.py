"""Tables of relations become relations: ServiceNow's cmdb_rel_ci, NetBox's cables, what a mapping file names."""

import csv
import io
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.support.catalogues import TEAM, files
from tests.support.program import gitsm
from tests.support.repositories import repository

CIS = """sys_id,name,sys_class_name,support_group
a1,Shop,cmdb_ci_appl,Desk
b2,PG Main,cmdb_ci_db_instance,Desk
c3,Host 1,cmdb_ci_server,Desk
d4,Rack Cluster,cmdb_ci_cluster,Desk
e5,Switch,cmdb_ci_ip_switch,Desk
"""
# By name, by the keys of the records and without regard to case; every word as the product's documentation has it.
RELATIONS = """parent,type,child
Shop,Depends on::Used by,PG Main
a1,Runs on::Runs,c3
pg main,Hosted on::Hosts,HOST 1
Rack Cluster,Members::Member of,Host 1
Rack Cluster,Contains::Contained by,Switch
Host 1,Connects to::Connected by,Switch
Shop,Consumes::Consumed by,Mail
Shop,Depends on::Used by,PG Main
PG Main,Used by::Depends on,Host 1
Ghost,Depends on::Used by,Shop
Shop,Sings for::Sung to by,PG Main
"""


def records(folder: Path) -> dict[str, dict[str, Any]]:
    read = YAML(typ="safe", pure=True)
    found = (read.load(path.read_text("utf-8")) for path in sorted(folder.rglob("*.yaml")))
    return {f"{one['kind']}:{one['id']}": one for one in found}


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_the_relations_of_servicenow_stand_where_the_model_wants_them(tmp_path: Path, suffix: str) -> None:
    folder = repository(tmp_path / "r", [("one", files(TEAM))])
    sources = []
    for name, text in (("cmdb_ci", CIS), ("cmdb_rel_ci", RELATIONS)):
        rows = list(csv.DictReader(io.StringIO(text)))
        sources.append(tmp_path / f"{name}.{suffix}")
        sources[-1].write_text(text if suffix == "csv" else json.dumps({"records": rows}), "utf-8")
    done = gitsm("import", "mapping", "--map", "servicenow-cmdb", *sources, cwd=folder)
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, "5 created."), done.stderr
    found = records(folder / "cmdb")
    assert found["ci:shop"]["depends_on"] == ["ci:pg-main", "ci:mail"]
    assert found["ci:shop"]["runs_on"] == ["ci:host-1"]
    assert found["ci:pg-main"]["hosted_on"] == ["ci:host-1"]
    assert found["ci:host-1"]["member_of"] == ["ci:rack-cluster"]
    assert found["ci:host-1"]["depends_on"] == ["ci:pg-main"]
    assert found["ci:host-1"]["connects_to"] == ["ci:switch"]
    assert found["ci:switch"]["part_of"] == ["ci:rack-cluster"]
    assert "Ghost depends_on Shop: Ghost is not among what is imported" in done.stdout
    assert "no relation of ours is called 'Sings for::Sung to by'" in done.stdout
    assert "depends_on names mail, which is nowhere" in done.stdout
    if suffix == "csv":
        assert "cmdb_rel_ci.csv:11: skipped: Ghost" in done.stdout
    again = gitsm("import", "mapping", "--map", "servicenow-cmdb", *sources, cwd=folder)
    assert again.stdout.startswith("5 unchanged")


def test_a_relation_that_the_source_has_no_more_goes_and_one_that_people_wrote_stays(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", [("one", files(TEAM))])
    cis, relations = tmp_path / "cmdb_ci.csv", tmp_path / "cmdb_rel_ci.csv"
    cis.write_text(CIS, "utf-8")
    relations.write_text("parent,type,child\nShop,Depends on::Used by,PG Main\n", "utf-8")
    assert gitsm("import", "mapping", "--map", "servicenow-cmdb", cis, relations, cwd=folder).returncode == 0
    (shop,) = (folder / "cmdb").rglob("shop.yaml")
    shop.write_text(shop.read_text("utf-8").replace("source:", "runs_on:\n  - ci:host-1\nsource:"), "utf-8")
    relations.write_text("parent,type,child\nShop,Runs on::Runs,Switch\n", "utf-8")
    assert gitsm("import", "mapping", "--map", "servicenow-cmdb", cis, relations, cwd=folder).returncode == 0
    found = records(folder / "cmdb")["ci:shop"]
    assert ("depends_on" in found, found["runs_on"]) == (False, ["ci:host-1"])


def test_a_mapping_file_that_names_no_relation_of_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "catalog").mkdir()
    (tmp_path / "map.yaml").write_text(
        "source_system: x\nmaps: []\nrelations:\n  - {from: [a], to: [b], types: {'*': sings_for}}\n", "utf-8"
    )
    (tmp_path / "in.csv").write_text("a,b\n1,2\n", "utf-8")
    done = gitsm("import", "mapping", "--map", "map.yaml", "in.csv", cwd=tmp_path)
    assert (done.returncode, "there is no relation sings_for" in done.stderr) == (2, True)


def test_a_service_is_not_made_to_say_what_only_a_ci_can(tmp_path: Path) -> None:
    (tmp_path / "catalog").mkdir()
    (tmp_path / "map.yaml").write_text(
        "source_system: x\n"
        "maps:\n  - {records: '', kind: service, id: name, fields: {name: [{from: [name]}]}}\n"
        "relations:\n  - {from: [a], to: [b], types: {'*': runs_on}}\n",
        "utf-8",
    )
    (tmp_path / "in.csv").write_text("name,a,b\nMail,,\n,Mail,Host\n", "utf-8")
    done = gitsm("import", "mapping", "--map", "map.yaml", "in.csv", "--dry-run", cwd=tmp_path)
    assert "in.csv:3: skipped: service:mail cannot say runs_on" in done.stdout


@pytest.fixture
def netbox(shared_data: Path, tmp_path: Path) -> tuple[Path, dict[str, dict[int, dict[str, Any]]]]:
    """Write NetBox's demonstration data as its REST interface lists it, from the dump: nested objects, labels."""
    dump = json.loads((shared_data / "netbox-demo" / "netbox-demo-v3.6.trimmed.json").read_text("utf-8"))
    by: dict[str, dict[int, dict[str, Any]]] = {}
    for one in dump:
        by.setdefault(one["model"], {})[one["pk"]] = one["fields"]
    named = {"site": "dcim.site", "rack": "dcim.rack", "tenant": "tenancy.tenant", "role": "dcim.devicerole"} | {
        "platform": "dcim.platform", "cluster": "virtualization.cluster", "provider": "circuits.provider"
    }  # fmt: skip

    def shown(pk: int, fields: dict[str, Any]) -> dict[str, Any]:
        nested = {
            key: {"id": fields[key], **{word: by[model][fields[key]].get(word) for word in ("name", "slug")}}
            for key, model in named.items()
            if fields.get(key) is not None
        }
        plain = {key: value for key, value in fields.items() if not isinstance(value, int)}
        if "device_type" in fields:
            nested["device_type"] = {"model": by["dcim.devicetype"][fields["device_type"]]["model"]}
        return {
            "id": pk, "name": None, **plain, **nested, "status": {"value": fields.get("status", "active"), "label": "?"}
        }  # fmt: skip

    lists = {"sites": "dcim.site", "racks": "dcim.rack", "devices": "dcim.device", "providers": "circuits.provider"} | {
        "clusters": "virtualization.cluster", "virtual-machines": "virtualization.virtualmachine",
        "circuits": "circuits.circuit",
    }  # fmt: skip
    folder = tmp_path / "netbox"
    folder.mkdir()
    for name, model in lists.items():
        results = [shown(pk, fields) for pk, fields in by[model].items()]
        (folder / f"{name}.json").write_text(json.dumps({"count": len(results), "results": results}), "utf-8")
    ends: dict[int, dict[str, list[Any]]] = {pk: {"A": [], "B": []} for pk in by["dcim.cable"]}
    for end in by["dcim.cabletermination"].values():
        device = {"device": {"id": end["_device"]}} if "_device" in end else {}
        ends[end["cable"]][end["cable_end"]].append({"object": {"id": end["termination_id"], **device}})
    cables = [
        {"id": pk, "a_terminations": sides["A"], "b_terminations": sides["B"], "status": {"value": "connected"}}
        for pk, sides in ends.items()
    ]
    (folder / "cables.json").write_text(json.dumps({"count": len(cables), "results": cables}), "utf-8")
    return folder, by


def test_netbox_arrives_as_its_own_readme_counts_it(
    netbox: tuple[Path, dict[str, dict[int, dict[str, Any]]]], tmp_path: Path
) -> None:
    source, by = netbox
    folder = repository(tmp_path / "r", [("one", files(TEAM))])
    done = gitsm("import", "mapping", "--map", "netbox", source, cwd=folder)
    assert done.stdout.splitlines()[0] == "388 created.", done.stderr  # 24 + 42 + 72 + 9 + 32 + 180 + 29
    found = records(folder)
    cis = {ref: one for ref, one in found.items() if ref.startswith("ci:") and one["source"]["system"] == "netbox"}
    kinds = Counter(one["source"]["id"].partition("-")[0] for one in cis.values())
    assert kinds == {"site": 24, "rack": 42, "device": 72, "cluster": 32, "vm": 180, "circuit": 29}
    assert sum(ref.startswith("supplier:") for ref in found) == 9
    classes = Counter(one["class"] for one in cis.values() if one["source"]["id"].startswith("device-"))
    # Router 13, access, ToR, distribution and core switches 13 + 8 + 3 + 2
    assert classes == {"network": 19, "network_device": 39, "pdu": 13, "server": 1}
    devices = {one["source"]["id"]: ref for ref, one in cis.items() if one["source"]["id"].startswith("device-")}
    edges = {(ref, other) for ref, one in cis.items() for other in one.get("connects_to", ())}
    sides: dict[int, dict[str, str]] = {}
    for end in by["dcim.cabletermination"].values():
        if "_device" in end:
            sides.setdefault(end["cable"], {})[end["cable_end"]] = devices[f"device-{end['_device']}"]
    both = [(one["A"], one["B"]) for one in sides.values() if len(one) == 2]
    assert len(both) == 76
    assert edges == set(both)
    vms = [one for one in cis.values() if one["class"] == "virtual_machine"]
    assert len({host for one in vms for host in one["runs_on"]}) == 32 - 23
    again = gitsm("import", "mapping", "--map", "netbox", source, cwd=folder)
    assert again.stdout.startswith("388 unchanged")
    checked = json.loads(gitsm("check", "--format", "json", cwd=folder).stdout)["findings"]
    errors = {(one["rule"], one["message"]) for one in checked if one["severity"] == "error"}
    assert {rule for rule, _ in errors} <= {"unknown-reference"}
    assert all("there is no team" in message for _, message in errors), sorted(errors)[:5]


def test_netbox_s_tables_arrive_too(tmp_path: Path) -> None:
    (tmp_path / "catalog").mkdir()
    (tmp_path / "netbox_sites.csv").write_text("Name,Status,Tenant\nHall A,Active,Desk\n", "utf-8")
    (tmp_path / "netbox_devices.csv").write_text(
        "Name,Status,Tenant,Site,Role,Type\nsw1,Active,Desk,Hall A,Core Switch,C9\nold,Offline,,Hall A,Server,R7\n",
        "utf-8",
    )
    (tmp_path / "netbox_cables.csv").write_text("Device A,Device B\nsw1,old\n", "utf-8")
    sources = [tmp_path / f"netbox_{name}.csv" for name in ("sites", "devices", "cables")]
    done = gitsm("import", "mapping", "--map", "netbox", *sources, cwd=tmp_path)
    assert done.stdout.splitlines()[0] == "3 created.", done.stderr
    found = records(tmp_path)
    switch, old = found["ci:sw1"], found["ci:old"]
    assert (switch["class"], switch["lifecycle"], switch["part_of"]) == (
        "network_device", "operational/in_use", ["ci:hall-a"]
    )  # fmt: skip
    assert (old["class"], old["lifecycle"], old["owner"]) == ("server", "end_of_operation/on_hold", "team:unowned")
    assert switch["connects_to"] == ["ci:old"]


def test_one_file_that_cannot_be_read_keeps_no_other_from_being_read(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", [("one", files(TEAM))])
    good, bad = tmp_path / "a.csv", tmp_path / "b.json"
    good.write_text(CIS, "utf-8")
    bad.write_text('[{"name": "x"},\n]', "utf-8")
    done = gitsm("import", "mapping", "--map", "servicenow-cmdb", good, bad, cwd=folder)
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, "5 created."), done.stderr
    assert "b.json:2: skipped: " in done.stdout
    # What could not be read may be what seems to be gone.
    good.write_text(CIS.partition("b2,")[0], "utf-8")
    done = gitsm("import", "mapping", "--map", "servicenow-cmdb", "--prune", good, bad, cwd=folder)
    assert "4 gone from the source and kept" in done.stdout
    alone = gitsm("import", "mapping", "--map", "servicenow-cmdb", bad, cwd=folder)
    assert (alone.returncode, "b.json:2: " in alone.stderr) == (2, True)
