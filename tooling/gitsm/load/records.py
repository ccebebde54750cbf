"""From a tree's files to validated records, and what is wrong with each file."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from gitsm.diagnostics import Finding, Place, Related, Severity, Spot, pointer
from gitsm.load.declared import declared, stem_of
from gitsm.load.reader import Problem
from gitsm.snapshot import Entry, Snapshot
from gitsm.sources import Source
from gitsm_schemas import KINDS
from gitsm_schemas.classes import ClassRules, attribute_model, class_tree
from gitsm_schemas.configuration import Ci, CiClass
from gitsm_schemas.record import Part, Record
from gitsm_schemas.relations import ENTRY_TAGS

MOST_FINDINGS: Final = 200
MOST_TEXT: Final = 200
_SORTS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("string_type", "string_sub_type"), "a text"),
    **dict.fromkeys(("int_type", "int_from_float"), "a whole number"),
    **dict.fromkeys(("float_type", "decimal_type"), "a number"),
    "bool_type": "true or false",
    **dict.fromkeys(("tuple_type", "list_type", "set_type", "frozen_set_type"), "a list"),
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type", "mapping_type"), "keys with values"),
}
"""By pydantic's word for what is wrong, what should stand there."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The records of a tree, and what is wrong with its files."""

    snapshot: Snapshot
    findings: tuple[Finding, ...]


def load(source: Source, like: Loaded | None = None) -> Loaded:
    """Read and validate every record of a tree; nothing in it can make this fail.

    Args:
        source: the tree.
        like: another tree; what this one has with the same content at the same path is not read again.
    """
    known = _sound(like) if like is not None else {}
    entries = [entry for blob in source.blobs if (entry := known.get((blob.path, blob.oid))) is not None]
    rest = [blob for blob in source.blobs if (blob.path, blob.oid) not in known] if known else source.blobs
    findings = list(source.problems)
    collecting = gc.isenabled()
    gc.disable()  # thousands of small objects are made and kept: collecting doubles the cost (performance.md §2)
    try:
        for blob, content in source.read(rest):
            if isinstance(content, Finding):
                findings.append(content)
                continue
            entry, found = parse(blob.path, blob.oid, content)
            findings += found
            if entry is not None:
                entries.append(entry)
    finally:
        if collecting:
            gc.enable()
    snapshot = Snapshot.of(entries, source.tree)
    findings += _duplicates(snapshot)
    findings += by_class(snapshot, snapshot.of_kind(Ci.KIND))
    return Loaded(snapshot, tuple(findings))


def _sound(loaded: Loaded) -> dict[tuple[str, str], Entry]:
    """Find the records of files that nothing is wrong with, by path and content."""
    wrong = {finding.spot.path for finding in loaded.findings}
    entries = (*loaded.snapshot, *loaded.snapshot.duplicates)
    return {
        (entry.path, entry.blob): entry for entry in entries if entry.record is not None and entry.path not in wrong
    }


def parse(path: str, oid: str, content: bytes) -> tuple[Entry | None, list[Finding]]:
    """Read one file as a record."""
    entry, document = declared(path, oid, content)
    if document.problems:
        return entry, [_unread(path, problem) for problem in document.problems]
    data = document.data
    if data is None:
        return None, [_wrong("empty-file", "the file says nothing", path, hint="write a record, or remove the file")]
    if not isinstance(data, dict):
        return None, [
            _wrong("not-a-mapping", "a record is a mapping of keys to values", path, hint="begin with `kind:`")
        ]
    return (None, [_kind(path, data)]) if entry is None else _validated(entry, data, KINDS[entry.kind])


def _validated(entry: Entry, data: dict[str, Any], model: type[Record]) -> tuple[Entry, list[Finding]]:
    path, stem = entry.path, stem_of(entry.path)
    try:
        record: Record | None = model.__pydantic_validator__.validate_python(data)
        findings: list[Finding] = []
    except ValidationError as error:
        record = None
        findings = explain(path, data, model, error.errors(include_url=False))
    if record is not None and record.id != stem:
        findings.append(
            _wrong(
                "file-name",
                f"the file is called {stem}, the record {record.id}",
                path,
                "/id",
                hint=f"rename the file to {record.id}.yaml, or the record with gitsm rename",
                subject=entry.ref,
            )
        )
    return Entry(entry.ref, path, entry.blob, record, data), findings


def _unread(path: str, problem: Problem) -> Finding:
    where = Place(path, problem.line + 1, problem.column + 1, problem.end_line + 1, problem.end_column + 1)
    related = (Related("the first one", Spot(path, pointer(problem.first), at_key=True)),) if problem.first else ()
    return Finding(problem.rule, Severity.ERROR, problem.message, Spot(path), where, problem.hint, related)


