"""From files to records: what is said of a record that is wrong, and where."""

import pytest

from tests.support.catalogues import TEAM, ci, loaded, snapshot

GOOD = TEAM + ci("web-1")


def said(text: str) -> list[tuple[str, str]]:
    """List `path:line:column rule` and hint of each finding."""
    return [
        (f"{one.place.path}:{one.place.line}:{one.place.column} {one.rule}", one.hint or "")
        for one in loaded(text).findings
        if one.place
    ]


def test_a_good_catalogue_loads() -> None:
    records = snapshot(GOOD)
    assert list(records.entries) == ["team:desk", "ci:web-1"]
    assert records.get("ci:web-1") is not None


@pytest.mark.parametrize(
    ("old", "new", "place", "hint"),
    [
        ("owner: desk", "ownr: desk", "8:1 unknown-key", "did you mean owner?"),
        ("owner: desk\n", "", "1:1 missing-key", "write, for example, `owner: payments-team`"),
        ("environment: production", "environment: prod", "6:14 wrong-value", "did you mean production? it is one of"),
        ("class: server", "class: servr", "3:8 unknown-class", "did you mean server?"),
        ("id: web-1", "id: web-2", "2:5 file-name", "rename the file to web-2.yaml"),
        ("id: web-1", "id: web 1", "2:5 wrong-value", "write it like booking"),
        ("kind: ci", "kind: cis", "1:7 unknown-kind", "did you mean ci?"),
        ("kind: ci\n", "", "1:1 missing-kind", "begin with `kind:`"),
        ("name: web-1", "name: 5", "4:7 wrong-type", "write it like Checkout web tier"),
        ("owner: desk", "owner: ci:desk", "5:8 wrong-value", ""),
        ("owner: desk", "owner: yes", "5:8 refused-construct", 'quote it for text: "yes"'),
        ("owner: desk", "owner: desk\nowner: desk", "6:1 duplicate-key", "keep one of them"),
    ],
)
def test_one_mistake_gives_one_message_with_place_and_remedy(old: str, new: str, place: str, hint: str) -> None:
    text = "# path: cmdb/web-1.yaml\n" + ci("web-1").removeprefix("---\n").replace(old, new)
    if place.endswith("unknown-key"):
        place = place.replace("8:1", "5:1")
    ((where, remedy),) = said(text)
    assert where == f"cmdb/web-1.yaml:{place}"
    assert remedy.startswith(hint)


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("name:", "name is empty", "write it like Checkout web tier"),
        ("name: 5", "name is 5, and not a text", "write it like Checkout web tier"),
        ("name: [a]", "name is a list, and not a text", "write it like Checkout web tier"),
        ("name: a\nverified: soon", "verified is 'soon', and not keys with values", ""),
        ("name: a\ntags: quick", "tags is 'quick', and not a list", ""),
        ("name: a\nattributes:", "attributes is empty", "fill it in, or remove the key"),
    ],
)
def test_what_is_empty_or_of_another_sort_is_said_in_plain_words(line: str, message: str, hint: str) -> None:
    text = "# path: cmdb/web-1.yaml\n" + ci("web-1").removeprefix("---\n").replace("name: web-1", line)
    (found,) = loaded(text).findings
    assert (found.rule, found.message) == ("wrong-type", message)
    assert (found.hint or "").startswith(hint)


def test_every_missing_key_is_told() -> None:
    text = "# path: cmdb/web-1.yaml\n" + ci("web-1").removeprefix("---\n")
    for key in ("owner: desk\n", "environment: production\n", "class: server\n"):
        text = text.replace(key, "")
    assert {one.message for one in loaded(text).findings} == {
        "the key owner is missing",
        "the key environment is missing",
        "the key class is missing",
    }


def test_attributes_are_checked_by_the_class() -> None:
    text = """
kind: ci_class
id: vessel
parent: site
description: A ship.
attributes:
  imo: {type: text, required: true}
""" + ci("arctica", "attributes:\n  imoo: x\n", class_="vessel")
    assert said(TEAM + "---" + text) == [
        ("cmdb/arctica.yaml:9:1 class-attribute", "write `imo:`"),
        ("cmdb/arctica.yaml:10:3 class-attribute", "did you mean imo?"),
    ] or said(TEAM + "---" + text) == [("cmdb/arctica.yaml:10:3 class-attribute", "did you mean imo?")]


def test_two_files_may_not_hold_the_same_record() -> None:
    result = loaded(ci("web-1") + ci("web-1"))
    (finding,) = result.findings
    assert (finding.rule, finding.spot.path) == ("duplicate-id", "cmdb/web-1.yaml")
    assert finding.related[0].spot.path == "cmdb/again/web-1.yaml"


@pytest.mark.parametrize(
    ("text", "rule"),
    [("# nothing\n", "empty-file"), ("- a\n", "not-a-mapping"), ("text\n", "not-a-mapping")],
)
def test_files_that_hold_no_record(text: str, rule: str) -> None:
    assert [one.rule for one in loaded("# path: cmdb/a.yaml\n" + text).findings] == [rule]


def test_a_record_that_fails_counts_as_declared() -> None:
    records = loaded(TEAM + ci("web-1", environment="prod") + "---\nkind: ci\nid: web-2\n\tx\n").snapshot
    assert "ci:web-1" in records
    assert records.record("ci:web-1") is None
    assert "ci:web-2" in records


def test_thousands_of_mistakes_are_cut() -> None:
    text = ci("web-1", "tags: [" + ", ".join(["UPPER"] * 5000) + "]\n")
    assert len(loaded(text).findings) <= 201
