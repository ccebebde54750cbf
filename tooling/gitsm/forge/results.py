"""What a judging job left, read as what it is: text of a stranger, who may have run anything there.

Size, form and length are held before a word of it is used; what is shown of it is escaped again. Nothing here decides
what may be merged: the gate's own exit status does, and the rules of the forge.
"""

import io
import zipfile
import zlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Final, Literal, TypeVar

from pydantic import BaseModel, Field, StringConstraints, ValidationError

from gitsm.change.impact import Affected, Backing, Derived, Impact, Redundancy
from gitsm.errors import BadResultError
from gitsm.graph.propagation import Hit, Level
from gitsm.load import json_reader

MOST_BYTES: Final = 50_000_000
"""Of one file; a hundred thousand records hit are half of it."""
NAMES: Final = ("about.json", "gate.json", "impact.json", "check.json")
MOST_ZIP: Final = 20_000_000

Oid = Annotated[str, StringConstraints(pattern=r"^(?:[0-9a-f]{40}|[0-9a-f]{64})$")]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_:.-]{0,200}$")]
Ref = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}:[a-z0-9][a-z0-9_-]{1,62}$")]
Said = Annotated[str, StringConstraints(max_length=4000)]
Many = Field(max_length=100_000)
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Share = Annotated[float, Field(ge=0, le=1)] | Literal["unknown"]
M = TypeVar("M", bound=BaseModel)


class _Part(BaseModel, frozen=True, strict=True, extra="ignore", allow_inf_nan=False):
    """An object of a result; keys that a newer gitsm writes are passed over."""


class About(_Part):
    """What was judged, and where."""

    schema_: Literal["gitsm/judged/v1"] = Field(alias="schema")
    number: Annotated[int, Field(ge=1, le=10**9)] | None
    base: Oid
    head: Oid
    status: Annotated[int, Field(ge=0, le=255)]
    notes: Annotated[list[Said], Field(max_length=50)]


class Factor(_Part):
    """One part of a risk."""

    name: Said
    points: Count
    most: Count = 0
    why: Said


class Risk(_Part):
    """How risky it is."""

    band: Literal["low", "moderate", "high"]
    score: Count
    upper: Count
    factors: Annotated[list[Factor], Many]


class Conflict(_Part):
    """What stands against it."""

    id: Said
    severity: Literal["hard", "soft"]
    why: Said
    remedy: Said
    acknowledged: Said | None = None


class Window(_Part):
    """What a window says of it."""

    ref: Ref
    type: Word
    verdict: Word
    reason: Said


class Rivals(_Part):
    """What else is open."""

    count: Count
    met: Annotated[list[Said], Many]


class Required(_Part):
    """Who must agree to what."""

    why: Said = ""
    rule: Said
    pointers: Annotated[list[Said], Many]
    from_: Annotated[list[Said], Many] = Field(alias="from")
    count: Count = 1
    satisfied_by: Annotated[list[Said], Many]


class Ignored(_Part):
    """An approval that does not count."""

    by: Said
    why: Said


class Approvals(_Part):
    """Who must agree, and who did."""

    required: Annotated[list[Required], Many]
    ignored: Annotated[list[Ignored], Many] = []
    objections: Annotated[list[Said], Many] = []


class Blocker(_Part):
    """What stands in the way."""

    id: Said
    message: Said
    who: Said
    remedy: Said


class Next(_Part):
    """The one next action."""

    who: Said
    what: Said


class Gate(_Part):
    """A verdict, `gitsm/gate/v1`."""

    schema_: Literal["gitsm/gate/v1"] = Field(alias="schema")
    base: Oid
    head: Oid
    plan_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    allowed: bool
    change: Ref | None
    type: Word | None
    state: Word | None
    risk: Risk
    conflicts: Annotated[list[Conflict], Many]
    windows: Annotated[list[Window], Many]
    open_changes: Rivals | None = None
    approvals: Approvals
    blockers: Annotated[list[Blocker], Many]
    notes: Annotated[list[Said], Many] = []
    next: Next


class _Affected(_Part):
    ref: Ref
    kind: Word
    level: Literal["at_risk", "degraded", "down"]
    reason: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 ,%-]{1,200}$")]
    path: Annotated[list[Ref], Field(max_length=1000)]
    owner: Ref | None
    criticality: Word | None


class _Backing(_Part):
    ref: Ref
    target: Word
    promised: Share
    backed_before: Share
    backed_after: Share


class _Derived(_Part):
    ref: Ref
    fact: Word
    before: Share
    after: Share


class _Redundancy(_Part):
    ref: Ref
    group: Said
    before: Count | None
    after: Count | None
    single_points: Annotated[list[Ref], Many]


