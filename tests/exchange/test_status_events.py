"""Posts of a status page become incidents and changes with their timeline, beside the outages they are."""

from collections import Counter
from pathlib import Path

import yaml

from tests.benchmarks.causes import imported, ranked, snapshot
from tests.support.inside import gitsm
from tests.support.judging import service
from tests.support.repositories import write

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
        {"at": "2026-03-02T09:35:00+00:00", "what": "It is back."},
    ]
    change = found["chg-2026-03-03-work"]
    assert change["planned"] == {"start": "2026-03-02T08:05:00+00:00", "end": "2026-03-02T09:35:00+00:00"}
    assert change["affected"] == [{"service": "service:booking"}]


def test_a_real_status_page_arrives_and_its_changes_are_ranked(shared_data: Path) -> None:
    records = imported(shared_data / "jenkins-status" / "issues")
    counts = Counter(one.kind for one in records)
    # 297 posts, 184 of them announced work by title or name (README of that data); three say no time or nothing hurt.
    assert sum(counts.values()) >= 294
    assert abs(counts["change"] - 184) <= 4
    assert sum("timeline" in one.data for one in records) >= 25
    first = {ref.partition("inc-")[2]: told[0].ref for ref, _, told in ranked(snapshot(records)) if told}
    # Its post says: "Following ci migration to aws, we are encountering an outage".
    assert first["2025-02-14-aws-ci-jenkins-io-outage"] == "change:chg-2025-02-13-ci-migration"
    assert first["2022-05-28-updates-flaky"] == "change:chg-2022-05-27-maintenance-updates"
