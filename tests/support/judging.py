"""What one rule says of a catalogue that stands in the test."""

from datetime import date

from gitsm.diagnostics import Finding
from gitsm.rules import judge
from tests.support.backdrop import BACKDROP, TODAY
from tests.support.catalogues import loaded


def findings(rule: str, text: str, as_of: date = TODAY) -> tuple[Finding, ...]:
    """Judge a catalogue that loads without a mistake, and keep what one rule found."""
    result = loaded(text + BACKDROP)
    assert not result.findings, result.findings
    return tuple(finding for finding in judge(result.snapshot, as_of) if finding.rule == rule)


def spots(rule: str, text: str, as_of: date = TODAY) -> list[str]:
    """List what one rule found as `kind:id/pointer`."""
    return [f"{finding.subject}{finding.spot.pointer}" for finding in findings(rule, text, as_of)]


def service(name: str, rest: str = "", phase: str = "catalog") -> str:
    """Write a service with nothing special about it."""
    return (
        f"---\nkind: service\nid: {name}\nclass: business_service\nname: {name}\ndescription: D.\nowner: desk\n"
        f"phase: {phase}\ncriticality: less_critical\nnext_review: 2027-03-01\n{rest}"
    )


def offering(name: str, of: str, rest: str = "", phase: str = "catalog") -> str:
    """Write an offering with nothing special about it."""
    return (
        f"---\nkind: service_offering\nid: {name}\nservice: {of}\nname: {name}\nphase: {phase}\n"
        f"service_hours: always\n{rest}"
    )


def agreement(name: str, kind: str, covers: str, starts: str = "2026-01-01", ends: str | None = "2026-12-31") -> str:
    """Write an agreement with nothing special about it."""
    other = "supplier: northsat" if kind in {"ua", "uc"} else "customer: customer:passengers"
    last = f"ends: {ends}\n" if ends else ""
    return (
        f"---\nkind: agreement\nid: {name}\ntype: {kind}\nprovider: desk\n{other}\ncovers: [{covers}]\n"
        f"starts: {starts}\n{last}review_due: 2026-11-01\ncalendar: always\n"
        "targets: [{metric: availability, value: 99.9%}]\n"
    )


def article(name: str, rest: str = "", confidence: str = "not_validated", kind: str = "how_to") -> str:
    """Write an article with nothing special about it."""
    return (
        f"---\nkind: knowledge_article\nid: {name}\ntitle: Sold out\ntype: {kind}\nconfidence: {confidence}\n"
        "audience: internal\ngovernance: experience_based\napplies_to: [ci_class:application]\nowner: desk\n"
        f"reviewed_at: 2026-09-14\nissue: A sailing shows as sold out.\n{rest}"
    )
