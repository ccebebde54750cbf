"""Compose projects become ours; the figures of other organisations' files were counted independently."""

from collections import Counter
from pathlib import Path
from typing import Any

from gitsm.exchange.compose import convert
from gitsm.exchange.foreign import read
from gitsm.exchange.mapping import Imported, Skipped
from tests.support.program import gitsm

OTEL = ("compose.yaml", "compose.full.yaml", "compose.observability.yaml")


def converted(*texts: str) -> list[Imported | Skipped]:
    return convert("Shop 1", [(f"{n}.yaml", read(f"{n}.yaml", text.encode())) for n, text in enumerate(texts)])


def imported(*texts: str) -> dict[str, dict[str, Any]]:
    return {one.ref: dict(one.data) for one in converted(*texts) if isinstance(one, Imported)}


def test_the_demo_of_opentelemetry_arrives_merged(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "importer-inputs" / "compose-otel-demo"
    (tmp_path / "catalog").mkdir()
    sources = [folder / name for name in OTEL]
    done = gitsm("import", "compose", *sources, cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "29 created.")
    found = convert("otel", [(path.name, read(path.name, path.read_bytes())) for path in sources])
    cis = [one for one in found if isinstance(one, Imported) and one.kind == "ci"]
    refs = {one.ref for one in cis}
    edges = [ref for one in cis for _, key, ref in one.named if key == "depends_on"]
    assert (len(cis), len(edges), set(edges) - refs) == (28, 58, set())
    ranks = Counter(one.data["criticality"] for one in cis)
    assert (ranks["most_critical"], ranks["somewhat_critical"], ranks["not_critical"]) == (4, 4, 8)
    assert ranks["less_critical"] == 3 + 9  # nine say nothing
    assert gitsm("import", "compose", *sources, cwd=tmp_path).stdout.startswith("29 unchanged.")


def test_every_project_of_awesome_compose_arrives(shared_data: Path) -> None:
    files = sorted((shared_data / "importer-inputs" / "awesome-compose").rglob("*.y*ml"))
    assert len(files) == 39
    cis, edges = [], 0
    for path in files:
        found = convert(path.parent.name, [(path.name, read(path.name, path.read_bytes()))])
        here = [one for one in found if isinstance(one, Imported) and one.kind == "ci"]
        cis += here
        named = [ref for one in here for _, key, ref in one.named if key == "depends_on"]
        assert set(named) <= {one.ref for one in here}
        edges += len(named)
        assert "password" not in str([one.data for one in here]).lower()
    assert (len(cis), edges) == (81, 26)


def test_a_later_file_adds_and_overrides() -> None:
    found = imported(
        "services:\n  web:\n    image: example/web:1\n    depends_on: [db, cache]\n"
        "  db: {image: 'postgres:16@sha256:ab'}\n",
        "name: Shop\nservices:\n  web:\n    image: registry:5000/example/web:2\n    depends_on: [mail]\n  mail: {}\n",
    )
    assert sorted(found) == ["ci:shop-db", "ci:shop-mail", "ci:shop-web", "service:shop"]
    web = found["ci:shop-web"]
    assert (web["version"], web["attributes"]) == ("2", {"image": "registry:5000/example/web"})
    assert web["depends_on"] == ["ci:shop-cache", "ci:shop-db", "ci:shop-mail"]
    assert (found["ci:shop-db"]["class"], found["ci:shop-db"]["version"]) == ("database_instance", "16")
    assert found["service:shop"]["delivered_by"] == ["ci:shop-web", "ci:shop-db", "ci:shop-mail"]


def test_what_only_has_to_have_run_is_soft() -> None:
    found = imported(
        "services:\n  web:\n    depends_on:\n      migrate: {condition: service_completed_successfully}\n"
        "      mail: {condition: service_started, required: false}\n      db: {condition: service_healthy}\n"
        "    links: ['db:database', cache]\n    volumes_from: ['files:ro', 'container:x']\n"
        "    network_mode: 'service:vpn'\n"
    )
    assert found["ci:shop-1-web"]["depends_on"] == [
        "ci:shop-1-cache", "ci:shop-1-db", "ci:shop-1-files",
        {"target": "ci:shop-1-mail", "strength": "soft"}, {"target": "ci:shop-1-migrate", "strength": "soft"},
        "ci:shop-1-vpn",
    ]  # fmt: skip


def test_of_the_environment_only_opentelemetry_s_names_are_read() -> None:
    found = imported(
        "services:\n  web:\n    image: ${IMAGE}\n    command: rm -rf /\n    environment:\n      - PASSWORD=hunter2\n"
        "      - OTEL_SERVICE_NAME=Front\n"
        "      - OTEL_RESOURCE_ATTRIBUTES=service.criticality=critical,team=Web Team,x\n"
        "  db:\n    image: ${REPO:-docker.io}/mysql:${TAG-8}\n"
        "    environment: {OTEL_SERVICE_NAME: '${NAME}', SECRET: s3cr3t}\n"
    )
    web, db = found["ci:shop-1-web"], found["ci:shop-1-db"]
    assert (web["name"], web["criticality"], web["owner"]) == ("Front", "most_critical", "team:web-team")
    assert "attributes" not in web
    assert [one["what"] for one in web["source"]["remarks"]] == ["the image holds a variable without a default"]
    assert (db["name"], db["version"], db["attributes"]) == ("db", "8", {"image": "docker.io/mysql"})
    assert not any(secret in str(found) for secret in ("hunter2", "s3cr3t", "rm -rf"))


def test_a_file_without_services_is_skipped_with_its_line() -> None:
    assert converted("# nothing\n", "x: 1\n") == [
        Skipped("0.yaml", 1, "it has no services"), Skipped("1.yaml", 1, "it has no services")
    ]  # fmt: skip


def test_names_that_become_one_id_are_told() -> None:
    found = converted("name: {a: b}\nservices:\n  web_1: {}\n  web-1: {image: 3}\n  x: 3\n")
    assert [one.ref for one in found if isinstance(one, Imported)] == [
        "service:shop-1",
        "ci:shop-1-web-1",
        "ci:shop-1-x",
    ]
    assert [one for one in found if isinstance(one, Skipped)] == [
        Skipped("0.yaml", 4, "ci:shop-1-web-1 was there before, under another name")
    ]
