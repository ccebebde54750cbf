"""Answers are checked against their form, strictly, and every mistake is told."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.operations.answers import LONGEST, checked, unfit
from gitsm_schemas.catalogue import FormField


def form(*fields: dict[str, Any]) -> tuple[FormField, ...]:
    return tuple(FormField.model_validate({"label": one["id"].capitalize(), **one}) for one in fields)


TEXT = form({"id": "name", "type": "text", "required": True})
ALL = form(
    {"id": "name", "type": "text", "required": True},
    {"id": "long", "type": "textarea"},
    {"id": "count", "type": "number"},
    {"id": "when", "type": "date"},
    {"id": "place", "type": "select", "options": ["Bergen", "Oslo"]},
    {"id": "extras", "type": "multiselect", "options": ["Big, blue", "Small"]},
    {"id": "agreed", "type": "checkbox"},
)


def test_a_whole_form_of_a_forge() -> None:
    sent = [
        ("Name", " Bergen desk "),
        ("Long", "a\r\nb"),
        ("Count", "2.5"),
        ("When", "2026-11-30"),
        ("Place", "Oslo"),
        ("Extras", "- [X] Big, blue\n- [ ] Small"),
        ("Agreed", "- [x] Agreed"),
    ]
    answers, refused = checked(ALL, sent, by_label=True)
    assert refused == ()
    assert answers == {
        "name": "Bergen desk", "long": "a\nb", "count": 2.5, "when": "2026-11-30", "place": "Oslo",
        "extras": ["Big, blue"], "agreed": True,
    }  # fmt: skip
    assert unfit(ALL, answers) == ()


def test_what_was_not_answered_is_left_out() -> None:
    sent = [("Name", "x"), *((label, "_No response_") for label in ("Long", "Count", "When", "Place"))]
    assert checked(ALL, [*sent, ("Extras", "- [ ] Small")], by_label=True) == ({"name": "x"}, ())
    assert checked(ALL, [("Name", "x"), ("Agreed", "- [ ] Agreed")], by_label=True)[0]["agreed"] is False


def test_options_may_be_ticked_where_a_forge_has_no_menus() -> None:
    sent = [("Name", "x"), ("Place", "- [ ] Bergen\n- [x] Oslo")]
    assert checked(ALL, sent, by_label=True)[0]["place"] == "Oslo"
    (refusal,) = checked(ALL, [("Name", "x"), ("Place", "- [x] Bergen\n- [x] Oslo")], by_label=True)[1]
    assert refusal.why == "more than one option is ticked"
    assert "place" not in checked(ALL, [("Name", "x"), ("Place", "- [ ] Oslo")], by_label=True)[0]


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("name", "", "it is not answered"),
        ("name", 7, "text is text, and this is int"),
        ("name", "a\nb", "it has several lines"),
        ("name", "a\x00b", "U+0000"),
        ("name", "a\x1b[31m", "U+001B"),
        ("name", "a\u202eb", "U+202E"),
        ("name", "a\ud800b", "U+D800"),
        ("name", "x" * (LONGEST["text"] + 1), "301 characters, 300 at most"),
        ("long", "x" * (LONGEST["textarea"] + 1), "20001 characters"),
        ("long", "a\x07", "U+0007"),
        ("count", "many", "it is no number"),
        ("count", "1e9", "it is no number"),
        ("count", True, "number is text, and this is bool"),
        ("when", "30.11.2026", "it is no day"),
        ("when", "2026-02-30", "it is no day"),
        ("place", "Rome", "it is no option"),
        ("place", ["Oslo"], "select is text"),
        ("extras", "Small", "it is no list of options"),
        ("extras", ["Small", "Small"], "it is no choice"),
        ("extras", ["Huge"], "it is no choice"),
        ("extras", [1], "it is no list of options"),
        ("agreed", "yes", "it is neither yes nor no"),
        ("colour", "red", "the form does not ask for it"),
    ],
)
def test_what_does_not_fit_is_refused(field: str, value: Any, why: str) -> None:
    sent = {"name": "x", field: value}
    _, refused = checked(ALL, list(sent.items()), by_label=False)
    assert [one.field for one in refused] == [field]
    assert why in refused[0].why
    assert refused[0].remedy


@pytest.mark.parametrize("value", ["- [x] Huge", "Small", "- [x] Small\nand more", 7, "- [x] Small\n" * 2000])
def test_boxes_are_the_forms_own(value: Any) -> None:
    (refusal,) = checked(ALL, [("Name", "x"), ("Extras", value)], by_label=True)[1]
    assert refusal.field == "extras"


def test_a_box_that_must_be_ticked() -> None:
    fields = form({"id": "agreed", "type": "checkbox", "required": True})
    assert checked(fields, [("Agreed", "- [ ] Agreed")], by_label=True)[1][0].why == "it is not answered"
    assert checked(fields, [("agreed", False)], by_label=False)[1][0].why == "it is not answered"
    assert checked(fields, [("agreed", True)], by_label=False) == ({"agreed": True}, ())


def test_every_mistake_is_told_at_once() -> None:
    sent = [("Name", "x"), ("Name", "y"), ("Nmae", "z"), ("Count", "?")]
    refused = checked(ALL, sent, by_label=True)[1]
    assert [(one.field, one.why) for one in refused] == [
        ("Name", "it is answered twice"), ("Nmae", "the form does not ask for it"), ("count", "it is no number"),
    ]  # fmt: skip
    assert refused[1].remedy == "did you mean Name?"
    assert checked((), [("a", "b")], by_label=False)[1][0].remedy == "the form asks for nothing"


@pytest.mark.parametrize(
    "text", ["${{ secrets.TOKEN }}", "{{ 7*7 }}", "{% raw %}", "<script>alert(1)</script>", "@admin", "../../etc",
             "!!python/object:os", "&a *a", "': x", "#comment", "- item", "null", "=cmd|'/c'!A1"]
)  # fmt: skip
def test_what_would_be_code_elsewhere_is_text_here(text: str) -> None:
    assert checked(TEXT, [("name", text)], by_label=False) == ({"name": text}, ())


@given(st.text(max_size=400))
def test_any_text_is_taken_as_it_is_or_refused(text: str) -> None:
    answers, refused = checked(TEXT, [("Name", text)], by_label=True)
    assert bool(answers) != bool(refused)
    if answers:
        assert answers["name"] == text.strip()
        assert not {unicodedata.category(char) for char in text.strip()} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
