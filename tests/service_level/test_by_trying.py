"""Figures against an independent simulation: random estates, tried many times with a seed.

Nothing of the tool's own graph is used on this side: records are plain text, and whether something is up is worked out
by a few lines that follow the specification.
"""

import random
from datetime import datetime, timedelta
from math import sqrt

import pytest

from gitsm.service_level.achieved import achieved
from gitsm.service_level.carrying import carried
from gitsm.service_level.happened import Happened
from gitsm.service_level.periods import days
from gitsm.service_level.spells import History
from gitsm_schemas.operations import Outage
from tests.service_level.test_achieved import HOURS, at, sla
from tests.support.catalogues import ci
from tests.support.judging import service
from tests.support.promises import portfolio

TRIES = 20_000
DEVIATIONS = 4.5
"""Some one in 150,000 figures lies further away by chance; the seeds are fixed."""

Made = dict[str, tuple[float, list[str], list[tuple[list[str], int]]]]
"""By component: how available it is, what it needs, and the groups it stands on, each with how many must be up."""


def made(seed: int) -> Made:
    chance = random.Random(seed)
    names = [f"n{number}" for number in range(chance.randint(6, 14))]
    found: Made = {}
    for place, name in enumerate(names):
        below = names[place + 1 :]
        needs = chance.sample(below, min(len(below), chance.randint(0, 2)))
        groups = []
        if len(below) > 2 and chance.random() < 0.7:
            members = chance.sample(below, min(len(below), chance.randint(2, 4)))
            groups.append((members, chance.randint(1, len(members))))
        found[name] = (chance.choice((0.9, 0.95, 0.98, 0.99)), needs, groups)
    return found


def text(estate: Made) -> str:
    lines = []
    for name, (share, needs, groups) in estate.items():
        stated = f"depends_on: [{', '.join(f'ci:{need}' for need in needs)}]\n" if needs else ""
        for members, wanted in groups:
            named = ", ".join(f"ci:{member}" for member in members)
            stated += f"runs_on: [{{any_of: [{named}], min_up: {wanted}}}]\n"
        lines.append(ci(name, stated, availability=str(share)))
    return service("booking", "delivered_by: [ci:n0]\n") + "".join(lines)


def is_up(estate: Made, name: str, failed: set[str]) -> bool:
    _, needs, groups = estate[name]
    return (
        name not in failed
        and all(is_up(estate, need, failed) for need in needs)
        and all(sum(is_up(estate, one, failed) for one in members) >= wanted for members, wanted in groups)
    )


@pytest.mark.parametrize("seed", range(8))
def test_what_backs_a_promise_is_what_trying_finds(seed: int) -> None:
    estate, chance = made(seed), random.Random(seed + 1000)
    held = 0
    for _ in range(TRIES):
        failed = {name for name, (share, _, _) in estate.items() if chance.random() >= share}
        held += is_up(estate, "n0", failed)
    found = portfolio(text(estate))
    value = carried(found.composites, found.wiring, ("service:booking",)).value
    assert value is not None
    share = float(value)
    assert abs(held / TRIES - share) <= DEVIATIONS * sqrt(share * (1 - share) / TRIES)


@pytest.mark.parametrize("seed", range(3))
def test_what_outages_add_up_to_is_what_backs_it(seed: int) -> None:
    """Every hour of a year each component fails or not; what its outages take down is measured as any outage is."""
    estate, chance = made(seed), random.Random(seed + 2000)
    hours = 365 * 24
    start = at("2026-01-01 00:00")
    outages = [
        outage(f"{name}-{hour}", name, start + timedelta(hours=hour))
        for name, (share, _, _) in estate.items()
        for hour in range(hours)
        if chance.random() >= share
    ]
    found = portfolio(text(estate) + sla() + HOURS)
    agreement = found.agreement("agreement:sla")
    assert agreement is not None
    happened = Happened(outages, History.still(found.wiring), (), at("2027-01-01 00:00"))
    measured = achieved(found, agreement, 0, happened, days("2026")).achieved
    value = carried(found.composites, found.wiring, ("service:booking",)).value
    assert value is not None
    assert measured is not None
    share = float(value)
    assert abs(float(measured) - share) <= DEVIATIONS * sqrt(share * (1 - share) / hours)  # type: ignore[arg-type]


def outage(name: str, of: str, start: datetime) -> Outage:
    return Outage.model_construct(
        id=f"out-2026-01-01-{name}", kind="outage", type="outage", affects=(f"ci:{of}",), start=start,
        end=start + timedelta(hours=1), excused=(),
    )  # fmt: skip
