"""Who must agree to a change, and to which pieces of it (domain.md §8.8)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from gitsm.change.coverage import in_scope
from gitsm.change.pieces import Piece, digest
from gitsm.change.teams import Directory, hangs_on, owners
from gitsm.graph.estate import Memory
from gitsm.graph.wiring import Wiring
from gitsm.snapshot import Snapshot
from gitsm_schemas.changes import Change, ChangeModel, Risk
from gitsm_schemas.policies import ApprovalRule, ApprovalsPolicy, ExtraApprovers

DECIDING: Final = ("policy", "team", "change_model", "window", "ci_class")
"""Kinds that decide about other changes."""
_NEVER_LATER: Final = (*DECIDING, "agreement")
"""Kinds of which an emergency puts off no approval: what decides, and what was promised to others."""
_OWNED_BY: Final = ("/owner", "/provider", "/service", "/offering")
"""Where it says who answers for a record, itself or as part of another."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """Somebody who must agree.

    Attributes:
        rule: what the verdict calls it.
        why: what it is for, in a few words.
        teams: the teams whose members may agree; none where people are named.
        people: who may agree where it is nobody else.
        count: how many people.
        pieces: what they agree to.
        whole: whether they agree to the change as a whole, so that any edit of it voids their word.
        at_once: whether an emergency waits for them, too, whatever it edits.
    """

    rule: str
    why: str
    teams: tuple[str, ...]
    people: tuple[str, ...]
    count: int
    pieces: tuple[Piece, ...]
    whole: bool = False
    at_once: bool = False

    @property
    def waits_for_nothing(self) -> bool:
        """Whether no change goes before they have agreed, not even an emergency."""
        return self.at_once or any(piece.kind in _NEVER_LATER for piece in self.pieces)

    @property
    def key(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """What tells it from others of one change."""
        return self.rule, self.teams, self.people

    @property
    def digest(self) -> str:
        """The hash of what they agree to, hex."""
        return digest(self.pieces)

    @property
    def names(self) -> tuple[str, ...]:
        """What they agree to, in words: records, or parts where it is not all that is altered of one."""
        return tuple(piece.name for piece in self.pieces)

    def eligible(self, directory: Directory) -> frozenset[str]:
        """List who may agree."""
        return directory.people(self.teams) if not self.people else frozenset(self.people) & directory.everybody


@dataclass(frozen=True, slots=True)
class Tip:
    """What the target branch's tip says of who decides.

    Attributes:
        snapshot: its records.
        approvals: its policy.
        directory: its teams.
    """

    snapshot: Snapshot
    approvals: ApprovalsPolicy
    directory: Directory


def for_parts(pieces: Iterable[Piece], tip: Tip, after: Snapshot) -> tuple[Requirement, ...]:
    """List who must agree to the parts of a change.

    Every rule that covers a piece asks its people; what no rule covers falls to the default approvers.

    Args:
        pieces: the change.
        tip: who decides.
        after: the records that would be there; asked for the owner of what is new.
    """
    found = _Collected()
    for piece in pieces:
        rules = [rule for rule in tip.approvals.rules if in_scope(piece, rule.scope)]
        for rule in rules:
            found.add(
                piece,
                rule.id,
                _ruled(rule, piece, tip, after),
                rule.count,
                f"rule {rule.id} of the policy" if rule.teams else "what is altered is theirs",
            )
        if not rules:
            found.add(piece, "default", _default(piece, tip, after), 1, "no other rule of the policy covers it")
    return found.requirements()


def for_moves(pieces: Iterable[Piece], tip: Tip, after: Snapshot) -> tuple[Requirement, ...]:
    """List who must agree because something is handed over or taken away.

    The team that loses a record and the one that gets it; of what is removed, the owners of what needs it.
    """
    found, wiring, asked = _Collected(), Wiring(Memory.of(tip.snapshot)), set[str]()
    for piece in pieces:
        if piece.pointer in _OWNED_BY and piece.action in {"modified", "renamed"}:
            old, heirs = owners(piece.known_as, tip.snapshot), owners(piece.ref, after)
            if old == heirs:
                continue
            found.add(piece, "losing-owner", old, 1, "the record leaves this team")
            new = tuple(team for team in heirs if team in tip.directory.members)
            found.add(piece, "gaining-owner", new or tip.approvals.default or old, 1, "the record comes to this team")
        if piece.action == "removed" and piece.ref not in asked:
            asked.add(piece.ref)
            for holder in hangs_on(piece.ref, wiring):
                for team in owners(holder, tip.snapshot):
                    found.add(piece, "dependents", (team,), 1, f"{holder} needs what is removed")
    handed = {"losing-owner", "gaining-owner"}
    return tuple(replace(one, at_once=one.rule in handed) for one in found.requirements())


def for_whole(
    pieces: tuple[Piece, ...], tip: Tip, change: Change | None, band: Risk, model: ChangeModel | None
) -> tuple[Requirement, ...]:
    """List who must agree to a change as a whole: by its type and risk, and by its model."""
    found = _Collected()
    for extra in tip.approvals.extra:
        if _applies(extra, change, band):
            for team in extra.teams:
                found.all_of(
                    pieces, f"risk-{band}" if extra.bands else "change-type", (team,), 1, _because(extra, band)
                )
    if model is not None and model.approvals is not None:
        for team in model.approvals.teams:
            found.all_of(pieces, "model", (team,), 1, f"{model.ref} asks for it")
        if model.approvals.count > 1 or not model.approvals.teams:
            teams = model.approvals.teams or tuple(sorted(tip.directory.members))
            if model.approvals.count:
                found.all_of(pieces, "model-count", teams, model.approvals.count, f"{model.ref} asks for so many")
    return tuple(replace(one, whole=True) for one in found.requirements())


class _Collected:
    """Requirements while they are gathered: pieces with the same people are one."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, tuple[str, ...]], tuple[str, int, dict[str, Piece]]] = {}

    def add(self, piece: Piece, rule: str, teams: tuple[str, ...], count: int, why: str) -> None:
        """Ask for a piece; of two counts the higher one counts."""
        key = (rule, tuple(sorted(set(teams))))
        said, known, pieces = self._found.get(key, (why, count, {}))
        pieces[piece.name] = piece
        self._found[key] = (said, max(known, count), pieces)

    def all_of(self, pieces: Iterable[Piece], rule: str, teams: tuple[str, ...], count: int, why: str) -> None:
        """Ask for several pieces."""
        for piece in pieces:
            self.add(piece, rule, teams, count, why)

    def requirements(self) -> tuple[Requirement, ...]:
        """Return what was gathered, in order."""
        return tuple(
            Requirement(rule, why, teams, (), count, tuple(pieces[name] for name in sorted(pieces)))
            for (rule, teams), (why, count, pieces) in sorted(self._found.items())
        )


