"""The project sets itself up from what it ships, and its own papers agree with each other."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

import gitsm
from gitsm.cli.reference import verbs
from gitsm.cli.verbs import VERBS
from gitsm.publish.manual import pages

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "tooling" / "requirements.lock").read_text(encoding="utf-8")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DECISIONS = ROOT / "site" / "docs" / "decisions"
PAPERS = sorted([*ROOT.glob("*.md"), *(ROOT / "site" / "docs").rglob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\((?!https?://|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def asked(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return canonical(found[0])


def locked() -> set[str]:
    return {canonical(name) for name in re.findall(r"(?m)^([A-Za-z0-9._-]+)==", LOCK)}


def test_the_lock_names_no_address_and_no_machine() -> None:
    assert re.findall(r"(?m)^.*(?:https?:|file:|--find-links|--index|--extra-index|\s/\w+/).*$", LOCK) == []


def test_every_pin_of_the_lock_has_a_hash() -> None:
    pins = re.split(r"(?m)^(?=[A-Za-z0-9])", LOCK)[1:]
    assert [pin.split(maxsplit=1)[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_the_lock_holds_everything_that_is_asked_for() -> None:
    project = PROJECT["project"]
    wanted = [*project["dependencies"], *PROJECT["build-system"]["requires"]]
    for extra in project.get("optional-dependencies", {}).values():
        wanted += extra
    assert {asked(requirement) for requirement in wanted} - locked() == set()


def test_the_wheel_holds_both_packages_and_nothing_else(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names} == {
        "gitsm",
        "gitsm_schemas",
        f"gitsm-{gitsm.__version__}.dist-info",
    }
    assert {"gitsm/py.typed", "gitsm_schemas/py.typed", "gitsm/cli/door.py"} <= set(names)


def test_git_sees_the_sources_of_the_manual() -> None:
    ignored = subprocess.run(
        ["git", "check-ignore", "--no-index", "site/mkdocs.yml", "site/docs/manual.md", "schemas/json/ci.json"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    if ignored.returncode > 1:
        pytest.skip(f"not in a git repository: {ignored.stderr.strip()}")
    assert ignored.stdout == ""


def test_the_two_commands_exist() -> None:
    rules = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    assert {"demo", "test", "lint", "format", "docs", "lock", "bench", "clean", "help"} <= rules


def test_hooks_call_verbs_that_exist() -> None:
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    own = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    entries = [hook["entry"].split() for hook in [*offered, *(h for repo in own["repos"] for h in repo["hooks"])]]
    calls = [entry[1] for entry in entries if entry[0].endswith("gitsm")]
    assert calls
    assert [verb for verb in calls if verb not in VERBS] == []


@pytest.mark.parametrize("path", ["catalog/a.yaml", "cmdb/x/b.yml", "data/catalog/a.yaml", "changes/2026/c.yaml"])
def test_the_offered_hook_runs_for_records(path: str) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert re.search(hook["files"], path)


@pytest.mark.parametrize("path", ["site/mkdocs.yml", "mycatalog/a.yaml", "catalog/readme.md"])
def test_the_offered_hook_stays_away_from_the_rest(path: str) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert not re.search(hook["files"], path)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_papers_lead_somewhere(paper: Path) -> None:
    text = re.sub(r"(?ms)^```.*?^```", "", paper.read_text(encoding="utf-8"))
    generated = {ROOT / "site" / "docs" / page.path for page in pages(verbs())}
    targets = [paper.parent / target for target in LINK.findall(text)]
    assert [target for target in targets if not target.exists() and target not in generated] == []


def test_every_decision_is_listed() -> None:
    listed = set(LINK.findall((DECISIONS / "index.md").read_text(encoding="utf-8")))
    assert {path.name for path in DECISIONS.glob("*.md")} - {"index.md"} == listed


@pytest.mark.parametrize("path", sorted(set(DECISIONS.glob("*.md")) - {DECISIONS / "index.md"}), ids=lambda p: p.stem)
def test_a_decision_says_why_what_and_what_follows(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert [part for part in ("\n## Why\n", "\n## Decision\n", "\n## What follows\n") if part not in text] == []


def test_the_manual_builds_and_asks_no_third_party(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "-f", "site/mkdocs.yml", "-d", str(tmp_path / "site")],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=True,
    )
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "site").rglob("*.html")]
    assert len(pages) > len(list(DECISIONS.glob("*.md")))
    loads = re.compile(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//[^\"'> ]+")
    assert [found for page in pages for found in loads.findall(page)] == []


def test_what_is_tested_to_its_last_branch_is_the_middle_of_the_contract() -> None:
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    (middle,) = [one["source_modules"] for one in contracts if one["name"].startswith("The middle knows")]
    told = re.search(r"(?m)^MIDDLE := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert told is not None
    named = {word.removesuffix("/*").removesuffix(".py") for word in told[1].split()}
    assert named == {module.removeprefix("gitsm.") for module in middle}
    # A path that nothing is at would be measured as complete.
    assert [
        word for word in told[1].split() if not (ROOT / "tooling" / "gitsm" / word.removesuffix("/*")).exists()
    ] == []


def test_pages_use_no_syntax_that_the_site_does_not_read() -> None:
    """Tabs and boxes of other themes would stand there as they are written."""
    strange = re.compile(r"(?m)^(?:===|!!!|\?\?\?\+?) .*$")
    assert {path.name: found for path in PAPERS if (found := strange.findall(path.read_text("utf-8")))} == {}
