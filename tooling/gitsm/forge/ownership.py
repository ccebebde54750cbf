"""Which team answers for which file, and what a forge calls that team."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from gitsm.graph.answering import answering
from gitsm.policy import Policies
from gitsm.snapshot import Entry, Plain, Snapshot

_JUDGED: Final = "change"
"""What the gate finds approvers for: a forge that asked somebody for each would ask the same people every time."""


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who answers for the record files of a tree.

    Attributes:
        files: by path, relative to the root, the team that answers; empty where nobody does, None where nobody need.
        handles: by team, what the forge is told: its group there, else its members; each begins with `@`.
        default: the teams that answer for whatever nobody owns, by policy.
        problems: what would make a forge ask nobody, in sentences.
    """

    files: Mapping[str, str | None]
    handles: Mapping[str, tuple[str, ...]]
    default: tuple[str, ...]
    problems: tuple[str, ...] = ()


def ownership(snapshot: Snapshot) -> Ownership:
    """Find who answers for each record file.

    A record's `owner` does; an agreement's provider; of an offering and of what may be requested the service's owner.
    Teams, policies and whatever else names no owner are left to the default approvers of the policy; who must agree to
    a change is for the gate to say.
    """
    policies = Policies.of_tree(snapshot)
    handles = {entry.ref: _handles(entry.data or {}) for entry in snapshot.of_kind("team")}
    files = {entry.path: None if entry.kind == _JUDGED else _owner(snapshot, entry) for entry in snapshot}
    known = {path: team if team is None or team in handles else "" for path, team in files.items()}
    return Ownership(known, handles, policies.approvals.default, tuple(_problems(snapshot, handles, policies)))


def _handles(team: Plain) -> tuple[str, ...]:
    group = team.get("forge_group")
    if isinstance(group, str):
        return (f"@{group}",)
    members = team.get("members")
    names = members if isinstance(members, list) else ()
    return tuple(dict.fromkeys(f"@{name}" for name in names if isinstance(name, str)))


def _owner(snapshot: Snapshot, entry: Entry) -> str:
    return answering(entry.ref, snapshot.data) or ""


def _problems(snapshot: Snapshot, handles: Mapping[str, tuple[str, ...]], policies: Policies) -> Iterator[str]:
    if not policies.approvals.default:
        yield "no policy names default approvers, so nobody is asked about what nobody owns"
    for team in policies.approvals.default:
        if team not in handles:
            yield f"the default approvers {team} are no team here"
    for entry in snapshot:
        owner = _owner(snapshot, entry)
        if owner and owner not in handles:
            yield f"{entry.path}: its owner {owner} is no team here; the default approvers are asked"
    for team, names in handles.items():
        if not names:
            yield f"{team} has no members and no group on the forge, so nobody is asked"
