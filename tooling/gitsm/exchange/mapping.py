"""Another organisation's records as ours, by a mapping file."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatchcase
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gitsm.exchange.foreign import Value
from gitsm.exchange.mapping_file import FieldMap, MappingFile, RecordMap, RelationMap
from gitsm_schemas import KINDS

_DIRT: Final = frozenset({"", "?", "n/a", "tbd", "none", "null", "-"})
_TEMPLATE: Final = re.compile(r"\$\{\{|\{\{|\{%")
_BLANK: Final = re.compile(r"\{([^{}]+)\}")
_LONGEST: Final = 300
_Remark = tuple[int, str]
_SECRET: Final = re.compile(r"password|secret|token|api_?key", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Imported:
    """One record of ours.

    Attributes:
        kind: its kind.
        id: its id.
        line: where it stands in the source.
        data: what it says.
        remarks: what was left out of theirs: (line, what).
        named: what it names: (line, key, reference).
    """

    kind: str
    id: str
    line: int
    data: Mapping[str, Any]
    remarks: tuple[tuple[int, str], ...]
    named: tuple[tuple[int, str, str], ...] = ()

    @property
    def ref(self) -> str:
        """How ours is named."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """One record of theirs that cannot become one of ours."""

    path: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class _Notes:
    """What is to be remembered of a record while it is converted."""

    id: str
    key: str
    remarks: list[_Remark]
    named: list[tuple[int, str, str]]
    aliases: Mapping[str, str]


def slug(text: str) -> str:
    """Turn a name into an id: lower case, letters and digits, hyphens between."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:63]


def convert(
    mapping: MappingFile,
    path: str,
    documents: Iterable[Value],
    aliases: Mapping[str, str] | None = None,
    seen: set[str] | None = None,
) -> Iterator[Imported | Skipped]:
    """Turn the records of one file into ours, in their order.

    Every record keeps where it came from, so that a second import finds it again. What cannot be taken over is remarked
    with its line. A field whose name looks like a secret is never read. Rows of a relation are left to `relate`.

    Args:
        mapping: what becomes what.
        path: the file's name.
        documents: what stands in it.
        aliases: by other name in lower case, the record of ours that is meant.
        seen: the records that came before, from other files; it grows.
    """
    seen = set() if seen is None else seen
    taken: set[tuple[int, str]] = set()
    for document in documents:
        for one in mapping.maps:
            for record in listed(document, one.records) if is_called(path, one.files) else ():
                if _unwanted(record, one.unless) or any(relates(path, record, each) for each in mapping.relations):
                    continue
                if one.only is not None:
                    if (id(record), one.kind) in taken or not _wanted(record, one.only):
                        continue
                    taken.add((id(record), one.kind))
                made = _named(one, path, record, seen)
                if isinstance(made, Skipped):
                    yield made
                    continue
                notes = _Notes(*made, [], aliases or {})
                found = _record(mapping.source_system, one, path, record, notes)
                if isinstance(found, Imported):
                    seen.add(found.ref)
                yield found


def listed(document: Value, paths: tuple[str, ...] | str) -> tuple[Value, ...]:
    """List the records of a document: the first list at one of some paths."""
    there = ((document.get(path) if path else document).data for path in _several(paths))
    return next((found for found in there if isinstance(found, tuple)), ())


def is_called(name: str, patterns: tuple[str, ...]) -> bool:
    """Tell whether a file is called as a map wants it; any name will do where it says nothing."""
    return not patterns or any(fnmatchcase(name.casefold(), pattern.casefold()) for pattern in patterns)


def relates(path: str, record: Value, one: RelationMap) -> bool:
    """Tell whether a row is about two records and not one."""
    return is_called(path, one.files) and None not in {said(record, one.from_), said(record, one.to)}


def said(record: Value, paths: tuple[str, ...] | str) -> str | None:
    """Read the first of some paths that says something; `{a.b}` in one stands for what that path says."""
    return next(_told_by(record, _several(paths)), None)


def _several(paths: tuple[str, ...] | str) -> tuple[str, ...]:
    return (paths,) if isinstance(paths, str) else paths


def _told_by(record: Value, paths: tuple[str, ...]) -> Iterator[str]:
    for path in paths:
        said_there = {name: _open(record, name).data for name in _BLANK.findall(path) or [path]}
        if all(isinstance(text, str | int) and not _is_dirt(str(text), ()) for text in said_there.values()):
            made = path if "{" in path else f"{{{path}}}"
            for name, text in said_there.items():
                made = made.replace(f"{{{name}}}", str(text))
            yield made


def _wanted(record: Value, only: Mapping[str, tuple[str, ...]]) -> bool:
    """Tell whether a record says what a map asks for."""
    return all(any(_is(str(record.get(path).data or ""), word) for word in words) for path, words in only.items())


def _unwanted(record: Value, unless: Mapping[str, tuple[str, ...]]) -> bool:
    """Tell whether a record says one thing that a map passes over."""
    return any(_is(str(record.get(path).data or ""), word) for path, words in unless.items() for word in words)


def _is(text: str, word: str) -> bool:
    text, word = text.strip().casefold(), word.casefold()
    inside = word.startswith("*") and word.endswith("*")
    return word.strip("*") in text if inside else word == text


def _named(one: RecordMap, path: str, record: Value, seen: Container[str]) -> tuple[str, str, list[_Remark]] | Skipped:
    """Choose the id of a record, what its source knows it by, and what is to be remarked of that."""
    names = [*_told_by(record, _several(one.id))]
    ids = [made for text in names if len(made := slug(one.id_prefix + text)) > 1]  # ids have two characters at least
    if not ids:
        return Skipped(path, record.line, "it has no name")
    name = next((made for made in ids if f"{one.kind}:{made}" not in seen), None)
    if name is None:
        return Skipped(path, record.line, f"{one.kind}:{ids[0]} was there before; ids are compared without case")
    why = f"{one.kind}:{ids[0]} was there before, so it is called {name}"
    return name, said(record, one.key) or names[0], [] if name == ids[0] else [(record.line, why)]


