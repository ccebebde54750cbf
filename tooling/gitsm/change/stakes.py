"""The facts that the risk of a change is computed from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from gitsm.change.conflicts import Conflict
from gitsm.change.impact import Impact
from gitsm.change.pieces import Piece
from gitsm.change.request import of_model, of_team
from gitsm.change.risk import History, Stakes, worst
from gitsm.graph.propagation import Level
from gitsm.policy import Policies
from gitsm.service_level.calendars import Hours, intervals
from gitsm.snapshot import Snapshot
from gitsm_schemas.catalogue import ServiceOffering
from gitsm_schemas.changes import Change, ChangeModel
from gitsm_schemas.organisation import Calendar
from gitsm_schemas.record import CRITICALITIES, Criticality


@dataclass(frozen=True, slots=True)
class Scene:
    """What a change is, and the two trees it lies between.

    Attributes:
        before: the target branch's records.
        after: the records that would be there.
        others: the change without its own record.
        controlled: whether any of it needs a change record.
        change: the change record.
        model: its model, as the target branch has it.
        impact: what the change reaches.
    """

    before: Snapshot
    after: Snapshot
    others: tuple[Piece, ...]
    controlled: bool
    change: Change | None
    model: ChangeModel | None
    impact: Impact


def stakes(scene: Scene, policies: Policies, conflicts: Iterable[Conflict] = ()) -> Stakes:
    """Gather what is at stake.

    Args:
        scene: the change.
        policies: the target branch's.
        conflicts: what stands against it at its time; one that is accepted is no smaller risk.
    """
    severities = {one.severity for one in conflicts}
    change, impact, matrix = scene.change, scene.impact, policies.priority_matrix
    hit = {one.ref for one in impact.affected if one.kind == "service_offering"}
    hit |= {ref for ref in impact.sources if ref.startswith("service_offering:")}
    return Stakes(
        type=change.type if change is not None else None,
        criticality=worst(list(_criticalities(scene))),
        classes=frozenset[str]().union(*(piece.classes for piece in scene.others)),
        offerings=len(hit),
        redundancy=any(one.single_points or (one.after or 0) < (one.before or 0) for one in impact.redundancy),
        outage=_outage(scene, sorted(hit)),
        hard="hard" in severities,
        soft="soft" in severities,
        backout=change.backout_plan.tested if change is not None else not scene.controlled,
        records=len({piece.ref for piece in scene.others}),
        team=of_team(change, scene.before, matrix) if change is not None else History(),
        model=of_model(scene.model, scene.before, matrix) if scene.model is not None else None,
        blind=any(entry.data is None for tree in (scene.before, scene.after) for entry in tree),
    )


def _criticalities(scene: Scene) -> Iterator[Criticality]:
    """List how critical is what is worked on, and what does not go on as usual meanwhile."""
    # A branch that says that something is less critical than the target branch has it gains nothing by that.
    origins = {piece.ref: piece.known_as for piece in scene.others}
    hit = [one for one in scene.impact.affected if one.level >= Level.DEGRADED]
    refs = {*scene.impact.sources, *(one.ref for one in hit)}
    named: set[Any] = {one.criticality for one in hit}
    named |= {_criticality(scene.after, ref) for ref in refs}
    named |= {_criticality(scene.before, name) for ref in refs for name in (ref, origins.get(ref, ref))}
    yield from (one for one in CRITICALITIES if one in named)


def _criticality(tree: Snapshot, ref: str) -> Any:  # noqa: ANN401  # a criticality, or nothing of that kind
    record = tree.record(ref)
    if isinstance(record, ServiceOffering) and record.criticality is None:
        record = tree.record(record.service)
    return getattr(record, "criticality", None)


def _outage(scene: Scene, hit: Iterable[str]) -> bool | None:
    """Tell whether users will be without what they were promised for that time; None where it cannot be told."""
    change, offerings = scene.change, list(hit)
    if change is None:
        return None if scene.controlled and offerings else False
    if not offerings or (change.outage_expected is not None and change.outage_expected.minutes == 0):
        return False
    if change.outage_expected is None:
        down = any(one.level is Level.DOWN and one.kind == "service_offering" for one in scene.impact.affected)
        return None if down else False
    inside = [_in_hours(tree, change, ref) for tree in (scene.before, scene.after) for ref in offerings if ref in tree]
    return True if True in inside else None if None in inside else False


def _in_hours(tree: Snapshot, change: Change, ref: str) -> bool | None:
    offering = tree.record(ref)
    named = offering.service_hours if isinstance(offering, ServiceOffering) else ""
    calendar = tree.record(named)
    if not isinstance(calendar, Calendar):
        return None
    return any(True for _ in intervals(Hours.of(calendar), change.planned.start, change.planned.end))
