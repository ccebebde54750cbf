"""References to what is not there, in every sort of field."""

import pytest

from gitsm.rules import judge
from tests.support.backdrop import BACKDROP, TODAY
from tests.support.catalogues import ci, loaded
from tests.support.judging import agreement, article, findings, offering, service, spots


def window(selects: str) -> str:
    return (
        "---\nkind: window\nid: freeze\ntype: blackout\nreason: Summer.\n"
        f"applies_to: {{{selects}}}\nat: {{start: 2026-07-01T00:00:00Z, end: 2026-08-01T00:00:00Z}}\n"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ci("aa", owner="dsek"), ["ci:aa/owner"]),
        (
            ci("aa", "depends_on: [ci:bb, {target: ci:cc}, {any_of: [ci:dd, ci:ee], min_up: 1}]\n") + ci("dd"),
            ["ci:aa/depends_on/0", "ci:aa/depends_on/1/target", "ci:aa/depends_on/2/any_of/1"],
        ),
        (service("aa", "support: {hours: nights, contact: {chat: x}}\n"), ["service:aa/support/hours"]),
        (agreement("sla", "sla", "service:aa"), ["agreement:sla/covers/0"]),
        # A class is built in or declared.
        (article("kb"), []),
        (article("kb").replace("ci_class:application", "ci_class:applicatoin"), ["knowledge_article:kb/applies_to/0"]),
        (window("services: [service:aa]"), ["window:freeze/applies_to/services/0"]),
        (window("classes: [server, sevrer]"), ["window:freeze/applies_to/classes/1"]),
        (
            "---\nkind: request_offering\nid: req\noffering: offer\naudience: [team:desk, team:dsek]\n",
            ["request_offering:req/audience/1", "request_offering:req/offering"],
        ),
        ("---\nkind: policy\nid: pol\napprovals: {default: [dsek]}\n", ["policy:pol/approvals/default/0"]),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("unknown-reference", text) == expected


def test_the_hint_names_what_was_meant_as_the_field_writes_it() -> None:
    (bare,) = findings("unknown-reference", ci("aa", owner="dsek"))
    (whole,) = findings("unknown-reference", service("booking", "depends_on: [service:bokking]\n"))

    assert bare.hint == "did you mean desk?"
    assert whole.hint == "did you mean service:booking?"


def test_a_renamed_record_is_named_by_its_new_id() -> None:
    (finding,) = findings(
        "unknown-reference", ci("aa", "depends_on: [ci:old-name]\n") + ci("zz", "moved: {from: old-name}\n")
    )

    assert finding.hint == "it is called zz now"
    assert [related.spot.path for related in finding.related] == ["cmdb/zz.yaml"]


def test_a_record_that_failed_to_load_still_counts_as_declared() -> None:
    snapshot = loaded(ci("aa", "depends_on: [ci:bb]\n") + ci("bb", criticality="very") + BACKDROP).snapshot

    assert judge(snapshot, TODAY) == ()


def test_a_word_that_a_field_takes_besides_references_names_nothing() -> None:
    text = offering("offer", "booking", phase="pipeline") + service("booking", phase="pipeline")
    request = "---\nkind: request_offering\nid: req\noffering: offer\napproval: {}\n"

    assert spots("unknown-reference", text + request.format("none")) == []
    assert spots("unknown-reference", text + request.format("line_manager")) == []
    assert spots("unknown-reference", text + request.format("dsek")) == ["request_offering:req/approval"]
