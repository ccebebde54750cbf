"""Which merges were decided on, and whether the decisions can be computed again (domain.md §7, §8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

Sort = Literal["uncontrolled", "standard", "normal", "emergency", "unauthorized"]
COMPARED: Final = ("plan_hash", "allowed", "change", "type", "policy_version")
"""What a decision says that must come out again."""
_ENDS: Final = ("base", "tree")
"""What has to be the same for what is reached to be the same: the target branch may have moved on before the merge."""


@dataclass(frozen=True, slots=True)
class Merge:
    """One commit of the default branch, audited.

    Attributes:
        oid: the commit, hex.
        at: when it was made.
        subject: its first line.
        sort: what it was; unauthorized where it alters what is controlled, and no decision allows that.
        change: its change record.
        controlled: the records it alters that need a decision.
        evidence: the hash of the decision, hex; None where there is none.
        differences: what comes out otherwise when the decision is computed again.
        owed: who has yet to agree to an emergency.
    """

    oid: str
    at: datetime
    subject: str
    sort: Sort
    change: str | None = None
    controlled: tuple[str, ...] = ()
    evidence: str | None = None
    differences: tuple[str, ...] = ()
    owed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Audit:
    """Every commit of a stretch of the default branch, the newest first."""

    base: str
    head: str
    merges: tuple[Merge, ...]

    @property
    def unauthorized(self) -> tuple[Merge, ...]:
        """Those that nobody decided on."""
        return tuple(one for one in self.merges if one.sort == "unauthorized")

    @property
    def fails(self) -> bool:
        """Whether anything is not as it should be."""
        return any(one.sort == "unauthorized" or one.differences for one in self.merges)


def differences(kept: Mapping[str, Any], again: Mapping[str, Any]) -> tuple[str, ...]:
    """List in words what a decision says and what comes out when it is computed again, where they differ."""
    found = [_said(name, kept.get(name), again.get(name)) for name in COMPARED if kept.get(name) != again.get(name)]
    for name in ("band", "score", "upper"):
        was, now = (each.get("risk", {}).get(name) for each in (kept, again))
        if was != now:
            found.append(_said(f"risk {name}", was, now))
    agreed = [{(one["rule"], *one["satisfied_by"]) for one in each["approvals"]["required"]} for each in (kept, again)]
    if agreed[0] != agreed[1]:
        found.append("the approvals are others")
    if all(kept.get(name) == again.get(name) for name in _ENDS) and kept.get("impact") != again.get("impact"):
        found.append("what it reaches is another")
    return tuple(found)


def _said(name: str, was: object, now: object) -> str:
    return f"{name.replace('_', ' ')}: it says {was}, it is {now}"
