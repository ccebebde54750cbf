"""What is promised: services, offerings, agreements and what may be requested."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from gitsm_schemas.organisation import Contact
from gitsm_schemas.record import (
    CalendarRef,
    ChangeModelRef,
    CiOrServiceRef,
    Criticality,
    CustomerRef,
    Items,
    OfferingRef,
    Part,
    Phase,
    Record,
    ServiceRef,
    SupplierRef,
    TeamRef,
    field,
)
from gitsm_schemas.relations import CiEntry, ServiceEntry
from gitsm_schemas.scalars import Day, Duration, Line, Name, Percentage, ReferenceTo, Span, Text, duration, fraction

Metric = Literal[
    "availability", "response", "resolution", "update", "fulfilment", "rto", "rpo", "throughput", "latency"
]
TIME_METRICS = frozenset({"response", "resolution", "update", "fulfilment", "rto", "rpo"})


class Support(Part):
    """Who helps with a service, and when."""

    hours: CalendarRef = field("When somebody answers.", "service-desk-hours")
    contact: Contact = field("Where to ask.", {"phone": "+47 55 50 12 00"}, operational=False)


class Service(Record):
    """A way of giving value to customers; one level, never a hierarchy."""

    KIND = "service"
    kind: Literal["service"]
    name: Line = field("What customers call it.", "Booking", operational=False)
    class_: Literal["business_service", "technology_management_service"] = field(
        "Whether customers or our own technology teams use it.", "business_service", alias="class"
    )
    description: Text = field("What it does for whoever uses it.", "Sells and changes passages.", operational=False)
    owner: TeamRef = field("The team answerable for it.", "booking-team")
    supporting_teams: Items[TeamRef] = field("Teams that take part in it.", ["platform-team"], default=tuple)
    phase: Phase = field("Where it is in its life: pipeline, catalog or retired.", "catalog")
    criticality: Criticality = field("How badly the organisation is hurt without it.", "most_critical", tighter=None)
    customers: Items[CustomerRef] = field("Who it is for.", ["passengers"], default=tuple)
    value_proposition: Text | None = field(
        "Why a customer wants it, in their words.", "Book any crossing in a minute.", default=None, operational=False
    )
    suppliers: Items[SupplierRef] = field("Who outside takes part in it.", ["northsat"], default=tuple)
    delivered_by: Items[CiEntry] = field("What it runs on.", ["ci:booking-web"], default=tuple)
    depends_on: Items[ServiceEntry] = field(
        "Services or offerings it cannot do without.", ["service:payments"], default=tuple
    )
    next_review: Day = field("When its owner looks at it again.", "2027-03-01", operational=False)
    support: Support | None = field(
        "Who helps, and when.",
        {"hours": "service-desk-hours", "contact": {"phone": "+47 55 50 12 00"}},
        default=None,
        operational=False,
    )


class Price(Part):
    """What an offering costs whoever takes it."""

    amount: Annotated[float, Field(ge=0)] | Annotated[int, Field(ge=0)] = field("How much.", 120)
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = field("ISO 4217 code.", "NOK")
    per: Line = field("For what.", "user and month")


class ServiceOffering(Record):
    """A service as one group of customers gets it; what it does not say it inherits from its service."""

    KIND = "service_offering"
    kind: Literal["service_offering"]
    service: ServiceRef = field("The service it offers.", "booking")
    name: Line = field("What customers call it.", "Booking for travel agents", operational=False)
    phase: Phase = field("Where it is in its life: pipeline, catalog or retired.", "catalog")
    consumer: Literal["internal", "external"] = field("Who takes it.", "external", default="internal")
    delivered_by: Items[CiEntry] = field("What it runs on.", ["ci:agent-api"], default=tuple)
    depends_on: Items[ServiceEntry] = field(
        "Services or offerings it cannot do without.", ["service:payments"], default=tuple
    )
    service_hours: CalendarRef = field("When it is promised.", "always")
    price: Price | None = field(
        "What it costs.", {"amount": 120, "currency": "NOK", "per": "user and month"}, default=None, operational=False
    )
    owner: TeamRef | None = field("The team answerable, if not its service's.", "agents-team", default=None)
    criticality: Criticality | None = field("How critical, if not as its service.", "less_critical", default=None)
    customers: Items[CustomerRef] = field("Who it is for, if not its service's.", ["travel-agents"], default=tuple)


class Target(Part):
    """One thing promised in figures."""

    metric: Metric = field("What is measured.", "availability")
    value: Annotated[str, Field(min_length=1, max_length=60)] | int | float = field(
        "What is promised: a percentage, a duration, or a rate.", "99.9%", tighter=None
    )
    priority: Annotated[int, Field(ge=1, le=5)] | None = field(
        "For which priority only, 1 critical to 5 planning.", 1, default=None
    )
    applies_to: Items[Literal["incident", "service_request", "change"]] = field(
        "To what it applies.", ["incident"], default=tuple
    )
    percentile: Annotated[float, Field(gt=0, le=100)] | Annotated[int, Field(gt=0, le=100)] | None = field(
        "The share of cases, in percent, that must keep it.", 95, default=None, tighter="up"
    )
    measured_over: Literal["service_hours", "always"] = field(
        "Which time counts.", "service_hours", default="service_hours"
    )
    window: Annotated[str, Field(pattern=r"^(?:month|quarter|rolling [1-9][0-9]{0,2}d)$")] = field(
        "Over what it is judged: month, quarter or `rolling 28d`.", "month", default="month"
    )
    pause_on: Items[Literal["awaiting_caller", "awaiting_change", "awaiting_problem", "awaiting_vendor"]] = field(
        "When the clock stands still.", ["awaiting_caller"], default=tuple, tighter="fewer"
    )

    @field_validator("value")
    @classmethod
    def _fits_metric(cls, value: str | float, info: ValidationInfo) -> str | float:
        metric = info.data.get("metric")
        if metric == "availability":
            fraction(value)
        elif metric in TIME_METRICS or metric == "latency":
            duration(str(value)) if metric != "latency" or not str(value).endswith("ms") else None
        return value

    @property
    def promised(self) -> Decimal | Duration | None:
        """The value as a fraction or a duration; None for a rate or a latency in milliseconds."""
        if self.metric == "availability":
            return fraction(self.value)
        return duration(str(self.value)) if self.metric in TIME_METRICS else None


class Penalty(Part):
    """What is owed when a promise is not kept."""

    below: Percentage = field("Owed below this availability.", "99.0%", tighter="up")
    credit: Percentage = field("Share of the month's price that is given back.", "25%", tighter="up")


class Agreement(Record):
    """What is promised, by whom, to whom, on what, and until when."""

    KIND = "agreement"
    kind: Literal["agreement"]
    name: Line | None = field("What people call it.", "Booking SLA for passengers", default=None, operational=False)
    type: Literal["sla", "ola", "ua", "uc"] = field(
        "sla: with a customer; ola: with an internal supplier; ua: with an external supplier (`uc` is the same).", "sla"
    )
    provider: TeamRef = field(
        "The team answerable for it: who provides (sla), who supplies internally (ola), who manages the contract (ua).",
        "booking-team",
    )
    customer: Annotated[str, ReferenceTo(("customer", "team"))] | None = field(
        "Who receives it; for sla and ola.", "customer:passengers", default=None
    )
    supplier: SupplierRef | None = field("Who supplies it from outside; for ua.", "northsat", default=None)
    covers: Items[CiOrServiceRef] = field("What it is about.", ["service_offering:booking-web"], tighter="more")
    starts: Day = field("First day.", "2026-01-01")
    ends: Day | None = field("Last day; none: until somebody ends it.", "2026-12-31", default=None)
    review_due: Day = field("When both sides look at it again.", "2026-11-01", operational=False)
    calendar: CalendarRef = field("Which time counts.", "always")
    targets: Items[Target] = field(
        "What is promised in figures.", [{"metric": "availability", "value": "99.9%"}], tighter="more"
    )
    exclusions: Items[Line] = field(
        "What does not count.", ["Maintenance announced 7 days ahead"], default=tuple, tighter="fewer"
    )
    minimum_downtime: Span | None = field("The shortest outage that counts.", "1min", default=None, tighter="down")
    penalties: Items[Penalty] = field(
        "What is owed when it is not kept.", [{"below": "99.0%", "credit": "25%"}], default=tuple, tighter="more"
    )
    credit_limit: Percentage | None = field(
        "The most that is given back of a month's price.", "50%", default=None, tighter="up"
    )
    claim_within: Span | None = field("How long a credit may be claimed.", "30d", default=None, tighter="up")

    @model_validator(mode="after")
    def _has_other_side(self) -> "Agreement":
        if self.type in {"sla", "ola"} and self.customer is None:
            message = f"an {self.type} needs a customer"
            raise ValueError(message)
        if self.type in {"ua", "uc"} and self.supplier is None:
            message = "a ua needs a supplier"
            raise ValueError(message)
        if not self.targets:
            message = "an agreement promises at least one target"
            raise ValueError(message)
        return self

    @property
    def is_underpinning(self) -> bool:
        """Whether an external supplier stands behind it."""
        return self.type in {"ua", "uc"}


class FormField(Part):
    """One question of a request form."""

    id: Name = field("What the answer is called.", "mailbox_name")
    label: Line = field("What the requester reads.", "Name of the mailbox", operational=False)
    type: Literal["text", "textarea", "number", "date", "select", "multiselect", "checkbox"] = field(
        "How it is answered.", "text"
    )
    required: bool = field("Whether it must be answered.", example=True, default=False)
    options: Items[Line] = field("What may be chosen.", ["Bergen", "Stavanger"], default=tuple)
    help: Line | None = field("A hint.", "As people should see it.", default=None, operational=False)

    @model_validator(mode="after")
    def _has_options(self) -> "FormField":
        if (self.type in {"select", "multiselect"}) != bool(self.options):
            message = "options belong to select and multiselect, which need them"
            raise ValueError(message)
        return self


class Task(Part):
    """One step of a request's fulfilment."""

    name: Line = field("What is done.", "Create the mailbox", operational=False)
    group: TeamRef = field("Who does it.", "workplace-team")
    duration: Span | None = field("How long it takes.", "30min", default=None)
    after: Items[Line] = field("Names of the steps that come before.", ["Check the name"], default=tuple)


