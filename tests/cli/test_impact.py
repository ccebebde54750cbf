"""diff, impact and simulate as a user runs them, on real repositories."""

import json
from pathlib import Path

import pytest

from tests.change.test_impact import BASE, LOST
from tests.inquiry.test_promised import CATALOGUE
from tests.support.catalogues import ci, files
from tests.support.program import gitsm
from tests.support.repositories import branch, commit, git, repository, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = repository(tmp_path / "r", [("base", files(BASE))])
    branch(made, "topic", "lose redundancy", files(LOST))
    return made


def test_diff_shows_fields(folder: Path) -> None:
    done = gitsm("diff", "main", "topic", cwd=folder)
    assert done.returncode == 0
    assert "~ ci:app" in done.stdout
    assert "runs_on.ci:n2: + ci:n2" in done.stdout
    shape = json.loads(gitsm("diff", "main..topic", "--format", "json", cwd=folder).stdout)
    assert shape["schema"] == "gitsm/diff/v1"
    assert [(one["ref"], one["action"]) for one in shape["changes"]] == [("ci:app", "modified")]


def test_impact_says_what_is_hit_and_whom_to_ask(folder: Path) -> None:
    done = gitsm("impact", "main", "topic", cwd=folder)
    assert done.returncode == 0
    for line in ("Touching ci:app puts 1 service, 1 offering at stake.", "REDUNDANCY LOST", "PROMISES NOT BACKED",
                 "99.9500 % → 95.0000 %", "Ask   desk", "Tell  guests"):  # fmt: skip
        assert line in done.stdout
    shape = json.loads(gitsm("impact", "main", "topic", "--format", "json", cwd=folder).stdout)
    assert set(shape) == {
        "schema", "base", "head", "sources", "affected", "offerings", "services", "agreements", "derived", "redundancy",
        "promises", "articles", "owners", "customers",
    }  # fmt: skip
    assert shape["agreements"] == [
        {"ref": "agreement:shop-sla", "target": "availability", "promised": 0.99, "backed_before": 0.9995,
         "backed_after": 0.95, "verdict": "not_backed"}
    ]  # fmt: skip
    assert shape["affected"][0] == {
        "ref": "service_offering:web-shop", "kind": "service_offering", "level": "down", "distance": 1,
        "reason": "needs it", "path": ["ci:app", "service_offering:web-shop"], "edges": ["delivered_by"],
        "owner": "team:desk", "criticality": "most_critical",
    }  # fmt: skip


def test_markdown_draws_a_picture_without_orders(folder: Path) -> None:
    done = gitsm("impact", "main", "topic", "--format", "markdown", cwd=folder)
    assert "```mermaid\ngraph LR\n" in done.stdout
    assert '["web#45;shop"]:::down' in done.stdout


def test_the_work_tree_is_judged_without_head(folder: Path) -> None:
    git(folder, "checkout", "-q", "main")
    (folder / "cmdb/app.yaml").write_text(ci("app", "runs_on: [ci:n2]\n", availability="100%").removeprefix("---\n"))
    assert "REDUNDANCY LOST" in gitsm("impact", "main", cwd=folder).stdout


def test_what_would_be_merged_is_judged(folder: Path) -> None:
    git(folder, "checkout", "-q", "main")
    commit(folder, "main moves on", {"cmdb/n3.yaml": ci("n3").removeprefix("---\n")})
    done = gitsm("diff", "main", "topic", "--format", "json", cwd=folder)
    assert "main has moved on" in done.stderr
    assert [one["ref"] for one in json.loads(done.stdout)["changes"]] == ["ci:app"]


def test_a_conflict_cannot_be_judged(folder: Path) -> None:
    git(folder, "checkout", "-q", "main")
    commit(
        folder,
        "main edits it, too",
        {"cmdb/app.yaml": ci("app", "runs_on: [ci:n1]\n", availability="100%").removeprefix("---\n")},
    )
    done = gitsm("impact", "main", "topic", cwd=folder)
    assert done.returncode == 2
    assert "conflict in cmdb/app.yaml" in done.stderr


def test_simulate_takes_a_bare_id(folder: Path) -> None:
    done = gitsm("simulate", "n1", "n2", "--at", "main", cwd=folder)
    assert "If ci:n1, ci:n2 are down: 1 service, 1 offering, 1 CI." in done.stdout
    assert "2 of 2 down, needs 1" in done.stdout


