"""Relations between records: where each is written and which way failure travels (domain.md §4)."""

from dataclasses import dataclass
from typing import Annotated, Any, Final, Literal

from pydantic import Discriminator, Tag

from gitsm_schemas.record import CiRef, Items, Part, ServiceOrOfferingRef, field
from gitsm_schemas.scalars import MinUp

Strength = Literal["hard", "soft"]
Flow = Literal["target_to_source", "source_to_target", "none"]


@dataclass(frozen=True, slots=True)
class Relation:
    """One kind of relation."""

    name: str
    inverse: str
    flow: Flow
    strength: Strength


RELATIONS: Final = {
    relation.name: relation
    for relation in (
        Relation("depends_on", "used_by", "target_to_source", "hard"),
        Relation("runs_on", "runs", "target_to_source", "hard"),
        Relation("hosted_on", "hosts", "target_to_source", "hard"),
        Relation("powered_by", "powers", "target_to_source", "hard"),
        Relation("member_of", "members", "source_to_target", "hard"),
        Relation("part_of", "parts", "target_to_source", "hard"),
        Relation("connects_to", "connected_by", "none", "hard"),
        Relation("sends_data_to", "receives_data_from", "source_to_target", "soft"),
        Relation("manages", "managed_by", "none", "hard"),
        Relation("delivered_by", "delivers", "target_to_source", "hard"),
    )
}
"""By name. `connects_to` with `uplink: true` carries failure from target to source."""


class CiLink(Part):
    """A relation to one CI, with what differs from its default."""

    target: CiRef = field("The CI.", "ci:redis-cache")
    strength: Strength | None = field(
        "hard: its failure is this one's; soft: its failure degrades this one.", "soft", default=None
    )


class ServiceLink(Part):
    """A relation to one service or offering, with what differs from its default."""

    target: ServiceOrOfferingRef = field("The service or offering.", "service:payments")
    strength: Strength | None = field(
        "hard: its failure is this one's; soft: its failure degrades this one.", "soft", default=None
    )


class NetworkLink(Part):
    """A connection to one CI."""

    target: CiRef = field("The CI.", "ci:core-switch-bergen")
    uplink: bool = field("Whether this one is cut off when the target fails.", example=True, default=False)
    strength: Strength | None = field(
        "hard: its failure is this one's; soft: its failure degrades this one.", "soft", default=None
    )


class CiGroup(Part):
    """CIs that stand in for each other."""

    any_of: Items[CiRef] = field("The members.", ["ci:vm-web-1", "ci:vm-web-2", "ci:vm-web-3"])
    min_up: MinUp = field("How many of them must be up: a count, or a share of them.", 2, tighter="up")


class ServiceGroup(Part):
    """Services or offerings that stand in for each other."""

    any_of: Items[ServiceOrOfferingRef] = field("The members.", ["service:sms-north", "service:sms-south"])
    min_up: MinUp = field("How many of them must be up: a count, or a share of them.", 1, tighter="up")


class NetworkGroup(Part):
    """Connections that stand in for each other."""

    any_of: Items[CiRef] = field("The members.", ["ci:vsat-antenna", "ci:lte-router"])
    min_up: MinUp = field("How many of them must be up: a count, or a share of them.", 1, tighter="up")
    uplink: bool = field("Whether this one is cut off when too many members fail.", example=True, default=False)


ENTRY_TAGS: Final = frozenset({"reference", "link", "group"})
"""Names pydantic puts into the place of an error inside a relation's entry; no keys of the record."""


def _shape(value: Any) -> str | None:  # noqa: ANN401  # whatever stands in the YAML
    if isinstance(value, str):
        return "reference"
    if isinstance(value, dict):
        return "group" if "any_of" in value else "link"
    if isinstance(value, CiGroup | ServiceGroup | NetworkGroup):
        return "group"
    return "link" if isinstance(value, CiLink | ServiceLink | NetworkLink) else None


_by_shape = Discriminator(
    _shape,
    custom_error_type="relation_entry",
    custom_error_message="an entry is a reference, {target: …} or {any_of: […], min_up: …}",
)

CiEntry = Annotated[
    Annotated[CiRef, Tag("reference")] | Annotated[CiLink, Tag("link")] | Annotated[CiGroup, Tag("group")], _by_shape
]
ServiceEntry = Annotated[
    Annotated[ServiceOrOfferingRef, Tag("reference")]
    | Annotated[ServiceLink, Tag("link")]
    | Annotated[ServiceGroup, Tag("group")],
    _by_shape,
]
NetworkEntry = Annotated[
    Annotated[CiRef, Tag("reference")] | Annotated[NetworkLink, Tag("link")] | Annotated[NetworkGroup, Tag("group")],
    _by_shape,
]
Entry = str | CiLink | ServiceLink | NetworkLink | CiGroup | ServiceGroup | NetworkGroup

__all__ = [
    "ENTRY_TAGS",
    "RELATIONS",
    "CiEntry",
    "CiGroup",
    "CiLink",
    "Entry",
    "Flow",
    "NetworkEntry",
    "NetworkGroup",
    "NetworkLink",
    "Relation",
    "ServiceEntry",
    "ServiceGroup",
    "ServiceLink",
    "Strength",
]
