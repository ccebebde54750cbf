"""Who belongs to which team and what each team owns, as the target branch's tip knows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gitsm.graph.answering import answering
from gitsm.graph.wiring import Wiring
from gitsm.snapshot import Snapshot
from gitsm_schemas.organisation import Team


def person(handle: str) -> str:
    """Bring a handle to the form in which two spellings of one person are the same: forges ignore case."""
    return handle.casefold()


@dataclass(frozen=True, slots=True)
class Directory:
    """The teams of one tree.

    Attributes:
        members: by team `team:id`, its people.
        parents: by team, the team it is part of.
    """

    members: Mapping[str, frozenset[str]]
    parents: Mapping[str, str]

    @classmethod
    def of(cls, snapshot: Snapshot, groups: Mapping[str, Iterable[str]] | None = None) -> "Directory":
        """Read the teams of a tree.

        Args:
            snapshot: its records.
            groups: who is in the groups of the forge that teams name; they are members, too.
        """
        teams = [record for _, record in snapshot.records(Team)]
        there = groups or {}
        return cls(
            {
                team.ref: frozenset(map(person, (*team.members, *there.get(team.forge_group or "", ()))))
                for team in teams
            },
            {team.ref: team.parent for team in teams if team.parent},
        )

    def people(self, teams: Iterable[str]) -> frozenset[str]:
        """List the people of some teams."""
        return frozenset[str]().union(*(self.members.get(team, frozenset()) for team in teams))

    @property
    def everybody(self) -> frozenset[str]:
        """Everybody in any team."""
        return self.people(self.members)

    def teams_of(self, handle: str) -> tuple[str, ...]:
        """List the teams somebody is in, sorted."""
        return tuple(sorted(team for team, people in self.members.items() if person(handle) in people))


def owners(ref: str, snapshot: Snapshot) -> tuple[str, ...]:
    """List the teams that answer for a record: its owner, a team for itself, of a change the assignee's.

    Args:
        ref: the record.
        snapshot: the tree whose word counts.
    """
    found = answering(ref, snapshot.data)
    if found:
        return (found,)
    record = snapshot.record(ref)
    if isinstance(record, Team):
        return (record.ref,)
    # A change that is not filled in yet says who does it all the same.
    named = (snapshot.data(ref) or {}).get("assignee") if ref.startswith("change:") else None
    return Directory.of(snapshot).teams_of(named) if isinstance(named, str) else ()


def hangs_on(ref: str, wiring: Wiring) -> tuple[str, ...]:
    """List what needs a record directly and hard: what fails with it, by itself or as one of a group."""
    return tuple(holder for holder in wiring.reached.get(ref, ()) if _needs(wiring, holder, ref))


def _needs(wiring: Wiring, holder: str, ref: str) -> bool:
    hard = any(arc.cause == ref and not arc.soft for arc in wiring.arcs.get(holder, ()))
    return hard or any(ref in group.members for group in wiring.groups.get(holder, ()))
