"""The health of the CMDB: completeness, correctness, compliance and relationships (domain.md §8.9)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Final, Literal

from gitsm.diagnostics import Finding, Severity
from gitsm.graph.edges import edges_of
from gitsm.improvement.parts import says
from gitsm.improvement.trust import duplicates, stale
from gitsm.policy import Policies
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas.classes import class_tree
from gitsm_schemas.configuration import CiClass
from gitsm_schemas.policies import HealthPolicy

Flaw = Literal["required", "recommended", "orphan", "stale", "duplicate", "compliance"]
Color = Literal["red", "yellow", "green", "unknown"]

FLAWS: Final[Mapping[str, tuple[Flaw, ...]]] = {
    "completeness": ("required", "recommended"),
    "correctness": ("orphan", "stale", "duplicate"),
    "compliance": ("compliance",),
}
"""By figure, what it is the mean of."""
_GONE: Final = "end_of_life"


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure.

    Attributes:
        name: what it counts.
        evaluated: how many were looked at.
        failing: how many of them fail.
        cap: more than so many evaluated read as incomplete, not as a number.
    """

    name: str
    evaluated: int
    failing: int
    cap: int

    @property
    def incomplete(self) -> bool:
        """Whether there were too many to say a number."""
        return self.evaluated > self.cap

    @property
    def value(self) -> Fraction | None:
        """The share that is well, 0 to 1; None where nothing was evaluated, or too much."""
        return None if self.incomplete or not self.evaluated else 1 - Fraction(self.failing, self.evaluated)


@dataclass(frozen=True, slots=True)
class Score:
    """How healthy a part of the CMDB is.

    Attributes:
        name: which part: `team:…`, `ci_class:…`, or `all`.
        metrics: by name.
        yellow_above: below or at it is red.
        green_above: above it is green.
    """

    name: str
    metrics: Mapping[str, Metric]
    yellow_above: Fraction
    green_above: Fraction

    def figure(self, name: str) -> Fraction | None:
        """Take the mean of what a figure is made of; None where one of them is no number."""
        return _mean(self.metrics[flaw].value for flaw in FLAWS[name])

    @property
    def value(self) -> Fraction | None:
        """The mean of completeness, correctness and compliance."""
        return _mean(self.figure(name) for name in FLAWS)

    @property
    def color(self) -> Color:
        """Red, yellow or green, by policy."""
        value = self.value
        if value is None:
            return "unknown"
        return "green" if value > self.green_above else "yellow" if value > self.yellow_above else "red"

    @property
    def evaluated(self) -> int:
        """How many CIs it is about."""
        return self.metrics["required"].evaluated


@dataclass(frozen=True, slots=True)
class Failing:
    """What is wrong with one CI.

    Attributes:
        ref: the CI.
        flaw: which metric it fails.
        why: what is missing, or how it shows.
    """

    ref: str
    flaw: Flaw
    why: str


@dataclass(frozen=True, slots=True)
class Health:
    """The health of a CMDB.

    Attributes:
        as_of: the day that counts as today.
        whole: all CIs but those at the end of their life.
        relationships: relations of every record; failing: they lead nowhere, to itself, to what is retired, or twice.
        teams: by owner, the worst first.
        classes: by class, the worst first.
        failing: what is wrong with which CI, in order.
    """

    as_of: date
    whole: Score
    relationships: Metric
    teams: tuple[Score, ...]
    classes: tuple[Score, ...]
    failing: tuple[Failing, ...] = field(repr=False)


def health(snapshot: Snapshot, findings: Iterable[Finding], as_of: date, policy: HealthPolicy | None = None) -> Health:
    """Measure the health of a tree.

    Args:
        snapshot: the records.
        findings: what `check` finds; a CI with an error or a warning fails compliance.
        as_of: the day that counts as today.
        policy: what is asked for; none: as the snapshot's own policies say.
    """
    wanted = policy or Policies.of_tree(snapshot).health
    cis = [entry for entry in snapshot.of_kind("ci") if _stage(entry) != _GONE]
    failing = tuple(_failing(snapshot, cis, wanted, as_of, _accused(findings)))
    flaws: dict[str, set[Flaw]] = {}
    for one in failing:
        flaws.setdefault(one.ref, set()).add(one.flaw)

    def score(name: str, of: Collection[Entry]) -> Score:
        metrics: dict[str, Metric] = {
            flaw: Metric(flaw, len(of), sum(flaw in flaws.get(entry.ref, ()) for entry in of), wanted.cap)
            for figure in FLAWS.values()
            for flaw in figure
        }
        return Score(name, metrics, Fraction(wanted.yellow_above), Fraction(wanted.green_above))

    return Health(
        as_of,
        score("all", cis),
        _relationships(snapshot, wanted.cap),
        _by(cis, lambda entry: f"team:{_word(entry, 'owner').removeprefix('team:')}", score),
        _by(cis, lambda entry: f"ci_class:{_word(entry, 'class')}", score),
        failing,
    )


