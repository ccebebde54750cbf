"""The entries of a relation: a reference, a link, or a group of things that stand in for each other."""

from typing import Annotated, Any, Final

from pydantic import Discriminator, Tag

from gitsm_schemas.flow import RELATIONS, Flow, Relation, Strength
from gitsm_schemas.record import CiRef, Items, Part, ServiceOrOfferingRef, field
from gitsm_schemas.scalars import MinUp


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
