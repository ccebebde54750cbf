"""An index of bytes answers from a mapped file as from memory, and holds little of it."""

import mmap
import sys
from pathlib import Path

import pytest

from gitsm.load.index import Index, packed

MAGIC = b"gitsm-test-1"
ROWS = {f"name:{number:04}": f"row {number} ".encode() * 4500 for number in range(1000)}  # some 40 MB


def _written(path: Path) -> Path:
    path.write_bytes(b"".join(packed(MAGIC, ROWS, {"name:0000": ["name:0001"], "other": ["name:0002"]}, {"told": 1})))
    return path


def test_a_mapped_file_answers_as_memory_does(tmp_path: Path) -> None:
    path = _written(tmp_path / "index")
    index, plain = Index(_mapped(path), MAGIC), Index(path.read_bytes(), MAGIC)
    for name in (*ROWS, "other", "nothing"):
        assert index.row(name) == plain.row(name) == ROWS.get(name)
        assert index.referrers(name) == plain.referrers(name)
    assert index.referrers("other") == ("name:0002",)


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux what is held")
def test_rows_that_were_read_are_not_held(tmp_path: Path) -> None:
    path = _written(tmp_path / "index")
    index = Index(_mapped(path), MAGIC)
    held = []
    for name, row in ROWS.items():
        assert index.row(name) == row
        held.append(_resident(path))
    assert 0 < max(held) < path.stat().st_size / 3


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as stream:
        return mmap.mmap(stream.fileno(), 0, prot=mmap.PROT_READ)


def _resident(path: Path) -> int:
    """So many bytes of a mapped file count as this process's memory."""
    lines = iter(Path("/proc/self/smaps").read_text().splitlines())
    for line in lines:
        if line.endswith(str(path)):
            return next(int(each.split()[1]) * 1024 for each in lines if each.startswith("Rss:"))
    raise AssertionError("not mapped")
