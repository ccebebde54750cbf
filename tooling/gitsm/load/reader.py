"""The one strict reader: YAML that every parser reads alike, straight from libyaml's events."""

# PyYAML's binding, for its events alone, never its loader: ruamel.yaml.clib bundles libyaml 0.1.7, which takes no colon
# inside `[ci:a, ci:b]`.

import re
from dataclasses import dataclass
from typing import Any, Final

from yaml._yaml import CParser
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from gitsm.load.plain import plain
from gitsm.load.words import KEY, KNOWN, MOST_KNOWN, ODD_WORDS, WORDS, Odd, meaning

MOST_BYTES: Final = 256 * 1024
MOST_DEPTH: Final = 20
MOST_NODES: Final = 20_000
MOST_PROBLEMS: Final = 50

# Control characters, and those that reorder or hide text; tab, LF and CR are looked at apart.
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]"
)
_QUOTED: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'", re.DOTALL)
_ANNOUNCED: Final = re.compile(r"[\[{,]\s*\?")
_QUESTION: Final = re.compile(r"^[ ]*(?:- +)*\?(?: |$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file, or a part of it, is refused; lines and columns count from 0, the end is exclusive."""

    rule: str
    message: str
    hint: str | None
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 1
    first: tuple[str, ...] | None = None
    """For a duplicate key: the path to the first one."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a file says; `data` is None where it could not be read."""

    data: Any
    problems: tuple[Problem, ...] = ()


class _Stop(Exception):  # noqa: N818  # no error: the file is refused and reading ends
    """Reading ends here; the problem is noted."""


def read(raw: bytes) -> Document:
    """Read one YAML document.

    What is accepted every YAML 1.1 and 1.2 parser reads as the same text, numbers, booleans, lists and mappings.
    """
    text, problem = _decoded(raw)
    if problem:
        return Document(None, (problem,))
    data = plain(text)
    if data is not None:
        return Document(data)
    builder = _Builder(text)
    data = builder.document(raw)
    return Document(data if not builder.fatal else None, tuple(builder.problems))


def _decoded(raw: bytes) -> tuple[str, Problem | None]:
    if len(raw) > MOST_BYTES:
        return "", Problem(
            "too-large",
            f"the file has {len(raw)} bytes; a record has at most {MOST_BYTES}",
            "keep long texts in documents and link them",
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        return "", Problem("encoding", "the file is not UTF-8", "save it as UTF-8", *_at(before, len(before)))
    if text.startswith("\ufeff"):
        return "", Problem("encoding", "the file begins with a byte order mark", "save it as UTF-8 without one")
    match = _HIDDEN.search(text)
    if match is None and "\r" in text:
        match = re.search(r"\r(?!\n)", text)
    if match is None:
        return text, None
    name = f"U+{ord(match[0]):04X}"
    return "", Problem(
        "encoding", f"the file holds the invisible character {name}", "remove it", *_at(text, match.start())
    )


def _at(text: str, index: int) -> tuple[int, int, int, int]:
    line = text.count("\n", 0, index)
    column = index - (text.rfind("\n", 0, index) + 1)
    return line, column, line, column + 1


class _Builder:
    """Builds plain values from events, and notes what it refuses."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.problems: list[Problem] = []
        self.fatal = False
        self._nodes = 0
        self._path: list[str] = []
        self._blocks: list[tuple[int, int]] = []
        self._margins: list[int] = []
        self._flows = 0
        self._last: Any = None
        self._look_at_tabs = "\t" in text or "? " in text or "?\n" in text

    def document(self, raw: bytes) -> Any:  # noqa: ANN401  # whatever the file says
        """Read the document of a stream."""
        try:
            parser = CParser(raw)
            self._next = parser.get_event
            self._next()  # the stream's start
            start: Any = self._next()
            if isinstance(start, StreamEndEvent):
                return None
            if start.version or start.tags:
                self._stop("a directive is not allowed", "remove the line that begins with %", start)
            data = self._node(self._next(), 1)
            self._finish()
        except _Stop:
            self.fatal = True
            return None
        except MarkedYAMLError as error:
            self._syntax(error)
            return None
        except (YAMLError, UnicodeError, ValueError, RecursionError) as error:
            self._note("yaml-syntax", f"this is no YAML: {str(error).splitlines()[0]}", None)
            self.fatal = True
            return None
        if self._look_at_tabs:
            self._tabs()
        self.fatal = bool(self.problems)
        return data

    def _finish(self) -> None:
        end = self._next()
        assert isinstance(end, DocumentEndEvent)
        if end.explicit:
            self._stop("a document end marker is not allowed", "remove the line with ...", end)
        more = self._next()
        if not isinstance(more, StreamEndEvent):
            self._stop("a second document is not allowed", "keep one record a file", more)

    def _node(self, event: Any, depth: int) -> Any:  # noqa: ANN401  # events are untyped
        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._stop(f"the file holds more than {MOST_NODES} values", "split it", event, "too-large")
        kind = type(event)
        if kind is ScalarEvent and event.anchor is None and event.tag is None:
            return self._scalar(event)
        if kind is AliasEvent:
            self._stop("an alias is not allowed", "write the value itself", event)
        if event.anchor is not None:
            self._stop("an anchor is not allowed", "remove it and write the value where it is needed", event)
        if event.tag is not None:
            self._stop("a tag is not allowed", "remove it; quotes make text of anything", event)
        if depth > MOST_DEPTH:
            self._stop(f"the file nests deeper than {MOST_DEPTH} levels", "flatten it", event, "too-large")
        if event.flow_style:
            self._flows += 1
            value = self._mapping(depth) if kind is MappingStartEvent else self._sequence(depth)
            self._flows -= 1
            if not self._flows:
                self._continued(event.start_mark.line, self._last)
                inside = self.text[event.start_mark.index : self._last.index]
                if "?" in inside and _ANNOUNCED.search(_QUOTED.sub("", inside)):
                    self._refuse(event, "a key is not announced with ?", "write `key: value`")
            return value
        self._margins.append(event.start_mark.column)
        value = self._mapping(depth) if kind is MappingStartEvent else self._sequence(depth)
        self._margins.pop()
        return value

    def _sequence(self, depth: int) -> list[Any]:
        items: list[Any] = []
        following, node, path = self._next, self._node, self._path
        while (kind := type(event := following())) is not SequenceEndEvent:
            # Most items are plain: the loop is spared what only collections need.
            if kind is ScalarEvent:
                items.append(node(event, depth))
                continue
            path.append(str(len(items)))
            items.append(node(event, depth + 1))
            path.pop()
        end: Any = event  # what mypy calls an end event may lack its mark
        self._last = end.end_mark
        return items

    def _mapping(self, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        following, node, path = self._next, self._node, self._path
        while type(event := following()) is not MappingEndEvent:
            key = self._key(event)
            value = following()
            if key in data:
                path.append(key)
                self._duplicate(event, key)
                path.pop()
            if type(value) is ScalarEvent:
                data.setdefault(key, node(value, depth))
                continue
            path.append(key)
            data.setdefault(key, node(value, depth + 1))
            path.pop()
        end: Any = event
        self._last = end.end_mark
        return data

    def _key(self, event: Any) -> str:  # noqa: ANN401  # events are untyped
        if type(event) is not ScalarEvent:
            if type(event) is AliasEvent:
                self._stop("an alias is not allowed", "write the value itself", event)
            self._stop("a key is a single word, not a list or mapping", "write `key: value`", event)
        if event.anchor is not None or event.tag is not None:
            self._stop("a key has no anchor or tag", "remove it", event)
        self._nodes += 1
        key: str = event.value
        seen = KNOWN.get(key)
        if seen is not None and not event.style:
            return seen
        if key == "<<":
            self._stop("a merge key is not allowed", "write the keys themselves", event)
        if not KEY.match(key) or (not event.style and (key in WORDS or key.lower() in ODD_WORDS)):
            self._stop(f"{_short(key)} is no key", "keys are words of letters, digits, hyphens and underscores", event)
        if not event.style and len(KNOWN) < MOST_KNOWN:
            KNOWN[key] = key
        return key

    def _scalar(self, event: Any) -> Any:  # noqa: ANN401  # the value's own type
        value: str = event.value
        if event.style:
            self._styled(event, value)
            return value
        if (self._flows and ("?" in value or value == "-")) or (value and value.isspace()):
            self._refuse(event, f"YAML parsers read {_short(value)} differently", "quote it")
        found = meaning(value)
        if found is not Odd.ODD:
            return found
        self._refuse(
            event,
            f"YAML parsers read {_short(value)} differently",
            f'quote it for text: "{value[:60]}"'
            + (", or write true or false" if value.lower() in ODD_WORDS else ", or write a plain decimal number"),
        )
        return value

    def _styled(self, event: Any, value: str) -> None:  # noqa: ANN401  # events are untyped
        """Look at a text in quotes or in a block."""
        if event.style in "|>":
            if not value.strip():
                self._refuse(event, "parsers read a block text that is empty differently", 'write "", or the text')
            elif not self.text.endswith("\n") and not value.endswith("\n") and not self._stripped(event):
                self._refuse(event, "parsers end this block text differently", "end the file with a line break")
            if self._look_at_tabs:
                self._blocks.append((event.start_mark.line + 1, event.end_mark.line))
            return
        if event.style == '"' and _HIDDEN.search(value):
            self._refuse(event, "the text holds an invisible character", "remove its escape")
        if not self._flows:
            self._continued(event.start_mark.line, event.end_mark)

    def _stripped(self, event: Any) -> bool:  # noqa: ANN401  # events are untyped
        """Tell whether a block text says that its last line break does not count."""
        return "-" in self.text.split("\n")[event.start_mark.line][event.start_mark.column :].partition("#")[0]

    def _continued(self, first: int, end: Any) -> None:  # noqa: ANN401  # marks are untyped
        """Refuse a quoted text or a list in brackets that goes on left of what it belongs to or runs into a comment."""
        if self.text.startswith("#", end.index):
            span = (end.line, end.column, end.line, end.column + 1)
            self._note(
                "refused-construct", "a comment stands apart from what is before it", "put a space before #", span
            )
        if first == end.line or not self._margins:
            return
        lines = self.text.split("\n")
        for number in range(first + 1, end.line + 1):
            begun = lines[number].lstrip(" ")
            column = len(lines[number]) - len(begun)
            if begun.strip() and column <= self._margins[-1]:
                span = (number, column, number, column + 1)
                self._note(
                    "refused-construct", "what goes on here is not indented", "indent it more than its key", span
                )
                return

    def _tabs(self) -> None:
        """Refuse tabs and `?` keys outside block texts: parsers differ in what they make of them."""
        for number, line in enumerate(self.text.split("\n")):
            if any(start <= number < end for start, end in self._blocks):
                continue
            if "\t" in line:
                column = line.index("\t")
                self._note(
                    "refused-construct",
                    "a tab is not allowed here",
                    "indent and separate with spaces",
                    (number, column, number, column + 1),
                )
            elif _QUESTION.match(line):
                self._note(
                    "refused-construct", "a key is not announced with ?", "write `key: value`", (number, 0, number, 1)
                )

    def _duplicate(self, event: Any, key: str) -> None:  # noqa: ANN401  # events are untyped
        span = _span(event)
        self._note("duplicate-key", f"the key {key} stands here twice", "keep one of them", span, tuple(self._path))

    def _refuse(self, event: Any, message: str, hint: str) -> None:  # noqa: ANN401  # events are untyped
        self._note("refused-construct", message, hint, _span(event))

    def _stop(self, message: str, hint: str, event: Any, rule: str = "refused-construct") -> None:  # noqa: ANN401
        self._note(rule, message, hint, _span(event))
        raise _Stop

    def _note(
        self,
        rule: str,
        message: str,
        hint: str | None,
        span: tuple[int, int, int, int] = (0, 0, 0, 1),
        first: tuple[str, ...] | None = None,
    ) -> None:
        self.problems.append(Problem(rule, message, hint, *span, first))
        if len(self.problems) >= MOST_PROBLEMS:
            raise _Stop

    def _syntax(self, error: MarkedYAMLError) -> None:
        self.fatal = True
        mark = error.problem_mark or error.context_mark
        where = (mark.line, mark.column, mark.line, mark.column + 1) if mark else (0, 0, 0, 1)
        context = f" {error.context}" if error.context else ""
        hint = "indent with spaces" if "\\t" in str(error.problem) else "mend it; an editor with the schema shows where"
        self._note("yaml-syntax", f"this is no YAML: {error.problem or 'it ends too early'}{context}", hint, where)


def _span(event: Any) -> tuple[int, int, int, int]:  # noqa: ANN401  # events are untyped
    start, end = event.start_mark, event.end_mark
    if end.line != start.line or end.column <= start.column:
        return start.line, start.column, start.line, start.column + 1
    return start.line, start.column, end.line, end.column


def _short(value: str) -> str:
    return repr(value if len(value) <= 60 else value[:60] + "…")  # noqa: PLR2004  # a line's worth
