"""Small catalogues, each with what `check` must say of it; a new case is a new folder."""

from pathlib import Path

import pytest

from gitsm.inquiry.checking import Judged, judged
from gitsm.render.findings.text import render
from gitsm.render.terminal import plain
from gitsm.sources.repository import Repository
from gitsm.sources.worktree import worktree
from tests.support.backdrop import TODAY
from tests.support.catalogues import Memory
from tests.support.repositories import git, repository, write

EXAMPLES = Path(__file__).parents[1] / "examples"
INVALID = sorted(EXAMPLES.glob("invalid/*/expected.txt"))
VALID = sorted(EXAMPLES.glob("valid/*/"))


def shown(folder: Path, scratch: Path) -> str:
    """Judge a folder; one with `commits/` is a history, a commit a day from 2026-01-01, each called NUMBER-AUTHOR."""
    if (folder / "commits").is_dir():
        tree = committed(folder / "commits", scratch / "repository")
    else:
        tree = judged(Memory(contents(folder)), TODAY)
    return plain(render(tree.report(".", TODAY)))


def contents(folder: Path) -> dict[str, bytes]:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}
    assert files
    return files


def committed(folder: Path, root: Path) -> Judged:
    root = repository(root, [])
    for number, each in enumerate(sorted(folder.iterdir())):
        write(root, contents(each))
        git(root, "add", "-A")
        mail = f"{each.name.partition('-')[2]}@tern-ferries.example"
        git(root, "-c", f"user.email={mail}", "commit", "-q", "-m", each.name, when=number)
    found = Repository.at(root)
    return judged(worktree(root), TODAY).recalling(found, [found.resolve("HEAD").oid], TODAY)


@pytest.mark.parametrize("expected", INVALID, ids=lambda path: path.parent.name)
def test_every_finding_of_a_bad_catalogue_reads_as_written_down(expected: Path, tmp_path: Path) -> None:
    text = shown(expected.parent, tmp_path)

    assert text == expected.read_text()
    assert f"[{expected.parent.name}]" in text


@pytest.mark.parametrize("folder", VALID, ids=lambda path: path.name)
def test_a_good_catalogue_has_no_findings(folder: Path, tmp_path: Path) -> None:
    assert shown(folder, tmp_path) == ""
