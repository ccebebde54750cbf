"""Layout: the meaning and every comment survive, and a second run changes nothing."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.editing.emit import emit
from gitsm.editing.layout import laid_out
from gitsm.errors import EditRefusedError
from gitsm.load.places import comments
from gitsm.load.reader import read

PROJECT = Path(__file__).parents[2]

CASES = [
    ("kind: ci\r\nid: x\r\n", "kind: ci\nid: x\n"),
    ("\n\nkind: ci\nid:   x\n\n\n", "kind: ci\nid: x\n"),
    ("kind: ci\nid: x", "kind: ci\nid: x\n"),
    ("kind: ci\ntags:\n- a\n-   b\n", "kind: ci\ntags:\n  - a\n  - b\n"),
    ("kind: ci\ntags: [a,b,  c]\n", "kind: ci\ntags: [a, b, c]\n"),
    (
        "kind: ci\nverified:\n      at: 2026-10-01\n      by: amara\n",
        "kind: ci\nverified:\n  at: 2026-10-01\n  by: amara\n",
    ),
    ("kind: ci\nname: 'quoted'\nserial: \"two\"\n", "kind: ci\nname: 'quoted'\nserial: \"two\"\n"),
    ("kind: ci\ndescription: |\n    one\n\n    # no comment\n", "kind: ci\ndescription: |\n  one\n\n  # no comment\n"),
    ("# first\nkind: ci # why\n# above\nid: x\n# last\n", "# first\nkind: ci # why\n# above\nid: x\n# last\n"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_files_are_laid_out(text: str, expected: str) -> None:
    assert laid_out("x.yaml", text) == expected
    assert laid_out("x.yaml", expected) == expected


@pytest.mark.parametrize("text", ["a: [", "a: 1\na: 2\n", "- a\n", "", "a: &x 1\n", "a: \x00\n"])
def test_a_file_with_a_fault_is_left_alone(text: str) -> None:
    with pytest.raises(EditRefusedError):
        laid_out("x.yaml", text)


def test_the_example_is_laid_out_already() -> None:
    for root in ("catalog", "cmdb", "changes"):
        for path in (PROJECT / root).rglob("*.yaml"):
            text = path.read_text("utf-8")
            assert laid_out(path.name, text) == text, path


def test_comments_are_told_from_texts() -> None:
    text = "# a\nkind: 'x # no' # b\nname: x#no\ndescription: |\n  # no\n  text\n# c   \n"
    assert comments(text) == ["# a", "# b", "# c"]


_words = st.text(st.sampled_from("ab #:-'\"[]{}|>,\n é0~"), max_size=12)
_values = st.recursive(
    _words | st.integers(-5, 5) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b", "c"]), inner, max_size=2),
    max_leaves=6,
)
_lines = st.lists(st.sampled_from(["# one", "#", "  # in", "", "    # deep"]), max_size=2)


@given(st.dictionaries(st.sampled_from(["kind", "name", "tags", "x"]), _values, min_size=1), st.data())
def test_meaning_and_comments_survive_and_a_second_run_changes_nothing(
    record: dict[str, object], data: st.DataObject
) -> None:
    lines: list[str] = []
    for line in emit(record).split("\n"):
        if line and not line.startswith(" "):
            lines += data.draw(_lines)
        lines.append(line)
    text = "\n".join(lines)
    before = read(text.encode())
    try:
        after = laid_out("x.yaml", text)
    except EditRefusedError:
        return
    assert read(after.encode()).data == before.data
    assert comments(after) == comments(text)
    assert laid_out("x.yaml", after) == after
