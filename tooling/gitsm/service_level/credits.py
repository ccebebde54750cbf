"""What is owed when availability was not kept: tiers of credit, and until when they may be claimed."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal

from gitsm.service_level.achieved import Achieved
from gitsm.service_level.calendars import Interval
from gitsm_schemas.catalogue import Agreement


@dataclass(frozen=True, slots=True)
class Credit:
    """What is owed for a period.

    Attributes:
        share: of the period's price.
        below: the tier it falls in.
        claim_until: the first moment at which it is too late to claim it; None where the agreement does not say.
        final: whether the period is over.
        period: the period, in UTC.
        zone: whose days are meant.
    """

    share: Decimal
    below: Decimal
    claim_until: datetime | None
    final: bool
    period: Interval
    zone: tzinfo


def owed(agreement: Agreement, found: Achieved, now: datetime) -> Credit | None:
    """Find the lowest tier an availability falls below; None where it falls below none."""
    if not isinstance(found.achieved, Decimal):
        return None
    fallen = [tier for tier in agreement.penalties if found.achieved < tier.below]
    if not fallen:
        return None
    tier = max(fallen, key=lambda each: each.credit)
    share = min(tier.credit, agreement.credit_limit or tier.credit)
    return Credit(share, tier.below, _until(agreement, found), now >= found.period[1], found.period, found.zone)


def _until(agreement: Agreement, found: Achieved) -> datetime | None:
    within = agreement.claim_within
    if within is None:
        return None
    # A claim is counted in days of the calendar, not in working days: suppliers publish it so. Days are the clock's.
    end = found.period[1].astimezone(found.zone) + timedelta(days=float(within.working_days))
    return end.astimezone(UTC) + timedelta(seconds=within.seconds)
