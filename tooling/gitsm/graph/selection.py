"""Which records a condition selects: a small language, read by hand and never evaluated as code."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gitsm.errors import BadConditionError

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<word>[A-Za-z0-9_][A-Za-z0-9_.:/%-]*)|(?P<text>'[^']*'|\"[^\"]*\")|(?P<sign>==|!=|<=|>=|<|>|~|\(|\)|,))"
)
_SIGNS: Final = ("==", "!=", "<=", ">=", "<", ">", "~", "in")
_MOST_DEPTH: Final = 20
Condition = Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    column: int


def condition(text: str) -> Condition:
    """Read a condition on the fields of a record.

    `owner == team:x and class in (server, hypervisor) and not criticality == not_critical`; `name ~ web` asks whether a
    text contains another; `has availability` whether a field is there; `verified.at < 2026-09-01` goes into mappings.

    Raises:
        BadConditionError: with the column where it cannot be understood.
    """
    reader = _Reader(text)
    found = reader.either(0)
    reader.end()
    return found


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens: list[_Token] = []
        position = 0
        while position < len(text.rstrip()):
            match = _TOKEN.match(text, position)
            if match is None:
                blank = len(text[position:]) - len(text[position:].lstrip())
                alone = text[position + blank] == "="
                why = "one = compares nothing, == does" if alone else "this is no part of a condition"
                raise BadConditionError(position + blank + 1, why)
            kind = match.lastgroup or ""
            self._tokens.append(
                _Token(kind, match[kind].strip("'\"") if kind == "text" else match[kind], match.start(kind) + 1)
            )
            position = match.end()
        self._tokens.append(_Token("end", "", len(text.rstrip()) + 1))
        self._next = 0

    def _take(self) -> _Token:
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _is(self, *words: str) -> bool:
        token = self._tokens[self._next]
        return token.kind != "text" and token.text in words

    def either(self, depth: int) -> Condition:
        parts = [self._both(depth)]
        while self._is("or"):
            self._take()
            parts.append(self._both(depth))
        return lambda record: any(part(record) for part in parts)

    def _both(self, depth: int) -> Condition:
        parts = [self._one(depth)]
        while self._is("and"):
            self._take()
            parts.append(self._one(depth))
        return lambda record: all(part(record) for part in parts)

    def _one(self, depth: int) -> Condition:
        token = self._take()
        if depth > _MOST_DEPTH:
            raise BadConditionError(token.column, "this nests too deep")
        if token.text == "not" and token.kind == "word":
            inner = self._one(depth + 1)
            return lambda record: not inner(record)
        if token.text == "(" and token.kind == "sign":
            inner = self.either(depth + 1)
            self._expect(")")
            return inner
        if token.kind != "word":
            raise BadConditionError(token.column, "a field is expected here")
        if token.text == "has":
            path = self._take().text
            return lambda record: _field(record, path) not in (None, [], {})
        return self._comparison(token.text)

    def _comparison(self, path: str) -> Condition:
        sign = self._take()
        if sign.text not in _SIGNS or sign.kind == "text":
            raise BadConditionError(sign.column, f"one of {' '.join(_SIGNS)} is expected here")
        values = self._values() if sign.text == "in" else [self._value()]
        return lambda record: _holds(sign.text, _field(record, path), values)

    def _values(self) -> list[str]:
        self._expect("(")
        values = [self._value()]
        while self._is(","):
            self._take()
            values.append(self._value())
        self._expect(")")
        return values

    def _value(self) -> str:
        token = self._take()
        if token.kind not in {"word", "text"}:
            raise BadConditionError(token.column, "a value is expected here")
        return token.text

    def _expect(self, sign: str) -> None:
        token = self._take()
        if token.text != sign or token.kind != "sign":
            raise BadConditionError(token.column, f"{sign} is expected here")

    def end(self) -> None:
        token = self._tokens[self._next]
        if token.kind != "end":
            raise BadConditionError(token.column, "`and` or `or` is expected here")


def _field(record: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401  # any value of a record
    value: Any = record
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _holds(sign: str, found: object, values: list[str]) -> bool:
    if sign == "!=":
        return not _holds("==", found, values)
    if isinstance(found, list):
        return any(_holds(sign, item, values) for item in found)
    if found is None or isinstance(found, Mapping):
        return False
    return _compares(sign, str(found).lower() if isinstance(found, bool) else str(found), values)


def _compares(sign: str, text: str, values: list[str]) -> bool:
    if sign in {"==", "in"}:
        # A reference may be written with or without its kind, in the record as in the condition.
        return any(text == value or text.endswith(f":{value}") or value.endswith(f":{text}") for value in values)
    if sign == "~":
        return values[0].casefold() in text.casefold()
    return _ordered(sign, _rank(text), _rank(values[0]))


def _rank(text: str) -> tuple[int, float, str]:
    try:
        return 0, float(text.removesuffix("%")), ""
    except ValueError:
        return 1, 0.0, text


def _ordered(sign: str, one: tuple[int, float, str], other: tuple[int, float, str]) -> bool:
    if sign in {"<", "<="}:
        return one < other or (sign == "<=" and one == other)
    return one > other or (sign == ">=" and one == other)
