"""Rows that say how two records of another system are related, as relations of ours."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from gitsm.exchange.fields import said, slug
from gitsm.exchange.foreign import Value
from gitsm.exchange.mapping import Imported, Skipped, is_called, listed, relates
from gitsm.exchange.mapping_file import MappingFile, RelationMap
from gitsm_schemas import KINDS
from gitsm_schemas.flow import STATED

_UNWANTED: Final = (None, "")


def relate(
    mapping: MappingFile, files: Iterable[tuple[str, Iterable[Value]]], records: Iterable[Imported | Skipped]
) -> list[Imported | Skipped]:
    """Write relations into the records that name the other, and leave all other records as they are.

    A record is known by the key of its source, by its name or by its id, whatever the case. One that is named and
    nowhere to be found stays named, as a reference that leads nowhere.

    Args:
        mapping: what becomes what.
        files: by name, the documents that may hold such rows.
        records: what came of all the others.
    """
    found = list(records)
    known = _known(one for one in found if isinstance(one, Imported))
    places = {one.ref: place for place, one in enumerate(found) if isinstance(one, Imported)}
    for path, documents in files:
        for document in documents:
            for one in mapping.relations:
                for row in listed(document, one.records) if is_called(path, one.files) else ():
                    if not relates(path, row, one):
                        continue
                    made = _read(one, path, row, known)
                    if isinstance(made, Skipped):
                        found.append(made)
                        continue
                    place = places[made[0]]
                    found[place] = _with(found[place], row.line, *made[1:])
    return found


def _known(records: Iterable[Imported]) -> dict[str, str]:
    """Tell by every name of a record which it is; a key counts before a name, and the first that has a name has it."""
    keys: dict[str, str] = {}
    names: dict[str, str] = {}
    for one in records:
        keys.setdefault(str(one.data["source"]["id"]).casefold(), one.ref)
        for text in (str(one.data.get("name", "")), one.id):
            names.setdefault(text.casefold(), one.ref)
    return {**names, **keys}


def _read(one: RelationMap, path: str, row: Value, known: Mapping[str, str]) -> "tuple[str, str, str] | Skipped":
    """Read a row: who names whom, by which relation; or why none of ours comes of it."""
    first, second = (str(said(row, paths)) for paths in (one.from_, one.to))
    word = said(row, one.type) or ""
    turned = word in one.turned
    relation = one.turned[word] if turned else one.types.get(word, one.types.get("*"))
    if relation in _UNWANTED:
        return Skipped(path, row.line, f"no relation of ours is called {word!r}"[:200])
    holder, target = (second, first) if turned else (first, second)
    ref = known.get(holder.casefold())
    if ref is None:
        return Skipped(path, row.line, f"{holder} {relation} {target}: {holder} is not among what is imported"[:200])
    if relation not in STATED.get(ref.partition(":")[0], {}):
        return Skipped(path, row.line, f"{ref} cannot say {relation}")
    return ref, str(relation), known.get(target.casefold(), f"ci:{slug(target)}")


def _with(record: Imported | Skipped, line: int, relation: str, target: str) -> Imported:
    assert isinstance(record, Imported)
    there: list[Any] = list(record.data.get(relation, ()))
    if target in there:
        return record
    source = record.data["source"]
    whole = {
        **record.data,
        relation: [*there, target],
        "source": {**source, "fields": sorted({*source["fields"], relation})},
    }
    order = [info.alias or key for key, info in KINDS[record.kind].model_fields.items()]
    data = {key: whole[key] for key in order if key in whole}
    return replace(record, data=data, named=(*record.named, (line, relation, target)))
