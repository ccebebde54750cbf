"""Every reference a record makes, found by what its model says of its fields."""

import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, Literal, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from gitsm.diagnostics import pointer
from gitsm_schemas.configuration import Ci, CiClass
from gitsm_schemas.record import CiClassRef, Record
from gitsm_schemas.scalars import ReferenceTo

_CLASS: Final = ("ci_class",)
_GUARDED: Final = {(Ci, "class_"), (CiClass, "parent"), (CiClass, "relations")}
"""Fields that name classes and have a rule of their own: `unknown-class` and `ci-class-tree`."""


class Column(NamedTuple):
    """A field of a model that names records, or holds parts that do.

    Attributes:
        name: of the attribute.
        key: in YAML.
        shape: `one` value, a list of `many`, or a mapping with values to look `by`.
        kinds: the kinds a text names; empty where texts name nothing.
        parts: the models of mappings in it that name records themselves.
    """

    name: str
    key: str
    shape: Literal["one", "many", "by"]
    kinds: tuple[str, ...]
    parts: frozenset[type[BaseModel]]


class Mention(NamedTuple):
    """One reference as it is written.

    Attributes:
        pointer: where.
        ref: what it names, `kind:id`.
        kinds: the kinds the field admits.
    """

    pointer: str
    ref: str
    kinds: tuple[str, ...]


@cache
def columns(model: type[BaseModel]) -> tuple[Column, ...]:
    """List the fields of a model that can name records."""
    found = []
    for name, info in model.model_fields.items():
        column = _column(name, info)
        if (column.kinds or column.parts) and (model, name) not in _GUARDED:
            found.append(column)
    return tuple(found)


def _column(name: str, info: FieldInfo) -> Column:
    kinds: set[str] = set()
    parts: set[type[BaseModel]] = set()
    for mark in info.metadata:
        if isinstance(mark, ReferenceTo):
            kinds.update(mark.kinds)
    _look(info.annotation, kinds, parts)
    origin = typing.get_origin(_bare(info.annotation))
    shape: Literal["one", "many", "by"] = "many" if origin is tuple else "by" if origin is dict else "one"
    naming = frozenset(part for part in parts if columns(part))
    return Column(name, info.alias or name, shape, tuple(sorted(kinds)), naming)


def _bare(annotation: Any) -> Any:  # noqa: ANN401  # a type
    """Take `None` and notes off a type."""
    if typing.get_origin(annotation) is typing.Annotated:
        return _bare(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        rest = [each for each in typing.get_args(annotation) if each is not type(None)]
        return _bare(rest[0]) if len(rest) == 1 else annotation
    return annotation


def _look(annotation: Any, kinds: set[str], parts: set[type[BaseModel]]) -> None:  # noqa: ANN401  # a type
    """Collect the kinds and the models that stand in a type."""
    if annotation == CiClassRef:
        kinds.update(_CLASS)
    elif isinstance(annotation, ReferenceTo):
        kinds.update(annotation.kinds)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        parts.add(annotation)
    else:
        for inner in (*typing.get_args(annotation), *getattr(annotation, "__metadata__", ())):
            _look(inner, kinds, parts)


def mentions(instance: BaseModel, above: tuple[str | int, ...] = ()) -> Iterator[Mention]:
    """List every reference of a record in the order of its fields."""
    for column in columns(type(instance)):
        value = instance.__dict__[column.name]
        if value:
            yield from _mentions(value, column, (*above, column.key))


def _mentions(value: Any, column: Column, where: tuple[str | int, ...]) -> Iterator[Mention]:  # noqa: ANN401  # any value
    if isinstance(value, str):
        if column.kinds and (column.kinds == _CLASS or ":" in value):
            yield Mention(pointer(where), _named(value, column), column.kinds)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _mentions(item, column, (*where, index))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _mentions(item, column, (*where, key))
    elif type(value) in column.parts:
        yield from mentions(value, where)


def _named(value: str, column: Column) -> str:
    return value if ":" in value or column.kinds != _CLASS else f"ci_class:{value}"


def named(records: Iterable[Record]) -> set[str]:
    """Collect what records of one model name; a column at a time, which costs a tenth of `mentions`."""
    found: set[str] = set()
    records = list(records)
    if records:
        _collect(type(records[0]), [record.__dict__ for record in records], found)
    return found


def _collect(model: type[BaseModel], rows: list[dict[str, Any]], found: set[str]) -> None:
    for column in columns(model):
        name = column.name
        values: list[Any] = [row[name] for row in rows if row[name]]
        if column.shape == "many":
            values = [item for each in values for item in each]
        elif column.shape == "by":
            values = [item for each in values for item in each.values()]
        if not column.parts:
            found.update(values if column.kinds != _CLASS else [_named(value, column) for value in values])
            continue
        found.update([value for value in values if type(value) is str])
        for part in column.parts:
            inner = [value.__dict__ for value in values if type(value) is part]
            if inner:
                _collect(part, inner, found)
