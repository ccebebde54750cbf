"""What is in the change calendar."""

from datetime import UTC, datetime

from gitsm.change.calendar import Event, Relevance, events
from gitsm.change.scope import Ground
from gitsm.graph.estate import Memory
from gitsm_schemas.changes import Change, Window
from tests.change.test_windows import FREEZE, SATURDAY, TREE, change
from tests.support.catalogues import snapshot

DECEMBER = (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
OWN = SATURDAY.replace("id: saturday", "id: own")
PLANNED = change("chg-2026-12-05-db", "{ci: db}", "2026-12-05T22:00:00Z", "2026-12-05T23:00:00Z")


def listed(text: str, *about: str, gone: str = "") -> tuple[Event, ...]:
    known = snapshot(TREE + OWN + text + gone)
    out = {record.ref for _, record in snapshot(TREE + OWN + gone).records(Change)}
    changes = [record for _, record in known.records(Change)]
    windows = [record for _, record in known.records(Window)]
    found = events(
        [record for record in changes if record.ref not in out],
        windows,
        DECEMBER,
        gone=[record for record in changes if record.ref in out],
    )
    return Relevance(changes, windows, Ground(Memory.of(known))).of(found, about) if about else found


def test_changes_and_windows_come_in_the_order_of_time() -> None:
    found = listed(PLANNED + FREEZE)
    assert [one.ref for one in found[:3]] == ["change:chg-2026-12-05-db", "window:own", "window:own"]
    assert found[-1].ref in {"window:freeze", "window:own"}
    (freeze,) = [one for one in found if one.kind == "blackout"]
    assert (freeze.title, freeze.start, freeze.status) == ("Freeze", datetime(2026, 12, 18, tzinfo=UTC), "open")


def test_what_only_touches_the_period_is_not_in_it() -> None:
    before = PLANNED.replace("2026-12-05T22", "2026-11-30T22").replace("2026-12-05T23:00", "2026-12-01T00:00")
    assert [one for one in listed(before) if one.kind == "change"] == []


def test_a_change_has_the_time_it_took_once_it_is_over() -> None:
    over = PLANNED + "outcome: backed_out\nactual: {start: 2026-12-05T22:10:00Z, end: 2026-12-05T22:40:00Z}\n"
    (one,) = [one for one in listed(over) if one.kind == "change"]
    assert (one.start.minute, one.end.minute, one.status, one.note) == (10, 40, "done", "backed out")


def test_on_hold_and_called_off_are_told() -> None:
    held = PLANNED + "on_hold: No parts\n"
    (one,) = [one for one in listed(held) if one.kind == "change"]
    assert (one.status, one.note, one.touched) == ("on_hold", "No parts", ("ci:db",))
    (gone,) = [one for one in listed("", gone=PLANNED) if one.kind == "change"]
    assert gone.status == "canceled"


def test_only_what_has_to_do_with_a_record_is_listed_where_one_is_named() -> None:
    assert {one.ref for one in listed(PLANNED + FREEZE, "ci:app")} == {
        "change:chg-2026-12-05-db",  # app hangs on db
        "window:own",  # app names it
    }
    assert {one.ref for one in listed(PLANNED + FREEZE, "ci:sql")} == set()
    assert {one.ref for one in listed(PLANNED + FREEZE, "ci:db")} == {
        "change:chg-2026-12-05-db",
        "window:freeze",
        "window:own",  # work on db interrupts app
    }
