"""Every kind: fields are described, examples hold, a schema can be made."""

from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter, ValidationError

from gitsm.rules.references import columns
from gitsm_schemas import FOLDERS, KINDS
from gitsm_schemas.flow import RELATIONS, STATED
from gitsm_schemas.record import Part


def parts(model: type[Part] = Part) -> Iterator[type[Part]]:
    for child in model.__subclasses__():
        if child.__module__.startswith("gitsm_schemas."):
            yield child
            yield from parts(child)


FIELDS = [
    pytest.param(part, name, id=f"{part.__module__.rpartition('.')[2]}.{part.__name__}.{name}")
    for part in sorted(set(parts()), key=lambda part: (part.__name__, part.__module__))
    for name in part.model_fields
    if name != "kind"
]


def test_there_are_the_kinds_of_the_domain() -> None:
    named = (
        "team supplier customer calendar service service_offering agreement request_offering knowledge_article ci "
        "ci_class change change_model release window incident outage problem improvement request policy"
    )
    assert " ".join(KINDS) == named
    assert set(FOLDERS.values()) == {"catalog", "cmdb", "changes"}
    assert set(FOLDERS) == set(KINDS)


def test_the_relations_of_each_kind_are_those_of_its_model() -> None:
    for kind, model in KINDS.items():
        stated = {column.name: set(column.kinds) for column in columns(model) if column.name in RELATIONS}
        assert stated == {name: set(kinds) for name, kinds in STATED.get(kind, {}).items()}


@pytest.mark.parametrize(("part", "name"), FIELDS)
def test_every_field_is_described_and_its_example_holds(part: type[Part], name: str) -> None:
    info = part.model_fields[name]
    assert info.description, "say what it means"
    assert info.examples, "show a value"
    key = info.alias or name
    try:
        part.model_validate({key: info.examples[0]})
    except ValidationError as error:
        own = [one for one in error.errors() if one["loc"][:1] == (key,) and one["type"] != "missing"]
        # A field that hangs on another one is judged with it: Target.value needs its metric.
        assert own == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_valid_schema(kind: str) -> None:
    schema = KINDS[kind].model_json_schema(by_alias=True)
    Draft202012Validator.check_schema(schema)
    assert schema["additionalProperties"] is False
    assert {"kind", "id"} <= set(schema["required"])


@pytest.mark.parametrize(("part", "name"), FIELDS)
def test_what_nobody_says_is_what_saying_it_would_mean(part: type[Part], name: str) -> None:
    info = part.model_fields[name]
    default = info.get_default(call_default_factory=True, validated_data={})
    if info.is_required() or info.validate_default or default is None:
        return
    form: Any = Annotated[info.annotation, "the type of the field", *info.metadata]
    again = TypeAdapter[Any](form).validate_python(default)
    assert (type(again), again) == (type(default), default)


@pytest.mark.parametrize("kind", KINDS)
def test_unknown_keys_are_refused(kind: str) -> None:
    with pytest.raises(ValidationError) as caught:
        KINDS[kind].model_validate({"kind": kind, "id": "ab", "colour": "red"})
    assert ("colour",) in [error["loc"] for error in caught.value.errors()]
