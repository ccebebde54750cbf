"""Forms as forges send them; nothing in them is believed."""

import json
from typing import Any

import pytest

from gitsm.errors import UnreadableSourceError
from gitsm.exchange.payloads import read

BODY = "### Name\n\nBergen desk\n\n### Who\n\namara\nbo\n"
ISSUE: dict[str, Any] = {
    "action": "opened",
    "issue": {
        "number": 12,
        "title": "[request:mailbox] Bergen",
        "body": BODY,
        "labels": [{"name": "request:mailbox"}, {"name": "urgent"}],
        "user": {"login": "amara", "email": "amara@home.example", "name": "Amara N."},
        "created_at": "2026-11-20T08:15:00Z",
    },
    "repository": {"full_name": "tern/catalogue"},
}
HOOK: dict[str, Any] = {
    "object_kind": "issue",
    "user": {"username": "amara", "email": "amara@home.example"},
    "project": {"path_with_namespace": "tern/it/catalogue"},
    "labels": [{"title": "request:mailbox"}],
    "object_attributes": {
        "iid": 12,
        "title": "Bergen",
        "description": "<!-- gitsm form: request:mailbox -->\n<!-- Read\nme -->\n\n"
        + BODY
        + '\n/label ~"request:mailbox"\n',
        "created_at": "2026-11-20 08:15:00 UTC",
    },
}
PLAIN: dict[str, Any] = {"form": "incident:mail", "answers": {"a": "b"}, "by": "bo", "at": "2026-11-20T09:15:00+01:00"}


def sent(data: object) -> Any:
    return read("event.json", json.dumps(data).encode())


def altered(data: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(data))
    *way, last = path.split("/")
    place = copy
    for key in way:
        place = place[key]
    place[last] = value
    return copy


@pytest.mark.parametrize(
    ("data", "system", "project"), [(ISSUE, "github", "tern/catalogue"), (HOOK, "gitlab", "tern/it/catalogue")]
)
def test_an_issue_of_a_forge(data: dict[str, Any], system: str, project: str) -> None:
    found = sent(data)
    assert (found.sort, found.form, found.by_label, found.by) == ("request", "mailbox", True, "amara")
    assert found.given == (("Name", "Bergen desk"), ("Who", "amara\nbo"))
    assert found.at.isoformat() == "2026-11-20T08:15:00+00:00"
    assert found.origin == (system, f"{project}#12")
    assert "home.example" not in repr(found)
    assert "Amara N." not in repr(found)


def test_plain_json() -> None:
    found = sent(PLAIN)
    assert (found.sort, found.form, found.by_label, found.by) == ("incident", "mail", False, "bo")
    assert (found.given, found.origin) == ((("a", "b"),), None)
    assert sent({key: value for key, value in PLAIN.items() if key != "at"}).at is None


def test_a_title_names_the_form_where_there_is_no_label() -> None:
    assert sent(altered(ISSUE, "issue/labels", [])).form == "mailbox"


def test_text_before_the_first_heading_and_headings_of_strangers_are_answers_to_nothing() -> None:
    found = sent(altered(ISSUE, "issue/body", "Hello\n\n### Name\n\na\n### Who\nb\n### Name\nc"))
    assert [name for name, _ in found.given] == ["text before the first heading", "Name", "Who", "Name"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ([], "it is no JSON object"),
        ({}, "neither an issue nor form"),
        ({**PLAIN, "extra": 1}, "neither an issue nor form"),
        ({**PLAIN, "form": "request:../x"}, "neither an issue nor form"),
        ({**PLAIN, "form": ["request:x"]}, "neither an issue nor form"),
        ({**PLAIN, "answers": [1]}, "neither an issue nor form"),
        ({**PLAIN, "by": "a b"}, "by whose handle"),
        ({**PLAIN, "by": None}, "by whose handle"),
        ({**PLAIN, "at": "yesterday"}, "when it was sent"),
        (altered(ISSUE, "issue/labels", [{"name": "request:other"}]), "say different forms"),
        (altered(altered(ISSUE, "issue/labels", []), "issue/title", "Hi"), "which form it is"),
        (altered(ISSUE, "issue/user", {"login": "a/../b"}), "by whose handle"),
        (altered(ISSUE, "issue/created_at", None), "when it was sent"),
        (altered(ISSUE, "issue/number", "12"), "which issue of which repository"),
        (altered(ISSUE, "issue/number", -1), "which issue of which repository"),
        (altered(ISSUE, "repository/full_name", "tern"), "which issue of which repository"),
        (altered(ISSUE, "issue/pull_request", {}), "it is a pull request"),
    ],
)
def test_a_payload_that_does_not_say_what_it_must(data: object, why: str) -> None:
    with pytest.raises(UnreadableSourceError, match=why):
        sent(data)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"{", "no JSON"),
        (b"\xff", "not UTF-8"),
        (b'{"form": 1, "form": 2}', 'the key "form" stands twice'),
        (b'{"form": NaN}', "NaN is no number"),
        (b"[" * 100_000, "it is nested deeper than 100"),
        (b" " * ((1 << 20) + 1), "larger than 1048576 bytes"),
    ],
)
def test_bytes_that_are_no_payload(raw: bytes, why: str) -> None:
    with pytest.raises(UnreadableSourceError, match=why):
        read("event.json", raw)


def test_odd_shapes_are_passed_over() -> None:
    data = altered(altered(ISSUE, "issue/labels", "many"), "issue/body", None)
    assert sent(data).given == ()
    assert sent(altered(ISSUE, "issue/labels", ["x", {"name": 3}, {"name": "request:mailbox"}])).form == "mailbox"
