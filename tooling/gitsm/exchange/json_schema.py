"""JSON Schema of the records, for editors: of every repository, or with one repository's ids and classes."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema

from gitsm.snapshot import Snapshot
from gitsm_schemas import KINDS
from gitsm_schemas.classes import ClassRules, attribute_model, class_tree
from gitsm_schemas.configuration import CiClass

Schema = dict[str, Any]

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
EVERY: Final = "record"
"""The name of the schema that takes a record of any kind."""


class _Untitled(GenerateJsonSchema):
    """Leaves out the titles that pydantic makes of names: an editor would show each name twice."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002  # pydantic's signature
        return False


def schema(kind: str, snapshot: Snapshot | None = None) -> Schema:
    """Build the schema of one kind.

    Args:
        kind: a kind of record, or `record` for any.
        snapshot: the repository whose ids, classes and attributes are written into it; None for the general one.
    """
    if kind == EVERY:
        return {"$schema": DIALECT, "title": "A record of gitsm", **_any(snapshot)}
    return {"$schema": DIALECT, **_of_kind(kind, snapshot)}


def schemas(snapshot: Snapshot | None = None) -> dict[str, str]:
    """Write every schema as text, by the name of its file."""
    return {f"{kind}.json": text(schema(kind, snapshot)) for kind in (EVERY, *KINDS)}


def text(value: Schema) -> str:
    """Write a schema the way it is kept in files."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _any(snapshot: Snapshot | None) -> Schema:
    defs = {kind: _moved(_of_kind(kind, snapshot), f"#/$defs/{kind}") for kind in KINDS}
    cases = [
        {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": {"$ref": f"#/$defs/{kind}"}}
        for kind in KINDS
    ]
    kinds = {"description": "What the record is.", "enum": list(KINDS)}
    return {"type": "object", "properties": {"kind": kinds}, "required": ["kind"], "allOf": cases, "$defs": defs}


def _of_kind(kind: str, snapshot: Snapshot | None) -> Schema:
    made = KINDS[kind].model_json_schema(schema_generator=_Untitled)
    if snapshot is None:
        return made
    used: set[tuple[str, ...]] = set()
    made = _pointed(made, used)
    names = {_name(kinds): {"enum": _ids(snapshot, kinds)} for kinds in sorted(used)}
    if kind in {"ci", "ci_class"}:
        tree = class_tree(record for _, record in snapshot.records(CiClass))
        made = _classed(made, kind, tree)
    return {**made, "$defs": {**made.get("$defs", {}), **names}}


def _moved(part: Any, below: str) -> Any:  # noqa: ANN401  # any part of a schema
    """Rewrite references for a schema that is put into another one."""
    if isinstance(part, Mapping):
        return {
            key: below + value.removeprefix("#") if key == "$ref" and isinstance(value, str) else _moved(value, below)
            for key, value in part.items()
        }
    return [_moved(item, below) for item in part] if isinstance(part, list) else part


def _pointed(part: Any, used: set[tuple[str, ...]]) -> Any:  # noqa: ANN401  # any part of a schema
    """Let every reference field point at the list of what exists; the kinds seen are noted."""
    if isinstance(part, list):
        return [_pointed(item, used) for item in part]
    if not isinstance(part, Mapping):
        return part
    kinds = part.get("x-gitsm-reference")
    if not isinstance(kinds, list):
        return {key: _pointed(value, used) for key, value in part.items()}
    used.add(tuple(kinds))
    kept = {key: value for key, value in part.items() if key not in {"type", "pattern"}}
    return {"$ref": f"#/$defs/{_name(tuple(kinds))}", **kept}


def _name(kinds: tuple[str, ...]) -> str:
    return f"existing_{'_or_'.join(kinds)}"


def _ids(snapshot: Snapshot, kinds: Iterable[str]) -> list[str]:
    """List what exists, the way a field may name it: by the bare id, too, where it admits one kind."""
    kinds = tuple(kinds)
    refs = sorted(entry.ref for kind in kinds for entry in snapshot.of_kind(kind))
    return [*refs, *(ref.partition(":")[2] for ref in refs if len(kinds) == 1)]


def _classed(made: Schema, kind: str, tree: Mapping[str, ClassRules]) -> Schema:
    """Write in the classes, and what each asks of its CIs."""
    field = "class" if kind == "ci" else "parent"
    about = {key: value for key, value in made["properties"][field].items() if key != "pattern"}
    made = {**made, "properties": {**made["properties"], field: {**about, "enum": sorted(tree)}}}
    if kind != "ci":
        return made
    cases = []
    for name in sorted(tree):
        model = attribute_model(tree[name])
        if model is None:
            continue
        attributes = model.model_json_schema(schema_generator=_Untitled)
        asked: Schema = {"properties": {"attributes": attributes}}
        if attributes.get("required"):
            asked["required"] = ["attributes"]
        cases.append({"if": {"properties": {"class": {"const": name}}, "required": ["class"]}, "then": asked})
    return {**made, "allOf": [*made.get("allOf", []), *cases]} if cases else made
