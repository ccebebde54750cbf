"""What stands between two open changes that are merged with each other on the tip (domain.md §8.7)."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from gitsm.change.conflicts import Conflict, Severity, in_order, listed
from gitsm.change.footprint import footprint
from gitsm.change.losing import Lost, Unbacked, lost_together, unbacked_together
from gitsm.change.merging import Merge
from gitsm.change.proposal import Proposal, Together, together
from gitsm.change.sides import Side
from gitsm.change.tip import Tip
from gitsm.change.together import Broken, broken_together
from gitsm.diagnostics import Severity as Weight

_PROMISES = frozenset({"promise-not-backed"})
"""Rules whose breach is a promise lost."""
_REBASE = "merge or rebase one onto the other, and decide there"


def between(  # noqa: PLR0913, PLR0917  # two changes, where they go, and what is known of them
    mine: Proposal,
    other: Proposal,
    tip: Tip,
    unmergeable: Collection[str] = (),
    sides: tuple[Side, Side] | None = None,
    common: Proposal | None = None,
) -> tuple[Conflict, ...]:
    """Find what stands between two open changes that are merged with each other on the tip.

    Args:
        mine: a change.
        other: another.
        tip: the target branch's tip.
        unmergeable: the records whose text git cannot merge.
        sides: both, with how far they reach, where that is known.
        common: what both have in common and the tip does not, where one is built on the other.
    """
    here, there = sides or tuple(Side(one.records, footprint(one, tip)) for one in (mine, other))
    both = together(mine, other, tip.snapshot, common)
    clashes = list(_clashes(mine, other, both, tip, unmergeable))
    if any(one.severity == "hard" for one in clashes):
        # There is no merge to judge until somebody has decided.
        return in_order(clashes)
    broken = _broken(broken_together(here, there, both.records, tip), other.name)
    lost = _lost(lost_together(here, there, both.records, tip), other.name)
    unbacked = _unbacked(unbacked_together(here, there, both.records, tip), other.name)
    return in_order(_once([*clashes, *broken, *lost, *unbacked]))


def _clashes(
    mine: Proposal, other: Proposal, both: Together, tip: Tip, unmergeable: Collection[str]
) -> Iterator[Conflict]:
    for ref, merged in both.met.items():
        if not merged.clashes:
            if ref in unmergeable:
                yield _clash("same_record", ref, other, "edits", "in lines that git cannot merge, though not the same")
        elif merged.clashes == ("",):
            yield _deleted(ref, mine, other)
        elif ref not in tip.snapshot:
            yield _clash("same_record", ref, other, "adds", f"otherwise: {_parts(merged)}")
        else:
            yield _clash("same_field", ref, other, "edits", f"otherwise: {_parts(merged)}")


def _clash(kind: str, ref: str, other: Proposal, does: str, how: str) -> Conflict:
    severity: Severity = "soft" if kind == "same_record" and does == "edits" else "hard"
    why = f"{other.name} {does} {ref}, too, {how}"
    return Conflict(f"{kind}:{other.name}:{ref}", kind, severity, (ref,), other.name, why, _REBASE)


def _deleted(ref: str, mine: Proposal, other: Proposal) -> Conflict:
    goes, edits = (mine, other) if mine.records[ref] is None else (other, mine)
    heir = next((entry.ref for entry in goes.records.values() if entry is not None and _was(entry.record) == ref), None)
    does = f"renames {ref} to {heir}" if heir else f"removes {ref}"
    mine_does = f"this {does}, and {other.name} edits it" if goes is mine else f"{other.name} {does}, and this edits it"
    remedy = "edit the record under its new name" if heir else f"agree with {edits.name} whether it is still needed"
    return Conflict(
        f"delete_against_edit:{other.name}:{ref}", "delete_against_edit", "hard", (ref,), other.name, mine_does, remedy
    )


def _was(record: object) -> str | None:
    moved = getattr(record, "moved", None)
    return f"{record.kind}:{moved.from_}" if moved is not None else None  # type: ignore[attr-defined]


def _parts(merged: Merge) -> str:
    names = [pointer.lstrip("/").replace("/", ".") for pointer in merged.clashes]
    return listed(names)


def _broken(broken: Iterable[Broken], name: str) -> Iterator[Conflict]:
    for one in broken:
        kind = "joint" if one.rule in _PROMISES else "semantic"
        why = f"merged with {name}, {one.subject} breaks {one.rule}: {one.message}"
        yield Conflict(
            f"{kind}:{name}:{one.subject}" if kind == "joint" else f"{kind}:{name}:{one.rule}:{one.subject}",
            kind,
            "hard" if one.severity is Weight.ERROR else "soft",
            (one.subject,),
            name,
            f"together with {name}: {one.message}" if kind == "joint" else why,
            f"gitsm rule {one.rule} says what must hold; settle with {name} which of the two gives way",
        )


def _lost(lost: Iterable[Lost], name: str) -> Iterator[Conflict]:
    for ref, each in groupby(lost, lambda one: one.ref):
        points = [one.by for one in each if one.by]
        bare = f"would be down with {listed(points)} alone" if points else "has no spare left"
        yield Conflict(
            f"joint:{name}:{ref}",
            "joint",
            "hard",
            (ref, *points),
            name,
            f"together with {name}, {ref} {bare}",
            f"carry out one of the two, or settle with {name} what stays redundant",
        )


def _unbacked(found: Iterable[Unbacked], name: str) -> Iterator[Conflict]:
    for one in found:
        promised, left = (f"{share * 100:.4f}".rstrip("0").rstrip(".") + " %" for share in (one.promised, one.left))
        yield Conflict(
            f"joint:{name}:{one.ref}",
            "joint",
            "hard",
            (one.ref,),
            name,
            f"together with {name}: {one.ref} promises {promised} and would stand on {left}",
            f"carry out one of the two, or settle with {name} what makes up for it",
        )


def _once(found: Iterable[Conflict]) -> Iterator[Conflict]:
    """Keep one conflict of each id, the first."""
    yield from {one.id: one for one in reversed([*found])}.values()
