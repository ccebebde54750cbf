"""A record to fill in: what it has to say, with a sensible start."""

import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any, Final, Literal

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from gitsm.editing.emit import emit, scalar
from gitsm.errors import UsageError
from gitsm.load.records import explain
from gitsm.snapshot import Snapshot
from gitsm_schemas import FOLDERS, KINDS
from gitsm_schemas.notation import reference
from gitsm_schemas.record import Record

PREFIXES: Final = {
    "change": "chg",
    "incident": "inc",
    "outage": "out",
    "problem": "prb",
    "release": "rel",
    "improvement": "imp",
    "request": "req",
}
"""How the ids of dated records begin (domain.md §1)."""
_NAMES: Final = ("name", "title", "statement")
_TODAY: Final = ("starts", "reviewed_at")
_IN_A_YEAR: Final = ("next_review", "review_due", "expires")
_START: Final = {
    "phase": "pipeline", "confidence": "work_in_progress", "governance": "experience_based", "audience": "internal",
    "environment": "production", "lifecycle": "design/design",
}  # fmt: skip
_WIDTH: Final = 110
_PLURAL: Final = {"ci_class": "classes", "policy": "policies", "change_model": "models"}


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A record to fill in; `open` names the keys that still need a value."""

    ref: str
    text: str
    open: tuple[str, ...]


def dated(kind: str, name: str, today: date) -> str:
    """Put the prefix and the day before the id of a dated record, unless it has them."""
    prefix = PREFIXES.get(kind)
    return name if prefix is None or name.startswith(f"{prefix}-") else f"{prefix}-{today.isoformat()}-{name}"


def skeleton(kind: str, name: str, values: Mapping[str, object], today: date) -> Skeleton:
    """Write a record to fill in.

    Args:
        kind: what it is.
        name: its id.
        values: what is known already, by key.
        today: what counts as today.

    Raises:
        UsageError: when a value does not fit its key, or there is no such key.
    """
    model = KINDS[kind]
    fields = {info.alias or key: info for key, info in model.model_fields.items()}
    for key in values:
        if key not in fields or key in {"kind", "id"}:
            near = get_close_matches(key, fields, n=1)
            raise UsageError(f"a {kind} has no key {key} to set", f"did you mean {near[0]}?" if near else None)
    known: dict[str, object] = {"kind": kind, "id": name}
    for key, info in fields.items():
        value = values[key] if key in values else _start(key, info, name, today)
        if value is not None:
            known[key] = value
    _fits(model, known, values)
    open_ = tuple(key for key, info in fields.items() if info.is_required() and key not in known)
    order = sorted(fields, key=lambda key: (key not in {"kind", "id"}, key not in _NAMES))
    lines = [line for key in order for line in _lines(key, fields[key], known, open_)]
    return Skeleton(f"{kind}:{name}", "\n".join(lines) + "\n", open_)


def _start(key: str, info: FieldInfo, name: str, today: date) -> object:
    if not info.is_required():
        return None
    if key in _NAMES:
        return name.rpartition(f"{today.isoformat()}-")[2].replace("-", " ").capitalize()
    if key in _TODAY:
        return today.isoformat()
    if key in _IN_A_YEAR:
        return today.replace(year=today.year + 1, day=min(today.day, 28)).isoformat()
    return _START.get(key)


def _fits(model: type[Record], known: Mapping[str, object], values: Mapping[str, object]) -> None:
    try:
        model.model_validate(known)
    except ValidationError as error:
        for finding in explain("", known, model, error.errors(include_url=False)):
            if finding.spot.pointer[1:].partition("/")[0] in values and finding.rule != "missing-key":
                raise UsageError(f"--set {finding.spot.pointer[1:]}: {finding.message}", finding.hint) from None


def _lines(key: str, info: FieldInfo, known: Mapping[str, object], open_: tuple[str, ...]) -> Iterator[str]:
    if key in known:
        yield from emit({key: known[key]}).rstrip("\n").split("\n")
    elif key in open_:
        comment = f"{key}:  # {_advice(info)}"
        if len(comment) > _WIDTH:
            yield f"# {_advice(info)}"
            yield f"{key}:"
        else:
            yield comment


def _advice(info: FieldInfo) -> str:
    choice = _choices(info.annotation)
    said = (info.description or "").rstrip(".")
    if choice:
        return f"{said}: {', '.join(choice)}"
    example = (info.examples or [None])[0]
    return said if example is None or "\n" in str(example) else f"{said}, e.g. {_flow(example)}"


def _flow(example: object) -> str:
    if isinstance(example, list):
        return "[" + ", ".join(_flow(item) for item in example) + "]"
    if isinstance(example, dict):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in example.items()) + "}"
    return scalar(example)


def _choices(annotation: object) -> list[str]:
    if typing.get_origin(annotation) is Literal:
        return [str(each) for each in typing.get_args(annotation)]
    return [each for argument in typing.get_args(annotation) for each in _choices(argument)]


def folder_for(kind: str, name: str, data: Mapping[str, Any], snapshot: Snapshot) -> str:
    """Choose the folder a new record is kept in: with the service it is about, else where its kind is kept already."""
    if kind == "service":
        return f"{FOLDERS[kind]}/services/{name}"
    about = [data.get("service"), data.get("offering")]
    for key in ("covers", "applies_to"):
        value = data.get(key)
        about += value if isinstance(value, list) else []
    for each in about:
        ref = reference(each, ("service",)) or reference(each, ("service_offering",))
        entry = snapshot.get(ref) if ref else None
        if entry is not None and FOLDERS[kind] == FOLDERS[entry.kind]:
            return entry.path.rpartition("/")[0]
    folders = [entry.path.rpartition("/")[0] for entry in snapshot.of_kind(kind)]
    if folders and kind != "ci":
        return max(sorted(set(folders)), key=folders.count)
    return FOLDERS[kind] if kind == "ci" else f"{FOLDERS[kind]}/{_PLURAL.get(kind, kind + 's')}"
