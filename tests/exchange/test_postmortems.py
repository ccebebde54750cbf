"""Post-mortems become articles, and each incident names its own."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.backdrop import BACKDROP
from tests.support.catalogues import files
from tests.support.inside import gitsm
from tests.support.judging import service
from tests.support.repositories import git, repository, write

INCIDENT = """---
kind: incident
id: inc-{day}-{name}
title: {title}
impact: high
urgency: high
services: [service:{service}]
started_at: {day}T23:30:00Z
detected_at: {day}T23:40:00Z
"""
ESTATE = (
    BACKDROP
    + "".join(service(name, phase="pipeline") for name in ("mail", "web"))
    + INCIDENT.format(day="2026-03-02", name="mail", title="Mail stands still", service="mail")
    + INCIDENT.format(day="2026-03-03", name="web", title="The certificate of the web site is over", service="web")
    + INCIDENT.format(day="2026-06-01", name="mail", title="Mail stands still", service="mail")
)
REPORT = "---\ntags: post-mortem\n---\n# Certificate outage\n\nNobody renewed it. {{ x }} <script>y</script>\n"
WORDS = ("--owner", "desk", "--reviewed-at", "2026-03-20")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "r", [("base", files(ESTATE))])


def brought(root: Path, reports: dict[str, str], *words: str) -> tuple[int, str]:
    write(root.parent / "reports", reports)
    done = gitsm("import", "post-mortems", root.parent / "reports", *WORDS, *words, cwd=root)
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def read(root: Path, name: str) -> Any:
    (path,) = root.rglob(f"{name}.yaml")
    return yaml.safe_load(path.read_text("utf-8"))


def test_an_article_about_what_was_hurt_and_the_incident_names_it(root: Path) -> None:
    # Dated a day later than the incident began: somebody wrote it when it was over.
    status, said = brought(root, {"20260304-certificate-outage.md": REPORT})
    assert (status, said) == (0, "1 created, 1 updated.\n")
    article = read(root, "kb-20260304-certificate-outage")
    assert (article["title"], article["type"]) == ("Certificate outage", "information")
    assert article["tags"] == ["post-mortem"]
    assert (article["applies_to"], article["confidence"]) == (["service:web"], "not_validated")
    assert "tags: post-mortem" not in article["resolution"]
    assert "{{ x }} <script>y</script>" in article["resolution"]
    assert read(root, "inc-2026-03-03-web")["knowledge"] == ["kb-20260304-certificate-outage"]
    # Nothing else of the incident, and no other incident, is touched.
    assert git(root, "diff", "--numstat").split() == ["2", "0", "changes/inc-2026-03-03-web.yaml"]
    assert gitsm("check", "--as-of", "2026-03-21", cwd=root).returncode == 0
    assert brought(root, {}) == (0, "1 unchanged.\n")


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("certificate.md", REPORT, "its name begins with no date"),
        ("2026-13-40-certificate.md", REPORT, "its name begins with no date"),
        ("202603031-certificate.md", REPORT, "its name begins with no date"),
        ("2026-03-10-certificate.md", REPORT, "no incident of those days shares a word with it"),
        ("2026-03-03-zebra.md", "# Zebra\n\nx\n", "no incident of those days shares a word with it"),
    ],
)
def test_what_tells_of_no_incident_is_left_out(root: Path, name: str, text: str, why: str) -> None:
    status, said = brought(root, {name: text})
    assert status == 1
    assert why in said
    assert git(root, "status", "--porcelain") == ""


def test_runbooks_that_were_brought_in_are_not_gone(root: Path) -> None:
    write(root.parent / "mail", {"restart.md": "# Restart mail\n\nSymptoms.\n"})
    gitsm("import", "markdown", root.parent / "mail", *WORDS, cwd=root)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Runbooks")
    _, said = brought(root, {"2026-03-03-certificate.md": REPORT}, "--prune")
    assert "gone" not in said
    assert read(root, "kb-restart")["type"] == "runbook"


def test_real_post_mortems_find_their_incidents(tmp_path: Path, shared_data: Path) -> None:
    root = repository(tmp_path / "r", [("base", files(BACKDROP))])
    jenkins = shared_data / "jenkins-status"
    gitsm("import", "mapping", "--map", "cstate-events", jenkins / "issues", cwd=root)
    done = gitsm("import", "post-mortems", jenkins / "postmortems", *WORDS, cwd=root)
    assert done.stdout.startswith("8 created, 8 updated.")
    # Read by hand: what each of the eight post-mortems is about, and the post that was written of it then.
    assert {
        article.partition("-")[2]: one["id"]
        for path in (root / "changes").rglob("inc-*.yaml")
        for one in [yaml.load(path.read_text("utf-8"), yaml.BaseLoader)]
        for article in one.get("knowledge", [])
    } == {
        "20210525-window-outage": "inc-2021-05-25-weekly-windows",
        "20210529-aci-outage": "inc-2021-05-29-no-aci-agents-for-ci-jenkins-io",
        "20210602-aks-incident": "inc-2021-06-03-aks-sp-expiration",
        "20210602-windows-packaging-2-289-1": "inc-2021-06-02-lts-windows",
        "20210603-aci-agent-outage": "inc-2021-06-03-no-aci-agents-for-ci-jenkins-io",
        "20210607-artifactory-auth": "inc-2021-06-07-repo-jenkins-ci-org",
        "20210608-fastly-outage": "inc-2021-06-08-fastly-outage",
        "20211118-jenkinsio-outage": "inc-2021-11-18-jenkins-io-outage",
    }
