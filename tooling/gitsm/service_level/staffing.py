"""Whether somebody is there while a promise counts: the hours of offerings and of support (domain.md §8.4)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from gitsm.service_level.calendars import gap
from gitsm.service_level.portfolio import Portfolio
from gitsm.service_level.shortfall import Shortfall
from gitsm.service_level.terms import term
from gitsm.service_level.words import stretch
from gitsm_schemas.catalogue import Agreement, Service, ServiceOffering, Target
from gitsm_schemas.organisation import Team

_ANSWERED: Final = frozenset({"response", "resolution", "update"})
"""Promises that people keep."""

Kept = tuple[str, str]
"""A record and the calendar that says when it is there."""


def staffed(portfolio: Portfolio, agreement: Agreement, target: Target, as_of: date) -> Iterator[Shortfall]:
    """Report whose hours do not cover the ones a target counts, along the hard closure.

    Availability asks for the hours in which offerings are promised; response, resolution and updates for those in which
    services are supported. A team with somebody on call answers at any time.
    """
    hours = portfolio.measured(agreement, target)
    people = target.metric in _ANSWERED
    if hours is None:
        return
    for choice in sorted(_supported(portfolio, agreement) if people else _offered(portfolio, agreement, target)):
        holes = [
            (hole, ref, calendar)
            for ref, calendar in choice
            if (cover := portfolio.hours(calendar)) and (hole := gap(hours, cover, *term(agreement, as_of, hours.zone)))
        ]
        if len(holes) == len(choice):
            hole, ref, calendar = holes[0]
            yield Shortfall(
                "calendar_gap",
                ref,
                f"{target.metric} counts {stretch(*hole, hours.zone)}, when {ref} is not "
                f"{'supported' if people else 'promised'} by {calendar}",
                f"widen {calendar}, or measure the promise over those hours"
                + (", or put somebody on call" if people else ""),
            )


def _offered(portfolio: Portfolio, agreement: Agreement, target: Target) -> Iterator[tuple[Kept, ...]]:
    """List the offerings that must be up in any case; of a service's offerings one is enough."""
    if target.metric != "availability":
        return
    seen: set[str] = set()
    pending = list(portfolio.units(agreement.covers))
    while pending:
        ref = pending.pop()
        if ref in seen:
            continue
        seen.add(ref)
        offerings = _offerings(portfolio, ref)
        if offerings:
            yield tuple((each.ref, each.service_hours) for each in offerings)
        if len(offerings) < 2:  # noqa: PLR2004  # beside another one it may be down
            pending += [each for one in (ref, *(each.ref for each in offerings)) for each in _needs(portfolio, one)]


def _offerings(portfolio: Portfolio, ref: str) -> tuple[ServiceOffering, ...]:
    """Find the offering a reference names, or those of the service it names."""
    found = (portfolio.snapshot.record(each) for each in portfolio.units((ref,)))
    return tuple(each for each in found if isinstance(each, ServiceOffering))


def _needs(portfolio: Portfolio, ref: str) -> tuple[str, ...]:
    return portfolio.structure.needs.get(ref, ())


def _supported(portfolio: Portfolio, agreement: Agreement) -> Iterator[tuple[Kept, ...]]:
    """List the services it stands on that are supported in some hours only."""
    needed = portfolio.stands_on(agreement)
    offerings = (portfolio.snapshot.record(ref) for ref in needed)
    for ref in needed.union(each.service for each in offerings if isinstance(each, ServiceOffering)):
        service = portfolio.snapshot.record(ref)
        if isinstance(service, Service) and service.support and not _on_call(portfolio, service, agreement):
            yield ((service.ref, service.support.hours),)


def _on_call(portfolio: Portfolio, service: Service, agreement: Agreement) -> bool:
    teams = (portfolio.snapshot.record(ref) for ref in (service.owner, *service.supporting_teams, agreement.provider))
    return any(isinstance(team, Team) and team.on_call for team in teams)
