"""Credits by the tiers that suppliers publish; the figures are those of public contracts, read in 2026."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from gitsm.service_level.achieved import achieved
from gitsm.service_level.credits import owed
from gitsm.service_level.happened import Happened
from gitsm.service_level.periods import days
from gitsm.service_level.spells import History
from tests.service_level.test_achieved import HOURS, at, out
from tests.support.catalogues import ci
from tests.support.promises import portfolio

ALLOYDB = """targets: [{metric: availability, value: 99.99%}]
minimum_downtime: 1min
exclusions: [Scheduled maintenance]
penalties: [{below: 99.99%, credit: 10%}, {below: 99%, credit: 25%}, {below: 95%, credit: 50%}]
credit_limit: 50%
claim_within: 30d
"""
"""Google AlloyDB, several zones: monthly uptime, three tiers (cloud.google.com/alloydb/sla)."""
COMPUTE = """targets: [{metric: availability, value: 99.99%}]
penalties: [{below: 99.99%, credit: 10%}, {below: 99%, credit: 25%}, {below: 95%, credit: 100%}]
claim_within: 30d
"""
"""Amazon, a region: the first tier of its compute agreement of 2022-05-05, the lower ones of another service."""
SINGLE = """targets: [{metric: availability, value: 99.5%}]
penalties: [{below: 99.5%, credit: 10%}]
"""
"""One instance: one tier, and no word on claims."""


def supplied(terms: str) -> str:
    return (
        ci("cloud", class_="external_service")
        + "---\nkind: agreement\nid: ua\ntype: ua\nprovider: desk\nsupplier: northsat\ncovers: [ci:cloud]\n"
        f"starts: 2026-01-01\nreview_due: 2026-12-01\ncalendar: every-moment\n{terms}"
    )


@pytest.mark.parametrize(
    ("terms", "minutes", "share", "below"),
    [
        # November has 43,200 minutes: 99.99 % are 4.32 of them, 99 % are 432, 95 % are 2,160.
        (ALLOYDB, 0, None, None),
        (ALLOYDB, 4, None, None),
        (ALLOYDB, 5, "0.1", "0.9999"),
        (ALLOYDB, 432, "0.1", "0.9999"),
        (ALLOYDB, 433, "0.25", "0.99"),
        (ALLOYDB, 2161, "0.5", "0.95"),
        (COMPUTE, 433, "0.25", "0.99"),
        (COMPUTE, 2161, "1", "0.95"),
        (COMPUTE.replace("claim_within", "credit_limit: 50%\nclaim_within"), 2161, "0.5", "0.95"),
        (SINGLE, 216, None, None),
        (SINGLE, 217, "0.1", "0.995"),
    ],
)
def test_the_tier_that_is_fallen_into_counts(terms: str, minutes: int, share: str | None, below: str | None) -> None:
    found = portfolio(supplied(terms) + HOURS)
    agreement = found.agreement("agreement:ua")
    assert agreement is not None
    end = at("2026-11-03 10:00") + timedelta(minutes=minutes)
    down = [out("2026-11-03-a", "ci:cloud", "2026-11-03T10:00", end.isoformat()[:16])] if minutes else []
    now = at("2026-12-05 00:00")
    kept = achieved(found, agreement, 0, Happened(down, History.still(found.wiring), (), now), days("2026-11"))
    credit = owed(agreement, kept, now)
    assert (credit and credit.share, credit and credit.below) == (
        share and Decimal(share), below and Decimal(below)
    )  # fmt: skip
    if credit:
        assert credit.final
        until = datetime(2026, 12, 31, tzinfo=now.tzinfo) if "claim_within" in terms else None
        assert credit.claim_until == until


def test_shorter_outages_than_a_minute_do_not_count() -> None:
    found = portfolio(supplied(ALLOYDB) + HOURS)
    agreement = found.agreement("agreement:ua")
    assert agreement is not None
    down = [
        out(f"2026-11-03-{hour}", "ci:cloud", f"2026-11-03T{hour:02}:00:00", f"2026-11-03T{hour:02}:00:59")
        for hour in range(24)
    ]
    now = at("2026-12-05 00:00")
    kept = achieved(found, agreement, 0, Happened(down, History.still(found.wiring), (), now), days("2026-11"))
    assert kept.achieved == 1
    assert owed(agreement, kept, now) is None


@pytest.mark.parametrize(
    ("zone", "month", "until"),
    [
        # Thirty days of the clock, across its change in March and in October, and west of Greenwich.
        ("Europe/Oslo", "2026-02", "2026-03-30T22:00:00+00:00"),
        ("Europe/Oslo", "2026-09", "2026-10-30T23:00:00+00:00"),
        ("America/New_York", "2026-10", "2026-12-01T05:00:00+00:00"),
        ("UTC", "2026-11", "2026-12-31T00:00:00+00:00"),
    ],
)
def test_a_claim_ends_with_a_day_of_the_agreements_clock(zone: str, month: str, until: str) -> None:
    local = f"---\nkind: calendar\nid: local\ntimezone: {zone}\nhours: always\n"
    found = portfolio(supplied(ALLOYDB).replace("every-moment", "local") + local)
    agreement = found.agreement("agreement:ua")
    assert agreement is not None
    down = [out(f"{month}-03-a", "ci:cloud", f"{month}-03T10:00", f"{month}-05T10:00")]
    now = at("2027-01-05 00:00")
    kept = achieved(found, agreement, 0, Happened(down, History.still(found.wiring), (), now), days(month))
    credit = owed(agreement, kept, now)
    assert credit is not None
    assert credit.claim_until == datetime.fromisoformat(until)


def test_before_anything_was_measured_nothing_is_owed() -> None:
    found = portfolio(supplied(ALLOYDB) + HOURS)
    agreement = found.agreement("agreement:ua")
    assert agreement is not None
    now = at("2026-10-05 00:00")
    early = achieved(found, agreement, 0, Happened((), History.still(found.wiring), (), now), days("2026-11"))
    assert owed(agreement, early, now) is None
