"""What stands in a promise's way besides its availability: times, hours, terms, no agreement (domain.md §8.4)."""

from collections.abc import Iterator
from datetime import date

from gitsm.service_level.backing import backing, gaps
from gitsm.service_level.portfolio import Portfolio
from gitsm.service_level.shortfall import Shortfall
from gitsm.service_level.staffing import staffed
from gitsm.service_level.words import said
from gitsm_schemas.catalogue import Agreement


def obstacles(portfolio: Portfolio, agreement: Agreement, as_of: date) -> Iterator[tuple[str, Shortfall]]:
    """List what stands in the way of an agreement with a customer, with the target; no figure is worked out for it.

    Args:
        portfolio: what the agreement stands on; the records of its hard closure are enough.
        agreement: the agreement.
        as_of: the day that counts as today.

    Returns:
        The target in words, empty for what concerns all of them, and what is in its way.
    """
    for index, target in enumerate(agreement.targets):
        if target.metric == "availability":
            found = tuple(staffed(portfolio, agreement, target, as_of))
        else:
            found = backing(portfolio, agreement, index, as_of).shortfalls
        yield from ((said(target), one) for one in found)
    yield from (("", one) for one in gaps(portfolio, agreement))
