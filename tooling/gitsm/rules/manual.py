"""The manual page of every rule, taken from where the rule is."""

from collections.abc import Mapping
from dataclasses import dataclass

from gitsm.diagnostics import Severity
from gitsm.rules import all_rules


@dataclass(frozen=True, slots=True)
class Manual:
    """One rule's page; `text` is Markdown."""

    id: str
    severity: Severity
    summary: str
    text: str


def manual() -> Mapping[str, Manual]:
    """Gather the pages of all rules, by id."""
    return {name: _page(name, rule.SEVERITY, rule.__doc__) for name, rule in all_rules().items()}


def _page(name: str, severity: Severity, text: str) -> Manual:
    summary, _, rest = text.strip().partition("\n\n")
    return Manual(name, severity, summary, rest.strip() + "\n")
