"""Which agreements stand on which: from the customer's to the supplier's."""

from dataclasses import dataclass
from datetime import date

from gitsm.service_level.portfolio import Portfolio
from gitsm.service_level.terms import in_force
from gitsm_schemas.catalogue import Agreement


@dataclass(frozen=True, slots=True)
class Link:
    """An agreement, with those it stands on itself.

    Attributes:
        ref: the agreement.
        type: sla, ola or ua.
        partner: who owes it: the team of an ola, the supplier of a ua.
        below: the agreements it stands on.
    """

    ref: str
    type: str
    partner: str
    below: tuple["Link", ...]


def underpinning(portfolio: Portfolio, agreement: Agreement, as_of: date) -> tuple[Agreement, ...]:
    """List the agreements with suppliers, internal and external, that an agreement stands on, in force on a day.

    They cover something in the hard closure of what it covers. Two agreements of the same rank that cover the same
    thing stand beside each other, not on each other.
    """
    own = set(portfolio.footprint(agreement))
    found: dict[str, Agreement] = {}
    for ref in portfolio.stands_on(agreement):
        for other in portfolio.covering.get(ref, ()):
            beside = agreement.type == "ola" and other.type == "ola" and ref in own
            if other.type != "sla" and other.ref != agreement.ref and in_force(other, as_of) and not beside:
                found[other.id] = other
    return tuple(found[name] for name in sorted(found))


def chain(portfolio: Portfolio, agreement: Agreement, as_of: date) -> tuple[Link, ...]:
    """Arrange what an agreement stands on: what another one of it stands on hangs below that."""
    return _links(portfolio, agreement, as_of, frozenset({agreement.ref}))


def _links(portfolio: Portfolio, agreement: Agreement, as_of: date, above: frozenset[str]) -> tuple[Link, ...]:
    every = [each for each in underpinning(portfolio, agreement, as_of) if each.ref not in above]
    below = {each.ref: {one.ref for one in underpinning(portfolio, each, as_of)} for each in every}
    nested = {ref for ref, each in below.items() for other in below if ref in below[other] and other not in each}
    return tuple(
        Link(
            each.ref,
            "ua" if each.is_underpinning else each.type,
            (each.supplier if each.is_underpinning else each.provider) or each.provider,
            _links(portfolio, each, as_of, above | {each.ref}),
        )
        for each in every
        if each.ref not in nested
    )
