"""YAML we write reads back as what was written, with every parser."""

from io import StringIO
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from gitsm.editing.emit import emit
from gitsm.load.reader import read

TEXT = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Cn", "Co"], exclude_characters="\ufffc\ufffd"
    ),
    max_size=40,
)
LINES = st.lists(TEXT, min_size=1, max_size=4).map("\n".join)
ODD = st.sampled_from(
    ["yes", "No", "010", "1e3", "", " ", "- a", "a: b", "#x", "null", "~", "12:30", "2026-11-22", "ci:x"]
)
SCALAR = st.one_of(TEXT, LINES, ODD, st.integers(-(10**17), 10**17), st.booleans())
KEY = (
    st.from_regex(r"\A[a-z][a-z_]{0,8}\Z")
    .filter(lambda key: key not in {"y", "n", "yes", "no", "on", "off"})
    .filter(lambda key: key not in {"null", "true", "false"})
)
VALUE = st.recursive(
    SCALAR, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEY, inner, max_size=4)), max_leaves=12
)


@given(st.dictionaries(KEY, VALUE, min_size=1, max_size=5))
def test_what_is_written_reads_back(data: dict[str, Any]) -> None:
    text = emit(data)
    document = read(text.encode())
    assert document.problems == ()
    assert document.data == data
    ruamel = YAML(typ="safe", pure=True)
    ruamel.constructor.yaml_constructors["tag:yaml.org,2002:timestamp"] = lambda _, node: node.value
    assert ruamel.load(StringIO(text)) == data


def test_a_record_reads_as_people_would_write_it() -> None:
    data = {
        "kind": "ci",
        "id": "web-1",
        "availability": "99.95%",
        "depends_on": ["ci:pg-main", {"target": "ci:redis", "strength": "soft"}],
        "tags": ["a", "b"],
        "description": "One.\n\nTwo.\n",
    }
    assert emit(data, ["kind", "id", "description"]) == (
        "kind: ci\nid: web-1\ndescription: |\n  One.\n\n  Two.\navailability: 99.95%\ndepends_on:\n  - ci:pg-main\n"
        "  - target: ci:redis\n    strength: soft\ntags: [a, b]\n"
    )
    assert yaml.safe_load(emit(data)) == data
