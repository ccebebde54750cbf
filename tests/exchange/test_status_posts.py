"""Posts of a status page become outages; a real page's hours down are those counted independently."""

import re
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from gitsm.exchange.fields import slug
from tests.support.backdrop import BACKDROP
from tests.support.catalogues import files
from tests.support.judging import service
from tests.support.program import gitsm
from tests.support.repositories import write

POST = """---
title: Booking is down
date: 2026-03-02T8:05:00-00:00
resolved: true
resolvedWhen: 2026-03-02 09:35:00
# Possible severity levels: down, disrupted, notice
severity: {severity}
affected:
  - Ticket Shop
  - nothing-known
section: issue
---
[Final Message] It is back.
"""


def posted(folder: Path, **posts: str) -> Path:
    write(folder, {f"posts/{name.replace('_', '-')}.md": text for name, text in posts.items()})
    write(folder, files(service("booking", "aliases: [ticket shop]\n") + BACKDROP))
    return folder


def imported(folder: Path, *words: str) -> dict[str, Any]:
    """Import the posts, and read the records that came of it by id."""
    done = gitsm("import", "mapping", "--map", "cstate", "posts", *words, cwd=folder)
    assert done.returncode in {0, 1}, done.stderr
    records = (yaml.load(path.read_text("utf-8"), yaml.BaseLoader) for path in (folder / "changes").rglob("*.yaml"))
    return {one["id"]: one for one in records}


def test_a_post_becomes_an_outage(tmp_path: Path) -> None:
    folder = posted(
        tmp_path,
        p2026_03_02_down=POST.format(severity="down"),
        p2026_03_03_slow=POST.format(severity="disrupted"),
        p2026_03_04_work=POST.format(severity="down").replace("Booking is down", "Maintenance of booking"),
    )
    for path in (folder / "posts").iterdir():
        path.rename(path.with_name(path.name.removeprefix("p")))
    found = imported(folder)
    assert {name: one["type"] for name, one in found.items()} == {
        "out-2026-03-02-down": "outage", "out-2026-03-03-slow": "degradation", "out-2026-03-04-work": "planned_outage"
    }  # fmt: skip
    one = found["out-2026-03-02-down"]
    assert (one["start"], one["end"]) == ("2026-03-02T08:05:00+00:00", "2026-03-02T09:35:00+00:00")
    # What is known by another name is found by it; what is not known is kept, and told by check.
    assert one["affects"] == ["service:booking", "service:nothing-known"]
    assert one["tags"] == ["severity:down"]
    assert one["source"]["id"] == "2026-03-02-down"
    again = gitsm("import", "mapping", "--map", "cstate", "posts", cwd=folder)
    assert "3 unchanged" in again.stdout + again.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no front matter\n", "it has no front matter"),
        ("---\ntitle: a\n", "it has no front matter"),
    ],
)
def test_a_file_that_is_no_post_is_said(tmp_path: Path, text: str, said: str) -> None:
    folder = posted(tmp_path, post=text)
    done = gitsm("import", "mapping", "--map", "cstate", "posts", cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("date: 2026-03-02T8:05:00-00:00\n", "", "it says nothing for start"),
        ("date: 2026-03-02T8:05:00-00:00\n", "date: yesterday\n", "it says nothing for start"),
        ("affected:\n  - Ticket Shop\n  - nothing-known\n", "", "it says nothing for affects"),
        ("severity: down\n", "severity: fine\n", "it says nothing for type"),
    ],
)
def test_a_post_that_says_too_little_is_skipped(tmp_path: Path, before: str, after: str, said: str) -> None:
    folder = posted(tmp_path, post=POST.format(severity="down").replace(before, after))
    done = gitsm("import", "mapping", "--map", "cstate", "posts", cwd=folder)
    assert done.returncode == 1
    assert said in done.stdout


HOURS_DOWN = {
    "wiki.jenkins.io": 1496.58,
    "ci.jenkins.io": 219.46,
    "accounts.jenkins.io": 145.50,
    "issues.jenkins.io": 117.23,
    "get.jenkins.io": 61.43,
    "updates.jenkins.io": 50.98,
}
"""Counted independently; see the README of the data."""
BACKWARDS = {
    "2021-09-23-puppet-outage", "2021-11-18-jenkins-io-outage", "2022-06-13-repo-slow",
    "2023-02-23-maintenance-aks-k8s-1-24", "2023-06-02-trusted.ci-migration-to-azure", "2023-12-06-systempool-tainted",
    "2024-06-05-RPU-trusted", "2026-04-29-ci-maintenance-sec-advisory",
}  # fmt: skip


@pytest.fixture
def jenkins(tmp_path: Path, shared_data: Path) -> Path:
    folder = tmp_path
    config = yaml.safe_load((shared_data / "jenkins-status" / "config.yml").read_text("utf-8"))
    systems = [one["name"] for one in config["params"]["systems"]]
    known = {"ldap.jenkins.io": ["ldap"], "infra.ci.jenkins.io": ["infra.ci"], "release.ci.jenkins.io": ["release.ci"]}
    text = BACKDROP
    for name in dict.fromkeys((*systems, *known)):
        names = f"aliases: [{', '.join(known[name])}]\n" if name in known else ""
        text += service(slug(name), names, phase="pipeline")
    write(folder, files(text))
    (folder / "posts").symlink_to(shared_data / "jenkins-status" / "issues")
    return folder


def test_a_real_status_page_is_imported(jenkins: Path) -> None:
    found = imported(jenkins)
    # 297 posts; five affect nothing.
    assert len(found) == 292
    hours: dict[str, float] = defaultdict(float)
    for one in found.values():
        start, end = (datetime.fromisoformat(one[key]) for key in ("start", "end"))
        if "severity:down" in one["tags"] and start <= end:
            for ref in one["affects"]:
                hours[ref] += (end - start).total_seconds() / 3600
    assert {name: round(hours[f"service:{slug(name)}"], 2) for name in HOURS_DOWN} == HOURS_DOWN
    # The other names of a service are found by its aliases, in either case.
    assert not {"service:infra-ci", "service:release-ci", "service:ldap"} & {
        ref for one in found.values() for ref in one["affects"]
    }
    checked = gitsm("check", cwd=jenkins).stdout
    backwards = set(re.findall(r"/(out-[^/]*)\.yaml:\d+:\d+: error\[end-before-start\]", checked))
    # Two more end the moment they start: they last for no time, which is no outage either.
    moment = {name for name, one in found.items() if one["start"] == one["end"]}
    assert moment == {"out-2021-04-15-jira-upgrade", "out-2024-03-28-acp-1-0-0"}
    assert backwards - moment == {slug(f"out-{name}") for name in BACKWARDS}