class Blank(Part):
    """A place in an edit's template that takes an answer, as a value: nothing is ever pasted into text."""

    answer: Name | None = field("The field whose answer comes here; or `given`.", "mailbox_name", default=None)
    given: Literal["request", "requester", "today"] | None = field(
        "What comes here instead: the request's id, the handle of who asked, or the day.", "today", default=None
    )
    as_: Literal["value", "id", "lines"] = field(
        "As it is, as an id (lower case, hyphens), or as the list of its lines.",
        "id",
        default="value",
        alias="as",
    )
    prefix: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_:-]{0,40}$")] | None = field(
        "What an id begins with.", "mailbox-", default=None
    )

    @model_validator(mode="after")
    def _takes_one(self) -> "Blank":
        if (self.answer is None) == (self.given is None):
            message = "a blank takes either an `answer` or what is `given`"
            raise ValueError(message)
        if self.prefix is not None and self.as_ != "id":
            message = "a prefix belongs to an id; write `as: id`"
            raise ValueError(message)
        return self


_BLANK = frozenset({"answer", "given", "as", "prefix"})
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}(?:\.[a-z][a-z0-9_]{0,62}){0,3}$")]


class Addition(Part):
    """An item that is added to a list of a record."""

    to: Key = field("The keys that lead to the list, with dots between.", "attributes.allowed")
    value: Any = field("The item; a mapping with `answer` or `given` is a blank.", {"answer": "site"})


