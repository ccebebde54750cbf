"""What a change reaches, why, how badly, and which derived facts it alters (domain.md §8.1)."""

from collections.abc import Collection
from dataclasses import dataclass

from gitsm.change.derived import Backing, Derived, Redundancy, backing, derived, promised, redundancy
from gitsm.change.facts import Facts, compute
from gitsm.change.plainly import Touched
from gitsm.change.reach import Affected, affected, customers, owners
from gitsm.graph.differing import beside
from gitsm.graph.estate import PARTS, SUBJECTS, Estate, listed
from gitsm.graph.propagation import Level
from gitsm.graph.wiring import Wiring
from gitsm.snapshot import Plain


@dataclass(frozen=True, slots=True)
class Impact:
    """Everything a change reaches."""

    sources: tuple[str, ...]
    affected: tuple[Affected, ...] = ()
    agreements: tuple[Backing, ...] = ()
    derived: tuple[Derived, ...] = ()
    redundancy: tuple[Redundancy, ...] = ()
    articles: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()

    def of_kind(self, kind: str) -> tuple[Affected, ...]:
        """List what is affected of one kind."""
        return tuple(one for one in self.affected if one.kind == kind)

    @property
    def worst(self) -> Level:
        """The worst level anything but the sources themselves is hit at."""
        return max((one.level for one in self.affected), default=Level.NONE)


def assess(base: Estate, head: Estate, touched: Touched) -> Impact:
    """Compute what a change reaches, on the union of both trees, so that a removed dependency still shows who lost it.

    Every source is taken to fail: the question is what is at stake while the change is carried out.
    """
    before = Facts.of(base)
    both = beside(before.wiring, base, head, base)
    sources = {ref for ref in touched.sources if ref in both}
    hit = affected(both, dict.fromkeys(sources, Level.DOWN), touched.barriers)
    after = Facts.of(head, before)
    reached = {one.ref for one in hit} | sources
    altered = {ref for ref in _beside(both, touched.edited) if not before.stands_as(after, ref)}
    # What hangs on nothing that stands otherwise now has the figures it had.
    promising = sorted(ref for ref in reached if not ref.startswith("ci:")) if altered else []
    at_stake = tuple(promised(touched.edited, reached, after))
    compute(before, after, promising, (ref for one in at_stake for ref in one.covers))
    return Impact(
        sources=tuple(sorted(sources)),
        affected=hit,
        agreements=tuple(backing(at_stake, before, after)),
        derived=tuple(derived(promising, before, after)),
        redundancy=tuple(redundancy(sorted({*promising, *(altered & reached)}), before, after)),
        articles=_articles(head, sources),
        owners=owners(both, sources, hit),
        customers=customers(both, hit),
    )


def _beside(wiring: Wiring, edited: Collection[str]) -> set[str]:
    """List everything whose own needs some edits can alter."""
    parts = {ref for ref in edited if ref.partition(":")[0] in PARTS}
    return parts.union(*(wiring.beside(ref) for ref in parts))


def _articles(head: Estate, sources: Collection[str]) -> tuple[str, ...]:
    classes = {
        f"ci_class:{name}"
        for ref in sources
        if ref.startswith("ci:") and isinstance(name := (head.get(ref) or {}).get("class"), str)
    }
    about = set(sources) | classes
    found = {ref for one in about for ref in head.referrers(one) if ref.startswith("knowledge_article:")}
    return tuple(ref for ref in sorted(found) if _speaks_of(head.get(ref) or {}, about))


def _speaks_of(article: Plain, about: set[str]) -> bool:
    return article.get("confidence") != "archived" and not about.isdisjoint(listed(article.get("applies_to"), SUBJECTS))