class Reach(_Part):
    """An impact, `gitsm/impact/v1`."""

    schema_: Literal["gitsm/impact/v1"] = Field(alias="schema")
    sources: Annotated[list[Ref], Many]
    affected: Annotated[list[_Affected], Many]
    agreements: Annotated[list[_Backing], Many]
    derived: Annotated[list[_Derived], Many]
    redundancy: Annotated[list[_Redundancy], Many]
    articles: Annotated[list[Ref], Many]
    owners: Annotated[list[Ref], Many]
    customers: Annotated[list[Ref], Many]

    def impact(self) -> Impact:
        """Make the value of it that the rest of gitsm knows."""
        return Impact(
            sources=tuple(self.sources),
            affected=tuple(_hit(one) for one in self.affected if one.path),
            agreements=tuple(
                Backing(one.ref, one.target, _share(one.promised) or Decimal(0), _share(one.backed_before),
                        _share(one.backed_after), known=True)
                for one in self.agreements
            ),
            derived=tuple(Derived(one.ref, one.fact, _share(one.before), _share(one.after)) for one in self.derived),
            redundancy=tuple(
                Redundancy(one.ref, one.group, one.before, one.after, tuple(one.single_points))
                for one in self.redundancy
            ),
            articles=tuple(self.articles),
            owners=tuple(self.owners),
            customers=tuple(self.customers),
        )  # fmt: skip


class Finding(_Part):
    """One thing that is wrong."""

    rule: Word
    severity: Literal["error", "warning", "note"]
    path: Annotated[str, StringConstraints(min_length=1, max_length=1000)]
    line: Annotated[int, Field(ge=1, le=10**7)]
    end_line: Annotated[int, Field(ge=1, le=10**7)]
    message: Said
    hint: Said | None


class Found(_Part):
    """What a check found, `gitsm/check/v1`."""

    schema_: Literal["gitsm/check/v1"] = Field(alias="schema")
    root: Said
    findings: Annotated[list[Finding], Many]


class Result(BaseModel, frozen=True):
    """Everything a judging job left; what could not be judged is missing."""

    about: About
    gate: Gate | None = None
    reach: Reach | None = None
    found: Found | None = None

    @property
    def allowed(self) -> bool:
        """Whether the gate says yes, of the very commits that were judged, and ended as it does then."""
        return (
            self.about.status == 0
            and self.gate is not None
            and self.gate.allowed
            and (self.gate.base, self.gate.head) == (self.about.base, self.about.head)
        )


def from_folder(folder: Path) -> Result:
    """Read a result from a folder.

    Raises:
        BadResultError: when it is not what it must be.
    """

    def read(name: str) -> bytes | None:
        try:
            with (folder / name).open("rb") as stream:
                return stream.read(MOST_BYTES + 1)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise BadResultError(name, (error.strerror or str(error)).lower()) from None

    return _result(read)


def from_zip(content: bytes) -> Result:
    """Read a result from an artifact; only files of known names, each up to its limit, nothing is unpacked.

    Raises:
        BadResultError: when it is not what it must be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()

            def read(name: str) -> bytes | None:
                if name not in names:
                    return None
                with archive.open(name) as stream:
                    return stream.read(MOST_BYTES + 1)

            return _result(read)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise BadResultError("the artifact", f"it cannot be read ({type(error).__name__})") from None


def _result(read: Callable[[str], bytes | None]) -> Result:
    about = _parsed(read("about.json"), "about.json", About)
    if about is None:
        raise BadResultError("about.json", "it is missing, so nothing was judged")
    return Result(
        about=about,
        gate=_parsed(read("gate.json"), "gate.json", Gate),
        reach=_parsed(read("impact.json"), "impact.json", Reach),
        found=_parsed(read("check.json"), "check.json", Found),
    )


def _parsed(content: bytes | None, name: str, model: type[M]) -> M | None:
    if content is None:
        return None
    try:
        return model.model_validate(json_reader.read(content, MOST_BYTES))
    except json_reader.NotPlainJsonError as error:
        raise BadResultError(name, str(error)) from None
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = "/".join(map(str, first["loc"])) or "the file"
        raise BadResultError(name, f"{where}: {first['msg'].lower()}") from None


def _hit(one: _Affected) -> Affected:
    hit = Hit(one.ref, Level[one.level.upper()], one.reason, tuple(one.path), ("",) * (len(one.path) - 1))
    return Affected(hit, one.kind, one.ref, one.owner, one.criticality)


def _share(value: float | str) -> Decimal | None:
    return None if isinstance(value, str) else Decimal(str(value))
