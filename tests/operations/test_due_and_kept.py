"""What is due and what was kept are two sides of one promise: whoever is done after the deadline has broken it."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from gitsm.operations.promises import Waiting, dues
from gitsm.service_level.achieved import achieved
from gitsm.service_level.cases import Case, Pause, Sort
from gitsm.service_level.happened import Happened
from gitsm.service_level.periods import days
from gitsm.service_level.spells import History
from tests.support.judging import offering, service
from tests.support.promises import OFFICE, portfolio, promising

MINUTE = timedelta(minutes=1)
START = datetime(2026, 10, 20, tzinfo=UTC)
NOW = datetime(2026, 12, 1, tzinfo=UTC)
REASONS = ("awaiting_caller", "awaiting_vendor")


def agreements(chance: random.Random) -> str:
    """Draw some agreements: on the service or one of its offerings, by the clock or by office hours."""
    made = ""
    for number in range(chance.randint(1, 3)):
        targets = ", ".join(a_target(chance) for _ in range(chance.randint(1, 4)))
        covers = chance.choice(("service:booking", "service_offering:web", "service_offering:kiosk"))
        rest = f"calendar: {chance.choice(('always', 'office'))}\n"
        made += promising(f"sla-{number}", chance.choice(("sla", "ola")), covers, targets, rest)
    return made


def a_target(chance: random.Random) -> str:
    # Seven minutes past: what is due at the very end of a day is kept until the next one begins.
    value = f"{chance.randint(1, 12) * 60 + 7}min"
    said = [f"metric: {chance.choice(('response', 'resolution', 'fulfilment'))}", f"value: {value}"]
    if chance.random() < 0.5:
        said.append(f"priority: {chance.randint(1, 3)}")
    if chance.random() < 0.4:
        said.append(f"applies_to: [{chance.choice(('incident', 'service_request'))}]")
    if chance.random() < 0.3:
        said.append("measured_over: always")
    if chance.random() < 0.5:
        said.append(f"pause_on: [{chance.choice(REASONS)}]")
    return f"{{{', '.join(said)}}}"


@pytest.mark.parametrize("seed", range(40))
def test_who_is_done_after_the_deadline_has_broken_the_promise(seed: int) -> None:
    chance = random.Random(seed)
    text = service("booking") + offering("web", "booking") + offering("kiosk", "booking") + OFFICE + agreements(chance)
    found = portfolio(text)
    opened = START + MINUTE * chance.randrange(14 * 1440)
    done = opened + MINUTE * chance.randrange(1, 3000)
    begins = sorted(opened + MINUTE * chance.randrange(2000) for _ in range(2))
    pauses = tuple(Pause(chance.choice(REASONS), start, start + MINUTE * chance.randrange(1, 400)) for start in begins)
    subject = chance.choice(("service:booking", "service_offering:web"))
    sort: Sort = "incident" if chance.random() < 0.5 else "service_request"
    priority = chance.randint(1, 3)
    case = Case("c", sort, (subject,), priority, opened, done, done, pauses)
    happened = Happened((), History.still(found.wiring), (case,), NOW)
    # Nothing happens after the end: a pause that begins later moves a deadline that was missed before.
    waiting = Waiting((subject,), sort, priority, opened, tuple(one for one in pauses if one.start < done))
    due = {one.metric: one.at for one in dues(found.snapshot, waiting, done)}
    kept: dict[str, list[bool]] = {}
    for agreement in found.agreements:
        for index, target in enumerate(agreement.targets):
            for asked in ("2026-10", "2026-11"):
                result = achieved(found, agreement, index, happened, days(asked))
                if result.met is not None:
                    kept.setdefault(target.metric, []).append(result.met)
    assert kept.keys() == due.keys()
    assert {metric: all(told) for metric, told in kept.items()} == {metric: done <= at for metric, at in due.items()}
