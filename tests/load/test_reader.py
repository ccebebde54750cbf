"""The strict reader: what it accepts every parser reads alike; what it refuses it refuses with a place."""

import math
from io import StringIO
from typing import Any

import pytest
import yaml
import yaml12
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from gitsm.load.places import positions
from gitsm.load.reader import read


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: 1", {"a": 1}),
        ("a: -5\nb: 1.50\nc: true\nd: null\ne: ~\nf:", {"a": -5, "b": 1.5, "c": True, "d": None, "e": None, "f": None}),
        ("a: 2026-11-22\nb: 2026-11-22T10:00:00Z", {"a": "2026-11-22", "b": "2026-11-22T10:00:00Z"}),
        ("a: 99.95%\nb: 30min\nc: 4h\nd: ci:pg-main", {"a": "99.95%", "b": "30min", "c": "4h", "d": "ci:pg-main"}),
        ("a: [ci:x1, ci:y1]\nb: {c: ci:z1}", {"a": ["ci:x1", "ci:y1"], "b": {"c": "ci:z1"}}),
        ("a: >-  # last\n  folded\n  text", {"a": "folded text"}),
        ("a: |\n  one\n  \ttwo\nb: >-\n  folded\n  text", {"a": "one\n\ttwo\n", "b": "folded text"}),
        ('a: "yes"\nb: \'010\'\nc: "\\u00e5"', {"a": "yes", "b": "010", "c": "å"}),
        ("a: Blåtind 🚢 # comment\r\nb: x\r\n", {"a": "Blåtind 🚢", "b": "x"}),
        ("---\na: 1\n", {"a": 1}),
        ('a: "x\n\n  z"\nb: [\n  x, [w,\n z]\n  ]', {"a": "x\nz", "b": ["x", ["w", "z"]]}),
        ("[a,\nb]", ["a", "b"]),
        ("a: ['b, ?', \"[?\"]", {"a": ["b, ?", "[?"]}),
        ("", None),
    ],
)
def test_what_is_read(text: str, data: object) -> None:
    document = read(text.encode())
    assert (document.data, document.problems) == (data, ())


@pytest.mark.parametrize(
    ("raw", "rule", "line", "column"),
    [
        (b"a: &x 1", "refused-construct", 0, 3),
        (b"a: *x", "refused-construct", 0, 3),
        (b"a: !!str 1", "refused-construct", 0, 3),
        (b"a: !x 1", "refused-construct", 0, 3),
        (b"a: ! 1", "refused-construct", 0, 3),
        (b"%YAML 1.1\n---\na: 1", "refused-construct", 0, 0),
        (b"<<: {a: 1}", "refused-construct", 0, 0),
        (b"a: 1\n---\nb: 2", "refused-construct", 1, 0),
        (b"a: 1\n...\n", "refused-construct", 1, 0),
        (b"a: 1\na: 2", "duplicate-key", 1, 0),
        (b"b:\n  a: 1\n  a: 2", "duplicate-key", 2, 2),
        (b"? a\n: 1", "refused-construct", 0, 0),
        (b"[a]: 1", "refused-construct", 0, 0),
        (b"1: x", "refused-construct", 0, 0),
        (b"yes: x", "refused-construct", 0, 0),
        (b"null: x", "refused-construct", 0, 0),
        (b"a b: x", "refused-construct", 0, 0),
        (b"a: yes", "refused-construct", 0, 3),
        (b"a: Off", "refused-construct", 0, 3),
        (b"a: 010", "refused-construct", 0, 3),
        (b"a: 0x1F", "refused-construct", 0, 3),
        (b"a: 0o7", "refused-construct", 0, 3),
        (b"a: 1_000", "refused-construct", 0, 3),
        (b"a: 12:30:45", "refused-construct", 0, 3),
        (b"a: 12:30", "refused-construct", 0, 3),
        (b"a: 1e3", "refused-construct", 0, 3),
        (b"a: .5", "refused-construct", 0, 3),
        (b"a: 5.", "refused-construct", 0, 3),
        (b"a: .inf", "refused-construct", 0, 3),
        (b"a: .NaN", "refused-construct", 0, 3),
        (b"a: +5", "refused-construct", 0, 3),
        (b"a: 1234567890123456789", "refused-construct", 0, 3),
        (b"a: =", "refused-construct", 0, 3),
        (b"a: >\n", "refused-construct", 0, 3),
        (b"a: |+\n\n\nb: 1", "refused-construct", 0, 3),
        (b"a: [x?]", "refused-construct", 0, 4),
        (b"a: [-]", "refused-construct", 0, 4),
        (b"a: [b, ?c]", "refused-construct", 0, 3),
        (b"a: {? b: c}", "refused-construct", 0, 3),
        ("é: 'é'#".replace("é:", "a:").encode(), "refused-construct", 0, 6),
        (b"a: [x]#", "refused-construct", 0, 6),
        ("a: \u00a0".encode(), "refused-construct", 0, 3),
        (b"b: x\na: |\n  x", "refused-construct", 1, 3),
        (b'a: "x\ny"', "refused-construct", 1, 0),
        (b"a: [\n  x\n]", "refused-construct", 2, 0),
        (b"a:\n  b: {c: x,\n  d: z}", "refused-construct", 2, 2),
        (b"a:\n- 'x\n\n  y\nz'", "refused-construct", 4, 0),
        (b"a:\t1", "refused-construct", 0, 2),
        (b"\ta: 1", "yaml-syntax", 0, 0),
        (b"a: [1", "yaml-syntax", 1, 0),
        (b"a: b: c", "yaml-syntax", 0, 4),
        (b"a: \xff", "encoding", 0, 3),
        (b"\xff\xfea\x00", "encoding", 0, 0),
        (b"\xef\xbb\xbfa: 1", "encoding", 0, 0),
        (b"a: x\x00", "encoding", 0, 4),
        (b"a: x\x1b[31m", "encoding", 0, 4),
        ("a: x\u202ey".encode(), "encoding", 0, 4),
        ("a: x\u0085y".encode(), "encoding", 0, 4),
        ("a: x\u2028y".encode(), "encoding", 0, 4),
        (b'a: "\\e]0;x"', "refused-construct", 0, 3),
        (b'a: "\\u202E"', "refused-construct", 0, 3),
        (b"a: 1\rb: 2", "encoding", 0, 4),
        (b"a: " + b"x" * 300_000, "too-large", 0, 0),
        (b"a: " + b"[" * 21 + b"]" * 21, "too-large", 0, 22),
    ],
)
def test_what_is_refused_and_where(raw: bytes, rule: str, line: int, column: int) -> None:
    document = read(raw)
    assert document.data is None
    problem = document.problems[0]
    assert (problem.rule, problem.line, problem.column) == (rule, line, column)
    assert problem.hint


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 1_000_000,
        b"[" * 250_000,
        b"- " * 125_000,
        b"? " * 100_000,
        b"{a: " * 60_000,
        b"a:\n" + b"".join(b" " * depth + b"b:\n" for depth in range(1, 500)),
        b"a: [" + b"x," * 100_000,
        b"- a\n" * 60_000,
        b"a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]",
        b"a: '" + b"x" * 250_000 + b"'",
        b"".join(b"k%d: 1\n" % index for index in range(25_000)),
        b"\x00" * 1000,
        b"!!python/object/apply:os.system ['true']",
    ],
    ids=range(13),
)
def test_bombs_neither_crash_nor_stall(raw: bytes) -> None:
    document = read(raw)
    if document.data is None:
        assert document.problems
    positions(raw)


