"""What services run on: configuration items and their classes."""

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from gitsm_schemas.record import (
    CiClassRef,
    CiRef,
    Criticality,
    Environment,
    Items,
    Part,
    Record,
    SupplierRef,
    TeamRef,
    field,
)
from gitsm_schemas.relations import CiEntry, NetworkEntry
from gitsm_schemas.scalars import Day, Handle, Line, MinUp, Name, Percentage, ReferenceTo, Span, Text

LIFECYCLE: dict[str, tuple[str, ...]] = {
    "ideation": ("under_evaluation", "pilot"),
    "purchase": ("on_order",),
    "design": ("design", "build"),
    "inventory": ("available", "reserved"),
    "deploy": ("test",),
    "operational": ("in_use", "in_maintenance", "end_of_support", "pending_retirement"),
    "end_of_operation": ("on_hold",),
    "end_of_life": ("retired", "obsolete"),
}
"""The statuses of each stage of a CI's life (domain.md §2)."""

Lifecycle = Annotated[str, Field(pattern=r"^[a-z_]+/[a-z_]+$", examples=["operational/in_use"])]
Scalar = str | bool | int | float
Attribute = Scalar | list[Scalar]


class Verified(Part):
    """The last time somebody looked whether the record is true."""

    at: Day = field("When.", "2026-10-02", operational=False)
    by: Handle = field("Who.", "amara", operational=False)
    method: Literal["discovery", "manual", "audit"] = field("How.", "discovery", default="manual", operational=False)


class Ci(Record):
    """Something that has to be managed to deliver a service."""

    KIND = "ci"
    kind: Literal["ci"]
    name: Line = field("What people call it.", "Checkout web tier", operational=False)
    class_: CiClassRef = field("Its class, from the built-in tree or a ci_class record.", "application", alias="class")
    owner: TeamRef = field("The team answerable for it.", "payments-team")
    environment: Environment = field("Where it is used.", "production")
    criticality: Criticality = field("How badly the organisation is hurt without it.", "most_critical")
    lifecycle: Lifecycle = field("stage/status.", "operational/in_use")
    support_group: TeamRef | None = field("The team that repairs it, if not its owner.", "network-team", default=None)
    location: CiRef | None = field("The site or rack it stands in.", "rack-bergen-a1", default=None)
    supplier: SupplierRef | None = field("Who supplies or runs it.", "northsat", default=None)
    version: Line | None = field("Its version.", "16.4", default=None)
    serial: Line | None = field("Its serial number.", "NS-77120", default=None, operational=False)
    identifiers: dict[Name, Line] = field(
        "What other systems call it.", {"serial_number": "NS-77120"}, default=dict, operational=False
    )
    availability: Percentage | None = field(
        "The share of time it is up by itself, whatever it stands on aside.", "99.95%", default=None, tighter="up"
    )
    min_up: MinUp | None = field(
        "For a cluster: how many of its members must be up; a count, or a share of them.", 2, default=None, tighter="up"
    )
    verified: Verified | None = field(
        "The last time somebody looked whether this record is true.",
        {"at": "2026-10-02", "by": "amara", "method": "discovery"},
        default=None,
        operational=False,
    )
    maintenance_window: Annotated[str, ReferenceTo(("window",))] | None = field(
        "When it may be worked on.", "saturday-night", default=None
    )
    attributes: dict[Name, Attribute] = field("What its class asks for.", {"engine": "postgresql"}, default=dict)
    depends_on: Items[CiEntry] = field("CIs it cannot do without.", ["ci:pg-main"], default=tuple)
    runs_on: Items[CiEntry] = field(
        "Compute it runs on.", [{"any_of": ["ci:vm-web-1", "ci:vm-web-2"], "min_up": 1}], default=tuple
    )
    hosted_on: Items[CiEntry] = field("What hosts it.", ["ci:hypervisor-1"], default=tuple)
    powered_by: Items[CiEntry] = field(
        "What feeds it.", [{"any_of": ["ci:pdu-a", "ci:pdu-b"], "min_up": 1}], default=tuple
    )
    member_of: Items[CiEntry] = field("The cluster it is a node of.", ["ci:pg-cluster"], default=tuple)
    part_of: Items[CiEntry] = field("What contains it.", ["ci:site-bergen"], default=tuple)
    connects_to: Items[NetworkEntry] = field(
        "What it is connected to.", [{"target": "ci:core-switch", "uplink": True}], default=tuple
    )
    sends_data_to: Items[CiEntry] = field("Who receives its data.", ["ci:data-warehouse"], default=tuple)
    manages: Items[CiEntry] = field("What it manages.", ["ci:vm-web-1"], default=tuple)

    @property
    def stage(self) -> str:
        """The stage of its life."""
        return self.lifecycle.partition("/")[0]

    @property
    def status(self) -> str:
        """The status within its stage."""
        return self.lifecycle.partition("/")[2]


