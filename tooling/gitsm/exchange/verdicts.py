"""A verdict that was written as JSON, read as text of a stranger: what a face of it may draw."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Literal, TypeVar

from pydantic import AwareDatetime, BeforeValidator, Field, Strict, StringConstraints

from gitsm.change import windows
from gitsm.change.conflicts import Conflict
from gitsm.change.open_changes import Contention
from gitsm.change.pieces import Piece
from gitsm.change.verdict import Blocker
from gitsm.diagnostics import Severity
from gitsm.exchange.parts import Count, Few, Inside, Level, Many, Oid, Part, Ref, Said, Word

_LONGEST: Final = 2000
_EARLIEST: Final = datetime(1900, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(9000, 1, 1, tzinfo=UTC)


def _written(value: object) -> object:
    if not isinstance(value, str):
        message = "a time is written as text"
        raise ValueError(message)  # noqa: TRY004  # pydantic reports values, not types
    return value


Moment = Annotated[
    AwareDatetime, Strict(strict=False), Field(ge=_EARLIEST, le=_LATEST), BeforeValidator(_written)
]  # fmt: skip


def _shown(value: object) -> object:
    """Take a value of a record as a line of text; None stands for nothing."""
    text = value if isinstance(value, str) or value is None else json.dumps(value, ensure_ascii=False, default=str)
    return text if text is None or len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


Value = Annotated[str | None, BeforeValidator(_shown)]


class Factor(Part):
    """One part of a risk."""

    name: Said
    points: Count
    most: Count = 0
    why: Said


class Risk(Part):
    """How risky it is."""

    band: Literal["low", "moderate", "high"]
    score: Count
    upper: Count
    decided_by: Said = ""
    factors: Annotated[list[Factor], Few]


class _Conflict(Part):
    id: Said
    severity: Literal["hard", "soft"]
    why: Said
    remedy: Said
    acknowledged: Said | None = None


class _Span(Part):
    start: Moment
    end: Moment


class _Window(Part):
    ref: Ref
    type: Word
    verdict: Word
    spans: Annotated[list[_Span], Many] = Field(default=[])
    reason: Said


class _Unreadable(Part):
    name: Said
    paths: Annotated[list[Said], Many]


class _Rivals(Part):
    count: Count
    met: Annotated[list[Said], Few]
    lanes: Annotated[list[Annotated[list[Said], Few]], Few] = Field(default=[])
    stale: Annotated[list[Said], Few] = Field(default=[])
    unreadable: Annotated[list[_Unreadable], Few] = Field(default=[])


class Required(Part):
    """Who must agree to what."""

    why: Said = ""
    rule: Said
    pointers: Annotated[list[Said], Many]
    from_: Annotated[list[Said], Few] = Field(alias="from")
    count: Count = 1
    whole: bool = False
    satisfied_by: Annotated[list[Said], Few]


class Ignored(Part):
    """An approval that does not count."""

    by: Said
    why: Said


class Approvals(Part):
    """Who must agree, and who did."""

    required: Annotated[list[Required], Few]
    ignored: Annotated[list[Ignored], Few] = Field(default=[])
    objections: Annotated[list[Said], Few] = Field(default=[])


class _Blocker(Part):
    id: Said
    message: Said
    who: Said
    remedy: Said


class Finding(Part):
    """One thing that is wrong with what would be merged."""

    rule: Word
    severity: Level
    path: Inside
    line: Annotated[int, Field(ge=1, le=10**7)] | None
    message: Said

    @property
    def weight(self) -> Severity:
        """How bad it is."""
        return Severity[self.severity.upper()]


F = TypeVar("F", bound=Finding)


def worst_first(findings: Iterable[F]) -> list[F]:
    """Put findings in the order of their weight; those alike stay in the order they came in."""
    return sorted(findings, key=lambda one: -one.weight)


class _Piece(Part):
    ref: Ref
    pointer: Said
    action: Literal["added", "removed", "modified", "renamed"]
    before: Value = None
    after: Value = None


class Planned(Part):
    """When it is to be carried out."""

    start: Moment
    end: Moment


class Record(Part):
    """The change record, in a few words."""

    title: Said
    type: Word
    major: bool = False
    planned: Planned


class Next(Part):
    """The one next action."""

    who: Said
    what: Said


class Gate(Part):
    """A verdict, `gitsm/gate/v1`."""

    schema_: Literal["gitsm/gate/v1"] = Field(alias="schema")
    base: Oid
    head: Oid
    plan_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    allowed: bool
    change: Ref | None
    record: Record | None = None
    type: Word | None
    state: Word | None
    risk: Risk
    conflicts_: Annotated[list[_Conflict], Few] = Field(alias="conflicts")
    windows_: Annotated[list[_Window], Few] = Field(alias="windows")
    open_changes: _Rivals | None = None
    approvals: Approvals
    findings: Annotated[list[Finding], Few] = Field(default=[])
    plan_: Annotated[list[_Piece], Many] = Field(alias="plan", default=[])
    blockers_: Annotated[list[_Blocker], Few] = Field(alias="blockers")
    notes: Annotated[list[Said], Few] = Field(default=[])
    next: Next

    @property
    def blockers(self) -> tuple[Blocker, ...]:
        """What stands in the way, the first thing to do first."""
        return tuple(Blocker(one.id, one.message, one.who, one.remedy) for one in self.blockers_)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What stands against it at its time, those that are accepted, too."""
        return tuple(
            Conflict(one.id, "", one.severity, (), None, one.why, one.remedy, one.acknowledged)
            for one in self.conflicts_
        )

    @property
    def windows(self) -> tuple[windows.Verdict, ...]:
        """What each window says of it."""
        return tuple(
            windows.Verdict(
                one.ref, one.type, "hard", (), one.verdict, tuple((at.start, at.end) for at in one.spans), one.reason
            )
            for one in self.windows_
        )

    @property
    def rivals(self) -> Contention | None:
        """The other open changes; None where nobody asked."""
        said = self.open_changes
        if said is None:
            return None
        lanes = tuple(map(tuple, said.lanes))
        unreadable = {one.name: tuple(one.paths) for one in said.unreadable}
        return Contention((), lanes, tuple(said.met), tuple(said.stale), unreadable, said.count)

    @property
    def plan(self) -> tuple[Piece, ...]:
        """What is altered to what, values as text."""
        return tuple(Piece(one.ref, one.pointer, one.action, one.before, one.after) for one in self.plan_)


def gate(shape: Mapping[str, Any]) -> Gate:
    """Read a verdict in the shape that `gitsm gate --format json` writes.

    Raises:
        pydantic.ValidationError: when it is not of that shape.
    """
    return Gate.model_validate(shape)