_SAFE = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)
_PIECES = """a: |b: |- |
|  |x|1|yes|ci:x|[|]|{|}|, |: |'|"|#|>
|0|010|1.5|1e3|~|null|true|2026-11-22|12:30|!|&|*|%|@|`|	|é|-|?"""
_FRAGMENTS = st.lists(
    st.sampled_from(_PIECES.split("|")),
    max_size=25,
).map("".join)


def _as_text(value: Any) -> Any:
    """Bring the values of other loaders to ours: dates stay text there as here."""
    if isinstance(value, dict):
        return {key: _as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_text(item) for item in value]
    return value


class _Texts(yaml.SafeLoader):
    """PyYAML's YAML 1.1, without dates."""


_Texts.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other)
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and bool(one == other)


_WORDS = st.sampled_from(
    ["x", "ci:x1", "99.9%", "2026-11-22", "30min", "1", "-2", "1.5", "true", "null", "~", "'a: b'"]
)
_SCALARS = st.one_of(_WORDS, st.text(st.sampled_from("ab :#-?,[]{}!&*'\"|>%@`\\é0.~"), max_size=8))


def _written(value: object, margin: str = "") -> str:
    """Write drawn values as blocks and flows, without looking at what their texts hold."""
    if isinstance(value, dict):
        return "".join(f"\n{margin}{key}: {_written(item, margin + '  ')}" for key, item in value.items()) or "{}"
    if isinstance(value, list):
        return "".join(f"\n{margin}- {_written(item, margin + '  ').lstrip()}" for item in value) or "[]"
    if isinstance(value, tuple):
        return f"[{', '.join(str(item) for item in value)}]"
    return str(value)


_TREES = st.dictionaries(
    st.sampled_from(["kind", "id", "name", "a-b", "tags", "depends_on"]),
    st.recursive(
        st.one_of(_SCALARS, st.lists(_SCALARS, max_size=3).map(tuple)),
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["a", "b"]), inner)),
        max_leaves=6,
    ),
    min_size=1,
    max_size=4,
).map(lambda tree: _written(tree).lstrip("\n") + "\n")


@settings(max_examples=200)
@given(st.one_of(_TREES, _FRAGMENTS, _SAFE, _SAFE.map(lambda text: f"a: {text}")))
def test_what_is_accepted_other_parsers_read_alike(text: str) -> None:
    document = read(text.encode())
    if document.problems:
        return
    assert _same(document.data, _as_text(yaml.load(text, _Texts)))
    ruamel = YAML(typ="safe", pure=True)
    ruamel.constructor.yaml_constructors["tag:yaml.org,2002:timestamp"] = lambda _, node: node.value
    assert _same(document.data, _as_text(ruamel.load(StringIO(text))))
    assert _same(document.data, yaml12.parse_yaml(text))


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    document = read(raw)
    assert document.problems or raw.decode("utf-8") is not None
    positions(raw)


def test_places_are_those_an_editor_shows() -> None:
    raw = "kind: ci\nname: Blå\ndepends_on:\n  - ci:a1\n  - {target: ci:b1, strength: soft}\n".encode()
    found = positions(raw)
    assert found["/name"].key == (2, 1, 2, 5)
    assert found["/name"].value == (2, 7, 2, 10)
    assert found["/depends_on/0"].value == (4, 5, 4, 10)
    assert found["/depends_on/1/target"].value == (5, 14, 5, 19)
