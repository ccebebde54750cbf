"""Posts of a status page become incidents and changes with their timeline, beside the outages they are."""

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from gitsm.exchange.posts import timeline
from tests.benchmarks.causes import imported, ranked, read_by_hand, snapshot
from tests.support.inside import gitsm
from tests.support.judging import service
from tests.support.repositories import write

START, END = datetime(2026, 3, 2, 8, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC)
POST = """---
title: {title}
date: 2026-03-02T08:05:00Z
resolvedWhen: 2026-03-02 09:35:00
severity: down
affected:
  - booking
---
[Final Message]

It is back.
More words.

[Initial Message]
We look at it.
"""


def test_posts_become_incidents_and_changes(tmp_path: Path) -> None:
    write(tmp_path, {"catalog/booking.yaml": service("booking", phase="pipeline")[4:]})
    write(tmp_path, {"posts/2026-03-02-down.md": POST.format(title="Booking is down")})
    write(tmp_path, {"posts/2026-03-03-work.md": POST.format(title="Maintenance of booking")})
    write(tmp_path, {"posts/2026-03-04-upgrade.md": POST.format(title="Booking gets new disks")})
    gitsm("import", "mapping", "--map", "cstate-events", "posts", cwd=tmp_path)
    records = [yaml.load(path.read_text("utf-8"), yaml.BaseLoader) for path in (tmp_path / "changes").rglob("*.yaml")]
    found = {one["id"]: one for one in records}
    assert set(found) == {"inc-2026-03-02-down", "chg-2026-03-03-work", "chg-2026-03-04-upgrade"}
    incident = found["inc-2026-03-02-down"]
    assert (incident["impact"], incident["services"]) == ("high", ["service:booking"])
    assert incident["timeline"] == [
        {"at": "2026-03-02T08:05:00+00:00", "what": "We look at it."},
        {"at": "2026-03-02T09:35:00+00:00", "what": "It is back. More words."},
    ]
    change = found["chg-2026-03-03-work"]
    assert change["planned"] == {"start": "2026-03-02T08:05:00+00:00", "end": "2026-03-02T09:35:00+00:00"}
    assert change["affected"] == [{"service": "service:booking"}]
    assert (change["reason"], change["review"]) == ("We look at it.", {"summary": "It is back.\nMore words."})


def told(body: str) -> list[tuple[str, str, bool]]:
    moments = {"": START, "initial": START, "final": END, "update": None}
    return [(f"{one.at:%H:%M}", one.text, one.sure) for one in timeline(body, moments, "Europe/Oslo")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("[Final message] a\n[Initial message] b", [("08:00", "b", True), ("12:00", "a", True)]),
        ("[INITIAL]\nb\n\n[FINAL]\na", [("08:00", "b", True), ("12:00", "a", True)]),
        ("All of it.\n\nIn two parts.", [("08:00", "All of it. In two parts.", True)]),
        (
            "[Final]\na\n[Update - 2026-03-02 9h30 UTC]\nu\n[Initial]\nb",
            [("08:00", "b", True), ("09:30", "u", True), ("12:00", "a", True)],
        ),
        # Oslo is an hour ahead of UTC in March.
        ("[Update 2nd of March 2026 - 10:30]\nu\n[Initial]\nb", [("08:00", "b", True), ("10:30", "u", True)]),
        # Nobody says when: it was after the first message.
        ("[Final]\na\n[Update]\nu\n[Initial]\nb", [("08:00", "b", True), ("08:00", "u", False), ("12:00", "a", True)]),
        ("[Initial]\nb\n[Update]\nu\n[Final]\na", [("08:00", "b", True), ("08:00", "u", False), ("12:00", "a", True)]),
        ("<!--\n[Final]\nnot yet\n-->\n[Initial Message] -->\nb", [("08:00", "b", True)]),
        ("[Initial]\n* 2026-03-02T09:10 UTC - Restarted\nb", [("08:00", "b", True), ("09:10", "Restarted", True)]),
        ("See [the final report](https://x.example) of it.\n[INFRA-1] too", [
            ("08:00", "See [the final report](https://x.example) of it. [INFRA-1] too", True)
        ]),
        ("", []),
    ],
)  # fmt: skip
def test_what_was_said_when(body: str, expected: list[tuple[str, str, bool]]) -> None:
    assert told(body) == expected


def test_a_part_is_cut_to_a_line_and_parts_are_not_without_end() -> None:
    ((_, text, _),) = told("[Initial]\n" + "word " * 100)
    assert (len(text) <= 300, text.endswith(" …")) == (True, True)
    assert len(told("[Update]\nx\n" * 5000)) <= 501


def test_a_real_status_page_arrives_and_its_changes_are_ranked(shared_data: Path) -> None:
    records = imported(shared_data / "jenkins-status" / "issues")
    counts = Counter(one.kind for one in records)
    # 297 posts; the README of that data counts 184 as announced work, by words of which "window" alone names three: two
    # packages for Windows and its agents, which broke.
    assert sum(counts.values()) == 297
    assert abs(counts["change"] - (184 - 3)) <= 1
    assert all(one.data["timeline"] for one in records if one.kind == "incident")
    outage = next(one for one in records if one.id == "inc-2023-03-28-ci-outage")
    # Read in that post: an initial and a final message, five updates between them with their times.
    assert [item["at"][5:16] for item in outage.data["timeline"]] == [
        "03-28T14:00", "03-28T21:00", "03-29T07:30", "03-29T14:00", "03-29T15:30", "03-29T15:50", "03-29T15:55"
    ]  # fmt: skip
    first = {ref.partition(":")[2]: told[0].ref for ref, _, told in ranked(snapshot(records)) if told}
    by_hand = read_by_hand()
    assert first.keys() == {one["incident"] for one in by_hand}
    texts = {one.id: " ".join(one.data.get("description", "").split()) for one in records}
    for one in by_hand:
        said = re.sub(r"\[([^\]]*)\]\([^ ]*\)", r"\1", texts[one["incident"]])
        assert one["says"] in said, said
    # Its post says: "Following ci migration to aws, we are encountering an outage".
    named = {one["incident"] for one in by_hand if one["behind"] == "named"}
    assert {first[name] for name in named} == {"change:chg-2025-02-13-ci-migration"}
