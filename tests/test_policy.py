"""Policies: the packaged defaults, and what records say over them."""

from datetime import date

from gitsm.policy import Policies
from gitsm_schemas.policies import TOPICS, Policy
from tests.support.catalogues import TEAM, snapshot


def policies(text: str) -> Policies:
    return Policies.of(record for _, record in snapshot(TEAM + text).records(Policy))


def test_the_packaged_values_are_those_of_the_specification() -> None:
    packaged = Policies.of(())

    assert packaged.priority_matrix.high == (1, 2, 3)
    assert packaged.priority_matrix.medium == (2, 3, 4)
    assert packaged.priority_matrix.low == (3, 4, 5)
    assert packaged.risk.factors.criticality == {
        "most_critical": 25,
        "somewhat_critical": 15,
        "less_critical": 5,
        "not_critical": 0,
    }
    assert (packaged.risk.low_up_to, packaged.risk.moderate_up_to) == (25, 50)
    assert packaged.rules.severity == {}


def test_a_record_replaces_its_topic_and_leaves_the_others() -> None:
    said = policies(
        "---\nkind: policy\nid: priority\npriority_matrix: {high: [1, 1, 1], medium: [2, 2, 2], low: [3, 3, 3]}\n"
    )

    assert said.priority_matrix.high == (1, 1, 1)
    assert said.health == Policies.of(()).health


def test_points_that_a_risk_policy_does_not_name_stay_packaged() -> None:
    said = policies(
        "---\nkind: policy\nid: risk\nrisk: {factors: {criticality: {most_critical: 40}, redundancy: 20}}\n"
    )

    assert said.risk.factors.redundancy == 20
    assert said.risk.factors.criticality["most_critical"] == 40
    assert said.risk.factors.criticality["less_critical"] == 5


def test_severities_and_waivers_add_up_and_the_later_id_wins() -> None:
    waiver = "{rule: personal-data, ref: 'knowledge_article:kb-a', owner: desk, reason: R., expires: 2027-01-31}"
    said = policies(
        "---\nkind: policy\nid: rules-a\n"
        f"rules: {{severity: {{dated-id: note, self-relation: note}}, waivers: [{waiver}]}}\n"
        f"---\nkind: policy\nid: rules-b\nrules: {{severity: {{dated-id: error}}, waivers: [{waiver}]}}\n"
    )

    assert said.rules.severity == {"dated-id": "error", "self-relation": "note"}
    assert [one.expires for one in said.rules.waivers] == [date(2027, 1, 31)] * 2


def test_of_two_policies_on_one_topic_the_first_id_counts() -> None:
    said = policies(
        "---\nkind: policy\nid: risk-a\nrisk: {low_up_to: 20}\n---\nkind: policy\nid: risk-b\nrisk: {low_up_to: 30}\n"
    )

    assert said.risk.low_up_to == 20


def test_every_topic_has_a_packaged_value_that_no_record_has_to_say() -> None:
    packaged = Policies.of([])
    for topic in TOPICS:
        value = getattr(packaged, topic)
        assert type(value).model_validate(value.model_dump(by_alias=True, exclude_unset=True, mode="python")) == value
