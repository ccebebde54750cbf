"""The strict reader of JSON: what it takes every parser reads alike; what it refuses it refuses with a place."""

import json

import pydantic_core
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gitsm.load.json_reader import MOST_DEPTH, NotPlainJsonError, read

MOST = 1 << 20
TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.sampled_from([None, 1]), st.booleans())
@settings(max_examples=80, deadline=None)
def test_what_json_can_say_is_read(value: object, indent: int | None, ascii_: bool) -> None:  # noqa: FBT001  # drawn
    assert read(json.dumps(value, indent=indent, ensure_ascii=ascii_).encode(), MOST) == value


def test_a_mark_before_it_is_passed_over() -> None:
    assert read(b'\xef\xbb\xbf{"a": 1}\n', MOST) == {"a": 1}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "line 1: it is no JSON: expecting value, column 1"),
        (b'{"a": 1,\n "b" 2}', "line 2: it is no JSON: expecting ':' delimiter, column 6"),
        (b"{} {}", "line 1: it is no JSON: extra data, column 4"),
        (b"\n\n\xff", "line 3: it is not UTF-8"),
        (b'{"a": "\x01"}', "line 1: it is no JSON: invalid control character at, column 8"),
        (b'{"a": NaN}', "NaN is no number"),
        (b"[-Infinity]", "-Infinity is no number"),
        (b"[1e999]", "the number 1e999 is beyond measure"),
        (b"1" * 5000, "exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits"),
        (b'["\\ud800"]', "it has half of a surrogate pair, which is no character"),
        (b'{"\\udc00": 1}', "it has half of a surrogate pair, which is no character"),
        (b" " * (MOST + 1), f"it is larger than {MOST} bytes"),
        (b"[" * 100_000, "it is nested deeper than 100"),
        (b"[" * 101 + b"]" * 101, "it is nested deeper than 100"),
        (b'{"a":' * 101 + b"1" + b"}" * 101, "it is nested deeper than 100"),
    ],
)
def test_what_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(NotPlainJsonError) as refused:
        read(content, MOST)
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"by": 1,\n"by": 1}', 'line 2: the key "by" stands twice, first in line 1'),
        ('{"a": {"b": 1}, "b": [{"b": 2}, {"c": 1,\n\n"c": 1}]}', 'line 3: the key "c" stands twice, first in line 1'),
        ('{"a": "}\\"{",\n"x": ":",\n"\\u0061": 1}', r'line 3: the key "\u0061" stands twice, first in line 1'),
        ('{"a": 1, "a": 1, and no JSON', "line 1: it is no JSON: expecting property name enclosed in double quotes"),
        ('[{"a": 1, "a": 1}, and no JSON', 'line 1: the key "a" stands twice, first in line 1'),
        ('{"\\ud800": 1, "\\ud800": 2}', r'line 1: the key "\ud800" stands twice, first in line 1'),
    ],
)
def test_a_key_that_stands_twice_is_named_with_both_places(text: str, message: str) -> None:
    with pytest.raises(NotPlainJsonError) as refused:
        read(text.encode(), MOST)
    assert str(refused.value).startswith(message)


@given(VALUES.map(json.dumps), st.text(st.sampled_from('{}[]":,\\ub01e.\n -NaIT'), max_size=30))
@settings(max_examples=150, deadline=None)
@example('{"a": 1}', '{"a": 1, "a": 2}')
@example("[" * (MOST_DEPTH + 1) + "]" * (MOST_DEPTH + 1), "")
def test_whatever_is_handed_in_is_read_or_refused(good: str, other: str) -> None:
    for text in (good, other, f"[{good}, {other}]", f'{{"a": {good}, "a": {other}}}'):
        try:
            data = read(text.encode(), MOST)
        except NotPlainJsonError:
            continue
        assert data == pydantic_core.from_json(text)  # another parser, in Rust
