"""The list of open changes that a forge writes."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from gitsm.errors import BadListError
from gitsm.exchange.open_changes import MOST_BYTES, read
from gitsm.inquiry.rivals import Named

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "json" / "open-changes.v1.json").read_text("utf-8"))
GOOD = {
    "schema": "gitsm/open-changes/v1",
    "changes": [
        {"name": "#12", "head": "a" * 40, "title": "Upgrade", "draft": True},
        {"name": "#13", "head": "b" * 40},
    ],
}


def test_a_list_is_read_and_fits_its_schema() -> None:
    assert list(Draft202012Validator(SCHEMA).iter_errors(GOOD)) == []
    assert read(json.dumps(GOOD).encode(), "open.json") == (Named("#12", "a" * 40), Named("#13", "b" * 40))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[", "no JSON"),
        (b"[" * 100_000, "nested deeper"),
        (b"[]", "does not say"),
        (json.dumps({**GOOD, "more": 1}).encode(), "does not say"),
        (json.dumps({**GOOD, "changes": {}}).encode(), "is no list"),
        (json.dumps({**GOOD, "changes": [{"name": "a\nb", "head": "x"}]}).encode(), "item 1 has no name"),
        (json.dumps({**GOOD, "changes": [{"name": "a"}]}).encode(), "item 1 says no head"),
        (json.dumps({**GOOD, "changes": [{"name": "a", "head": "x", "cmd": "y"}]}).encode(), "item 1 holds something"),
        (json.dumps({**GOOD, "changes": [GOOD["changes"][0]] * 2}).encode(), "#12 stands in it twice"),
        (json.dumps({**GOOD, "changes": [{}] * 5001}).encode(), "5001 changes"),
        (b" " * (MOST_BYTES + 1), "larger than"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(BadListError, match=said):
        read(content, "open.json")
