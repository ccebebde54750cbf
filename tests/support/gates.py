"""An organisation small enough to judge by hand, and pull requests on it in real repositories."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gitsm.change.approvals import NOTHING_SAID, Given, Statement, Word
from gitsm.change.gate import judge
from gitsm.change.hearing import Case, look, policy_version
from gitsm.change.impact import assess
from gitsm.change.touched import touched, with_excluded
from gitsm.change.verdict import Compared, Verdict
from gitsm.cli.options import moment
from gitsm.diff.compare import compare
from gitsm.exchange.approvals import read
from gitsm.graph.estate import Memory
from gitsm.inquiry import gating
from gitsm.render.gate.json import shape
from gitsm.sources.repository import Repository
from tests.support.catalogues import ci, files, snapshot
from tests.support.judging import offering, service
from tests.support.repositories import branch, git, repository

NOW = "2026-11-24T12:00:00Z"
POLICIES = """---
kind: policy
id: approvals
approvals:
  rules:
    - {id: owners, scope: {kinds: [ci, service, service_offering]}}
    - {id: requests, scope: {kinds: [change]}}
    - {id: promises, scope: {kinds: [agreement], fields: [$.targets]}, teams: [board]}
  extra:
    - {bands: [high], teams: [board]}
    - {types: [normal], bands: [moderate], teams: [board]}
  default: [board]
---
kind: policy
id: thresholds
thresholds:
  limits:
    - {kinds: [ci], actions: [removed], max_count: 2, max_share: 50%, from_total: 4}
"""


def team(name: str, *members: str) -> str:
    return f"---\nkind: team\nid: {name}\nname: {name}\nmembers: [{', '.join(members)}]\ncontact: {{chat: '#{name}'}}\n"


BASE = (
    team("desk", "amara", "bo")
    + team("ops", "cleo", "dan")
    + team("board", "eva", "finn")
    + "---\nkind: calendar\nid: always\ntimezone: UTC\nhours: always\n"
    + service("shop", "delivered_by: [ci:app]\n", phase="pipeline")
    + offering("web-shop", "shop", phase="pipeline")
    + ci("app", "depends_on: [ci:db]\n", class_="application", version='"1.0"')
    + ci("db", class_="database_instance", owner="ops", version='"16.1"')
    + ci("spare", owner="ops", version='"1"')
    + ci("wall", class_="firewall", owner="ops", criticality="not_critical", version='"1"')
    + POLICIES
    + """---
kind: change_model
id: db-patch
type: standard
allowed: [{kind: ci, class: database_instance, fields: [$.version, $.verified]}]
max_risk: moderate
owner: ops
expires: 2027-12-31
"""
)


def change(name: str = "chg-2026-11-24-work", rest: str = "", /, **lines: str) -> str:
    """Write a change record with nothing special about it; keywords replace lines."""
    values = {
        "title": "Work on it",
        "type": "normal",
        "reason": "It is old.",
        "affected": "[{ci: db}]",
        "planned": "{start: 2026-11-28T22:00:00Z, end: 2026-11-28T23:00:00Z}",
        "outage_expected": "{minutes: 0}",
        "assignee": "cleo",
        "implementation_plan": "Do it.",
        "test_plan": "Look.",
        "backout_plan": "{steps: Undo., tested: true}",
        **lines,
    }
    body = "".join(f"{key}: {value}\n" for key, value in values.items())
    return f"---\nkind: change\nid: {name}\n{body}{rest}"


def organisation(folder: Path, text: str = BASE) -> Path:
    """Make a repository with the organisation on main."""
    return repository(folder, [("base", files(text))])


def proposed(folder: Path, text: str, name: str = "topic", *, start: str = "main") -> str:
    """Make a branch on which the whole catalogue reads as given; the commit is returned."""
    git(folder, "checkout", "-q", start)
    now = {path: (folder / path).read_text("utf-8") for path in git(folder, "ls-files").splitlines()}
    wanted = files(text)
    edits: dict[str, str | bytes | None] = {path: body for path, body in wanted.items() if now.get(path) != body}
    edits.update(dict.fromkeys(now.keys() - wanted.keys()))
    return branch(folder, name, f"propose {name}", edits, start)


def approval(by: str, head: str, at: str = "2026-11-24T10:00:00Z", state: str = "approved") -> dict[str, str]:
    return {"by": by, "at": at, "state": state, "head": head}


def statement(folder: Path, *given: Mapping[str, Any], author: str = "cleo", **more: object) -> Path:
    """Write a file of approvals beside the repository."""
    path = folder.parent / f"{folder.name}-approvals.json"
    said = {"schema": "gitsm/approvals/v1", "author": author, "approvals": list(given), **more}
    path.write_text(json.dumps(said), "utf-8")
    return path


def verdict(
    folder: Path,
    head: str = "topic",
    approvals: Path | None = None,
    *,
    base: str = "main",
    expect: str | None = None,
    now: str = NOW,
    open_changes: str | None = None,
) -> dict[str, Any]:
    """Ask the gate, as `gitsm gate --format json` does."""
    repository = Repository.at(folder)
    said = NOTHING_SAID if approvals is None else read(approvals.read_bytes(), approvals.name)
    ends = repository.resolve(base), repository.resolve(head)
    found = gating.verdict(gating.Question(repository, *ends, base, moment(now), said, expect, open_changes))
    return dict(shape(found))


def blockers(found: Mapping[str, Any]) -> list[str]:
    return [one["id"] for one in found["blockers"]]


def heard(  # two trees, and what people said of a third
    after: str,
    *given: Given,
    before: str = BASE,
    authors: tuple[str, ...] = ("cleo",),
    seen: Mapping[str, str] | None = None,
    now: str = NOW,
) -> Verdict:
    """Judge a change between two catalogues in memory; `seen` tells by commit what its catalogue was."""
    base, head = snapshot(before), snapshot(after)
    edits = compare(base, head)
    everything = with_excluded(edits, head)
    looked = {name: snapshot(text) for name, text in (seen or {}).items()}
    return judge(
        Case(
            compared=Compared("0" * 40, "1" * 40, "2" * 40, policy_version(base)),
            before=base,
            after=head,
            edits=edits,
            findings=(),
            impact=assess(Memory.of(base), Memory.of(head), touched(edits, head)),
            unexcluded=assess(Memory.of(base), Memory.of(head), everything) if everything is not None else None,
            now=moment(now),
            statement=Statement(authors, given),
            seen={name: look(compare(base, one), base, one) for name, one in looked.items()},
        )
    )


def yes(by: str, head: str = "a", at: str = "2026-11-24T10:00:00Z", word: Word = "approved") -> Given:
    return Given(by, moment(at), word, head=head)


def missing(found: Verdict) -> list[str]:
    return [one.requirement.rule for one in found.agreement.missing]


def stops(found: Verdict) -> list[str]:
    return [one.id for one in found.blockers]