def _ruled(rule: ApprovalRule, piece: Piece, tip: Tip, after: Snapshot) -> tuple[str, ...]:
    return rule.teams or _owner(piece, tip, after) or _anybody(tip)


def _default(piece: Piece, tip: Tip, after: Snapshot) -> tuple[str, ...]:
    return tip.approvals.default or _owner(piece, tip, after) or _anybody(tip)


def _owner(piece: Piece, tip: Tip, after: Snapshot) -> tuple[str, ...]:
    """Find who answers for what a piece is of: as the tip says; of what is new, as the record says."""
    known = owners(piece.known_as, tip.snapshot)
    return known or tuple(team for team in owners(piece.ref, after) if team in tip.directory.members)


def _anybody(tip: Tip) -> tuple[str, ...]:
    return tuple(sorted(tip.directory.members))


def _applies(extra: ExtraApprovers, change: Change | None, band: Risk) -> bool:
    kind = change.type if change is not None else None
    major = change is not None and change.major
    return (
        (not extra.types or kind in extra.types)
        and (not extra.bands or band in extra.bands)
        and (major or not extra.major)
    )


def _because(extra: ExtraApprovers, band: Risk) -> str:
    if extra.bands:
        return f"the risk is {band}"
    return "it is a major change" if extra.major else "the type of change asks for it"


Held = Mapping[tuple[str, tuple[str, ...], tuple[str, ...]], str]
"""By requirement, the hash of what somebody looked at."""


def held(requirements: Iterable[Requirement]) -> Held:
    """Note what each requirement is about, to be compared with later."""
    return {one.key: one.digest for one in requirements}
