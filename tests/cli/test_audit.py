"""Decisions that are kept, audited and replayed, on real repositories."""

import json
from pathlib import Path

import pytest

from tests.support.catalogues import files
from tests.support.gates import BASE, NOW, approval, change, organisation, proposed, statement
from tests.support.program import gitsm
from tests.support.repositories import commit, git, write

PATCHED = BASE.replace('"16.1"', '"16.2"')


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A normal change that was decided on, an edit of words, and one that nobody decided on."""
    folder = organisation(tmp_path_factory.mktemp("audit") / "org")
    head = proposed(folder, PATCHED + change())
    said = statement(folder, approval("dan", head))
    words = ("gate", "main", "topic", "--as-of", NOW, "--approvals", said, "--record", folder.parent / "kept")
    done = gitsm(*words, cwd=folder)
    assert done.returncode == 0, done.stdout
    assert gitsm(*words, cwd=folder).stdout == done.stdout
    git(folder, "checkout", "-q", "main")
    git(folder, "merge", "-q", "--no-ff", "--no-edit", "topic")
    commit(folder, "a word", {"cmdb/app.yaml": files(BASE)["cmdb/app.yaml"].replace("name: app", "name: The app")})
    commit(folder, "in a hurry", {"cmdb/wall.yaml": files(BASE)["cmdb/wall.yaml"].replace('"1"', '"2"')})
    return folder


def audited(folder: Path, kept: Path) -> tuple[int, dict[str, tuple[str, list[str]]]]:
    done = gitsm("audit", "main~3..main", "--evidence", kept, "--format", "json", cwd=folder)
    found = json.loads(done.stdout)["commits"]
    return done.returncode, {one["subject"]: (one["sort"], one["differences"]) for one in found}


def test_every_commit_is_told_with_its_decision(made: Path) -> None:
    status, found = audited(made, made.parent / "kept")
    assert (status, found) == (
        1,
        {
            "in a hurry": ("unauthorized", []),
            "a word": ("uncontrolled", []),
            "Merge branch 'topic'": ("normal", []),
        },
    )
    done = gitsm("audit", "main~3..main~1", "--evidence", made.parent / "kept", cwd=made)
    assert done.returncode == 0
    assert "2 commits, 0 unauthorized" in done.stderr
    assert "nobody decided on it: ci:wall" in gitsm("audit", "main~1..main", cwd=made).stdout


def test_one_decision_is_one_file_named_by_its_hash(made: Path) -> None:
    (path,) = (made.parent / "kept").iterdir()
    assert len(path.stem) == 64
    kept = json.loads(path.read_text())
    assert (kept["schema"], kept["verdict"]["allowed"], kept["statement"]["author"]) == (
        "gitsm/evidence/v1", True, "cleo",
    )  # fmt: skip


def test_a_decision_that_was_altered_is_refused(made: Path, tmp_path: Path) -> None:
    (path,) = (made.parent / "kept").iterdir()
    (tmp_path / path.name).write_text(path.read_text().replace('"low"', '"high"'))
    done = gitsm("audit", "main~3..main", "--evidence", tmp_path, cwd=made)
    assert (done.returncode, done.stdout) == (2, "")
    assert "it was altered" in done.stderr


def test_a_decision_that_was_made_up_does_not_come_out_again(made: Path, tmp_path: Path) -> None:
    from hashlib import sha256

    (path,) = (made.parent / "kept").iterdir()
    forged = json.loads(path.read_text())
    forged["statement"]["approvals"][0]["by"] = "mallory"
    content = json.dumps(forged).encode()
    (tmp_path / f"{sha256(content).hexdigest()}.json").write_bytes(content)
    status, found = audited(made, tmp_path)
    assert status == 1
    sort, differences = found["Merge branch 'topic'"]
    assert sort == "unauthorized"
    assert "allowed: it says True, it is False" in differences
    assert "the approvals are others" in differences


def test_a_reach_that_was_made_smaller_does_not_come_out_again(made: Path, tmp_path: Path) -> None:
    from hashlib import sha256

    (path,) = (made.parent / "kept").iterdir()
    forged = json.loads(path.read_text())
    assert forged["verdict"]["impact"]["affected"]
    forged["verdict"]["impact"]["affected"] = []
    content = json.dumps(forged).encode()
    (tmp_path / f"{sha256(content).hexdigest()}.json").write_bytes(content)
    status, found = audited(made, tmp_path)
    assert (status, found["Merge branch 'topic'"]) == (1, ("normal", ["what it reaches is another"]))


@pytest.mark.parametrize(
    "words", [("main",), ("nowhere..main",), ("topic..main",), ("main~1..main", "--evidence", "no")]
)
def test_what_cannot_be_audited_is_told(made: Path, words: tuple[str, ...]) -> None:
    done = gitsm("audit", *words, cwd=made)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_an_edited_policy_is_tried_on_what_was_merged(made: Path) -> None:
    same = gitsm("policy", "test", "--since", "main~3", "--on", "main", cwd=made)
    assert same.stdout == "Nothing would have been decided otherwise.\n"
    write(
        made,
        {
            "changes/approvals.yaml": files(BASE)["changes/approvals.yaml"].replace(
                "    - {id: requests",
                "    - {id: walls, scope: {classes: [firewall]}, teams: [desk]}\n    - {id: requests",
            )
        },
    )
    write(made, {"changes/control.yaml": "kind: policy\nid: control\nchange_control: {controlled: []}\n"})
    done = gitsm("policy", "test", "--since", "main~3", "--on", "main", cwd=made)
    git(made, "checkout", "-q", "--", ".")
    (made / "changes/control.yaml").unlink()
    assert done.returncode == 0
    assert done.stderr.startswith("1 of 3 merges would be decided otherwise")
    assert "desk would be asked, too (walls)" in done.stdout
    assert "it would not be refused: change-record-missing" in done.stdout
