"""What the organisation decided about its rules, read from its policy records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from gitsm.diagnostics import Severity
from gitsm.snapshot import Snapshot
from gitsm_schemas.policies import Policy, Waiver

_SEVERITIES: Final = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE}


@dataclass(frozen=True, slots=True)
class RuleDecisions:
    """Severities by rule, and what is accepted for a time."""

    severities: Mapping[str, str] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()

    def severity(self, rule: str, default: Severity) -> Severity | None:
        """Tell how severe a rule is; None when it is off."""
        word = self.severities.get(rule)
        return default if word is None else _SEVERITIES.get(word)

    def waived(self, rule: str, ref: str, as_of: date) -> bool:
        """Tell whether a rule's findings about a record are accepted on a day; the last day counts."""
        return any(one.rule == rule and one.ref == ref and as_of <= one.expires for one in self.waivers)


def decisions(snapshot: Snapshot) -> RuleDecisions:
    """Gather what all policies of a snapshot say about rules; where two say a severity, the later id wins."""
    severities: dict[str, str] = {}
    waivers: list[Waiver] = []
    for _, policy in sorted(snapshot.records(Policy), key=lambda pair: pair[1].id):
        if policy.rules is not None:
            severities.update(policy.rules.severity)
            waivers += policy.rules.waivers
    return RuleDecisions(severities, tuple(waivers))
