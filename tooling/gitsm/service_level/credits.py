"""What is owed when availability was not kept: tiers of credit, and until when they may be claimed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from gitsm.service_level.achieved import Achieved
from gitsm_schemas.catalogue import Agreement


@dataclass(frozen=True, slots=True)
class Credit:
    """What is owed for a period.

    Attributes:
        share: of the period's price.
        below: the tier it falls in.
        claim_until: the last moment it may be claimed; None where the agreement does not say.
        final: whether the period is over.
    """

    share: Decimal
    below: Decimal
    claim_until: datetime | None
    final: bool


def owed(agreement: Agreement, found: Achieved, now: datetime) -> Credit | None:
    """Find the lowest tier an availability falls below; None where it falls below none."""
    if not isinstance(found.achieved, Decimal):
        return None
    fallen = [tier for tier in agreement.penalties if found.achieved < tier.below]
    if not fallen:
        return None
    tier = max(fallen, key=lambda each: each.credit)
    share = min(tier.credit, agreement.credit_limit or tier.credit)
    within = agreement.claim_within
    # A claim is counted in days of the calendar, not in working days: suppliers publish it so.
    until = found.period[1] + timedelta(days=float(within.working_days), seconds=within.seconds) if within else None
    return Credit(share, tier.below, until, now >= found.period[1])
