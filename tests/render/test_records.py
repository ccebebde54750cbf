"""Records in a table."""

import re

from gitsm.render.records.listed import text
from tests.support.catalogues import TEAM, ci, loaded


def test_what_is_still_to_be_filled_in_is_blank() -> None:
    entries = [*loaded(TEAM + ci("web", class_="") + ci("db")).snapshot.of_kind("ci")]
    lines = re.sub("\x1b\\[[0-9;]*m", "", text(entries)).splitlines()
    assert [line.split() for line in lines[:2]] == [
        ["ci:db", "db", "server", "desk", "less_critical"], ["ci:web", "web", "desk", "less_critical"]
    ]  # fmt: skip
