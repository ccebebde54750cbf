"""What fits a text in a user's words, and why."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gitsm.operations.search import Library, Reason
from gitsm.operations.words import stems
from tests.support.catalogues import snapshot
from tests.support.judging import article, offering, service

REST = """---
kind: team
id: desk
name: Desk
members: [amara]
contact: {chat: "#desk"}
---
kind: calendar
id: always
timezone: Europe/Oslo
hours: always
"""
PROBLEM = """---
kind: problem
id: prb-2026-06-04-clock
statement: Gates lose the time
services: [service:gates]
symptom: Tickets of today are refused.
"""
CATALOGUE = (
    REST
    + service("gates", "aliases: [turnstiles]\n")
    + offering("gates-puffin", "gates")
    + article("kb-clock", "resolution: Press the service button.\n").replace("Sold out", "Gates refuse valid tickets")
    + article("kb-old", "", "archived").replace("Sold out", "Gates refuse valid tickets, long ago")
    + article("kb-turn").replace("Sold out", "Cleaning").replace("[ci_class:application]", "[service:gates]")
    + PROBLEM
    + PROBLEM.replace("04-clock", "05-known").replace("refused.\n", "refused.\nworkaround: Set the clock by hand.\n")
    + PROBLEM.replace("04-clock", "06-over").replace("refused.\n", "refused.\nworkaround: None.\n")
    + "resolution_code: fix_applied\n---\nkind: request_offering\nid: spare-key\nname: Spare key for a gate\n"
    "offering: gates-puffin\nfields: [{id: which, label: Which turnstile, type: text}]\n"
)
LIBRARY = Library(snapshot(CATALOGUE))


def refs(question: str, most: int = 10) -> list[str]:
    return [one.ref.partition(":")[2] for one in LIBRARY.suggest(question, most)]


def test_articles_known_errors_and_requests_are_ranked() -> None:
    assert refs("the gate refuses my ticket")[:2] == ["kb-clock", "prb-2026-06-05-known"]
    assert {one.sort for one in LIBRARY.suggest("gates")} == {"article", "known error", "request"}


def test_what_no_longer_helps_is_left_out() -> None:
    found = refs("gates refuse valid tickets clock time", 100)
    assert {"kb-old", "prb-2026-06-04-clock", "prb-2026-06-06-over"}.isdisjoint(found)


def test_another_name_of_what_it_is_about_finds_it() -> None:
    best = LIBRARY.suggest("turnstiles")[0]
    assert best.ref in {"request_offering:spare-key", "knowledge_article:kb-turn"}
    assert {"kb-turn", "spare-key", "prb-2026-06-05-known"} == set(refs("turnstile"))


def test_the_reasons_are_words_of_the_question() -> None:
    best = LIBRARY.suggest("Tickets are REFUSED at the gate")[0]
    assert best.reasons[0] == Reason("title", ("Tickets", "REFUSED", "gate"))


def test_nothing_is_invented() -> None:
    assert refs("zebra quagga") == []
    assert refs("the of and is") == []
    assert refs("") == []
    assert Library(snapshot(REST)).suggest("gate") == ()


def test_no_more_than_wanted() -> None:
    assert len(refs("gates", 1)) == 1


def test_words_as_users_write_them() -> None:
    def kept(text: str) -> list[str]:
        return [stem for stem, _ in stems(text)]

    assert kept("Wi-Fi") == kept("wifi") == kept("WLAN")
    assert kept("I cannot log in")[-1] == kept("login")[0]
    assert kept("café")[0] == kept("cafe")[0]
    assert kept("DiskFull") == [*kept("diskfull"), *kept("disk full")]
    assert kept("refusing refuses refused") == kept("refuse refuse refuse")
    assert kept("a" * 41) == []
    assert [stem for stem, _ in stems("Fähren", "german")] == [stem for stem, _ in stems("Fahre", "german")]


@settings(max_examples=50)
@given(st.text(max_size=300))
def test_any_text_is_answered_the_same_each_time(question: str) -> None:
    found = LIBRARY.suggest(question)
    assert found == LIBRARY.suggest(question)
    assert all(one.score > 0 and one.reasons for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
