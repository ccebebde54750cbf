"""An impact that was written as JSON, read as text of a stranger."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from gitsm.change.derived import Backing, Derived, Redundancy
from gitsm.change.impact import Impact
from gitsm.change.reach import Affected
from gitsm.exchange.parts import Count, Many, Part, Ref, Said, Share, Word, share
from gitsm.graph.propagation import Hit, Level


class _Affected(Part):
    ref: Ref
    kind: Word
    level: Literal["at_risk", "degraded", "down"]
    reason: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9 ,%-]{1,200}$")]
    path: Annotated[list[Ref], Field(max_length=1000)]
    owner: Ref | None
    criticality: Word | None


class _Backing(Part):
    ref: Ref
    target: Word
    promised: Share
    backed_before: Share
    backed_after: Share


class _Derived(Part):
    ref: Ref
    fact: Word
    before: Share
    after: Share


class _Redundancy(Part):
    ref: Ref
    group: Said
    before: Count | None
    after: Count | None
    single_points: Annotated[list[Ref], Many]


class Reach(Part):
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
                Backing(one.ref, one.target, share(one.promised) or Decimal(0), share(one.backed_before),
                        share(one.backed_after), known=True)
                for one in self.agreements
            ),
            derived=tuple(Derived(one.ref, one.fact, share(one.before), share(one.after)) for one in self.derived),
            redundancy=tuple(
                Redundancy(one.ref, one.group, one.before, one.after, tuple(one.single_points))
                for one in self.redundancy
            ),
            articles=tuple(self.articles),
            owners=tuple(self.owners),
            customers=tuple(self.customers),
        )  # fmt: skip


def _hit(one: _Affected) -> Affected:
    hit = Hit(one.ref, Level[one.level.upper()], one.reason, tuple(one.path), ("",) * (len(one.path) - 1))
    return Affected(hit, one.kind, one.ref, one.owner, one.criticality)
