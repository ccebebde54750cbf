"""Personal data in articles, and what only looks like it."""

import pytest

from gitsm.operations.personal_data import finnish, iban, luhn, norwegian, swedish
from tests.support.judging import article, findings, spots


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Write to kari.nordmann@post.example.", "a mail address"),
        ("Call +47 912 34 567 at night.", "a telephone number"),
        ("Call 0047 91234567 at night.", "a telephone number"),
        ("Pay to GB82 WEST 1234 5698 7654 32.", "a bank account number (IBAN)"),
        ("Pay to NO9386011117947.", "a bank account number (IBAN)"),
        ("The card 4111 1111 1111 1111 was refused.", "a card number"),
        ("His number is 15108695088.", "a Norwegian identity number"),
        ("Her number is 811228-9874.", "a Swedish identity number"),
        ("Her number is 131052-308T.", "a Finnish identity code"),
        ("Her number is 070761-4285.", "a Danish identity number"),
        ("Her number is 078-05-1120.", "a United States social security number"),
    ],
)
def test_personal_data_is_found_and_not_repeated(text: str, sort: str) -> None:
    (finding,) = findings("personal-data", article("kb", f"resolution: {text}\n"))

    assert f" {sort}: " in finding.message
    assert not any(word in finding.message for word in ("nordmann", "912", "WEST", "1111", "308T", "4285"))


@pytest.mark.parametrize(
    "text",
    [
        "Write to desk@tern-ferries.example or NOC@northsat.example.",
        "Call +47 55 50 12 00 or 004755501200.",
        "The order 4111 1111 1111 1112 is no card number.",
        "Build 20261122-0930 of 2026-11-22 at 192.168.100.200, port 8080.",
        "Pay to GB82 WEST 1234 5698 7654 33.",
        "15108695089 is no identity number, nor is 11111111111.",
        "Set user@host in the prompt; ticket REQ0012345678.",
    ],
)
def test_what_is_no_personal_data_passes(text: str) -> None:
    assert spots("personal-data", article("kb", f"resolution: '{text}'\n")) == []


def test_a_list_of_people_is_cut_short() -> None:
    people = "".join(f"p{number}@post.example " for number in range(200))

    assert len(spots("personal-data", article("kb", f"resolution: {people}\n"))) == 50


def test_each_text_is_looked_at_and_the_line_is_named() -> None:
    found = findings("personal-data", article("kb", "cause: |\n  One.\n  Ask a.b@post.example.\n  Three.\n"))

    assert [finding.spot.pointer for finding in found] == ["/cause"]
    assert "on its line 2" in found[0].message


def test_check_digits_by_published_examples() -> None:
    assert luhn("79927398713")
    assert not luhn("79927398710")
    assert iban("DE89370400440532013000")
    assert norwegian("15108695088")
    assert swedish("811228-9874")
    assert not swedish("811328-9874")
    assert finnish("131052-308T")
    assert not finnish("131052-308U")
