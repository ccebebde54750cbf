"""What was asked for, what it takes, and how it ended."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from gitsm_schemas.operations import OnHold
from gitsm_schemas.record import ChangeRef, Items, Part, Record, TeamRef, field
from gitsm_schemas.scalars import Handle, Instant, Line, Name, ReferenceTo, Text

RequestOfferingRef = Annotated[str, ReferenceTo(("request_offering",))]
Answer = (
    Annotated[str, Field(min_length=1, max_length=20_000)]
    | bool
    | int
    | float
    | Items[Annotated[str, Field(min_length=1, max_length=300)]]
)
"""What somebody answered: text, a number, yes or no, or what was chosen from several."""


class RequestTask(Part):
    """One step of the fulfilment, as it stood in the offering when the request was made."""

    name: Line = field("What is done.", "Create the mailbox", operational=False)
    group: TeamRef = field("Who does it.", "workplace-team", operational=False)
    after: Items[Line] = field(
        "Names of the steps that come before.", ["Check the name"], default=tuple, operational=False
    )
    done_at: Instant | None = field("When it was done.", "2026-11-20T10:30:00+01:00", default=None, operational=False)
    by: Handle | None = field("Who did it.", "elin", default=None, operational=False)


class Request(Record):
    """One time that something from the catalogue was asked for; kept where its fulfilment changes what is recorded."""

    KIND = "request"
    kind: Literal["request"]
    offering: RequestOfferingRef = field("What was asked for.", "shared-mailbox", operational=False)
    requested_by: Handle = field("Who asked; a handle, nothing else of them.", "amara", operational=False)
    requested_at: Instant = field("When.", "2026-11-20T09:15:00+01:00", operational=False)
    answers: dict[Name, Answer] = field(
        "What the form was answered with, by the field's id.",
        {"mailbox_name": "Bergen desk", "answers": "amara"},
        operational=False,
    )
    approved_by: Handle | None = field(
        "Who agreed, where the offering asks for it; not who asked.", "maja", default=None, operational=False
    )
    approved_at: Instant | None = field("When they did.", "2026-11-20T09:40:00+01:00", default=None, operational=False)
    tasks: Items[RequestTask] = field(
        "How it is fulfilled, in order.",
        [{"name": "Create the mailbox", "group": "workplace-team"}],
        default=tuple,
        operational=False,
    )
    change: ChangeRef | None = field(
        "The change that fulfils it.", "chg-2026-11-20-bergen-desk", default=None, operational=False
    )
    helpful: Items[Annotated[str, ReferenceTo(("knowledge_article", "problem"))]] = field(
        "Articles and known errors that fit.",
        ["knowledge_article:kb-mail-shared-box"],
        default=tuple,
        operational=False,
    )
    on_hold_reason: OnHold | None = field(
        "What it waits for; then it is on hold.", "awaiting_caller", default=None, operational=False
    )
    outcome: Literal["fulfilled", "refused", "withdrawn"] | None = field(
        "How it ended.", "fulfilled", default=None, operational=False
    )
    reason: Text | None = field(
        "Why it was refused or withdrawn.", "There is one already.", default=None, operational=False
    )
    closed_at: Instant | None = field("When it ended.", "2026-11-20T11:00:00+01:00", default=None, operational=False)

    @model_validator(mode="after")
    def _ends_whole(self) -> "Request":
        if (self.outcome is None) != (self.closed_at is None):
            message = "outcome and closed_at belong together"
            raise ValueError(message)
        if self.outcome == "refused" and not self.reason:
            message = "a refused request says why in reason"
            raise ValueError(message)
        if self.approved_by is not None and self.approved_by == self.requested_by:
            message = "approved_by is who asked; nobody agrees to their own request"
            raise ValueError(message)
        return self
