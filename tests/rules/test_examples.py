"""Small catalogues, each with what `check` must say of it; a new case is a new folder."""

from pathlib import Path

import pytest

from gitsm.inquiry.checking import judged
from gitsm.render.findings.text import render
from gitsm.render.terminal import plain
from tests.support.backdrop import TODAY
from tests.support.catalogues import Memory

EXAMPLES = Path(__file__).parents[1] / "examples"
INVALID = sorted(EXAMPLES.glob("invalid/*/expected.txt"))
VALID = sorted(EXAMPLES.glob("valid/*/"))


def shown(folder: Path) -> str:
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}
    assert files
    return plain(render(judged(Memory(files), TODAY).report(".", TODAY)))


@pytest.mark.parametrize("expected", INVALID, ids=lambda path: path.parent.name)
def test_every_finding_of_a_bad_catalogue_reads_as_written_down(expected: Path) -> None:
    text = shown(expected.parent)

    assert text == expected.read_text()
    assert f"[{expected.parent.name}]" in text


@pytest.mark.parametrize("folder", VALID, ids=lambda path: path.name)
def test_a_good_catalogue_has_no_findings(folder: Path) -> None:
    assert shown(folder) == ""
