import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.render.color import wants_color
from gitsm.render.terminal import paint, plain, printable, width


@given(st.text())
def test_printable_text_moves_no_cursor_and_gives_no_orders(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert "##[" not in shown


@given(st.text(alphabet=st.characters(codec="ascii", categories=["L", "N", "P", "Zs"], exclude_characters="[")))
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;owned\x07", "\\u001b]0;owned\\u0007"),
        ("\x9b31m", "\\u009b31m"),
        ("\u202egnp", "\\u202egnp"),
        ("\ud800", "\\ud800"),
        ("a\nb", "a\\u000ab"),
        ("\U000e0001", "\\U000e0001"),
        ("##[error]x", "##\\u005berror]x"),
        ("Bergen, Tromsø, 東京", "Bergen, Tromsø, 東京"),
    ],
)
def test_escapes(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_line_breaks_can_be_kept() -> None:
    assert printable("a\n\tb", "\n") == "a\n\\u0009b"


def test_colours_go_away() -> None:
    assert plain(paint("x", "error") + "y" + paint("z", "dim")) == "xyz"


@pytest.mark.parametrize(
    ("when", "environment", "terminal", "expected"),
    [
        ("auto", {"TERM": "xterm"}, True, True),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1", "TERM": "xterm"}, True, False),
        ("auto", {"NO_COLOR": "", "TERM": "xterm"}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0", "TERM": "xterm"}, True, False),
        ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_when_there_are_colours(when: str, environment: dict[str, str], terminal: bool, expected: bool) -> None:  # noqa: FBT001
    assert wants_color(when, environment, terminal=terminal) is expected


@pytest.mark.parametrize(("text", "cells"), [("abc", 3), ("漢字", 4), ("e\u0301", 1), ("ø", 1), ("🚢", 2)])
def test_width(text: str, cells: int) -> None:
    assert width(text) == cells
