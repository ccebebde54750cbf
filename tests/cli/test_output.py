import os
from pathlib import Path

import pytest

from gitsm.cli.output import write_file
from gitsm.errors import UnwritableError


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_text("old")
    target.chmod(0o640)
    write_file(target, "new ø\n")
    assert target.read_text("utf-8") == "new ø\n"
    assert target.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to("real")
    write_file(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnwritableError, match="cannot write"):
        write_file(tmp_path, "x")


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnwritableError, match="no such file or directory"):
        write_file(tmp_path / "no" / "x", "x")


def test_a_device_is_written_to() -> None:
    write_file(Path(os.devnull), "x")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_device_is_said() -> None:
    with pytest.raises(UnwritableError, match="no space left"):
        write_file(Path("/dev/full"), "x")


def test_a_file_that_cannot_be_replaced_leaves_no_trace(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("old")
    leftover = tmp_path / f".out.tmp-{os.getpid()}"
    leftover.mkdir()
    with pytest.raises(UnwritableError):
        write_file(tmp_path / "out", "new")
    assert (tmp_path / "out").read_text() == "old"
