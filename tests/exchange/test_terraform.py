"""What Terraform built becomes ours, and nothing it calls secret does."""

import json
from pathlib import Path
from typing import Any

import pytest

from gitsm.exchange.foreign import read
from gitsm.exchange.mapping import Imported, Skipped
from gitsm.exchange.terraform import convert
from tests.support.program import gitsm


def resource(address: str, values: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    type_ = address.rpartition(".")[0].rpartition(".")[2] or address.partition(".")[0]
    return {"address": address, "mode": "managed", "type": type_, "values": values or {}, **more}


# The shape is that of the documentation of `terraform show -json`.
SHOWN: dict[str, Any] = {
    "format_version": "1.0",
    "terraform_version": "1.9.5",
    "values": {
        "root_module": {
            "resources": [
                resource("aws_instance.web[0]", {
                    "instance_type": "t3.small", "user_data": "echo hunter2", "password": "hunter2",
                    "tags": {"Name": "Web 1", "Owner": "Web Team", "Environment": "Staging", "Service": "Web Shop"},
                }, depends_on=["aws_db_instance.main", "aws_iam_role.web", "module.net.aws_subnet.a"]),
                resource("aws_instance.web[1]", {"tags": {"Service": "Web Shop"}}),
                resource("aws_db_instance.main", {"engine": "postgres", "engine_version": "16.4", "region": "hunter2"},
                         sensitive_values={"password": True, "region": True, "engine": False}),
                resource("aws_lb.front", depends_on=["aws_instance.web"]),
                resource("aws_iam_role.web"),
                {**resource("aws_ami.latest"), "mode": "data"},
            ],
            "child_modules": [{
                "address": "module.net",
                "resources": [resource("module.net.aws_subnet.a", {"tags": None}, type="aws_subnet")],
                "child_modules": [
                    {"resources": [resource("module.net.module.deep.aws_s3_bucket.logs", type="aws_s3_bucket")]}
                ],
            }],
        }
    },
}  # fmt: skip


def converted(document: dict[str, Any], name: str = "show.json") -> list[Imported | Skipped]:
    return convert([(name, read(name, json.dumps(document).encode()))])


def imported(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one.ref: dict(one.data) for one in converted(document) if isinstance(one, Imported)}


def test_resources_of_known_types_arrive_from_every_module() -> None:
    found = imported(SHOWN)
    assert {ref: one["class"] for ref, one in found.items() if ref.startswith("ci:")} == {
        "ci:aws-instance-web-0": "server", "ci:aws-instance-web-1": "server",
        "ci:aws-db-instance-main": "database_instance", "ci:aws-lb-front": "load_balancer",
        "ci:module-net-aws-subnet-a": "subnet", "ci:module-net-module-deep-aws-s3-bucket-logs": "storage_volume",
    }  # fmt: skip
    web = found["ci:aws-instance-web-0"]
    assert (web["name"], web["owner"], web["environment"]) == ("Web 1", "team:web-team", "staging")
    assert web["attributes"] == {"type": "aws_instance", "instance_type": "t3.small"}
    assert found["ci:aws-db-instance-main"]["version"] == "16.4"
    assert found["ci:aws-instance-web-1"]["environment"] == "production"
    assert found["service:web-shop"]["delivered_by"] == ["ci:aws-instance-web-0", "ci:aws-instance-web-1"]


def test_a_dependency_counts_between_what_is_taken_over() -> None:
    found = imported(SHOWN)
    assert found["ci:aws-instance-web-0"]["depends_on"] == ["ci:aws-db-instance-main", "ci:module-net-aws-subnet-a"]
    # One that was counted out is meant as a whole.
    assert found["ci:aws-lb-front"]["depends_on"] == ["ci:aws-instance-web-0", "ci:aws-instance-web-1"]
    assert "depends_on" not in found["ci:aws-db-instance-main"]


def test_no_secret_arrives() -> None:
    assert "hunter2" not in str(converted(SHOWN))


STATE: dict[str, Any] = {
    "version": 4,
    "terraform_version": "1.9.5",
    "resources": [
        {"mode": "managed", "type": "aws_instance", "name": "web", "instances": [
            {"index_key": "a", "attributes": {"instance_type": "t3.small", "size": "hunter2"},
             "sensitive_attributes": [[{"type": "get_attr", "value": "size"}]],
             "dependencies": ["module.db.aws_db_instance.main", "data.aws_ami.latest"]},
            {"index_key": 1, "attributes": {"tags": {"Name": "Second"}}, "sensitive_attributes": ["availability_zone"]},
        ]},
        {"mode": "managed", "module": "module.db", "type": "aws_db_instance", "name": "main", "instances": [
            {"attributes": {"engine": "mysql"}, "dependencies": ["aws_instance.web"]}
        ]},
        {"mode": "data", "type": "aws_ami", "name": "latest", "instances": [{"attributes": {}}]},
    ],
}  # fmt: skip


def test_a_state_arrives_too_and_circles_stay(tmp_path: Path) -> None:
    found = imported(STATE)
    assert sorted(found) == ["ci:aws-instance-web-1", "ci:aws-instance-web-a", "ci:module-db-aws-db-instance-main"]
    assert found["ci:aws-instance-web-a"]["depends_on"] == ["ci:module-db-aws-db-instance-main"]
    assert found["ci:module-db-aws-db-instance-main"]["depends_on"] == [
        "ci:aws-instance-web-a", "ci:aws-instance-web-1"
    ]  # fmt: skip
    assert "hunter2" not in str(found)
    (tmp_path / "catalog").mkdir()
    (tmp_path / "terraform.tfstate").write_text(json.dumps(STATE), "utf-8")
    done = gitsm("import", "terraform", "terraform.tfstate", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "3 created."), done.stderr
    assert gitsm("import", "terraform", "terraform.tfstate", cwd=tmp_path).stdout.startswith("3 unchanged.")


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ({"version": 3, "modules": []}, "it is a state of version 3; give what `terraform show -json` prints"),
        ({"planned_values": {}}, "it is neither what `terraform show -json` prints of a state, nor a state"),
    ],
)
def test_what_cannot_be_read_is_told(document: dict[str, Any], why: str) -> None:
    (found,) = converted(document)
    assert isinstance(found, Skipped)
    assert found.why == why


def test_two_addresses_that_make_one_id_are_not_mixed_up() -> None:
    two = {
        "values": {
            "root_module": {"resources": [resource("aws_lb.a_b"), resource("aws_lb.a-b"), resource("aws_lb.a_b")]}
        }
    }
    found = converted(two)
    assert [one.ref for one in found if isinstance(one, Imported)] == ["ci:aws-lb-a-b"]
    assert [one.why for one in found if isinstance(one, Skipped)] == [
        "ci:aws-lb-a-b was there before, of another address"
    ]