def _kind(path: str, data: Mapping[str, Any]) -> Finding:
    kind = data.get("kind")
    if kind is None:
        return _wrong(
            "missing-kind",
            "the record does not say what it is",
            path,
            hint=f"begin with `kind:` and one of {', '.join(KINDS)}",
        )
    near = get_close_matches(str(kind), KINDS, n=1)
    hint = f"did you mean {near[0]}?" if near else f"the kinds are {', '.join(KINDS)}"
    return _wrong("unknown-kind", f"there is no kind {_shown(kind)}", path, "/kind", hint=hint)


def _wrong(  # noqa: PLR0913  # all of a finding
    rule: str,
    message: str,
    path: str,
    where: str = "",
    *,
    hint: str | None = None,
    subject: str | None = None,
    at_key: bool = False,
) -> Finding:
    return Finding(rule, Severity.ERROR, message, Spot(path, where, at_key), hint=hint, subject=subject)


def explain(
    path: str, data: Mapping[str, Any], model: type[BaseModel], errors: Sequence[ErrorDetails], below: str = ""
) -> list[Finding]:
    """Say in staff's words what pydantic found wrong.

    Args:
        path: the record's file.
        data: the record.
        model: the model that refused it.
        errors: pydantic's errors.
        below: JSON Pointer of the part that was validated.
    """
    found: dict[tuple[str, str, str], Finding] = {}
    for error in errors:
        parts = _parts(data, error["loc"], below)
        where = pointer(parts)
        finding = _reworded(path, below + where, parts, model, error)
        # An entry that fits no form of a union fails once for each form; every missing key is one of its own.
        about = finding.message if finding.rule == "missing-key" else ""
        found.setdefault((finding.spot.pointer, finding.rule, about), finding)
    kept = [finding for finding in found.values() if not _is_misspelt(finding, found.values())]
    if len(kept) > MOST_FINDINGS:
        more = len(kept) - MOST_FINDINGS
        kept = [*kept[:MOST_FINDINGS], _wrong("wrong-value", f"{more} more findings are left out", path)]
    return kept


def _is_misspelt(missing: Finding, found: Iterable[Finding]) -> bool:
    """Tell whether a missing key is there under a misspelt name: one typo gives one message."""
    if missing.rule != "missing-key":
        return False
    name = missing.message.split()[2]
    return any(
        one.rule == "unknown-key"
        and one.hint == f"did you mean {name}?"
        and one.spot.pointer.rpartition("/")[0] == missing.spot.pointer
        for one in found
    )


def _parts(data: Mapping[str, Any], loc: tuple[int | str, ...], below: str) -> list[str | int]:
    """Keep of pydantic's location what is a key or index of the record; the rest names forms of a union."""
    parts: list[str | int] = []
    value: Any = data
    for name in below.split("/")[1:]:
        value = value.get(name) if isinstance(value, dict) else None
    for number, step in enumerate(loc):
        last = number == len(loc) - 1
        if isinstance(value, dict) and isinstance(step, str) and (step in value or (last and step not in ENTRY_TAGS)):
            parts.append(step)
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            parts.append(step)
            value = value[step]
    return parts


def _reworded(  # noqa: PLR0911  # one sentence for each way to be wrong
    path: str, where: str, parts: list[str | int], model: type[BaseModel], error: ErrorDetails
) -> Finding:
    kind, context = error["type"], error.get("ctx") or {}
    name = _name(parts)
    if kind == "extra_forbidden":
        near = get_close_matches(name, _keys(model, parts[:-1]), n=1, cutoff=0.6)
        hint = f"did you mean {near[0]}?" if near else "remove it; gitsm schema lists the keys"
        return _wrong("unknown-key", f"there is no key {name} here", path, where, hint=hint, at_key=True)
    if kind == "missing":
        holder = where.rpartition("/")[0]
        example = _example(model, parts)
        hint = f"write, for example, `{name}: {example}`" if example else f"write `{name}:`"
        return _wrong("missing-key", f"the key {name} is missing", path, holder, hint=hint, at_key=True)
    value = _shown(error.get("input"))
    if kind in {"literal_error", "enum"}:
        expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
        near = get_close_matches(str(error.get("input")), expected.split(", "), n=1, cutoff=0.5)
        return _wrong(
            "wrong-value",
            f"{name} is {value}, which is none of its values",
            path,
            where,
            hint=(f"did you mean {near[0]}? " if near else "") + f"it is one of {expected}",
        )
    if kind in {
        "duration",
        "percentage",
        "instant",
        "day",
        "hours",
        "timezone",
        "url",
        "rrule",
        "min_up",
        "reference_kind",
    }:
        sentence = str(context.get("sentence", error["msg"]))
        message, _, hint = sentence.partition("; ")
        return _wrong("wrong-value", message, path, where, hint=hint or None)
    if kind == "value_error":
        message = str(context.get("error", error["msg"]))
        return _wrong("wrong-value", message, path, where, hint=None)
    if kind == "string_pattern_mismatch":
        return _wrong("wrong-value", f"{name} cannot be {value}", path, where, hint=_form(model, parts))
    if kind.endswith("_type") or kind in {
        "model_attributes_type",
        "relation_entry",
        "union_tag_not_found",
        "union_tag_invalid",
    }:
        if error.get("input") is None:
            hint = _form(model, parts) or "fill it in, or remove the key"
            return _wrong("wrong-type", f"{name} is empty", path, where, hint=hint)
        said = f"and not {_SORTS[kind]}" if kind in _SORTS else _lower(error["msg"])
        return _wrong("wrong-type", f"{name} is {value}, {said}", path, where, hint=_form(model, parts))
    return _wrong("wrong-value", f"{name} is {value}: {_lower(error['msg'])}", path, where, hint=_form(model, parts))


