"""Another organisation's records as ours, by a mapping file."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field

from gitsm.exchange.foreign import Value
from gitsm_schemas import KINDS
from gitsm_schemas.record import Items, Part

_DIRT: Final = frozenset({"", "?", "n/a", "tbd", "none", "null", "-"})
_TEMPLATE: Final = re.compile(r"\$\{\{|\{\{|\{%")
_LONGEST: Final = 300
_SECRET: Final = re.compile(r"password|secret|token|api_?key", re.IGNORECASE)


class FieldMap(Part):
    """Where one of our fields comes from."""

    from_: Items[str] = Field(
        default=(), alias="from", description="Paths in their record; the first that says something."
    )
    constant: Any = Field(default=None, description="The same for every record.")
    value_map: dict[str, Any] = Field(default_factory=dict, description="Their word: ours.")
    prefix: str = Field(default="", description="Put before each text.")
    split: str = Field(default="", description="What separates the items of a text.")
    item: str = Field(default="", description="The path of the value inside each item of a list.")
    many: bool = Field(default=False, description="Whether ours is a list.")
    reference: str = Field(default="", description="The kind of record it names.")
    into: str = Field(default="", description="The key each value is put under, for a mapping such as a contact.")
    link: str = Field(default="", description="The title of the link each address becomes.")
    zone: str = Field(default="", description="For a moment: the time zone of one that names none.")
    section: str = Field(
        default="",
        description="For a timeline: the part of a text below this heading in brackets; its first line counts.",
    )
    at: str = Field(default="", description="For a timeline: the path of the moment.")
    ignore: Items[str] = Field(default=(), description="Values that say nothing, besides the usual ones.")


class RecordMap(Part):
    """How one list of theirs becomes records of one kind of ours."""

    records: str = Field(description="The path of the list in the document; empty for the document itself.")
    kind: str = Field(description="Our kind.")
    id: str | Items[str] = Field(description="The path of their name, or several: the first that says something.")
    id_prefix: str = Field(default="", description="Put before each id.")
    only: dict[str, Items[str]] | None = Field(
        default=None,
        description="By path, the words of which one must stand there, `*word*` anywhere in it, whatever the case; "
        "such a record is offered to no later map of the same kind.",
    )
    unless: dict[str, Items[str]] = Field(
        default_factory=dict, description="By path, words as in `only`; a record that says one of them is passed over."
    )
    fields: dict[str, Items[FieldMap]] = Field(description="By our field, where it comes from.")


class MappingFile(Part):
    """A mapping file."""

    source_system: str = Field(description="What the system is called.")
    maps: Items[RecordMap] = Field(description="What becomes what.")


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

    remarks: list[tuple[int, str]]
    named: list[tuple[int, str, str]]
    aliases: Mapping[str, str]


def slug(text: str) -> str:
    """Turn a name into an id: lower case, letters and digits, hyphens between."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:63]


def convert(
    mapping: MappingFile, path: str, documents: Iterable[Value], aliases: Mapping[str, str] | None = None
) -> Iterator[Imported | Skipped]:
    """Turn the records of one file into ours, in their order.

    Every record keeps where it came from, so that a second import finds it again. What cannot be taken over is remarked
    with its line. A field whose name looks like a secret is never read.

    Args:
        mapping: what becomes what.
        path: the file's name.
        documents: what stands in it.
        aliases: by other name in lower case, the record of ours that is meant.
    """
    seen: set[str] = set()
    taken: set[tuple[int, str]] = set()
    for document in documents:
        for one in mapping.maps:
            listed = document.get(one.records) if one.records else document
            for record in listed.data if isinstance(listed.data, tuple) else ():
                if _unwanted(record, one.unless):
                    continue
                if one.only is not None:
                    if (id(record), one.kind) in taken or not _wanted(record, one.only):
                        continue
                    taken.add((id(record), one.kind))
                found = _record(mapping, one, path, record, aliases or {})
                if isinstance(found, Imported) and found.ref in seen:
                    found = Skipped(path, record.line, f"{found.ref} was there before; ids are compared without case")
                if isinstance(found, Imported):
                    seen.add(found.ref)
                yield found


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


def _record(
    mapping: MappingFile, one: RecordMap, path: str, record: Value, aliases: Mapping[str, str]
) -> Imported | Skipped:
    paths = (one.id,) if isinstance(one.id, str) else one.id
    told = (record.get(path) for path in paths)
    named = next(
        (value for value in told if isinstance(value.data, str | int) and value.data), Value(None, record.line)
    )
    name = slug(one.id_prefix + str(named.data)) if named.data is not None else ""
    if len(name) < 2:  # noqa: PLR2004  # ids have two characters at least
        return Skipped(path, record.line, "it has no name")
    notes = _Notes([], [], aliases)
    data: dict[str, Any] = {"kind": one.kind, "id": name}
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
    origin: dict[str, Any] = {"system": mapping.source_system, "id": str(named.data), "path": path, "line": record.line}
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
    return Imported(
        one.kind, name, record.line, {key: data[key] for key in order if key in data}, remarks, tuple(notes.named)
    )


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
    return value.data is not None and not _is_dirt(str(value.data), rule)


def _is_dirt(text: str, rule: FieldMap) -> bool:
    return text.strip().lower() in _DIRT or text in rule.ignore or bool(_TEMPLATE.search(text))


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
    if value.data is None or isinstance(value.data, dict | tuple) or _is_dirt(str(value.data), rule):
        if rule.many and rule.reference:
            notes.remarks.append((value.line, f"an entry of {key} that says nothing"))
        return None
    text = str(value.data).strip()
    if rule.value_map:
        return rule.value_map.get(text, rule.value_map.get("*"))
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
