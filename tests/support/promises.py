"""Portfolios for tests, from catalogues written as YAML."""

from datetime import date

from gitsm.service_level.backing import Standing, standing
from gitsm.service_level.portfolio import Portfolio
from tests.support.backdrop import BACKDROP, TODAY
from tests.support.catalogues import snapshot


def portfolio(text: str) -> Portfolio:
    return Portfolio.of(snapshot(text + BACKDROP))


def judged(text: str, name: str = "sla", as_of: date = TODAY) -> Standing:
    """Judge one agreement of a catalogue by what it stands on."""
    found = portfolio(text)
    agreement = found.agreement(f"agreement:{name}")
    assert agreement is not None
    return standing(found, agreement, as_of)


def promising(name: str, kind: str, covers: str, targets: str, rest: str = "calendar: always\n") -> str:
    """Write an agreement with these targets."""
    other = "supplier: northsat" if kind in {"ua", "uc"} else "customer: customer:passengers"
    return (
        f"---\nkind: agreement\nid: {name}\ntype: {kind}\nprovider: desk\n{other}\ncovers: [{covers}]\n"
        f"starts: 2026-01-01\nends: 2026-12-31\nreview_due: 2026-11-01\ntargets: [{targets}]\n{rest}"
    )


OFFICE = """---
kind: calendar
id: office
timezone: Europe/Oslo
hours: {mon: ["08:00-16:00"], tue: ["08:00-16:00"], wed: ["08:00-16:00"], thu: ["08:00-16:00"], fri: ["08:00-16:00"]}
"""
