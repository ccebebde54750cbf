"""What one record of another organisation says for the fields of ours, by a mapping file."""

import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from gitsm.exchange import event_log, posts
from gitsm.exchange.foreign import Value
from gitsm.exchange.mapping_file import FieldMap, RecordMap

Remark = tuple[int, str]
_DIRT: Final = frozenset({"", "?", "n/a", "tbd", "none", "null", "-"})
_TEMPLATE: Final = re.compile(r"\$\{\{|\{\{|\{%")
_BLANK: Final = re.compile(r"\{([^{}]+)\}")
_SECRET: Final = re.compile(r"password|secret|token|api_?key", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Notes:
    """What is to be remembered of a record while it is converted."""

    id: str
    key: str
    remarks: list[Remark]
    named: list[tuple[int, str, str]]
    aliases: Mapping[str, str]


def slug(text: str) -> str:
    """Turn a name into an id: lower case, letters and digits, hyphens between."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:63]


def said(record: Value, paths: tuple[str, ...] | str) -> str | None:
    """Read the first of some paths that says something; `{a.b}` in one stands for what that path says."""
    return next(told_by(record, several(paths)), None)


def several(paths: tuple[str, ...] | str) -> tuple[str, ...]:
    """Take one path for a list of it."""
    return (paths,) if isinstance(paths, str) else paths


def told_by(record: Value, paths: tuple[str, ...]) -> Iterator[str]:
    """Read those of some paths that say something."""
    for path in paths:
        said_there = {name: _open(record, name).data for name in _BLANK.findall(path) or [path]}
        if all(isinstance(text, str | int) and not _is_dirt(str(text), ()) for text in said_there.values()):
            made = path if "{" in path else f"{{{path}}}"
            for name, text in said_there.items():
                made = made.replace(f"{{{name}}}", str(text))
            yield made


def is_word(text: str, word: str) -> bool:
    """Tell whether a text is a word of a mapping file, `*word*` for one inside of it; whatever the case."""
    text, word = text.strip().casefold(), word.casefold()
    inside = word.startswith("*") and word.endswith("*")
    return word.strip("*") in text if inside else word == text


def filled(one: RecordMap, record: Value, notes: Notes) -> dict[str, Any]:
    """Fill the fields of our record."""
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


def _field(key: str, rule: FieldMap, record: Value, notes: Notes) -> Any:  # noqa: ANN401  # any value
    if rule.constant is not None:
        return rule.constant
    found = next((value for path in rule.from_ if _says(value := _open(record, path), rule)), None)
    if found is None:
        return None
    if rule.moments or rule.at:
        return _told(key, rule, record, found, notes)
    if rule.below:
        text = posts.part(str(found.data), (*rule.below, *rule.until), rule.below)
        return {rule.into: text} if rule.into and text else text
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


def _text(key: str, value: Value, rule: FieldMap, notes: Notes) -> Any:  # noqa: ANN401  # any value
    if value.data is None or isinstance(value.data, dict | tuple) or _is_dirt(str(value.data), rule.ignore):
        if rule.many and rule.reference:
            notes.remarks.append((value.line, f"an entry of {key} that says nothing"))
        return None
    text = str(value.data).strip()
    if rule.value_map:
        inside = (
            ours for word, ours in rule.value_map.items() if len(word) > 1 and "*" in word and is_word(text, word)
        )
        return rule.value_map.get(text, next(inside, rule.value_map.get("*")))
    if rule.reference:
        known = notes.aliases.get(text.casefold(), "")
        ref = known if known.startswith(f"{rule.reference}:") else f"{rule.reference}:{slug(rule.prefix + text)}"
        notes.named.append((value.line, key, ref))
        return {rule.into: ref} if rule.into else ref
    if rule.zone:
        when = _moment(key, text, rule, value.line, notes)
        return {rule.into: when} if rule.into and when else when
    if rule.link:
        return {"title": rule.link, "url": text} if text.startswith(("https://", "http://")) else None
    text = rule.prefix + (slug(text) if rule.slug else text)
    return {rule.into: text} if rule.into else text


def _told(key: str, rule: FieldMap, record: Value, text: Value, notes: Notes) -> list[dict[str, str]]:
    """Make items of a timeline: of a text with headings in brackets, or of all of it."""
    moments = {word: _at(key, (path,), rule, record, notes) for word, path in rule.moments.items() if path}
    words = {
        **dict.fromkeys(rule.moments),
        **moments,
        **({"": _at(key, rule.at, rule, record, notes)} if rule.at else {}),
    }
    items = []
    for one in posts.timeline(str(text.data), words, rule.zone):
        if not one.sure:
            notes.remarks.append((text.line, f"{key}: no time is told for {one.text[:60]!r}"))
        items.append({"at": one.at.isoformat(), "what": one.text})
    return items


def _at(key: str, paths: tuple[str, ...], rule: FieldMap, record: Value, notes: Notes) -> datetime | None:
    when = next((value for path in paths if _says(value := _open(record, path), rule)), None)
    found = None if when is None else _moment(key, str(when.data), rule, when.line, notes)
    return None if found is None else datetime.fromisoformat(found)


def _moment(key: str, text: str, rule: FieldMap, line: int, notes: Notes) -> str | None:
    """Read a time; what is none is remarked."""
    found = event_log.moment(text, rule.zone, rule.format)
    if found is None:
        notes.remarks.append((line, f"{key}: {text[:60]!r} is no time"))
    return None if found is None else found.isoformat()
