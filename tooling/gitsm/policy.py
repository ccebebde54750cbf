"""How the organisation decides: its policy records over the packaged defaults."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import Any, Final

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
    RiskFactors,
    RiskPolicy,
    RulesPolicy,
    ServiceDeskPolicy,
    SignersPolicy,
    Threshold,
    ThresholdsPolicy,
)
from gitsm_schemas.scalars import Duration, duration

_CRITICALITY: Final[Mapping[str, int]] = {
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


def _factors(factors: RiskFactors) -> RiskFactors:
    """Give a criticality the packaged points (domain.md §8.6) where the policy names none."""
    return factors.model_copy(update={"criticality": {**_CRITICALITY, **factors.criticality}})


@dataclass(frozen=True, slots=True)
class Policies:
    """One value for each topic; what no record says is packaged.

    Attributes:
        priority_matrix: priority by impact and urgency (domain.md §8.5).
        risk: how risk is computed (domain.md §8.6).
        approvals: who must agree; packaged: the owners of what is touched.
        thresholds: how much one change may touch.
        health: what a healthy CMDB is.
        change_control: which edits need a change record.
        service_desk: how incidents, problems and requests are handled.
        knowledge: how old knowledge may become, and what makes it good.
        error_budget: what follows when a promise has no room left for outages.
        signers: whose signatures on commits are known; packaged: nobody's.
        rules: how severe each rule is, and what is accepted for a time.
    """

    priority_matrix: PriorityMatrix
    risk: RiskPolicy
    approvals: ApprovalsPolicy
    thresholds: ThresholdsPolicy
    health: HealthPolicy
    change_control: ChangeControlPolicy
    service_desk: ServiceDeskPolicy
    knowledge: KnowledgePolicy
    error_budget: ErrorBudgetPolicy
    signers: SignersPolicy
    rules: RulesPolicy

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
        return replace(_PACKAGED, **found)


def _joined(first: RulesPolicy, second: RulesPolicy) -> RulesPolicy:
    return RulesPolicy(severity={**first.severity, **second.severity}, waivers=(*first.waivers, *second.waivers))


def _completed(value: object) -> object:
    if isinstance(value, RiskPolicy):
        return value.model_copy(update={"factors": _factors(value.factors)})
    if isinstance(value, KnowledgePolicy):
        within, weights = {**_REVIEW, **value.review_within}, {**_QUALITY, **value.weights}
        return value.model_copy(update={"review_within": within, "weights": weights})
    return value


_PACKAGED: Final = Policies(
    priority_matrix=PriorityMatrix(high=(1, 2, 3), medium=(2, 3, 4), low=(3, 4, 5)),
    risk=RiskPolicy(factors=_factors(RiskFactors())),
    approvals=ApprovalsPolicy(default=()),
    thresholds=ThresholdsPolicy(limits=(Threshold(actions=("removed",), max_share=Decimal("0.3"), from_total=10),)),
    health=HealthPolicy(
        required=("$.owner", "$.class", "$.environment", "$.criticality", "$.lifecycle"),
        recommended=("$.description", "$.support_group", "$.verified"),
        stale_after=duration("90d"),
    ),
    change_control=ChangeControlPolicy(
        controlled=(Controlled(kinds=("ci", "service", "service_offering", "agreement")),)
    ),
    service_desk=ServiceDeskPolicy(
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
    ),
    knowledge=KnowledgePolicy(review_within=_REVIEW, weights=_QUALITY),
    error_budget=ErrorBudgetPolicy(),
    signers=SignersPolicy(),
    rules=RulesPolicy(),
)

assert tuple(field.name for field in fields(Policies)) == TOPICS

__all__ = ["Policies"]
