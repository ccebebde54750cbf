"""Another organisation's catalogue becomes ours: the figures were counted independently (README of that data)."""

import json
import re
from pathlib import Path

import pytest

from gitsm.errors import UnreadableSourceError
from gitsm.exchange.foreign import read
from gitsm.exchange.mapping import slug
from tests.support.program import gitsm

DANGLING = {"postgres": 10, "prometheus": 2, "elasticsearch": 2, "haproxy": 1}


def imported(folder: Path, *sources: Path) -> str:
    (folder / "catalog").mkdir(parents=True, exist_ok=True)
    done = gitsm("import", "mapping", "--map", "gitlab-runbooks", *sources, cwd=folder)
    assert done.returncode == 0, done.stderr
    return done.stdout


def findings(folder: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(gitsm("check", "--format", "json", cwd=folder).stdout)["findings"]
    return found


def reached(folder: Path, ref: str) -> set[str]:
    shape = json.loads(gitsm("simulate", ref, "--format", "json", cwd=folder).stdout)
    return {one["ref"].removeprefix("service:") for one in shape["affected"]}


@pytest.fixture
def gitlab(shared_data: Path) -> Path:
    return shared_data / "gitlab-service-catalogue"


def test_the_catalogue_of_gitlab_arrives(gitlab: Path, tmp_path: Path) -> None:
    sources = (gitlab / "service-catalog.yml", gitlab / "teams.yml")
    said = imported(tmp_path, *sources)
    assert said.startswith("190 created.")
    assert said.count("an entry of depends_on that says nothing") == 24
    assert len(list((tmp_path / "catalog").rglob("services/*.yaml"))) == 104
    assert len(list((tmp_path / "catalog").rglob("teams/*.yaml"))) == 86

    found = findings(tmp_path)
    missing = [one["message"].split()[-1] for one in found if one["rule"] == "unknown-reference"]
    assert {name: missing.count(name) for name in DANGLING} == DANGLING
    assert set(missing) - set(DANGLING) == {"fulfillment", "secure-composition-analysis"}
    assert [one["path"].rpartition("/")[2] for one in found if one["rule"] == "self-relation"] == ["gitaly.yaml"]
    assert {one["rule"] for one in found if one["severity"] == "error"} == {"unknown-reference", "self-relation"}

    assert reached(tmp_path, "service:gitaly") == set(
        "api console frontend git internal-api kas registry sidekiq web".split()  # noqa: SIM905  # as counted
    )
    assert reached(tmp_path, "service:consul") == set(
        "api frontend git internal-api kas patroni patroni-ci patroni-embedding patroni-registry registry web".split()  # noqa: SIM905
    )
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")}
    assert imported(tmp_path, *sources).startswith("190 unchanged.")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.yaml")} == before


def test_the_older_versions_arrive_and_their_cycle_is_told(gitlab: Path, tmp_path: Path) -> None:
    for name, count in (("service-catalog.2020-11-03.yml", 39), ("service-catalog.2022-02-09.yml", 55)):
        folder = tmp_path / name
        imported(folder, gitlab / "history" / name)
        assert len(list(folder.rglob("services/*.yaml"))) == count
        (cycle,) = [one["message"] for one in findings(folder) if one["rule"] == "dependency-cycle"]
        assert "gitaly" in cycle


def test_what_people_wrote_stays(gitlab: Path, tmp_path: Path) -> None:
    source = gitlab / "service-catalog.yml"
    imported(tmp_path, source)
    record = next(tmp_path.rglob("services/api.yaml"))
    text = record.read_text().replace("criticality: somewhat_critical", "criticality: most_critical  # we know")
    text = re.sub(r"\n *- criticality(?=\n)|criticality, ", "", text)
    record.write_text(text)
    imported(tmp_path, source)
    assert "criticality: most_critical  # we know" in record.read_text()


def test_a_dry_run_writes_nothing(gitlab: Path, tmp_path: Path) -> None:
    (tmp_path / "catalog").mkdir()
    done = gitsm("import", "mapping", "--map", "gitlab-runbooks", gitlab / "teams.yml", "--dry-run", cwd=tmp_path)
    assert done.stdout.startswith("Would be: 86 created.")
    assert list(tmp_path.rglob("*.yaml")) == []


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("a.yml", b"a: [" * 100, "nested too deep"),
        ("a.yml", b"a: 1\na: 2", "stands there twice"),
        ("a.yml", b"a: *x", "undefined alias"),
        ("a.yml", b"\xff\xfe", "not UTF-8"),
        ("a.json", b"{", "no JSON"),
        ("a.json", b"[" * 100_000, "no JSON"),
        ("a.yml", b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(
            b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n" % ((98 + n, 98 + n) + (97 + n,) * 9) for n in range(9)
        ), "beyond measure"),
    ],
)  # fmt: skip
def test_hostile_sources_are_refused(name: str, raw: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSourceError, match=reason):
        read(name, raw)


def test_anchors_and_merges_are_resolved() -> None:
    (document,) = read("a.yml", b"base: &b {x: 1, y: 2}\nown: {<<: *b, y: 3}\n")
    own = document.get("own")
    assert (own.get("x").data, own.get("y").data) == (1, 3)


def test_names_become_ids() -> None:
    assert slug("Secure Composition Analysis") == "secure-composition-analysis"
    assert slug("scalability:observability") == "scalability-observability"
    assert slug("Zürich_9") == "zurich-9"
