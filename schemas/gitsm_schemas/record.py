"""What every record has, and how a field is described."""

from typing import Annotated, Any, ClassVar, Literal, TypeVar

from pydantic import BaseModel, Field, Strict
from pydantic.fields import FieldInfo

from gitsm_schemas.scalars import Id, Line, Name, ReferenceTo, Text, Url

T = TypeVar("T")
Items = Annotated[tuple[T, ...], Strict(strict=False)]
"""A list in YAML. Strict mode would ask for a tuple, which YAML cannot write."""

Effect = Literal["up", "down", "more", "fewer"]
Criticality = Literal["most_critical", "somewhat_critical", "less_critical", "not_critical"]
CRITICALITIES: tuple[Criticality, ...] = ("most_critical", "somewhat_critical", "less_critical", "not_critical")
Environment = Literal["production", "staging", "test", "development", "disaster_recovery"]
Phase = Literal["pipeline", "catalog", "retired"]

TeamRef = Annotated[str, ReferenceTo(("team",))]
SupplierRef = Annotated[str, ReferenceTo(("supplier",))]
CustomerRef = Annotated[str, ReferenceTo(("customer",))]
CalendarRef = Annotated[str, ReferenceTo(("calendar",))]
ServiceRef = Annotated[str, ReferenceTo(("service",))]
OfferingRef = Annotated[str, ReferenceTo(("service_offering",))]
CiRef = Annotated[str, ReferenceTo(("ci",))]
CiClassRef = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
AgreementRef = Annotated[str, ReferenceTo(("agreement",))]
ArticleRef = Annotated[str, ReferenceTo(("knowledge_article",))]
ChangeRef = Annotated[str, ReferenceTo(("change",))]
ChangeModelRef = Annotated[str, ReferenceTo(("change_model",))]
IncidentRef = Annotated[str, ReferenceTo(("incident",))]
ProblemRef = Annotated[str, ReferenceTo(("problem",))]
ImprovementRef = Annotated[str, ReferenceTo(("improvement",))]
ServiceOrOfferingRef = Annotated[str, ReferenceTo(("service", "service_offering"))]
CiOrServiceRef = Annotated[str, ReferenceTo(("ci", "service", "service_offering"))]


def field(  # noqa: PLR0913  # each says another thing of the field
    description: str,
    example: object,
    *,
    default: Any = ...,  # noqa: ANN401  # as pydantic's own Field
    alias: str | None = None,
    operational: bool = True,
    tighter: Effect | None = None,
) -> Any:  # noqa: ANN401  # as pydantic's own Field
    """Describe a field of a record.

    Args:
        description: what it means, for people; the manual and editors show it.
        example: a value as it stands in YAML.
        default: the value when it is left out; required when not given. A list, mapping or part is given as its class.
        alias: the YAML key, where it cannot be a Python name.
        operational: whether an edit of it can alter what runs; a description's cannot.
        tighter: which way an edit tightens a promise or a control: a value going `up` or `down`, `more` or `fewer`
            items.
    """
    extra: dict[str, Any] = {"x-gitsm-operational": operational}
    if tighter:
        extra["x-gitsm-tighter"] = tighter
    info: dict[str, Any] = {"description": description, "examples": [example], "json_schema_extra": extra}
    if alias:
        info["alias"] = alias
    if isinstance(default, type):
        return Field(default_factory=default, **info)
    return Field(default, **info)


class Part(BaseModel, frozen=True, extra="forbid", strict=True, allow_inf_nan=False, defer_build=True):
    """A mapping inside a record."""

    @classmethod
    def field_named(cls, key: str) -> FieldInfo | None:
        """Find a field by its YAML key."""
        for name, info in cls.model_fields.items():
            if (info.alias or name) == key:
                return info
        return None


class Link(Part):
    """Something worth reading elsewhere."""

    title: Line = field("What the reader finds there.", "Architecture overview", operational=False)
    url: Url = field("Where it is; https, http, mailto or tel.", "https://wiki.tern-ferries.example/booking")
    type: Name | None = field("What sort of thing it is.", "documentation", default=None, operational=False)


class Moved(Part):
    """Where a record was before it was renamed."""

    from_: Id = field("The id it had.", "booking-db", alias="from", operational=False)


class Remark(Part):
    """Something an import could not take over."""

    line: int = field("The line of the source.", 59, operational=False)
    what: Line = field("What stood there.", "a dependency without a name", operational=False)
    ref: Annotated[str, Field(pattern=r"^[a-z_]+:[a-z0-9][a-z0-9-]{1,62}$")] | None = field(
        "What was named there and was nowhere, kind:id.", "service:postgres", default=None, operational=False
    )


class Origin(Part):
    """Where an imported record came from."""

    system: Line = field("The system it was read from.", "servicenow", operational=False)
    id: Line = field("Its id there.", "cmdb_ci:4f2a", operational=False)
    path: Line | None = field("The file it was read from.", "service-catalog.yml", default=None, operational=False)
    line: int | None = field("The line of that file.", 31, default=None, operational=False)
    remarks: Items[Remark] = field(
        "What could not be taken over.",
        [{"line": 59, "what": "a dependency without a name"}],
        default=tuple,
        operational=False,
    )
    fields: Items[Name] = field(
        "The fields the import may overwrite; what people wrote in others stays theirs.",
        ["name", "depends_on"],
        default=tuple,
        operational=False,
    )


class Record(Part):
    """One thing the organisation knows; one YAML file."""

    KIND: ClassVar[str]

    kind: str
    id: Id = field("What other records call it; the file's stem.", "booking")
    description: Text | None = field(
        "What it is, for somebody who does not know it.", "Sells passages.", default=None, operational=False
    )
    aliases: Items[Line] = field(
        "Other names people use; unique, found by search, imports and triage, never valid as a reference.",
        ["ticket shop"],
        default=tuple,
        operational=False,
    )
    tags: Items[Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.:/-]{0,62}$")]] = field(
        "Words to group and select by.", ["revenue", "guest-facing"], default=tuple
    )
    links: Items[Link] = field(
        "What is worth reading elsewhere.",
        [{"title": "Runbooks", "url": "https://wiki.tern-ferries.example/runbooks"}],
        default=tuple,
        operational=False,
    )
    moved: Moved | None = field(
        "The id it had before a rename, so that history and other branches find it.",
        {"from": "ticketing"},
        default=None,
        operational=False,
    )
    source: Origin | None = field(
        "Where it was imported from.", {"system": "backstage", "id": "booking"}, default=None, operational=False
    )

    @property
    def ref(self) -> str:
        """How any record may name this one: `kind:id`."""
        return f"{self.kind}:{self.id}"