def _record(system: str, one: RecordMap, path: str, record: Value, notes: _Notes) -> Imported | Skipped:
    data = {"kind": one.kind, "id": notes.id, **_filled(one, record, notes)}
    origin: dict[str, Any] = {"system": system, "id": notes.key, "path": path, "line": record.line}
    remarks = tuple(notes.remarks)
    if remarks:
        origin["remarks"] = [{"line": line, "what": what} for line, what in sorted(set(remarks))]
    origin["fields"] = sorted(data.keys() - {"kind", "id"})
    data["source"] = origin
    silent = [
        info.alias or field
        for field, info in KINDS[one.kind].model_fields.items()
        if info.is_required() and (info.alias or field) not in data
    ]
    if silent and one.only is not None:
        return Skipped(path, record.line, f"it says nothing for {' and '.join(silent)}")
    order = [info.alias or field for field, info in KINDS[one.kind].model_fields.items()]
    ordered = {key: data[key] for key in order if key in data}
    return Imported(one.kind, notes.id, record.line, ordered, remarks, tuple(notes.named))


def _filled(one: RecordMap, record: Value, notes: _Notes) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key, rules in one.fields.items():
        for rule in rules:
            value = _field(key, rule, record, notes)
            if value is None or (rule.constant is None and value in ([], {})):
                continue
            if isinstance(value, list):
                known = data.get(key, [])
                data[key] = known + [item for item in value if item not in known]
            elif isinstance(value, dict) and isinstance(data.get(key), dict):
                data[key] = {**value, **data[key]}
            else:
                data.setdefault(key, value)
    return data


def _field(key: str, rule: FieldMap, record: Value, notes: _Notes) -> Any:  # noqa: ANN401  # any value
    if rule.constant is not None:
        return rule.constant
    found = next((value for path in rule.from_ if _says(value := _open(record, path), rule)), None)
    if found is None:
        return None
    if rule.section:
        return _told(key, rule, record, str(found.data), notes)
    texts = [item for value in _items(found, rule) if (item := _text(key, value, rule, notes)) is not None]
    if rule.many:
        return texts
    return texts[0] if texts else None


def _open(record: Value, path: str) -> Value:
    return Value(None, record.line) if _SECRET.search(path) else record.get(path)


def _says(value: Value, rule: FieldMap) -> bool:
    if isinstance(value.data, tuple | dict):
        return bool(value.data)
    return value.data is not None and not _is_dirt(str(value.data), rule.ignore)


def _is_dirt(text: str, ignore: Container[str]) -> bool:
    return text.strip().lower() in _DIRT or text in ignore or bool(_TEMPLATE.search(text))


def _items(value: Value, rule: FieldMap) -> Iterator[Value]:
    if isinstance(value.data, tuple):
        for item in value.data:
            # An item keeps its own line, also where the value inside it is missing.
            yield Value(item.get(rule.item).data, item.line) if rule.item else item
    elif rule.split and isinstance(value.data, str):
        yield from (Value(part.strip(), value.line) for part in value.data.split(rule.split))
    else:
        yield value


def _text(key: str, value: Value, rule: FieldMap, notes: _Notes) -> Any:  # noqa: ANN401  # any value
    if value.data is None or isinstance(value.data, dict | tuple) or _is_dirt(str(value.data), rule.ignore):
        if rule.many and rule.reference:
            notes.remarks.append((value.line, f"an entry of {key} that says nothing"))
        return None
    text = str(value.data).strip()
    if rule.value_map:
        inside = (ours for word, ours in rule.value_map.items() if len(word) > 1 and "*" in word and _is(text, word))
        return rule.value_map.get(text, next(inside, rule.value_map.get("*")))
    if rule.reference:
        known = notes.aliases.get(text.casefold(), "")
        ref = known if known.startswith(f"{rule.reference}:") else f"{rule.reference}:{slug(text)}"
        notes.named.append((value.line, key, ref))
        return {rule.into: ref} if rule.into else ref
    if rule.zone:
        moment = _moment(key, text, rule.zone, value.line, notes)
        return {rule.into: moment} if rule.into and moment else moment
    if rule.link:
        return {"title": rule.link, "url": text} if text.startswith(("https://", "http://")) else None
    text = rule.prefix + text
    return {rule.into: text} if rule.into else text


def _told(key: str, rule: FieldMap, record: Value, text: str, notes: _Notes) -> list[dict[str, str]] | None:
    """Make an entry of a timeline of the part of a text below a heading in brackets."""
    _, heading, rest = text.partition(f"[{rule.section}]")
    part = rest.partition("\n[")[0].strip(" *\n")
    line = part.split("\n", maxsplit=1)[0].strip()[:_LONGEST]
    when = record.get(rule.at)
    at = None if when.data is None else _moment(key, str(when.data), rule.zone, when.line, notes)
    return [{"at": at, "what": line}] if heading and line and at else None


def _moment(key: str, text: str, zone: str, line: int, notes: _Notes) -> str | None:
    """Read a time with or without an offset; `8:24` is 08:24, and what is no time is remarked."""
    padded = re.sub(r"(?<=[T ])([0-9]):", r"0\1:", text)
    try:
        read = datetime.fromisoformat(padded)
        local = read if read.tzinfo else read.replace(tzinfo=ZoneInfo(zone))
    except (ValueError, ZoneInfoNotFoundError):
        notes.remarks.append((line, f"{key}: {text[:60]!r} is no time"))
        return None
    return local.isoformat()
