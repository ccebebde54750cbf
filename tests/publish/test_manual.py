"""The generated manual: everything there is has its place, and its examples hold."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from gitsm.cli.reference import verbs
from gitsm.cli.verbs import commands
from gitsm.load.reader import read
from gitsm.publish.manual import pages
from gitsm.rules.manual import manual
from gitsm_schemas import KINDS
from gitsm_schemas.classes import built_in
from gitsm_schemas.flow import RELATIONS
from tests.support.program import gitsm

ROOT = Path(__file__).parents[2]
PAGES = {page.path: page.markdown for page in pages(verbs())}


def test_every_rule_kind_and_verb_has_a_page_and_a_line_in_its_overview() -> None:
    for folder, names in (
        ("rules", manual()),
        ("kinds", KINDS),
        ("verbs", [name.replace(" ", "-") for name in commands()]),
    ):
        found = {path.partition("/")[2].removesuffix(".md") for path in PAGES if path.startswith(f"{folder}/")}
        assert found == set(names)
        assert [name for name in names if f"({folder}/{name}.md)" not in PAGES[f"{folder}.md"]] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_in_the_page_of_its_kind(kind: str) -> None:
    text = PAGES[f"kinds/{kind}.md"]
    fields = [info.alias or name for name, info in KINDS[kind].model_fields.items() if name != "kind"]
    assert [field for field in fields if f"| `{field}` |" not in text] == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_a_kind_is_one(kind: str) -> None:
    block = re.search(r"```yaml\n(.*?)```", PAGES[f"kinds/{kind}.md"], re.DOTALL)
    assert block is not None
    assert yaml.safe_load(block[1])["kind"] == kind
    KINDS[kind].model_validate(read(block[1].encode()).data)


def test_every_option_of_a_verb_is_in_its_page() -> None:
    for verb in verbs():
        text = PAGES[f"verbs/{verb.page}.md"]
        assert [option for option, _ in verb.options if option.split()[0].strip(",") not in text] == []
        assert all(line in text for line in verb.examples)


def test_relations_and_classes_are_all_there() -> None:
    assert [name for name in RELATIONS if f"| `{name}` |" not in PAGES["reference/relations.md"]] == []
    assert [name for name in built_in() if f"- `{name}`" not in PAGES["reference/classes.md"]] == []


def test_pages_are_the_same_every_time() -> None:
    assert {page.path: page.markdown for page in pages(verbs())} == PAGES


def test_the_manual_has_no_dead_link(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", "site/mkdocs.yml", "-d", str(tmp_path / "site")],
        cwd=ROOT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "site" / "rules" / "common-mode.html").is_file()


def test_getting_started_works_as_it_is_written(tmp_path: Path) -> None:
    text = (ROOT / "site" / "docs" / "getting-started.md").read_text("utf-8")
    lines = [line.removeprefix("$ ") for line in re.findall(r"^\$ .*$", text, re.MULTILINE)]
    program = f"{sys.executable} -m gitsm"
    script = "set -e\n" + "\n".join(re.sub(r"^gitsm\b", program, line) for line in lines)
    from tests.support.program import environment

    done = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, env=environment(), check=False, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "> ci:db-host-2 (was ci:db-host)" in done.stdout
    assert gitsm("check", cwd=tmp_path / "services").returncode == 0
