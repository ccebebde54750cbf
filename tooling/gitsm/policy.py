"""How the organisation decides: its policy records over the packaged defaults."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, TypeVar

from gitsm.snapshot import Snapshot
from gitsm_schemas.policies import (
    TOPICS,
    ApprovalsPolicy,
    ChangeControlPolicy,
    Controlled,
    ErrorBudgetPolicy,
    HealthPolicy,
    KnowledgePolicy,
    MajorTrigger,
    MajorWhen,
    Policy,
    PriorityMatrix,
    Quality,
    Reviewable,
    RiskPolicy,
    RulesPolicy,
    ServiceDeskPolicy,
    SignersPolicy,
    Threshold,
    ThresholdsPolicy,
)
from gitsm_schemas.record import Criticality
from gitsm_schemas.scalars import Duration, duration

T = TypeVar("T")
_CRITICALITY: Final[dict[Criticality, int]] = {
    "most_critical": 25,
    "somewhat_critical": 15,
    "less_critical": 5,
    "not_critical": 0,
}
_REVIEW: Final[dict[Reviewable, Duration]] = {
    "work_in_progress": duration("30d"),
    "not_validated": duration("365d"),
    "validated": duration("365d"),
}
_QUALITY: Final[dict[Quality, int]] = {
    "validated": 25,
    "current": 25,
    "complete": 20,
    "unique": 10,
    "specific": 10,
    "used": 10,
}


class Policies:
    """One value for each topic; what no record says is packaged, and made when it is asked for: models take long.

    Args:
        said: by topic, what records say.
    """

    def __init__(self, said: Mapping[str, Any]) -> None:
        self._said = said

    @classmethod
    def of_tree(cls, snapshot: Snapshot) -> "Policies":
        """Lay the policies of a tree over the packaged defaults."""
        return cls.of(record for _, record in snapshot.records(Policy))

    @classmethod
    def of(cls, records: Iterable[Policy]) -> "Policies":
        """Lay policy records over the packaged defaults.

        Severities and waivers of several records add up, a later id winning; of any other topic the first id counts,
        and the rule `duplicate-policy` reports the rest.
        """
        found: dict[str, Any] = {}
        for record in sorted(records, key=lambda each: each.id):
            for topic in TOPICS:
                value = getattr(record, topic)
                if value is None:
                    continue
                if topic == "rules" and topic in found:
                    value = _joined(found[topic], value)
                elif topic in found:
                    continue
                found[topic] = _completed(value)
        return cls(found)

    @cached_property
    def priority_matrix(self) -> PriorityMatrix:
        """Priority by impact and urgency (domain.md §8.5)."""
        return self._said.get("priority_matrix") or PriorityMatrix(high=(1, 2, 3), medium=(2, 3, 4), low=(3, 4, 5))

    @cached_property
    def risk(self) -> RiskPolicy:
        """How risk is computed (domain.md §8.6)."""
        return self._said.get("risk") or _completed(RiskPolicy())

    @cached_property
    def approvals(self) -> ApprovalsPolicy:
        """Who must agree; packaged: the owners of what is touched."""
        return self._said.get("approvals") or ApprovalsPolicy(default=())

    @cached_property
    def thresholds(self) -> ThresholdsPolicy:
        """How much one change may touch."""
        removed = Threshold(actions=("removed",), max_share=Decimal("0.3"), from_total=10)
        return self._said.get("thresholds") or ThresholdsPolicy(limits=(removed,))

    @cached_property
    def health(self) -> HealthPolicy:
        """What a healthy CMDB is."""
        return self._said.get("health") or HealthPolicy(
            required=("$.owner", "$.class", "$.environment", "$.criticality", "$.lifecycle"),
            recommended=("$.description", "$.support_group", "$.verified"),
            stale_after=duration("90d"),
        )

    @cached_property
    def change_control(self) -> ChangeControlPolicy:
        """Which edits need a change record."""
        everything = Controlled(kinds=("ci", "service", "service_offering", "agreement"))
        return self._said.get("change_control") or ChangeControlPolicy(controlled=(everything,))

    @cached_property
    def service_desk(self) -> ServiceDeskPolicy:
        """How incidents, problems and requests are handled."""
        return self._said.get("service_desk") or ServiceDeskPolicy(
            major=(
                MajorTrigger(name="critical", when=MajorWhen(priority_at_most=1), why="Its priority is critical."),
                MajorTrigger(
                    name="most_critical_down",
                    when=MajorWhen(criticality=("most_critical",)),
                    why="Something the organisation cannot do without is down.",
                ),
            ),
            close_after=duration("5d"),
            causes_within=duration("7d"),
            back_within=duration("90d"),
        )

    @cached_property
    def knowledge(self) -> KnowledgePolicy:
        """How old knowledge may become, and what makes it good."""
        return self._said.get("knowledge") or KnowledgePolicy(review_within=_REVIEW, weights=_QUALITY)

    @cached_property
    def error_budget(self) -> ErrorBudgetPolicy:
        """What follows when a promise has no room left for outages."""
        return self._said.get("error_budget") or ErrorBudgetPolicy()

    @cached_property
    def signers(self) -> SignersPolicy:
        """Whose signatures on commits are known; packaged: nobody's."""
        return self._said.get("signers") or SignersPolicy()

    @cached_property
    def rules(self) -> RulesPolicy:
        """How severe each rule is, and what is accepted for a time."""
        return self._said.get("rules") or RulesPolicy()


def _joined(first: RulesPolicy, second: RulesPolicy) -> RulesPolicy:
    return RulesPolicy(severity={**first.severity, **second.severity}, waivers=(*first.waivers, *second.waivers))


def _completed(value: T) -> T:
    if isinstance(value, RiskPolicy):
        factors = value.factors
        # A criticality that the policy does not name has the packaged points (domain.md §8.6).
        points = {**_CRITICALITY, **factors.criticality}
        return value.model_copy(update={"factors": factors.model_copy(update={"criticality": points})})
    if isinstance(value, KnowledgePolicy):
        within, weights = {**_REVIEW, **value.review_within}, {**_QUALITY, **value.weights}
        return value.model_copy(update={"review_within": within, "weights": weights})
    return value


__all__ = ["Policies"]
