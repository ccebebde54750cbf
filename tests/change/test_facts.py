"""What is computed ahead for two trees is what is computed for each alone."""

from decimal import Decimal

from gitsm.change.facts import Facts, compute
from tests.support.catalogues import TEAM, ci
from tests.support.estates import estate

NODES = TEAM + ci("n1", availability="99%") + ci("n2", availability="95%")
PAIR = ci("app", "runs_on:\n  - any_of: [ci:n1, ci:n2]\n    min_up: 1\n", availability="100%")
BOTH = ci("both", "runs_on: [ci:n1, ci:n2]\n", availability="50%")


def test_what_is_new_and_what_is_gone_have_figures_where_they_are() -> None:
    for old, new in (
        (NODES + PAIR, NODES + PAIR + BOTH),
        (NODES + PAIR + BOTH, NODES + PAIR),
        (PAIR + NODES, BOTH + NODES),
    ):
        first = Facts.of(estate(old))
        second = Facts.of(estate(new), first)
        compute(first, second, ["ci:app", "ci:both", "ci:n1"], ())
        for text, facts in ((old, first), (new, second)):
            # One of two is up: 1 - 0.01 · 0.05. All three are: 0.5 · 0.99 · 0.95.
            assert facts.availability("ci:app") == (Decimal("0.9995") if PAIR in text else None)
            assert facts.availability("ci:both") == (Decimal("0.47025") if BOTH in text else None)
            assert facts.availability("ci:n1") == Decimal("0.99")
