"""Exemptions that another blackout takes back."""

import pytest

from tests.rules.test_window_in_blackout import CIS, freeze
from tests.support.judging import spots


def exempting(about: str, kinds: str = "emergency", start: str = "2026-12-01", end: str = "2026-12-10") -> str:
    return freeze(about, end, f"exempt: [{kinds}]\n", start).replace("id: freeze", "id: own")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (exempting("{cis: [ci:db]}") + freeze("{all: true}"), True),
        (exempting("{cis: [ci:db]}") + freeze("{all: true}", rest="exempt: [emergency, standard]\n"), False),
        (exempting("{cis: [ci:db]}", "emergency, standard") + freeze("{all: true}", rest="exempt: [standard]\n"), True),
        (exempting("{cis: [ci:db]}") + freeze("{cis: [ci:web]}"), False),
        (exempting("{cis: [ci:db]}") + freeze("{all: true}", "2026-12-20", start="2026-12-10"), False),  # they adjoin
        (exempting("{all: true}") + freeze("{cis: [ci:db]}"), False),
        (exempting("{all: true}"), False),
    ],
)
def test_what_is_found(text: str, found: bool) -> None:  # noqa: FBT001
    assert spots("contradicting-blackouts", CIS + text) == (["window:own/exempt"] if found else [])