class RecordEdit(Part):
    """One edit that fulfils a request: a record that is made, or one in which something is set or added."""

    new: Name | None = field("The kind of a record that is made; or `record`.", "ci", default=None)
    id: Blank | None = field(
        "The id of what is made.", {"answer": "mailbox_name", "as": "id", "prefix": "mailbox-"}, default=None
    )
    folder: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9/_-]{0,100}$")] | None = field(
        "Where what is made is kept.", "cmdb/workplace/mailboxes", default=None
    )
    record: Annotated[str, Field(pattern=r"^[a-z][a-z_]*:[a-z0-9][a-z0-9_-]{1,62}$")] | None = field(
        "A record that is edited; or `new`.", "ci:threat-lists", default=None
    )
    set: dict[Name, Any] = field(
        "What it says afterwards, by key; a mapping with `answer` or `given` is a blank.",
        {"name": {"answer": "mailbox_name"}, "class": "mailbox"},
        default=dict,
    )
    add: Items[Addition] = field(
        "What is added to its lists.", [{"to": "attributes.allowed", "value": {"answer": "site"}}], default=tuple
    )

    @model_validator(mode="after")
    def _does_one_thing(self) -> "RecordEdit":
        if (self.new is None) == (self.record is None):
            message = "an edit makes a `new` record or edits a `record`"
            raise ValueError(message)
        if self.new is not None and (self.id is None or self.id.as_ != "id" or self.add):
            message = "a new record has an id with `as: id`, and nothing to add to"
            raise ValueError(message)
        if self.record is not None and (self.id is not None or self.folder is not None):
            message = "a record that is edited keeps its id and folder"
            raise ValueError(message)
        if not self.set and not self.add:
            message = "say what is set or added"
            raise ValueError(message)
        if {"kind", "id"} & self.set.keys():
            message = "kind and id are not set: `new` and `id` say them"
            raise ValueError(message)
        return self

    def blanks(self) -> Iterator[Blank]:
        """List the places that take an answer."""
        if self.id is not None:
            yield self.id
        for value in (*self.set.values(), *(one.value for one in self.add)):
            yield from blanks(value)