AttributeType = Literal["text", "integer", "number", "boolean", "date", "ip", "url", "list"]


class AttributeRule(Part):
    """What an attribute of a class must be."""

    type: AttributeType = field("What sort of value it has.", "integer")
    description: Line | None = field("What it means.", "Cores of the machine.", default=None, operational=False)
    required: bool = field("Whether every CI of the class must have it.", example=True, default=False, tighter="up")
    enum: Items[Line] = field("The values it may have.", ["postgresql", "mariadb"], default=tuple)
    unit: Line | None = field("The unit of its number.", "GiB", default=None)
    pattern: Annotated[str, Field(max_length=200)] | None = field(
        "A regular expression the whole text must match.", "^[A-Z]{2}-[0-9]+$", default=None
    )
    min: float | int | None = field("The smallest number.", 1, default=None, tighter="up")
    max: float | int | None = field("The largest number.", 512, default=None, tighter="down")

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str | None) -> str | None:
        # pydantic's Rust engine: linear time, whatever a stranger writes (security.md Y16).
        if value is not None:
            from pydantic import TypeAdapter  # only classes with patterns pay for it
            from pydantic_core import SchemaError

            try:
                TypeAdapter(Annotated[str, Field(pattern=value)])
            except SchemaError as error:
                message = f"{value!r} is no regular expression"
                raise ValueError(message) from error
        return value

    @model_validator(mode="after")
    def _fits_type(self) -> "AttributeRule":
        numeric = self.type in {"integer", "number"}
        if not numeric and (self.min is not None or self.max is not None or self.unit is not None):
            message = f"min, max and unit belong to a number, not to {self.type}"
            raise ValueError(message)
        if self.type not in {"text", "list"} and (self.enum or self.pattern):
            message = f"enum and pattern belong to text, not to {self.type}"
            raise ValueError(message)
        if self.min is not None and self.max is not None and self.min > self.max:
            message = "min is greater than max"
            raise ValueError(message)
        return self


class CiClass(Record):
    """A class of CIs: what is asked of them and what they may be related to."""

    KIND = "ci_class"
    kind: Literal["ci_class"]
    # A class id is what `class:` names: snake_case like the built-in tree, so the id pattern of records is widened.
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{1,62}$")] = field("What CIs name as their class.", "vessel")
    parent: CiClassRef = field("The class it refines.", "site")
    description: Text = field("What belongs to it.", "A ship of the fleet.", operational=False)
    attributes: dict[Name, AttributeRule] = field(
        "What is asked of its CIs.", {"imo_number": {"type": "text", "required": True}}, default=dict
    )
    relations: dict[Name, Items[CiClassRef]] = field(
        "By relation, the classes it may point at; where none is given, any.", {"runs_on": ["compute"]}, default=dict
    )
    verify_every: Span | None = field("How often each must be looked at.", "90d", default=None, tighter="down")
