"""One item is added to a list; not a byte besides changes, or the edit is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.editing.append import append
from gitsm.errors import EditRefusedError
from gitsm.load.reader import read

BLOCK = "kind: x\n# why\ntimeline:\n  - at: 1   # first\n    what: a\n\ntags: [a]  # short\n"


def test_a_block_list_gets_the_lines_of_its_item() -> None:
    after = append("x.yaml", BLOCK, ("timeline",), {"at": 2, "what": "b: c"})
    assert after == BLOCK.replace("    what: a\n", '    what: a\n  - at: 2\n    what: "b: c"\n')


@pytest.mark.parametrize(
    ("text", "keys", "said"),
    [
        ("kind: x\n", ("timeline",), 'kind: x\ntimeline:\n  - "n"\n'),
        ("tags: [a] # short\n", ("tags",), 'tags: [a, "n"] # short\n'),
        ("a:\n  b: [c] # why\n", ("a", "b"), 'a:\n  b: [c, "n"] # why\n'),
        ("kind: x\n", ("a", "b"), 'kind: x\na:\n  b:\n    - "n"\n'),
        ("tags:\n- a\n", ("tags",), 'tags:\n- a\n- "n"\n'),
    ],
)
def test_lists_in_other_places_and_styles(text: str, keys: tuple[str, ...], said: str) -> None:
    assert append("x.yaml", text, keys, "n") == said


@pytest.mark.parametrize(
    ("text", "keys", "why"),
    [
        ("a: 1\n", ("a",), "a is no list"),
        ("a: 1\n", ("a", "b"), "a is no mapping"),
        ("- a\n", ("a",), "it cannot be read"),
        ("a: [\n", ("a",), "it cannot be read"),
    ],
)
def test_what_is_something_else_is_left_alone(text: str, keys: tuple[str, ...], why: str) -> None:
    with pytest.raises(EditRefusedError, match=why):
        append("x.yaml", text, keys, "n")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))
def test_any_text_is_one_item(text: str) -> None:
    after = append("x.yaml", BLOCK, ("timeline",), {"at": 2, "what": text})
    assert read(after.encode()).data["timeline"] == [{"at": 1, "what": "a"}, {"at": 2, "what": text}]
    assert after.startswith("kind: x\n# why\ntimeline:\n  - at: 1   # first\n    what: a\n")


@pytest.mark.parametrize("text", ["no", "1.0", "null", "a: b", "&a", "- a", "2026-11-20", "{{ x }}"])
def test_what_would_be_read_as_something_else_is_quoted(text: str) -> None:
    after = append("x.yaml", "tags: [a]\n", ("tags",), text)
    assert read(after.encode()).data == {"tags": ["a", text]}
