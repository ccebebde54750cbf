"""Records of other systems, as plain values that know their line."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Final

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from gitsm.errors import UnreadableSourceError
from gitsm.load import json_reader

_FRONT: Final = re.compile(r"\A---[ \t]*\r?\n(?P<front>.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
MOST_BYTES: Final = 20 * 1024 * 1024
MOST_DEPTH: Final = 50
MOST_NODES: Final = 2_000_000


@dataclass(frozen=True, slots=True)
class Value:
    """A foreign value: text, number, boolean, None, a tuple of values or a mapping to values; `line` counts from 1."""

    data: Any
    line: int

    def get(self, path: str) -> "Value":
        """Follow `a.b.0` into mappings and lists; a value of None where there is no such key or item."""
        found = self
        for name in path.split("."):
            inner = found.data.get(name) if isinstance(found.data, dict) else None
            if isinstance(found.data, tuple) and name.isdecimal() and int(name) < len(found.data):
                inner = found.data[int(name)]
            if inner is None:
                return Value(None, found.line)
            found = inner
        return found

    def plain(self) -> Any:  # noqa: ANN401  # any value
        """Take the value without its lines: text, number, boolean, None, list or mapping."""
        if isinstance(self.data, dict):
            return {key: item.plain() for key, item in self.data.items()}
        return [item.plain() for item in self.data] if isinstance(self.data, tuple) else self.data


def read(name: str, raw: bytes) -> list[Value]:
    """Read a YAML, JSON, CSV or Markdown file by its name; nothing in it is executed.

    Raises:
        UnreadableSourceError: when it is too large, or not what its name says.
    """
    if len(raw) > MOST_BYTES:
        raise UnreadableSourceError(name, 1, f"it has more than {MOST_BYTES // 1024 // 1024} MiB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableSourceError(name, 1, "it is not UTF-8") from None
    if name.endswith(".json"):
        return [_json(name, raw)]
    if name.endswith(".md"):
        return [Value((_front(name, text),), 1)]
    if name.endswith(".csv"):
        return [Value(tuple(_csv(text)), 1)]
    return list(_yaml(name, text))


def _front(name: str, text: str) -> Value:
    """Read the front matter of a Markdown file as a record; `file` is its name without the ending, `body` the rest."""
    match = _FRONT.match(text)
    if match is None:
        raise UnreadableSourceError(name, 1, "it has no front matter between lines of ---")
    document = next(_yaml(name, "\n" + match["front"]), Value(None, 1))
    found = dict(document.data) if isinstance(document.data, dict) else {}
    file = PurePosixPath(name).stem
    return Value({**found, "file": Value(file, 1), "body": Value(text[match.end() :].strip(), 1)}, 1)


def _csv(text: str) -> Iterator[Value]:
    reader = csv.DictReader(io.StringIO(text))
    for row in reader:
        yield Value({key: Value(cell, reader.line_num) for key, cell in row.items() if key}, reader.line_num)


def _json(name: str, raw: bytes) -> Value:
    try:
        return _plain(json_reader.read(raw, MOST_BYTES))
    except json_reader.NotPlainJsonError as error:
        raise UnreadableSourceError(name, error.line or 1, error.reason) from None


def _plain(data: object) -> Value:
    if isinstance(data, dict):
        return Value({str(key): _plain(item) for key, item in data.items()}, 1)
    if isinstance(data, list):
        return Value(tuple(_plain(item) for item in data), 1)
    return Value(data, 1)


def _yaml(name: str, text: str) -> Iterator[Value]:
    try:
        # Depth is counted on the events: a composer recurses, and the C one dies of too deep a file.
        depth = 0
        for count, event in enumerate(yaml.parse(text, Loader=yaml.CSafeLoader)):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > MOST_DEPTH or count > MOST_NODES:
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise UnreadableSourceError(name, line, "it is nested too deep or too large")
        budget = [MOST_NODES]
        for node in yaml.compose_all(text, Loader=yaml.CSafeLoader):
            yield _value(name, node, budget)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UnreadableSourceError(name, line, str(error.problem)) from None


def _value(name: str, node: Node | None, budget: list[int]) -> Value:
    if node is None:
        return Value(None, 1)
    line = node.start_mark.line + 1
    # An alias is read again wherever it stands: the budget ends a bomb of them.
    budget[0] -= 1
    if budget[0] < 0:
        raise UnreadableSourceError(name, line, "its aliases multiply it beyond measure")
    if isinstance(node, ScalarNode):
        return Value(_scalar(node), line)
    if isinstance(node, SequenceNode):
        return Value(tuple(_value(name, item, budget) for item in node.value), line)
    assert isinstance(node, MappingNode)
    found: dict[str, Value] = {}
    merged: dict[str, Value] = {}
    for key, item in node.value:
        word = str(key.value)
        if word == "<<":
            inner = _value(name, item, budget).data
            merged.update(inner if isinstance(inner, dict) else {})
        elif word in found:
            raise UnreadableSourceError(name, key.start_mark.line + 1, f"the key {word} stands there twice")
        else:
            found[word] = _value(name, item, budget)
    return Value({**merged, **found}, line)


def _scalar(node: ScalarNode) -> object:
    if node.tag == "tag:yaml.org,2002:null":
        return None
    if node.tag == "tag:yaml.org,2002:int" and str(node.value).lstrip("-").isdecimal():
        return int(node.value)
    if node.tag == "tag:yaml.org,2002:bool":
        return str(node.value).lower() in {"true", "yes", "on"}
    return str(node.value)
