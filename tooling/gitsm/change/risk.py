"""How risky a change is: computed by rules, by score and from history; a person may only raise it (domain.md §8.6)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from gitsm_schemas.changes import ChangeType, Risk
from gitsm_schemas.policies import RiskFactors, RiskPolicy, RiskRule, RiskWhen
from gitsm_schemas.record import CRITICALITIES, Criticality

BANDS: Final[tuple[Risk, ...]] = ("low", "moderate", "high")
"""From the lowest to the highest."""
PROVEN: Final = 5
"""So many successes make a standard model one to rely on."""
_GOOD: Final = Fraction(9, 10)
_POOR: Final = Fraction(7, 10)


@dataclass(frozen=True, slots=True)
class History:
    """What became of earlier changes.

    Attributes:
        successful: how many went as planned.
        with_issues: how many succeeded with issues.
        unsuccessful: how many failed or were backed out.
        priorities: the priorities of the incidents they caused.
    """

    successful: int = 0
    with_issues: int = 0
    unsuccessful: int = 0
    priorities: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        """How many changes there were."""
        return self.successful + self.with_issues + self.unsuccessful

    @property
    def success(self) -> Fraction | None:
        """The share that succeeded; None where there were none."""
        return Fraction(self.successful + self.with_issues, self.total) if self.total else None

    @property
    def score(self) -> int:
        """The history score 3S - 2I - 5U - 10·P1 - 5·P2 - 2·P3."""
        lost = sum({1: 10, 2: 5, 3: 2}.get(priority, 0) for priority in self.priorities)
        return 3 * self.successful - 2 * self.with_issues - 5 * self.unsuccessful - lost


@dataclass(frozen=True, slots=True)
class Stakes:
    """What the risk of a change is computed from; None stands for what is not known.

    Attributes:
        type: the type of change; None where there is no change record.
        criticality: the worst that is reached at degraded or down; None where none is.
        classes: the classes of the CIs that are changed, with what they refine.
        offerings: how many offerings are hit.
        redundancy: whether redundancy is lost or reduced.
        outage: whether an outage is expected inside service hours.
        hard: whether there is a hard conflict.
        soft: whether there is a soft one.
        backout: whether there is a tested way back; a missing one is untested.
        records: how many records are touched.
        team: the last ten changes of the team that does it.
        model: what became of the changes of its standard model; None where it has none.
        blind: whether records could not be read, so that more may be hit.
    """

    type: ChangeType | None = None
    criticality: Criticality | None = None
    classes: frozenset[str] = frozenset()
    offerings: int = 0
    redundancy: bool = False
    outage: bool | None = False
    hard: bool = False
    soft: bool = False
    backout: bool = True
    records: int = 1
    team: History = History()
    model: History | None = None
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor of the score.

    Attributes:
        name: the factor.
        points: what it counts.
        most: what it counts at most, where something is not known.
        why: the fact it is counted for.
    """

    name: str
    points: int
    most: int
    why: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """How risky a change is, and why.

    Attributes:
        band: the highest that any of the ways to tell comes to.
        score: the points that are certain.
        upper: the points if everything unknown is at its worst; the band follows them.
        factors: every factor with its points.
        history: the score of the team's history; None where there is none.
        decided: what raised the band to where it is.
    """

    band: Risk
    score: int
    upper: int
    factors: tuple[Factor, ...]
    history: int | None
    decided: str


def assess(stakes: Stakes, policy: RiskPolicy, raised: Risk | None = None) -> Assessment:
    """Compute the risk of a change.

    Args:
        stakes: the facts.
        policy: how they count.
        raised: the band a person gave; one below what is computed changes nothing.
    """
    factors = tuple(_factors(stakes, policy.factors))
    score, upper = (sum(getattr(one, name) for one in factors) for name in ("points", "most"))
    history = stakes.team.score if stakes.team.total else None
    found = [(_band(upper, policy), f"{upper} points" if upper == score else f"{score} to {upper} points")]
    rule = next((rule for rule in policy.rules if _matches(rule.when, stakes)), None)
    found += _by_rule(rule)
    if history is not None and history < 0:
        found.append(("moderate", f"the team's history scores {history}"))
    if raised is not None:
        found.append((raised, "a person raised it"))
    band, decided = max(found, key=lambda one: BANDS.index(one[0]))
    return Assessment(band, score, upper, factors, history, decided)