def _by(
    cis: Iterable[Entry], key: Callable[[Entry], str], score: Callable[[str, Collection[Entry]], Score]
) -> tuple[Score, ...]:
    """Score each group, the worst first."""
    groups: dict[str, list[Entry]] = {}
    for entry in cis:
        groups.setdefault(key(entry), []).append(entry)
    scores = [score(name, of) for name, of in sorted(groups.items()) if not name.endswith(":")]
    return tuple(sorted(scores, key=lambda one: (one.value is None, one.value or 0, one.name)))


def _failing(
    snapshot: Snapshot, cis: list[Entry], wanted: HealthPolicy, as_of: date, accused: Mapping[str, str]
) -> Iterator[Failing]:
    """List what is wrong with each CI."""
    tree = class_tree(record for _, record in snapshot.records(CiClass))
    every = {record.id: record.verify_every for _, record in snapshot.records(CiClass)}
    related = _related(snapshot)
    twins = duplicates(cis)
    for entry in cis:
        data = entry.data or {}
        asked: tuple[tuple[Flaw, Iterable[str]], ...] = (
            ("required", wanted.required),
            ("recommended", wanted.recommended),
        )
        for flaw, paths in asked:
            missing = [path for path in paths if not says(data, path)]
            if missing:
                yield Failing(entry.ref, flaw, f"lacks {', '.join(path.removeprefix('$.') for path in missing)}")
        if entry.ref not in related:
            yield Failing(entry.ref, "orphan", "related to nothing")
        rules = tree.get(_word(entry, "class"))
        chain = rules.chain if rules else ()
        limit = next((each for name in chain if (each := every.get(name)) is not None), wanted.stale_after)
        why = stale(data, limit, as_of)
        if why:
            yield Failing(entry.ref, "stale", why)
        if entry.ref in twins:
            yield Failing(entry.ref, "duplicate", twins[entry.ref])
        if entry.ref in accused:
            yield Failing(entry.ref, "compliance", accused[entry.ref])


def _accused(findings: Iterable[Finding]) -> dict[str, str]:
    """List by record the rules it breaks; a note is no breach."""
    found: dict[str, list[str]] = {}
    for one in findings:
        if one.subject is not None and one.severity > Severity.NOTE:
            rules = found.setdefault(one.subject, [])
            if one.rule not in rules:
                rules.append(one.rule)
    return {ref: f"breaks {', '.join(sorted(rules))}" for ref, rules in found.items()}


def _related(snapshot: Snapshot) -> set[str]:
    """List what has a relation to another record that exists, in whichever direction."""
    found: set[str] = set()
    for entry in snapshot:
        for edge in edges_of(entry):
            if edge.target in snapshot and edge.target != entry.ref:
                found |= {entry.ref, edge.target}
    return found


def _relationships(snapshot: Snapshot, cap: int) -> Metric:
    evaluated = failing = 0
    for entry in snapshot:
        seen: set[tuple[str, str]] = set()
        for edge in edges_of(entry):
            target = snapshot.get(edge.target)
            again = (edge.relation, edge.target) in seen
            seen.add((edge.relation, edge.target))
            evaluated += 1
            failing += (
                target is None
                or again
                or edge.target == entry.ref
                or (_stage(target) == _GONE and _stage(entry) != _GONE)
            )
    return Metric("relationships", evaluated, failing, cap)


def _stage(entry: Entry) -> str:
    return _word(entry, "lifecycle").partition("/")[0]


def _word(entry: Entry, key: str) -> str:
    value = (entry.data or {}).get(key)
    return value if isinstance(value, str) else ""


def _mean(values: Iterable[Fraction | None]) -> Fraction | None:
    known = list(values)
    numbers = [value for value in known if value is not None]
    return sum(numbers, Fraction(0)) / len(known) if len(numbers) == len(known) else None
