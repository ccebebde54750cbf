"""The relations there are, and which way failure travels along them (domain.md §4)."""

from dataclasses import dataclass
from typing import Final, Literal

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

CI: Final = ("ci",)
SERVICES: Final = ("service", "service_offering")
STATED: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "ci": {name: CI for name in RELATIONS if name != "delivered_by"},
    "service": {"delivered_by": CI, "depends_on": SERVICES},
    "service_offering": {"delivered_by": CI, "depends_on": SERVICES},
}
"""By kind of record, the relations it may state, each with the kinds of record that can be its target."""
