"""The tree of CI classes, and the models built from it that check a CI's attributes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from ipaddress import ip_interface
from typing import Annotated, Any, Final, Literal, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, create_model
from pydantic.fields import FieldInfo

from gitsm_schemas.configuration import AttributeRule, CiClass
from gitsm_schemas.scalars import Day, Line, Url

_TREE: Final = {
    "business_capability": "",
    "business_process": "",
    "business_application": "",
    "service_instance": "data_service network_service connection_service facility_service",
    "application": "web_server application_server database_instance middleware job proxy_server",
    "data": "database_schema queue storage_volume file_share information_object",
    "endpoint": "url certificate dns_name api",
    "compute": "server virtual_machine hypervisor cluster container_platform container_workload",
    "network": "network_device load_balancer network_link subnet firewall",
    "facility": "site rack power_source pdu",
    "end_user_device": "",
    "iot_device": "",
    "external_service": "",
}
ROOT: Final = "ci"
EXTERNAL: Final = "external_service"
"""The class of what a supplier runs; a CI of it needs an underpinning agreement."""


@dataclass(frozen=True, slots=True)
class ClassRules:
    """One class with what it inherits.

    Attributes:
        name: the class.
        chain: the class and its ancestors, nearest first, ending at `ci`.
        attributes: rules of its attributes, inherited ones included; the nearest class wins.
        relations: by relation, the classes it may point at, inherited ones included; the nearest class wins.
    """

    name: str
    chain: tuple[str, ...]
    attributes: Mapping[str, AttributeRule] = field(default_factory=dict)
    relations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def built_in() -> dict[str, str | None]:
    """Return the classes that ship with gitsm, each with its parent."""
    parents: dict[str, str | None] = {ROOT: None}
    for parent, children in _TREE.items():
        parents[parent] = ROOT
        parents.update(dict.fromkeys(children.split(), parent))
    return parents


def class_tree(records: Iterable[CiClass] = ()) -> dict[str, ClassRules]:
    """Resolve the built-in classes and a repository's own to what each asks of its CIs.

    A class whose parent is unknown, or that is its own ancestor, is left out; the rule `ci-class-tree` reports it. A
    record with the id of a built-in class adds to that class and keeps its place in the tree.
    """
    own = {record.id: record for record in sorted(records, key=lambda record: record.id)}
    parents = built_in()
    for name, record in own.items():
        parents.setdefault(name, record.parent)
    resolved: dict[str, ClassRules] = {}
    for name in parents:
        chain = _chain(name, parents)
        if chain is not None:
            resolved[name] = _inherit(name, chain, own)
    return resolved


def _chain(name: str, parents: Mapping[str, str | None]) -> tuple[str, ...] | None:
    chain: list[str] = []
    step: str | None = name
    while step is not None:
        if step in chain or step not in parents:
            return None
        chain.append(step)
        step = parents[step]
    return tuple(chain)


def _inherit(name: str, chain: tuple[str, ...], own: Mapping[str, CiClass]) -> ClassRules:
    attributes: dict[str, AttributeRule] = {}
    relations: dict[str, tuple[str, ...]] = {}
    for ancestor in reversed(chain):
        if ancestor in own:
            attributes.update(own[ancestor].attributes)
            relations.update(own[ancestor].relations)
    return ClassRules(name, chain, attributes, relations)


def attribute_model(rules: ClassRules) -> type[BaseModel] | None:
    """Build the model that a CI's `attributes` are validated by; None where the class chain asks for nothing.

    Attributes the chain does not name are refused once the chain names any; a class that asks for nothing allows all.
    """
    if not rules.attributes:
        return None
    # Aliases carry the YAML names: an attribute called `copy` or `json` must not hide a method of the model.
    fields: dict[str, Any] = {
        f"attribute_{index}": _field(name, rule) for index, (name, rule) in enumerate(rules.attributes.items())
    }
    config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)
    return create_model(f"Attributes_{rules.name}", __config__=config, **fields)


def _field(name: str, rule: AttributeRule) -> tuple[Any, FieldInfo]:
    annotation = _annotation(rule)
    description = " ".join(filter(None, (rule.description, f"Unit: {rule.unit}." if rule.unit else None))) or None
    if rule.required:
        return annotation, cast("FieldInfo", Field(alias=name, description=description))
    return annotation | None, cast("FieldInfo", Field(default=None, alias=name, description=description))


def _annotation(rule: AttributeRule) -> Any:  # noqa: ANN401  # a type
    if rule.type in {"integer", "number"}:
        kind: Any = int if rule.type == "integer" else float
        return Annotated[kind, Field(ge=rule.min, le=rule.max)]
    if rule.type in {"text", "list"}:
        text: Any = Annotated[Line, StringConstraints(pattern=rule.pattern)] if rule.pattern else Line
        if rule.enum:
            text = _one_of(rule.enum)
        return list[text] if rule.type == "list" else text
    return _SIMPLE[rule.type]


def _address(text: str) -> str:
    try:
        ip_interface(text)
    except ValueError:
        message = f"{text!r} is no IP address or network"
        raise ValueError(message) from None
    return text


_SIMPLE: Final[dict[str, Any]] = {
    "boolean": bool,
    "date": Day,
    "ip": Annotated[str, AfterValidator(_address)],
    "url": Url,
}


def _one_of(values: tuple[str, ...]) -> Any:  # noqa: ANN401  # a type
    return Literal[values]


def is_a(name: str, ancestor: str, tree: Mapping[str, ClassRules]) -> bool:
    """Tell whether a class is another or one of its descendants; an unknown class is only itself."""
    rules = tree.get(name)
    return name == ancestor if rules is None else ancestor in rules.chain


__all__ = ["EXTERNAL", "ROOT", "ClassRules", "attribute_model", "built_in", "class_tree", "is_a"]