def _name(parts: Sequence[str | int]) -> str:
    """Name a part of a record in a sentence."""
    if not parts:
        return "the record"
    last = parts[-1]
    return last if isinstance(last, str) else f"item {last + 1} of {_name(parts[:-1])}"


def _lower(text: str) -> str:
    text = text.removeprefix("Input should be ").removeprefix("Value error, ")
    return text[:1].lower() + text[1:]


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    text = (
        repr(value)
        if isinstance(value, str)
        else str(value).lower()
        if value is None or isinstance(value, bool)
        else str(value)
    )
    return text if len(text) <= MOST_TEXT else text[:MOST_TEXT] + "…"


def _model_of(model: type[BaseModel], parts: Iterable[str | int]) -> type[BaseModel] | None:
    """Follow keys into the models of a record; None where they lead out of them."""
    found: type[BaseModel] | None = model
    for step in parts:
        if found is None:
            return None
        if isinstance(step, str):
            info = found.field_named(step) if issubclass(found, Part) else None
            found = next(_inner(info.annotation), None) if info else None
    return found


def _inner(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _inner(argument)


def _keys(model: type[BaseModel], parts: list[str | int]) -> list[str]:
    found = _model_of(model, parts)
    return [info.alias or name for name, info in found.model_fields.items()] if found else []


def _example(model: type[BaseModel], parts: Sequence[str | int]) -> str | None:
    found = _model_of(model, parts[:-1])
    info = found.field_named(str(parts[-1])) if found and issubclass(found, Part) else None
    example = info.examples[0] if info and info.examples else None
    return str(example) if isinstance(example, str | int | float) else None


def _form(model: type[BaseModel], parts: list[str | int]) -> str | None:
    keys = [part for part in parts if isinstance(part, str)]
    example = _example(model, keys) if keys else None
    return f"write it like {example}" if example else None


def _duplicates(snapshot: Snapshot) -> Iterator[Finding]:
    for entry in snapshot.duplicates:
        first = snapshot.entries[entry.ref]
        yield Finding(
            "duplicate-id",
            Severity.ERROR,
            f"{entry.ref} stands in two files",
            Spot(entry.path, "/id"),
            hint="give one of them another id",
            related=(Related("the other one", Spot(first.path, "/id")),),
            subject=entry.ref,
        )


def by_class(snapshot: Snapshot, entries: Iterable[Entry]) -> Iterator[Finding]:
    """Check the class of some CIs of a snapshot, and their attributes by the class."""
    tree = class_tree(record for _, record in snapshot.records(CiClass))
    declared = {entry.id for entry in snapshot.of_kind("ci_class")}
    models: dict[str, type[BaseModel] | None] = {}
    for entry in entries:
        ci = entry.record
        if not isinstance(ci, Ci):
            continue
        rules = tree.get(ci.class_)
        if rules is None:
            if ci.class_ not in declared:
                yield _unknown_class(entry, ci, tree)
            continue
        if ci.class_ not in models:
            models[ci.class_] = attribute_model(rules)
        model = models[ci.class_]
        if model is not None:
            yield from _class_attributes(entry, model)


def _class_attributes(entry: Entry, model: type[BaseModel]) -> Iterator[Finding]:
    data = entry.data or {}
    try:
        model.model_validate(data.get("attributes") or {})
    except ValidationError as error:
        names = [info.alias or name for name, info in model.model_fields.items()]
        for finding in explain(entry.path, data, model, error.errors(include_url=False), "/attributes"):
            name = finding.spot.pointer.rpartition("/")[2]
            near = get_close_matches(name, names, n=1) if finding.rule == "unknown-key" else []
            hint = f"did you mean {near[0]}?" if near else finding.hint
            if finding.rule == "unknown-key" and not near:
                hint = f"its class asks for {', '.join(names)}"
            yield Finding(
                "class-attribute", finding.severity, finding.message, finding.spot, hint=hint, subject=entry.ref
            )


def _unknown_class(entry: Entry, ci: Ci, tree: Mapping[str, ClassRules]) -> Finding:
    near = get_close_matches(ci.class_, tree, n=1)
    return _wrong(
        "unknown-class",
        f"there is no class {ci.class_}",
        entry.path,
        "/class",
        hint=f"did you mean {near[0]}?" if near else "write a ci_class record for it",
        subject=entry.ref,
    )
