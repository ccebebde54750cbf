"""What the theme brings along is what its licences and hashes say."""

import hashlib
import json
from pathlib import Path

import pytest

import gitsm.publish.theme

HERE = Path(__file__)
FOLDERS = (
    Path(str(gitsm.publish.theme.__file__)).parent / "assets" / "gitsm" / "vendor",
    HERE.parents[1] / "browser" / "vendor",
)


@pytest.mark.parametrize("folder", FOLDERS, ids=["theme", "tests"])
def test_what_others_made_is_unchanged_and_has_its_licence(folder: Path) -> None:
    listed = json.loads((folder / "vendor.json").read_text("utf-8"))
    for one in listed:
        assert hashlib.sha256((folder / one["file"]).read_bytes()).hexdigest() == one["sha256"], one["file"]
        assert (folder / one["licence_file"]).stat().st_size > 500
        assert one["licence"] in {"MIT", "OFL-1.1", "MPL-2.0"}
    known = {one["file"] for one in listed} | {one["licence_file"] for one in listed} | {"vendor.json"}
    assert {path.name for path in folder.iterdir()} == known
