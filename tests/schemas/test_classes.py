"""CI classes: the tree, what is inherited, and the models that check attributes."""

import pytest
from pydantic import ValidationError

from gitsm_schemas.classes import attribute_model, built_in, class_tree, is_a
from gitsm_schemas.configuration import CiClass


def ci_class(name: str, parent: str, **rest: object) -> CiClass:
    return CiClass.model_validate({"kind": "ci_class", "id": name, "parent": parent, "description": "A class.", **rest})


VESSEL = ci_class("vessel", "site", attributes={"imo": {"type": "text", "required": True, "pattern": "^[0-9]{7}$"}})
FERRY = ci_class(
    "ferry",
    "vessel",
    attributes={
        "cars": {"type": "integer", "min": 0, "max": 900, "unit": "cars"},
        "fuel": {"type": "text", "enum": ["diesel", "electric"]},
        "docked": {"type": "boolean"},
        "built": {"type": "date"},
        "address": {"type": "ip"},
        "page": {"type": "url"},
        "length": {"type": "number"},
        "routes": {"type": "list"},
        "copy": {"type": "text"},
    },
    relations={"powered_by": ["power_source"]},
)


def test_the_built_in_tree_is_the_one_of_the_domain() -> None:
    parents = built_in()
    assert parents["ci"] is None
    assert parents["database_instance"] == "application"
    assert parents["external_service"] == "ci"
    assert len(parents) == 48


def test_classes_inherit_attributes_and_relations() -> None:
    tree = class_tree([FERRY, VESSEL])
    assert tree["ferry"].chain == ("ferry", "vessel", "site", "facility", "ci")
    assert set(tree["ferry"].attributes) == {"imo", *FERRY.attributes}
    assert tree["ferry"].relations == {"powered_by": ("power_source",)}
    assert is_a("ferry", "facility", tree)
    assert not is_a("vessel", "ferry", tree)
    assert is_a("unheard_of", "unheard_of", tree)
    assert not is_a("unheard_of", "ci", tree)


def test_a_class_that_is_its_own_ancestor_or_has_none_is_left_out() -> None:
    tree = class_tree([ci_class("a1", "b1"), ci_class("b1", "a1"), ci_class("c1", "nowhere")])
    assert not {"a1", "b1", "c1"} & set(tree)


def test_a_built_in_class_can_ask_for_more_but_stays_where_it_is() -> None:
    tree = class_tree([ci_class("database_instance", "facility", attributes={"engine": {"type": "text"}})])
    assert tree["database_instance"].chain == ("database_instance", "application", "ci")
    assert "engine" in tree["database_instance"].attributes


def test_attributes_are_checked_by_the_whole_chain() -> None:
    model = attribute_model(class_tree([FERRY, VESSEL])["ferry"])
    assert model is not None
    model.model_validate(
        {
            "imo": "9876543",
            "cars": 120,
            "fuel": "electric",
            "docked": True,
            "built": "2019-04-01",
            "address": "10.0.0.0/8",
            "page": "https://x.example",
            "length": 120.5,
            "routes": ["Bergen"],
            "copy": "yes",
        }
    )


@pytest.mark.parametrize(
    ("attributes", "place"),
    [
        ({}, "imo"),
        ({"imo": "98765432"}, "imo"),
        ({"imo": "9876543", "cars": -1}, "cars"),
        ({"imo": "9876543", "cars": "120"}, "cars"),
        ({"imo": "9876543", "fuel": "coal"}, "fuel"),
        ({"imo": "9876543", "docked": "yes"}, "docked"),
        ({"imo": "9876543", "built": "2019-02-30"}, "built"),
        ({"imo": "9876543", "address": "10.0.0.256"}, "address"),
        ({"imo": "9876543", "page": "javascript:x"}, "page"),
        ({"imo": "9876543", "routes": "Bergen"}, "routes"),
        ({"imo": "9876543", "masts": 3}, "masts"),
    ],
)
def test_wrong_attributes_are_refused_by_name(attributes: dict[str, object], place: str) -> None:
    model = attribute_model(class_tree([FERRY, VESSEL])["ferry"])
    assert model is not None
    with pytest.raises(ValidationError) as caught:
        model.model_validate(attributes)
    assert [error["loc"][0] for error in caught.value.errors()] == [place]


def test_a_class_that_asks_for_nothing_allows_anything() -> None:
    assert attribute_model(class_tree()["server"]) is None


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ({"type": "text", "min": 1}, "belong to a number"),
        ({"type": "integer", "enum": ["a"]}, "belong to text"),
        ({"type": "integer", "min": 3, "max": 2}, "min is greater"),
        ({"type": "text", "pattern": "("}, "no regular expression"),
        ({"type": "text", "pattern": "(?=a)"}, "no regular expression"),
    ],
)
def test_attribute_rules_that_cannot_hold_are_refused(rule: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        ci_class("x1", "ci", attributes={"a": rule})
