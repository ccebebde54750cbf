"""Another organisation's catalogue becomes ours: the figures were counted independently (README of that data)."""

import json
import re
from pathlib import Path

import pytest

from gitsm.errors import UnreadableSourceError
from gitsm.exchange.fields import slug
from gitsm.exchange.foreign import read
from tests.support.program import gitsm
from tests.support.repositories import commit, repository

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


def test_every_gap_is_told_with_the_line_of_the_source(gitlab: Path, tmp_path: Path) -> None:
    source = gitlab / "service-catalog.yml"
    imported(tmp_path, source, gitlab / "teams.yml")
    lines = source.read_text("utf-8").splitlines()
    found = findings(tmp_path)

    edges = [one for one in found if one["rule"] == "unknown-reference" and one["message"].split()[-1] in DANGLING]
    assert len(edges) == 15
    for one in edges:
        name = one["message"].split()[-1]
        where = re.match(r"service-catalog\.yml:(\d+) names it; ", one["hint"])
        assert where is not None
        assert lines[int(where[1]) - 1].partition("#")[0].strip() == f"- service: {name}"

    empty = [one["message"] for one in found if one["rule"] == "import-remark"]
    assert len(empty) == 24
    for message in empty:
        line = int(message.partition(":")[2].partition(":")[0])
        assert lines[line - 1].strip().rstrip(":") == "- service"


def test_what_came_and_went_between_versions_is_what_was_counted(gitlab: Path, tmp_path: Path) -> None:
    names = ("history/service-catalog.2020-11-03.yml", "history/service-catalog.2022-02-09.yml", "service-catalog.yml")
    repository(tmp_path, [("nothing", {"catalog/about.md": "x"})])
    for name in names:
        # One file, edited over the years: it is called the same each time.
        (tmp_path / "service-catalog.yml").write_bytes((gitlab / name).read_bytes())
        words = ("import", "mapping", "--map", "gitlab-runbooks", "service-catalog.yml", "--prune")
        assert gitsm(*words, cwd=tmp_path).returncode == 0
        commit(tmp_path, name, {})
    counted = []
    for base, head in (("HEAD~2", "HEAD~1"), ("HEAD~1", "HEAD")):
        changes = json.loads(gitsm("diff", base, head, "--format", "json", cwd=tmp_path).stdout)["changes"]
        removed = {one["ref"].removeprefix("service:") for one in changes if one["action"] == "removed"}
        counted.append((sum(one["action"] == "added" for one in changes), removed))
    assert counted == [
        (19, {"nfs", "postgres-dr-archive", "runner"}),
        (
            57,
            {"license", "pages", "praefect", "pvs", "redis-cache", "redis-cache-sentinel", "redis-ratelimiting", "waf"},
        ),
    ]


def test_what_is_gone_is_kept_unless_it_is_to_be_pruned(gitlab: Path, tmp_path: Path) -> None:
    imported(tmp_path, gitlab / "history/service-catalog.2020-11-03.yml")
    said = imported(tmp_path, gitlab / "history/service-catalog.2022-02-09.yml")
    assert "3 gone from the source and kept" in said
    assert len(list(tmp_path.rglob("services/*.yaml"))) == 58


def test_a_strict_import_fails_where_a_reference_leads_nowhere(gitlab: Path, tmp_path: Path) -> None:
    (tmp_path / "catalog").mkdir()
    words = ("import", "mapping", "--map", "gitlab-runbooks", gitlab / "service-catalog.yml", "--strict", "--dry-run")
    assert gitsm(*words, cwd=tmp_path).returncode == 1


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
        ("a.json", b"[" * 100_000, "nested deeper"),
        ("a.json", b'{"a": {},\n"a": {}}', 'a.json:2: the key "a" stands twice, first in line 1'),
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
