"""Who had to agree to a change, and who did: as a decision that was kept says, else as the policy asks today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gitsm.change.pieces import Piece
from gitsm.change.requirements import Tip, for_parts, for_whole
from gitsm.change.teams import Directory
from gitsm.policy import Policies
from gitsm.snapshot import Snapshot
from gitsm_schemas.changes import Change, ChangeModel, Risk


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who must agree.

    Attributes:
        who: teams `team:id`, or people.
        count: how many people.
        why: what for.
        given: who did.
    """

    who: tuple[str, ...]
    count: int
    why: str
    given: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether enough people did."""
        return len(self.given) >= self.count


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is known of the approvals of a change.

    Attributes:
        asked: who must agree.
        at: when it was decided; None where no decision is kept, and what is asked is what the policy asks today.
        allowed: whether the decision let it through.
    """

    asked: tuple[Asked, ...]
    at: datetime | None = None
    allowed: bool = False


def decided(verdict: Mapping[str, Any]) -> Agreed:
    """Read the approvals of a verdict, in the shape that `gitsm gate --format json` writes."""
    asked = tuple(
        Asked(tuple(one["from"]), one["count"], one["why"], tuple(one["satisfied_by"]))
        for one in verdict["approvals"]["required"]
    )
    return Agreed(asked, datetime.fromisoformat(verdict["as_of"]), bool(verdict["allowed"]))


def wanted(change: Change, band: Risk, model: ChangeModel | None, tree: Snapshot, policies: Policies) -> Agreed:
    """Say whom the policy asks for a change by its record, type, risk and model; its edits may ask for more."""
    return Agreed(tuple(dict.fromkeys(_wanted(change, band, model, tree, policies))))


def _wanted(
    change: Change, band: Risk, model: ChangeModel | None, tree: Snapshot, policies: Policies
) -> Iterator[Asked]:
    tip = Tip(tree, policies.approvals, Directory.of(tree))
    record = (Piece(change.ref, "", "added", None, change.ref),)
    for one in (*for_parts(record, tip, tree), *for_whole(record, tip, change, band, model)):
        yield Asked(one.people or one.teams, one.count, one.why)
