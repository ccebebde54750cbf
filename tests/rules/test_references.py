"""What records name, row by row and column by column."""

from gitsm.rules.references import columns, mentions, named
from gitsm_schemas import KINDS
from gitsm_schemas.configuration import Ci
from gitsm_schemas.operations import Action
from gitsm_schemas.record import Record, TeamRef, field
from tests.support.backdrop import BACKDROP
from tests.support.catalogues import ci, snapshot


def test_every_field_of_a_ci_that_names_records_is_known() -> None:
    assert {column.key for column in columns(Ci)} == {
        "owner", "support_group", "location", "supplier", "maintenance_window", "depends_on", "runs_on", "hosted_on",
        "powered_by", "member_of", "part_of", "connects_to", "sends_data_to", "manages",
    }  # fmt: skip


def test_every_kind_but_those_that_stand_alone_names_records() -> None:
    alone = {kind for kind, model in KINDS.items() if not columns(model)}

    assert alone == {"supplier", "customer", "calendar", "ci_class"}


def test_columns_and_rows_name_the_same() -> None:
    text = (
        ci("aa", "depends_on: [ci:bb, {target: ci:cc}]\nconnects_to: [{any_of: [ci:dd, ci:ee], min_up: 1}]\n")
        + ci("bb", "location: cc\nsupplier: northsat\n")
        + "---\nkind: window\nid: ww\ntype: blackout\nreason: R.\napplies_to: {cis: [ci:aa], classes: [server]}\n"
        + "at: {start: 2026-07-01T00:00:00Z, end: 2026-08-01T00:00:00Z}\n"
    )
    for kind in KINDS:
        records = [entry.record for entry in snapshot(text + BACKDROP).of_kind(kind) if entry.record]
        assert named(records) == {mention.ref for record in records for mention in mentions(record)}


class Desks(Record):
    """A record as none is yet: references, and parts with references, as values of a mapping."""

    KIND = "desks"
    kind: str
    by_day: dict[str, TeamRef] = field("Who answers.", {"mon": "desk"})
    by_site: dict[str, Action] = field("What is done where.", {})


def test_references_in_mappings_are_found() -> None:
    action = {"action": "A.", "owner": "network", "due": "2026-12-01"}
    record = Desks.model_validate({"kind": "desks", "id": "dd", "by_day": {"mon": "desk"}, "by_site": {"oslo": action}})

    assert [(each.pointer, each.ref) for each in mentions(record)] == [
        ("/by_day/mon", "team:desk"),
        ("/by_site/oslo/owner", "team:network"),
    ]
    assert named([record]) == {"team:desk", "team:network"}