def as_blank(value: object) -> Blank | None:
    """Read a value of a template as a blank; None where it stands for itself.

    Raises:
        ValidationError: where it looks like a blank and is none.
    """
    if isinstance(value, Mapping) and ("answer" in value or "given" in value) and value.keys() <= _BLANK:
        return Blank.model_validate(dict(value))
    return None


def blanks(value: object) -> Iterator[Blank]:
    """List the blanks in a value of a template."""
    blank = as_blank(value)
    if blank is not None:
        yield blank
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from blanks(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from blanks(item)


class RequestOffering(Record):
    """Something that may be asked for, with its form and the steps that answer it."""

    KIND = "request_offering"
    kind: Literal["request_offering"]
    name: Line | None = field("What the requester reads.", "Shared mailbox", default=None, operational=False)
    offering: OfferingRef = field("The offering it belongs to.", "mail-staff")
    audience: Items[Annotated[str, ReferenceTo(("customer", "team"))]] = field(
        "Who may ask; none: everybody.", ["customer:crew"], default=tuple
    )
    fields: Items[FormField] = field(
        "What is asked.", [{"id": "mailbox_name", "label": "Name of the mailbox", "type": "text"}], default=tuple
    )
    approval: Literal["none", "line_manager"] | Annotated[str, ReferenceTo(("team",))] | None = field(
        "Who must agree: `none`, `line_manager` or a team.", "line_manager", default=None
    )
    tasks: Items[Task] = field(
        "How it is fulfilled.", [{"name": "Create the mailbox", "group": "workplace-team"}], default=tuple
    )
    fulfilment: Span | None = field("How long it takes at most.", "2d", default=None, tighter="down")
    change_model: ChangeModelRef | None = field("The standard change that fulfils it.", "new-mailbox", default=None)
    edits: Items[RecordEdit] = field(
        "What that change consists of, with blanks for the answers.",
        [{"record": "ci:threat-lists", "add": [{"to": "attributes.allowed", "value": {"answer": "site"}}]}],
        default=tuple,
    )

    @model_validator(mode="after")
    def _asks_what_it_uses(self) -> "RequestOffering":
        names = [one.id for one in self.fields]
        if len(set(names)) < len(names) or len({one.label for one in self.fields}) < len(names):
            message = "two fields have the same id or label"
            raise ValueError(message)
        if self.edits and self.change_model is None:
            message = "edits need the change_model they follow"
            raise ValueError(message)
        for blank in (blank for edit in self.edits for blank in edit.blanks()):
            asked = next((one for one in self.fields if one.id == blank.answer), None)
            if blank.answer is not None and asked is None:
                message = f"an edit uses the answer {blank.answer}, and no field asks for it"
                raise ValueError(message)
            if asked is not None and not asked.required and asked.type != "checkbox":
                message = f"an edit uses the answer {blank.answer}, so its field is required"
                raise ValueError(message)
        return self
