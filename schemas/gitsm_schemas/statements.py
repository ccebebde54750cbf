"""What a forge tells of a pull request: who made it, and what people said; the file that --approvals reads."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from gitsm_schemas.record import Items, Part, field
from gitsm_schemas.scalars import Group as GroupName
from gitsm_schemas.scalars import Handle, Instant, Line

Oid = Annotated[str, Field(pattern=r"^(?:[0-9a-f]{40}|[0-9a-f]{64})$")]
PlanHash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
MOST = 1000


class Approval(Part):
    """What one person said of a pull request."""

    by: Handle = field("Their handle on the forge, as teams name it.", "mei")
    at: Instant = field("When.", "2026-11-20T10:00:00+01:00")
    state: Literal["approved", "changes_requested", "dismissed"] = field("What they said.", "approved")
    head: Oid | None = field("The commit they looked at.", "0" * 40, default=None)
    plan_hash: PlanHash | None = field(
        "Or the plan, as the gate prints it; with `head`, it outlives edits of what it does not cover.",
        "0" * 64,
        default=None,
    )
    id: Line | None = field("Where it can be looked up on the forge.", "review 4711", default=None)

    @model_validator(mode="after")
    def _binds(self) -> "Approval":
        if self.head is None and self.plan_hash is None:
            message = "an approval is of a `head` or of a `plan_hash`: give one of them, or both"
            raise ValueError(message)
        return self


class Group(Part):
    """Who is in a group of the forge that a team names as its own."""

    name: GroupName = field("The group, as `forge_group` of a team has it.", "tern-ferries/booking-team")
    members: Annotated[Items[Handle], Field(max_length=10_000)] = field("Their handles on the forge.", ["lise"])


class Statement(Part):
    """What a forge tells of a pull request."""

    schema_: Literal["gitsm/approvals/v1"] = field("The format.", "gitsm/approvals/v1", alias="schema")
    author: Handle = field("Who opened it.", "jonas-b")
    co_authors: Items[Handle] = field(
        "Who else made a commit of it, or is named as a co-author.", ["lise"], default=tuple
    )
    last_pusher: Handle | None = field("Who pushed last.", "jonas-b", default=None)
    draft: bool = field("Whether it is a draft.", example=False, default=False)
    closed: bool = field("Whether it was closed without a merge.", example=False, default=False)
    approvals: Annotated[Items[Approval], Field(max_length=MOST)] = field(
        "What people said.",
        [{"by": "mei", "at": "2026-11-20T10:00:00+01:00", "state": "approved", "head": "0" * 40}],
        default=tuple,
    )
    groups: Annotated[Items[Group], Field(max_length=MOST)] = field(
        "Who is in the groups of the forge that teams name; they count as members of these teams.",
        [{"name": "tern-ferries/booking-team", "members": ["lise"]}],
        default=tuple,
    )
