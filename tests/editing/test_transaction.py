"""Several files edited as one: killed at any moment, on a full disk, or against somebody else's edit."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gitsm.editing.transaction import FileEdit, apply, finish
from gitsm.errors import ChangedMeanwhileError, UnfinishedEditError, UnwritableError
from tests.support.program import environment

EDITS = {
    "cmdb/a.yaml": FileEdit(b"old a", b"new a"),
    "cmdb/b.yaml": FileEdit(b"old b", None),
    "cmdb/sub/c.yaml": FileEdit(None, b"new c"),
}
OLD = {"cmdb/a.yaml": b"old a", "cmdb/b.yaml": b"old b"}
NEW = {"cmdb/a.yaml": b"new a", "cmdb/sub/c.yaml": b"new c"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "r"
    for name, content in OLD.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def state(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_all_files_are_edited(root: Path, tmp_path: Path) -> None:
    (root / "cmdb/a.yaml").chmod(0o640)
    apply(root, tmp_path / "j/edit.json", EDITS)
    assert state(root) == NEW
    assert (root / "cmdb/a.yaml").stat().st_mode & 0o777 == 0o640
    assert not (tmp_path / "j/edit.json").exists()


def test_an_edit_of_nothing_writes_nothing(root: Path, tmp_path: Path) -> None:
    apply(root, tmp_path / "j", {"cmdb/a.yaml": FileEdit(b"old a", b"old a")})
    assert state(root) == OLD


KILLED = """
import os, signal, sys
from pathlib import Path
import gitsm.editing.transaction as t
from tests.editing.test_transaction import EDITS
left = int(sys.argv[3])
def counted(name):
    real = getattr(os, name)
    def step(*args, **named):
        global left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **named)
    setattr(os, name, step)
for name in ("open", "fsync", "replace", "rename", "unlink", "mkdir", "close", "write"):
    counted(name)
t.apply(Path(sys.argv[1]), Path(sys.argv[2]), EDITS)
"""


def test_killed_at_any_step_it_is_old_or_new_or_finished_by_the_next(tmp_path: Path) -> None:
    ended = set()
    for step in range(60):
        root = tmp_path / f"r{step}"
        for name, content in OLD.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(content)
        journal = tmp_path / f"j{step}.json"
        top = Path(__file__).parents[2]
        words = [sys.executable, "-c", KILLED, str(root), str(journal), str(step)]
        done = subprocess.run(words, env=environment(PYTHONPATH=str(top)), check=False, capture_output=True)
        assert done.returncode in {0, -signal.SIGKILL}, done.stderr.decode()
        cut_off = journal.exists()
        finish(root, journal, lambda _: None)
        left = {name: content for name, content in state(root).items() if ".tmp-" not in name}
        assert left in (OLD, NEW)
        assert left == NEW or not cut_off
        assert not journal.exists()
        ended.add((left == NEW, cut_off))
        if done.returncode == 0:
            break
    assert ended == {(False, False), (True, True), (True, False)}


FULL = """
import resource, signal, sys
from pathlib import Path
from gitsm.editing.transaction import FileEdit, apply
from gitsm.errors import UnwritableError
from tests.editing.test_transaction import EDITS
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
try:
    apply(Path(sys.argv[1]), Path(sys.argv[2]), {**EDITS, "cmdb/z.yaml": FileEdit(None, b"x" * 100_000)})
except UnwritableError as error:
    print(error.message)
"""


def test_a_full_disk_changes_nothing(root: Path, tmp_path: Path) -> None:
    top = Path(__file__).parents[2]
    words = [sys.executable, "-c", FULL, str(root), str(tmp_path / "j.json")]
    done = subprocess.run(
        words, env=environment(PYTHONPATH=str(top)), check=True, capture_output=True, encoding="utf-8"
    )
    assert "file too large" in done.stdout
    assert state(root) == OLD
    assert not (tmp_path / "j.json").exists()


@pytest.mark.parametrize("spoil", ["edit", "remove", "link", "folder", "appear"])
def test_what_was_changed_meanwhile_is_not_overwritten(root: Path, tmp_path: Path, spoil: str) -> None:
    target = root / "cmdb/a.yaml"
    if spoil == "edit":
        target.write_bytes(b"somebody's")
    elif spoil == "appear":
        (root / "cmdb/sub").mkdir()
        (root / "cmdb/sub/c.yaml").write_bytes(b"somebody's")
    else:
        target.unlink()
    if spoil == "link":
        (tmp_path / "elsewhere").write_bytes(b"old a")
        target.symlink_to(tmp_path / "elsewhere")
    elif spoil == "folder":
        target.mkdir()
    before = state(root)
    with pytest.raises(ChangedMeanwhileError):
        apply(root, tmp_path / "j.json", EDITS)
    assert state(root) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to(root: Path, tmp_path: Path) -> None:
    (root / "cmdb").chmod(0o500)
    with pytest.raises(UnwritableError):
        apply(root, tmp_path / "j.json", EDITS)
    (root / "cmdb").chmod(0o700)
    assert state(root) == OLD


def test_an_edit_that_cannot_be_finished_says_so(root: Path, tmp_path: Path) -> None:
    journal = tmp_path / "j.json"
    step = {"path": "cmdb/a.yaml", "from": ".a.yaml.tmp-1", "before": "x", "after": "y"}
    for noted in (
        b"no json", b"{}", b'{"version": 1, "steps": [{}]}', json.dumps({"version": 1, "steps": [step]}).encode(),
        json.dumps({"version": 1, "steps": [{**step, "path": "../outside"}]}).encode(),
        json.dumps({"version": 1, "steps": [{**step, "path": "/etc/passwd"}]}).encode(),
    ):  # fmt: skip
        journal.write_bytes(noted)
        with pytest.raises(UnfinishedEditError):
            finish(root, journal, lambda _: None)
        with pytest.raises(UnfinishedEditError):
            apply(root, journal, EDITS)
    assert state(root) == OLD
