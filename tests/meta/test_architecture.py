"""The walls of the house stand where the contracts say."""

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOL = ROOT / "tooling" / "gitsm"
CONTRACT = ROOT / "schemas" / "gitsm_schemas"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]

MIDDLE = (
    "change",
    "service_level",
    "operations",
    "improvement",
    "diff",
    "rules",
    "graph",
    "snapshot",
    "policy",
    "diagnostics",
)
"""Functions of values: what they need is given to them."""

OUTSIDE = {"git", "ruamel", "yaml", "jinja2", "mkdocs", "click", "rich", "subprocess", "socket", "urllib", "tempfile"}
"""What reaches git, files, templates, the network or the terminal."""

DOORS = {
    "subprocess": ("sources/", "cli/"),
    "git": ("sources/",),
    "yaml": ("load/", "exchange/"),  # other organisations' YAML obeys their parser, not our reader
    "ruamel": ("load/", "editing/"),
    "mkdocs": ("plugin.py", "cli/"),
    "jinja2": ("publish/",),
    "markdown": ("publish/",),
    "markupsafe": ("publish/",),
    "nh3": ("publish/", "render/"),
    "bm25s": ("operations/ranking.py",),
    "snowballstemmer": ("operations/words.py",),
    "icalendar": ("publish/", "exchange/", "render/calendar/"),
    "dateutil": ("service_level/recurrence.py",),
    "click": ("cli/",),
    "http": ("forge/web.py",),
    "ssl": ("forge/web.py",),
    "zipfile": ("forge/",),
    "rich": ("cli/", "render/"),
}
"""Where each outside library comes in."""

FORBIDDEN_OF_GITPYTHON = {"index", "submodules", "submodule", "config_writer", "clone_from", "clone", "remotes"}
"""They write, fail open or reach the network."""


def modules(folder: Path) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        yield path.relative_to(folder).as_posix(), ast.parse(path.read_bytes(), str(path))


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room(module: str) -> str:
    return module.partition("/")[0].removesuffix(".py")


def test_the_contracts_are_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(TOOL.parent), str(CONTRACT.parent)))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_has_its_layer() -> None:
    layers = next(contract for contract in CONTRACTS if contract["name"] == "Imports go down only")
    assert layers["exhaustive"]
    named = {name.strip(" ()") for layer in layers["layers"] for name in layer.split("|")}
    assert {room(name) for name, _ in modules(TOOL)} - {"__init__"} <= named


def test_every_room_of_the_middle_is_held_to_the_contract() -> None:
    held = next(contract for contract in CONTRACTS if contract["name"].startswith("The middle"))["source_modules"]
    rooms = {room(name) for name, _ in modules(TOOL)}
    assert [name for name in MIDDLE if name in rooms and f"gitsm.{name}" not in held] == []


def test_the_middle_reaches_nothing_outside() -> None:
    found = [
        (name, target)
        for name, tree in modules(TOOL)
        if room(name) in MIDDLE
        for target in imports(tree)
        if target.partition(".")[0] in OUTSIDE
    ]
    assert found == []


def test_the_middle_has_no_clock_and_no_environment() -> None:
    asked = [
        f"{name}:{node.lineno} {node.value.id}.{node.attr}"
        for name, tree in modules(TOOL)
        if room(name) in MIDDLE
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if (node.value.id, node.attr)
        in {("datetime", "now"), ("date", "today"), ("datetime", "today"), ("time", "time"), ("os", "environ")}
    ]
    assert asked == []


@pytest.mark.parametrize("library", DOORS)
def test_an_outside_library_comes_in_by_its_door(library: str) -> None:
    found = [
        name
        for name, tree in modules(TOOL)
        if any(target.partition(".")[0] == library for target in imports(tree))
        if not name.startswith(DOORS[library])
    ]
    assert found == []


def test_the_contract_between_people_and_tool_needs_pydantic_alone() -> None:
    outside = {
        target.partition(".")[0]
        for _, tree in modules(CONTRACT)
        for target in imports(tree)
        if target.partition(".")[0] not in sys.stdlib_module_names
    }
    assert outside <= {"gitsm_schemas", "pydantic", "pydantic_core", "annotated_types", "dateutil"}


def test_rules_do_not_know_each_other() -> None:
    rules = {
        name.removesuffix(".py")
        for name, tree in modules(TOOL / "rules")
        if any(isinstance(node, ast.FunctionDef) and node.name == "check" for node in tree.body)
    }
    assert rules
    known = [
        (name, target)
        for name, tree in modules(TOOL / "rules")
        if name.removesuffix(".py") in rules
        for target in imports(tree)
        if target.startswith("gitsm.rules.") and target.split(".")[2] in rules
    ]
    assert known == []


def test_gitpython_is_not_asked_what_it_answers_unsafely() -> None:
    used = [
        f"{name}:{node.lineno} .{node.attr}"
        for name, tree in modules(TOOL / "sources")
        if any(target.partition(".")[0] == "git" for target in imports(tree))
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in FORBIDDEN_OF_GITPYTHON | {"diff", "iter_commits"}
    ]
    assert used == []


def test_json_that_is_handed_in_is_read_by_one_strict_reader() -> None:
    own = {
        "load/json_reader.py",
        "load/index.py",  # the cache, which holds its own hash
        "graph/compiled.py",  # a row of it
        "recheck/ledger.py",  # the same
        "inquiry/remembering.py",  # the cache again
        "editing/transaction.py",  # the journal of an edit that was cut off, whose hashes are compared
        "forge/web.py",  # a forge's answer: what is taken from it is looked at, key by key
    }
    found = {
        name
        for name, tree in modules(TOOL)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in {"json.loads", "json.load", "json.JSONDecoder"}
    }
    assert found == own


def test_only_the_command_line_prints_and_exits() -> None:
    spoken = [
        f"{name}:{node.lineno}"
        for name, tree in modules(TOOL)
        if room(name) not in {"cli", "__main__"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        if (isinstance(node.func, ast.Name) and node.func.id in {"print", "exit", "input", "eval", "exec"})
        or ast.unparse(node.func) in {"sys.exit", "os.system", "pickle.loads", "pickle.load"}
    ]
    assert spoken == []


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        name
        for folder in (TOOL, CONTRACT)
        for name, tree in modules(folder)
        if not (ast.get_docstring(tree) or "").strip()
    ]
    assert silent == []