def _by_rule(rule: RiskRule | None) -> Iterator[tuple[Risk, str]]:
    if rule is not None:
        yield rule.band, f"rule {rule.name}: {rule.why}"


def _band(points: int, policy: RiskPolicy) -> Risk:
    if points <= policy.low_up_to:
        return "low"
    return "moderate" if points <= policy.moderate_up_to else "high"


def higher(one: Risk, other: Risk) -> bool:
    """Tell whether a band is above another."""
    return BANDS.index(one) > BANDS.index(other)


def _matches(when: RiskWhen, stakes: Stakes) -> bool:
    """Tell whether everything a rule names holds; a rule that names nothing holds always."""
    return all(
        (
            not when.types or stakes.type in when.types,
            not when.criticality or stakes.criticality in when.criticality,
            not when.classes or not stakes.classes.isdisjoint(when.classes),
            when.offerings_at_least is None or stakes.offerings >= when.offerings_at_least,
            when.redundancy_lost is None or stakes.redundancy is when.redundancy_lost,
            when.backout_tested is None or stakes.backout is when.backout_tested,
        )
    )


def _factors(stakes: Stakes, points: RiskFactors) -> Iterator[Factor]:
    yield _criticality(stakes, points)
    yield _counted("offerings", stakes.offerings, points.offerings, "offerings hit", blind=stakes.blind)
    yield _flag("redundancy", points.redundancy, "redundancy is lost or reduced", said=stakes.redundancy)
    yield _flag("outage", points.outage, "an outage inside service hours", said=stakes.outage)
    if stakes.hard:
        yield _flag("conflict", points.hard_conflict, "a hard conflict", said=True)
    else:
        yield _flag("conflict", points.soft_conflict, "a soft conflict", said=stakes.soft)
    yield _flag("backout", points.backout, "the way back is missing or untested", said=not stakes.backout)
    yield _counted("records", stakes.records, points.records, "records touched")
    yield _team(stakes.team, points)
    yield _model(stakes, points)


def _criticality(stakes: Stakes, points: RiskFactors) -> Factor:
    worst = stakes.criticality
    counted = points.criticality.get(worst, 0) if worst is not None else 0
    most = max([counted, *points.criticality.values()]) if stakes.blind else counted
    said = "nothing is hit" if worst is None else f"hits what is {worst.replace('_', ' ')}"
    return Factor("criticality", counted, most, f"{said}; some records could not be read" if stakes.blind else said)


def _counted(name: str, count: int, pairs: Iterable[tuple[int, int]], what: str, *, blind: bool = False) -> Factor:
    known = list(pairs)
    counted = next((points for upper, points in known if count <= upper), known[-1][1] if known else 0)
    most = max([counted, *(points for _, points in known)]) if blind else counted
    return Factor(name, counted, most, f"{count} {what if count != 1 else what.replace('s ', ' ', 1)}")


def _flag(name: str, points: int, what: str, *, said: bool | None) -> Factor:
    if said is None:
        return Factor(name, 0, points, f"not known: {what}")
    return Factor(name, points, points, what) if said else Factor(name, 0, 0, f"no: {what}")


def _team(team: History, points: RiskFactors) -> Factor:
    share = team.success
    most = max(points.success_below_70, points.success_below_90)
    if share is None:
        return Factor("team", 0, most, "not known: the team has no finished change")
    counted = points.success_below_70 if share < _POOR else points.success_below_90 if share < _GOOD else 0
    return Factor(
        "team", counted, counted, f"{team.total - team.unsuccessful} of the team's last {team.total} succeeded"
    )


def _model(stakes: Stakes, points: RiskFactors) -> Factor:
    count = stakes.model.successful + stakes.model.with_issues if stakes.model is not None else 0
    if stakes.model is not None and count >= PROVEN:
        return Factor("model", 0, 0, f"a standard model with {count} successes")
    times = "once" if count == 1 else f"{count} times"
    said = "no standard model" if stakes.model is None else f"its standard model has succeeded {times} only"
    return Factor("model", points.no_model, points.no_model, said)


def worst(found: Collection[Criticality]) -> Criticality | None:
    """Choose the worst criticality; None of none."""
    return min(found, key=CRITICALITIES.index, default=None)
