"""The reader of the plainest YAML against the parser: what it reads is the same, and it leaves all else alone."""

from pathlib import Path
from typing import Any, Final

import pytest
import yaml
import yaml12
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gitsm.load.plain import plain
from gitsm.load.reader import read
from tests.support.pool import pool

_RECORD: Final = """kind: ci
id: pg-main
name: Booking db (main), 2nd floor
verified: 2026-11-22
availability: 99.95%
count: 12
ratio: 1.5
spare: false

# what it stands on
runs_on:
  - any_of: [ci:vm-1, ci:vm-2]
    min_up: 1
  - ci:vm-3
depends_on:
- target: ci:disk
  strength: soft
attributes:
  version: "16.3"
  note: 'x: y # z'
  tags: []
description: >-
  Holds every booking; asks
  nobody: # back.
issue: |
  one
  two
"""


def known(*keys: str) -> None:
    """Let the parser see keys first: it knows what a key is."""
    for key in keys:
        assert read(f"{key}: 1 # by the parser\n".encode()).data == {key: 1}


known("a", "b", "kind", "id", "name", "tags", "depends_on", "a-b")


def parsed(text: str) -> Any:
    """Read without taking the short way: a comment that stands in further is left to the parser."""
    document = read(f" # first line\n{text}".encode())
    return None if document.problems else document.data


def test_a_record_is_read() -> None:
    known(*(line.strip("- ").partition(":")[0] for line in _RECORD.split("\n") if ":" in line and "# back" not in line))
    found = plain(_RECORD)
    assert found is not None
    assert repr(found) == repr(yaml12.parse_yaml(_RECORD))
    assert found["description"] == "Holds every booking; asks nobody: # back."
    assert found["depends_on"] == [{"target": "ci:disk", "strength": "soft"}]


@pytest.mark.parametrize(
    "text",
    [
        *("a: 1", "a: 1 # x\n", "a:  1\n", "a: 1 \n", "a: \n", "a:\n", "a: b: c\n", "a: b\n  c\n", "a: b\n  c: d\n"),
        *("a: yes\n", "a: 010\n", "a: 1e3\n", "a: 12:30\n", "a: [b, yes]\n", "a: [b,c]\n", "a: [b, c\n", "a: {b: c}\n"),
        *(
            "a: 1\na: 2\n",
            "a: &x b\n",
            "a: *x\n",
            "a: !x b\n",
            "---\na: 1\n",
            "a: 1\n...\n",
            "a: 1\n---\nb: 1\n",
            "- a\n",
        ),
        *("a: >-\n  b\n\n  c\n", "a: >-\n  b\n   c\n", "a: >-\n  b \n", "a: >-\n", "a: |2\n  b\n", "a: >-\nb: 1\n"),
        *("a:\n - - b\n", "a:\n  b\n", "a:\n  - b\n - b\n", "a:\n  - b\n    - b\n", " a: 1\n", "a: 1\n b: 1\n"),
        *(
            "a: b\n- c\n",
            "a: 'b''c'\n",
            'a: "b\\n"\n',
            "a: b\r\n",
            "a:\tb\n",
            "a:\n    b: 1\n  b: 1\n",
            "a: ?\n",
            "? a\n",
        ),
        *("never-seen-by-anybody: 1\n", "a: -\n", "a: b:\n", "a: :b\n", "", "\n", "# a\n", "b\n", "a: blå\n"),
    ],
)
def test_what_is_not_plain_is_left_to_the_parser(text: str) -> None:
    assert plain(text) is None


def test_every_file_of_the_manual_is_read_alike() -> None:
    texts = [content.decode() for versions in pool().values() for content in versions]
    texts += [path.read_text("utf-8") for path in sorted((Path(__file__).parents[2] / "catalog").rglob("*.yaml"))]
    for text in texts:
        parsed(text)  # its keys are known then
    read_so = [(text, found) for text in texts if (found := plain(text)) is not None]
    assert len(read_so) > len(texts) / 4
    for text, found in read_so:
        assert repr(found) == repr(parsed(text))


_WORDS: Final = r"""b ci:x1 99.9% 2026-11-22 1 -2 1.5 010 yes true null ~ b#c b: :b 'b' 'b''c' "b" "b\n" [] [b] [b,c] {}
>- > | |- - ? b? *b &b !b @b %b b, b] (b) (b = << blå b;c b/c +1 1_0 0x1 12:30 1e3 .5 5. .inf <b `b ..."""
_MORE: Final = ("b c", "b  c", "b: c", "b #c", "'b: c'", "[b, ci:x1]", "[b, [c]]", "[1, true]", "{a: b}", "- b", "a: b")
_VALUES: Final = st.sampled_from([*_WORDS.split(), *_MORE, "12 b", "no b", "--- b", "b ", ""])
_LINES: Final = st.builds(
    lambda indent, dash, key, value: (
        f"{' ' * indent}{dash}{key}{value}".rstrip(" ") if value != "b c" else f"{key}b c "
    ),
    st.sampled_from([0, 0, 0, 1, 2, 2, 2, 3, 4, 4]),
    st.sampled_from(["", "", "", "- ", "- ", "-  ", "-"]),
    st.sampled_from(["a: ", "b: ", "a:", "a: ", "name: ", "", "", "a :", "'a': ", "a:  "]),
    _VALUES,
)
_BETWEEN: Final = st.sampled_from(["", "# c", "  # c", "  ", "---", "..."])


@settings(max_examples=500)
@example(["a: b", "- b"])
@given(st.lists(st.one_of(_LINES, _LINES, _LINES, _LINES, _BETWEEN), min_size=1, max_size=8))
def test_what_is_read_is_what_the_parser_reads(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    found = plain(text)
    if found is not None:
        assert repr(found) == repr(parsed(text)), text
        assert repr(found) == repr(yaml12.parse_yaml(text)), text
        assert list(found) == list(yaml.safe_load(text)), text
