"""What a change touches, told from plain data: where it is told at all, it is what the models tell."""

from hypothesis import given
from hypothesis import strategies as st

from gitsm.change.plainly import declares, plainly_touched
from gitsm.change.touched import silent_keys, touched
from gitsm.diff.compare import compare
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas import KINDS

CI = {
    "kind": "ci", "id": "app", "class": "server", "name": "App", "owner": "desk", "environment": "production",
    "criticality": "less_critical", "lifecycle": "operational/in_use",
}  # fmt: skip
OPTIONAL = {
    "owner": st.sampled_from(["desk", "team:desk", "team:other", 7]),
    "name": st.sampled_from(["App", "The app"]),
    "availability": st.sampled_from(["99%", "99.0%", "99.9%", 0.99, 1, "x"]),
    "depends_on": st.sampled_from(
        [[], ["ci:aa"], ["aa"], [{"target": "ci:aa"}], [{"target": "aa", "strength": "hard"}],
         [{"target": "ci:aa", "strength": "soft"}], ["ci:aa", "ci:bb"], ["ci:bb", "ci:aa"], "ci:aa", [3]]
    ),
    "runs_on": st.sampled_from(
        [[{"any_of": ["ci:aa", "ci:bb"], "min_up": 1}], [{"any_of": ["bb", "aa"], "min_up": 1}],
         [{"any_of": ["ci:aa", "ci:bb"], "min_up": 2}], [{"any_of": ["ci:aa", "ci:cc"], "min_up": 1}]]
    ),
    "verified": st.sampled_from([{"at": "2026-10-01", "by": "amara"}, {"at": "2026-10-02", "by": "amara"}]),
    "tags": st.sampled_from([["a"], ["a", "b"], ["x:a"]]),
    "attributes": st.sampled_from([{}, {"cores": 4}, {"cores": 8}]),
}  # fmt: skip
CIS = st.fixed_dictionaries({}, optional=OPTIONAL).map(lambda more: {**CI, **more})
TARGETS = [{"metric": "availability", "value": "99%"}]
AGREEMENTS = st.fixed_dictionaries(
    {
        "covers": st.sampled_from([["ci:app"], ["ci:app", "ci:db"]]),
        "targets": st.sampled_from(
            [TARGETS, *([{**TARGETS[0], **more}] for more in ({"value": "99.0%"}, {"window": "month"}, {"value": 1}))]
        ),
        "ends": st.sampled_from(["2026-12-31", "2027-12-31"]),
    }
).map(
    lambda more: {
        "kind": "agreement", "id": "sla", "type": "sla", "provider": "desk", "customer": "customer:guests",
        "starts": "2026-01-01", "review_due": "2026-11-01", "calendar": "always", **more,
    }
)  # fmt: skip
AFFECTED = st.lists(
    st.sampled_from(
        [{"ci": "app"}, {"ci": "ci:app"}, {"ci": "db", "impact_code": "not_impacted", "reason": "Apart."},
         {"service": "service:shop"}]
    ),
    max_size=2,
)  # fmt: skip
CHANGES = AFFECTED.map(
    lambda affected: {
        "kind": "change", "id": "chg-2026-11-22-app", "title": "Work", "type": "normal", "reason": "Old.",
        "affected": affected, "planned": {"start": "2026-11-28T22:00:00Z", "end": "2026-11-28T23:00:00Z"},
        "assignee": "amara", "implementation_plan": "Do.", "test_plan": "Look.",
        "backout_plan": {"steps": "Undo.", "tested": True},
    }
)  # fmt: skip
TREES = st.fixed_dictionaries({}, optional={"ci:app": CIS, "agreement:sla": AGREEMENTS, "change:c": CHANGES})


def snapshot(tree: dict[str, dict[str, object]]) -> Snapshot:
    entries = []
    for ref, data in tree.items():
        model = KINDS[str(data["kind"])]
        try:
            record = model.model_validate(data)
        except ValueError:
            record = None
        entries.append(Entry(ref, f"{ref}.yaml", str(data), record, data))
    return Snapshot.of(entries)


@given(TREES, TREES)
def test_what_is_told_is_what_the_models_tell(
    before: dict[str, dict[str, object]], after: dict[str, dict[str, object]]
) -> None:
    plain = plainly_touched(before, after, silent_keys())
    if plain is None:
        return
    head = snapshot(after)
    whole = touched(compare(snapshot(before), head), head)
    assert (plain.sources, plain.barriers) == (whole.sources, whole.barriers)
    assert plain.edited >= whole.edited
    assert {ref for ref in plain.edited if ref.startswith("agreement:")} == whole.edited & {"agreement:sla"}


def test_the_commonest_edits_are_told() -> None:
    silent = silent_keys()
    for edit in ({"availability": "99.9%"}, {"depends_on": ["ci:aa", "ci:bb"]}, {"environment": "staging"}):
        told = plainly_touched(
            {"ci:app": {**CI, "availability": "99%", "depends_on": ["ci:aa"]}},
            {"ci:app": {**CI, "availability": "99%", "depends_on": ["ci:aa"], **edit}},
            silent,
        )
        assert told is not None
        assert told.sources == {"ci:app"}
    told = plainly_touched({"ci:app": CI}, {"ci:app": {**CI, "verified": {"at": "2026-10-01", "by": "amara"}}}, silent)
    assert told is not None
    assert told.sources == frozenset()
    assert (
        plainly_touched({"ci:app": {**CI, "availability": "99%"}}, {"ci:app": {**CI, "availability": "99.0%"}}, silent)
        is None
    )


def test_what_a_change_declares_is_read_whatever_else_stands_there() -> None:
    items = [
        {"ci": "app"},
        {"service": "service:shop"},
        {"ci": "db", "impact_code": "not_impacted"},
        {"ci": 3},
        "app",
        None,
        {},
    ]
    assert declares({"affected": items}) == ({"ci:app", "service:shop"}, {"ci:db"})
    assert declares({"affected": "ci:app"}) == (set(), set())
