"""The pages outlive MkDocs: ProperDocs with MaterialX builds the same source."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT
from tests.support.program import environment

PYTHON = ROOT / "build" / "canary" / "bin" / "python"


def test_another_builder_and_theme_build_the_same_pages(site: Path, tmp_path: Path) -> None:
    if not PYTHON.exists():
        pytest.skip("build/canary has no gitsm with properdocs and mkdocs-materialx; .ci/run installs them there")
    for name in ("catalog", "cmdb", "changes", "site"):
        shutil.copytree(ROOT / name, tmp_path / name)
    settings = tmp_path / "site" / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("name: gitsm", "name: materialx"), "utf-8")
    words = [str(PYTHON), "-m", "properdocs", "build", "-q", "-f", str(settings), "-d", str(tmp_path / "out")]
    done = subprocess.run(words, check=False, cwd=tmp_path, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    ours = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    theirs = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.html")}
    assert ours - theirs == set()
    # Not only files of the same name: what a page says is there, in the other theme's frame.
    page = (tmp_path / "out" / "services" / "booking.html").read_text("utf-8")
    assert "What you can expect" in page
    assert "md-header" in page
