"""Maintenance windows that nobody can use."""

import pytest

from tests.rules.test_window_never_open import window
from tests.support.catalogues import ci
from tests.support.judging import spots


def freeze(about: str, end: str = "2027-12-31", rest: str = "", start: str = "2026-11-01") -> str:
    return (
        f"---\nkind: window\nid: freeze\ntype: blackout\napplies_to: {about}\nreason: R.\n"
        f"at: {{start: {start}T00:00:00Z, end: {end}T00:00:00Z}}\n{rest}"
    )


def night(about: str, rest: str = "") -> str:
    return window("FREQ=WEEKLY;BYDAY=SA").replace("{all: true}", about) + rest


CIS = ci("db", class_="database_instance") + ci("web")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (night("{cis: [ci:db]}") + freeze("{all: true}"), True),
        (night("{cis: [ci:db]}") + freeze("{cis: [ci:db, ci:web]}"), True),
        (night("{cis: [ci:db, ci:web]}") + freeze("{cis: [ci:db]}"), False),
        (night("{all: true}") + freeze("{cis: [ci:db]}"), False),
        (night("{classes: [database_instance]}") + freeze("{classes: [application]}"), True),  # it refines the other
        (night("{classes: [application]}") + freeze("{classes: [database_instance]}"), False),
        (night("{cis: [ci:db]}") + freeze("{all: true}", "2027-01-04"), False),
        (night("{cis: [ci:db]}") + freeze("{all: true}", rest="severity: soft\n"), False),
        (night("{cis: [ci:db]}", "include_dependents: true\n") + freeze("{cis: [ci:db]}"), False),
        (
            night("{cis: [ci:db]}", "include_dependents: true\n")
            + freeze("{cis: [ci:db]}", rest="include_dependents: true\n"),
            True,
        ),
        (night("{cis: [ci:db]}"), False),
        (window("FREQ=WEEKLY;COUNT=1") + freeze("{all: true}"), False),  # it opens no more anyway
    ],
)
def test_what_is_found(text: str, found: bool) -> None:  # noqa: FBT001
    assert spots("window-in-blackout", CIS + text) == (["window:night/rrule"] if found else [])


def test_two_blackouts_close_it_together_and_a_window_of_one_time_is_named_by_it() -> None:
    once = (
        "---\nkind: window\nid: once\ntype: maintenance\napplies_to: {cis: [ci:db]}\nreason: R.\n"
        "at: {start: 2026-12-01T00:00:00Z, end: 2026-12-03T00:00:00Z}\n"
    )
    first = freeze("{all: true}", "2026-12-02").replace("id: freeze", "id: first")
    second = freeze("{cis: [ci:db]}", "2026-12-04", start="2026-12-02")
    assert spots("window-in-blackout", CIS + once + first + second) == ["window:once/at"]
    assert spots("window-in-blackout", CIS + once + first) == []
