import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from gitsm.exchange.json_schema import EVERY, schema, schemas
from gitsm_schemas import KINDS
from tests.support.catalogues import TEAM, ci, snapshot

KEPT = Path(__file__).parents[2] / "schemas" / "json"
VESSEL = """---
kind: ci_class
id: vessel
parent: site
description: A ship of the fleet.
attributes:
  imo_number: {type: text, required: true, pattern: '^[0-9]{7}$'}
  berths: {type: integer, min: 1}
"""


def read(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text.removeprefix("---\n"))


def patterns(part: Any) -> Iterator[str]:
    for key, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        if key == "pattern" and isinstance(value, str):
            yield value
        yield from patterns(value)


def refused(made: dict[str, Any], record: Any) -> list[str]:
    found = Draft202012Validator(made).iter_errors(record)
    return sorted("/".join(map(str, error.absolute_path)) for error in found)


def test_every_pattern_is_one_that_javascript_reads_with_its_unicode_flag() -> None:
    # ECMA-262, "IdentityEscape": only what means something may stand behind a backslash; validators refuse the schema.
    escaped = {escape for pattern in patterns(schema(EVERY)) for escape in re.findall(r"\\(.)", pattern)}
    assert escaped
    assert escaped <= set("^$\\.*+?()[]{}|/dDsSwWbBnrtfv")


def test_the_kept_schemas_are_fresh() -> None:
    kept = {path.name: path.read_text("utf-8") for path in KEPT.glob("*.json")}
    assert kept.keys() >= schemas().keys()
    stale = [name for name, text in schemas().items() if kept[name] != text]
    assert not stale, "run make schemas"


@pytest.mark.parametrize("kind", [EVERY, *KINDS])
def test_every_schema_is_one(kind: str) -> None:
    Draft202012Validator.check_schema(schema(kind))
    Draft202012Validator.check_schema(schema(kind, snapshot(TEAM + VESSEL)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_explained(kind: str) -> None:
    properties = schema(kind)["properties"]
    silent = [name for name, about in properties.items() if not {"description", "$ref"} & about.keys()]
    assert silent in ([], ["kind"])


def test_a_record_is_taken_by_its_own_schema_and_by_that_of_all() -> None:
    record = read(ci("app", "depends_on:\n  - ci:db\n  - {target: ci:cache, strength: soft}\n"))
    assert refused(schema("ci"), record) == []
    assert refused(schema(EVERY), record) == []
    assert refused(schema("ci"), {**record, "criticality": "huge"}) == ["criticality"]
    assert refused(schema(EVERY), {**record, "criticality": "huge"}) == ["criticality"]
    assert refused(schema(EVERY), {**record, "kind": "cj"}) == ["kind"]


def test_ids_that_exist_are_listed_bare_where_one_kind_is_admitted() -> None:
    existing = snapshot(TEAM + ci("db") + ci("app", "depends_on: [db]\n"))
    made = schema("ci", existing)
    assert made["$defs"]["existing_ci"] == {"enum": ["ci:app", "ci:db", "app", "db"]}
    record = read(ci("app", "depends_on: [db]\n"))
    assert refused(made, record) == []
    assert refused(made, {**record, "owner": "nobody"}) == ["owner"]
    assert refused(schema(EVERY, existing), {**record, "owner": "nobody"}) == ["owner"]
    agreement = schema("agreement", existing)["properties"]["covers"]["items"]
    assert agreement["$ref"] == "#/$defs/existing_ci_or_service_or_service_offering"


def test_the_repository_s_classes_and_their_attributes_are_written_in() -> None:
    made = schema("ci", snapshot(TEAM + VESSEL))
    ship = read(ci("tern", "attributes: {imo_number: '9074729', berths: 40}\n", class_="vessel"))
    assert refused(made, ship) == []
    assert refused(made, {**ship, "attributes": {"imo_number": "12"}}) == ["attributes/imo_number"]
    assert refused(made, {key: value for key, value in ship.items() if key != "attributes"}) == [""]
    assert refused(made, {**ship, "class": "vesel"}) == ["class"]
    assert refused(schema("ci_class", snapshot(TEAM + VESSEL)), {**read(VESSEL), "parent": "sight"}) == ["parent"]


def test_text_is_json() -> None:
    assert json.loads(schemas()["team.json"])["$schema"] == "https://json-schema.org/draft/2020-12/schema"