def test_an_unknown_record_is_suggested(folder: Path) -> None:
    done = gitsm("simulate", "ci:ap", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean ci:app" in done.stderr


def test_output_is_the_same_every_time(folder: Path) -> None:
    one, other = (gitsm("impact", "main", "topic", "--format", "json", cwd=folder).stdout for _ in range(2))
    assert one == other


@pytest.mark.parametrize(
    "words",
    [("impact", "main", "topic"), ("diff", "main", "topic"), ("impact", "main"), ("simulate", "ci:n1"),
     ("simulate", "n2", "--at", "main")],
)  # fmt: skip
def test_what_is_remembered_says_the_same(words: tuple[str, ...], folder: Path, tmp_path: Path) -> None:
    cache = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    first = gitsm(*words, cwd=folder, env=cache)
    known = list((tmp_path / "cache/gitsm/estates").iterdir())
    assert (first.returncode, len(known)) == (0, 1)
    again = gitsm(*words, cwd=folder, env=cache)
    (tmp_path / "none").write_text("no folder")
    without = gitsm(*words, cwd=folder, env={"XDG_CACHE_HOME": str(tmp_path / "none")})
    assert (again.returncode, again.stdout, again.stderr) == (0, first.stdout, first.stderr)
    assert (without.returncode, without.stdout, without.stderr) == (0, first.stdout, first.stderr)


def test_what_is_remembered_and_damaged_is_forgotten(folder: Path, tmp_path: Path) -> None:
    cache = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    first = gitsm("impact", "main", "topic", cwd=folder, env=cache)
    (known,) = (tmp_path / "cache/gitsm/estates").iterdir()
    whole = known.read_bytes()
    known.write_bytes(whole[:-40] + b"x" * 40)
    told = gitsm("impact", "main", "topic", cwd=folder, env=cache)
    assert told.returncode == 2
    assert "run it again" in told.stderr
    known.write_bytes(whole[: len(whole) // 2]) if known.exists() else None
    again = gitsm("impact", "main", "topic", cwd=folder, env=cache)
    assert (again.returncode, again.stdout) == (0, first.stdout)


def test_an_answer_from_what_is_remembered_needs_no_models(folder: Path) -> None:
    # Another figure, the same relations: no promised time or term hangs on that.
    branch(folder, "figure", "a better figure", {"cmdb/app.yaml": files(BASE)["cmdb/app.yaml"].replace("100%", "99%")})
    assert gitsm("impact", "main", "figure", cwd=folder).returncode == 0
    done = gitsm("impact", "main", "figure", cwd=folder, env={"PYTHONPROFILEIMPORTTIME": "1"})
    assert "99.9500 % → 98.9505 %" in done.stdout  # 0.9995 times 0.99
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "gitsm.change.impact" in loaded
    assert not loaded & {"pydantic", "git", "jinja2", "rich", "ruamel.yaml", "mkdocs"}


def test_a_supplier_that_answers_later_breaks_the_promise_above_it(tmp_path: Path) -> None:
    slower = CATALOGUE.replace("value: 2h", "value: 9h")
    made = repository(tmp_path / "r", [("base", files(CATALOGUE))])
    branch(made, "topic", "a cheaper contract", files(slower))
    done = gitsm("impact", "main", "topic", "--as-of", "2026-11-24", cwd=made)
    assert done.stdout.splitlines()[2:6] == [
        "PROMISES BROKEN",
        "  agreement:sla  resolution at priority 1",
        "      4 h of service time is promised for resolution at priority 1, and agreement:ua takes 9 h",
        "      promise 9 h, or agree on 4 h there",
    ]
    shape = json.loads(gitsm("impact", "topic", "main", "--as-of", "2026-11-24", "--format", "json", cwd=made).stdout)
    assert [(one["ref"], one["verdict"], one["kind"], one["by"]) for one in shape["promises"]] == [
        ("agreement:sla", "mended", "slower", "agreement:ua")
    ]
    git(made, "checkout", "-q", "main")
    write(made, files(slower))
    assert "PROMISES BROKEN" in gitsm("impact", "main", "--as-of", "2026-11-24", cwd=made).stdout
    done = gitsm("impact", "main", "--as-of", "2026-11-24", "--format", "markdown", cwd=made)
    assert "- **promise broken**: " in done.stdout
    # Once the promise has ended, nothing is left to be broken.
    assert "PROMISES" not in gitsm("impact", "main", "--as-of", "2027-06-01", cwd=made).stdout
