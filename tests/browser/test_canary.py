"""The pages outlive MkDocs: ProperDocs with MaterialX builds the same source."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import ROOT


def test_another_builder_and_theme_build_the_same_pages(site: Path, tmp_path: Path) -> None:
    python = os.environ.get("GITSM_CANARY")
    if python is None:
        pytest.skip("GITSM_CANARY names no Python with gitsm, properdocs and mkdocs-materialx installed")
    for name in ("catalog", "cmdb", "changes", "site"):
        shutil.copytree(ROOT / name, tmp_path / name)
    settings = tmp_path / "site" / "mkdocs.yml"
    settings.write_text(settings.read_text("utf-8").replace("name: gitsm", "name: materialx"), "utf-8")
    words = [python, "-m", "properdocs", "build", "-q", "-f", str(settings), "-d", str(tmp_path / "out")]
    subprocess.run(words, check=True, cwd=tmp_path)
    ours = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    theirs = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.html")}
    assert ours - theirs == set()
