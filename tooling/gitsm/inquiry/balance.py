"""How the error budgets of a tree stand, by what git knows of the graph."""

from collections.abc import Collection
from datetime import datetime

from gitsm.inquiry.past import history
from gitsm.operations.cases import happened
from gitsm.policy import Policies
from gitsm.service_level.achieved import achieved, spent
from gitsm.service_level.budgets import Spent
from gitsm.service_level.portfolio import Portfolio
from gitsm.service_level.spells import History
from gitsm.service_level.terms import in_force
from gitsm.snapshot import Snapshot
from gitsm.sources.repository import Repository
from gitsm_schemas.operations import Outage


def budgets(
    snapshot: Snapshot, repository: Repository, start: str, now: datetime, reached: Collection[str]
) -> tuple[Spent, ...]:
    """Work out the budgets of the promises that cover something of what is reached.

    Args:
        snapshot: the records of a commit.
        repository: where it is.
        start: the commit, hex.
        now: an aware time.
        reached: what matters.

    Returns:
        One for each target of availability.
    """
    outages = [one for _, one in snapshot.records(Outage)]
    portfolio = Portfolio.of(snapshot)
    wanted = [
        agreement
        for agreement in portfolio.agreements
        if in_force(agreement, portfolio.day(agreement, now))
        and not set(reached).isdisjoint(portfolio.units(agreement.covers))
    ]
    if not wanted:
        return ()
    graphs = history(repository, start, outages, now) or History.still(portfolio.wiring)
    facts = happened(snapshot, graphs, now, Policies.of([]))
    return tuple(
        spent(
            portfolio,
            (
                achieved(portfolio, agreement, index, facts)
                for agreement in wanted
                for index, target in enumerate(agreement.targets)
                if target.metric == "availability"
            ),
        )
    )
