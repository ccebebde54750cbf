"""Measures a year of outages for 1,000 services: `python -m tests.benchmarks.levels`; see README.md beside it."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from gitsm.policy import Policies
from gitsm.service_level.calendars import always, intervals, merged, shared, total
from gitsm.service_level.happened import Happened
from gitsm.service_level.periods import days
from gitsm.service_level.portfolio import Portfolio
from gitsm.service_level.reports import Report, report
from gitsm.service_level.spells import History
from gitsm_schemas.operations import Outage
from tests.support.backdrop import BACKDROP
from tests.support.catalogues import ci, snapshot
from tests.support.judging import offering, service
from tests.support.promises import promising

SERVICES = 1_000
HOSTS = 100
OUTAGES = 10_000
START = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2027, 1, 1, tzinfo=UTC)
T = TypeVar("T")


def catalogue() -> str:
    """Write services that each stand on an application, and ten applications on a host."""
    target = "{metric: availability, value: 99%}"
    parts = [BACKDROP, *(ci(f"host-{number}", availability="99.9%") for number in range(HOSTS))]
    for number in range(SERVICES):
        parts += [
            service(f"svc-{number}", f"delivered_by: [ci:app-{number}]\n"),
            offering(f"web-{number}", f"svc-{number}"),
            ci(f"app-{number}", f"runs_on: [ci:host-{number % HOSTS}]\n", availability="99.95%"),
            promising(f"sla-{number}", "sla", f"service:svc-{number}", target),
        ]
    return "".join(parts)


def outages(chance: random.Random) -> Iterator[Outage]:
    """Draw a year of outages: one in twenty takes a host down, the others an application."""
    for number in range(OUTAGES):
        start = START + timedelta(minutes=chance.randrange(365 * 24 * 60 - 600))
        host = chance.random() < 0.05  # as the docstring says
        ref = f"ci:host-{chance.randrange(HOSTS)}" if host else f"ci:app-{chance.randrange(SERVICES)}"
        yield Outage.model_construct(
            id=f"out-2026-01-01-{number}", kind="outage", type="outage", affects=(ref,), excused=(),
            start=start, end=start + timedelta(minutes=chance.randrange(1, 600)),
        )  # fmt: skip


def by_hand(drawn: list[Outage]) -> list[timedelta]:
    """Add up, for each service on its own, the outages of its application and of its host: no graph, no slices."""
    found = []
    for number in range(SERVICES):
        mine = {f"ci:app-{number}", f"ci:host-{number % HOSTS}"}
        spans = merged((one.start, one.end or NOW) for one in drawn if not mine.isdisjoint(one.affects))
        found.append(total(shared(intervals(always(), START, NOW), spans)))
    return found


def timed(what: str, work: Callable[[], T]) -> T:
    """Run something, and tell how much CPU it took."""
    start = time.process_time()
    found = work()
    print(f"{what:<58} {time.process_time() - start:6.2f} s CPU")  # noqa: T201  # a program's output
    return found


def main() -> None:
    """Measure, and make sure that both ways give the same."""
    tree = timed(f"loading {SERVICES * 4 + HOSTS + 4:,} records", lambda: snapshot(catalogue()))
    drawn = list(outages(random.Random(42)))  # an invented year
    portfolio = Portfolio.of(tree)
    asked = days("2026")

    def levels() -> Report:
        happened = Happened(drawn, History.still(portfolio.wiring), (), NOW)
        return report(portfolio, happened, Policies.of([]).error_budget, None, asked)

    found = timed(f"{SERVICES:,} promises, {OUTAGES:,} outages: backed, achieved, left", levels)
    hand = timed("the same downtime, added up service by service", lambda: by_hand(drawn))
    told = {line.agreement.id: line.achieved.kept[0].down for line in found.lines}
    # The zone of the calendar is Oslo's: the year begins an hour earlier there, and no outage lies in that hour.
    assert [told[f"sla-{number}"] for number in range(SERVICES)] == hand


if __name__ == "__main__":
    main()
