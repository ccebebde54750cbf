"""What is promised, what backs it, what was achieved, what is left and what is owed, in one value."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from gitsm.service_level.achieved import Achieved, achieved, spent
from gitsm.service_level.backing import Backing, Standing, standing
from gitsm.service_level.budgets import Freeze, freezes
from gitsm.service_level.credits import Credit, owed
from gitsm.service_level.happened import Happened
from gitsm.service_level.periods import Days, windows
from gitsm.service_level.portfolio import Portfolio
from gitsm_schemas.catalogue import Agreement, ServiceOffering
from gitsm_schemas.policies import ErrorBudgetPolicy


@dataclass(frozen=True, slots=True)
class Line:
    """One target, from promise to what is left.

    Attributes:
        agreement: the agreement.
        backing: the promise, and what carries it.
        achieved: what was achieved in the days that were asked for, or in the target's window.
        windows: what was achieved in each window of the target, where several were asked for.
        credits: what is owed, window by window.
    """

    agreement: Agreement
    backing: Backing
    achieved: Achieved
    windows: tuple[Achieved, ...] = ()
    credits: tuple[Credit, ...] = ()

    @property
    def met(self) -> bool | None:
        """Whether the promise was kept in every window; None where nothing can be told."""
        told = {one.met for one in self.windows or (self.achieved,)}
        return False if False in told else True if True in told else None


@dataclass(frozen=True, slots=True)
class Report:
    """The levels of some agreements.

    Attributes:
        subject: what was asked for; None for every agreement.
        now: what counted as now.
        asked: the days that were asked for; None for the window of each target.
        standings: each agreement against what it stands on.
        lines: each target.
        freezes: what policy holds, because too much of a budget is used; for each agreement the worst.
    """

    subject: str | None
    now: datetime
    asked: Days | None
    standings: tuple[Standing, ...]
    lines: tuple[Line, ...]
    freezes: tuple[Freeze, ...]

    def of(self, agreement: str) -> tuple[Line, ...]:
        """List the targets of one agreement."""
        return tuple(line for line in self.lines if line.agreement.ref == agreement)


def report(
    portfolio: Portfolio,
    happened: Happened,
    policy: ErrorBudgetPolicy,
    subject: str | None = None,
    asked: Days | None = None,
) -> Report:
    """Work out the levels of what a record has to do with, or of every agreement."""
    chosen = tuple(concerning(portfolio, subject)) if subject else portfolio.agreements
    standings = tuple(standing(portfolio, each, portfolio.day(each, happened.now)) for each in chosen)
    lines = tuple(
        _line(portfolio, each.agreement, backing, happened, asked) for each in standings for backing in each.targets
    )
    held: dict[str, Freeze] = {}
    for one in freezes(spent(portfolio, _running(portfolio, lines, happened, asked)), policy, happened.now):
        held.setdefault(one.agreement, one)
    return Report(subject, happened.now, asked, standings, lines, tuple(held.values()))


def _line(portfolio: Portfolio, agreement: Agreement, backing: Backing, happened: Happened, asked: Days | None) -> Line:
    """Work a target out; it is promised for each of its windows, whatever days are asked for."""
    index = backing.index
    found = achieved(portfolio, agreement, index, happened, asked)
    parts = windows(backing.target.window, asked) if asked else ()
    whole: tuple[Achieved, ...] = (found,)
    if asked and parts != (asked,):
        whole = tuple(achieved(portfolio, agreement, index, happened, each) for each in parts)
    owing = (owed(agreement, each, happened.now) for each in whole)
    return Line(
        agreement, backing, found, whole if len(parts) > 1 else (), tuple(one for one in owing if one is not None)
    )


def _running(portfolio: Portfolio, lines: Iterable[Line], happened: Happened, asked: Days | None) -> Iterator[Achieved]:
    """List what was achieved in the windows that are running: what was asked for may be longer, or over."""
    for line in lines:
        if asked is None:
            yield line.achieved
        elif line.achieved.budget and line.achieved.period[0] <= happened.now < line.achieved.period[1]:
            yield achieved(portfolio, line.agreement, line.backing.index, happened)


def concerning(portfolio: Portfolio, subject: str) -> Iterator[Agreement]:
    """List the agreements a record has to do with, by id.

    An agreement is itself; for anything it may cover those that cover it, a service's offerings included; for a
    customer, supplier or team those it is a side of.
    """
    wanted = set(_named(portfolio, subject))
    for each in portfolio.agreements:
        sides = {each.ref, each.provider, each.customer, each.supplier}
        if subject in sides or not wanted.isdisjoint((*each.covers, *portfolio.units(each.covers))):
            yield each


def _named(portfolio: Portfolio, subject: str) -> Iterable[str]:
    record = portfolio.snapshot.record(subject)
    if isinstance(record, ServiceOffering):
        return (subject,)
    return (subject, *portfolio.units((subject,)))
