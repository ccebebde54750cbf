"""graph as a user runs it."""

import json
from pathlib import Path

import pytest

from tests.support.catalogues import TEAM, ci, files
from tests.support.program import gitsm
from tests.support.repositories import commit, repository

BASE = (
    TEAM
    + ci("app", "runs_on:\n  - {any_of: [ci:n1, ci:n2], min_up: 1}\ndepends_on: [{target: ci:cache, strength: soft}]\n")
    + ci("n1", "hosted_on: [ci:host]\n")
    + ci("n2", "hosted_on: [ci:host]\n")
    + ci("host", name='"A \\"host\\" [x]"')
    + ci("cache", "member_of: [ci:farm]\n")
    + ci("farm", class_="cluster")
    + ci("loop", "depends_on: [ci:knot]\n")
    + ci("knot", "depends_on: [ci:loop, ci:gone]\n")
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return repository(tmp_path, [("base", files(BASE))])


def test_a_tree_of_what_it_needs(folder: Path) -> None:
    done = gitsm("graph", "app", "--down", cwd=folder)
    assert (
        done.stdout
        == """ci:app  app  desk

needs
├─ depends on, can do without  ci:cache  cache  desk
└─ runs on, these stand in for each other
   ├─ ci:n1  n1  desk
   │  └─ hosted on  ci:host  A "host" [x]  desk
   └─ ci:n2  n2  desk
      └─ hosted on  ci:host  A "host" [x]  desk
"""
    )


def test_a_tree_of_what_needs_it_and_of_a_cluster(folder: Path) -> None:
    up = gitsm("graph", "ci:n1", "--up", cwd=folder)
    assert "needed by\n└─ runs, as one of several  ci:app" in up.stdout
    cluster = gitsm("graph", "farm", cwd=folder)
    assert "needs\n└─ members  ci:cache" in cluster.stdout
    assert gitsm("graph", "ci:cache", "--up", "--depth", "1", cwd=folder).stdout.count("ci:farm") == 1


def test_circles_end_and_what_is_missing_is_told(folder: Path) -> None:
    done = gitsm("graph", "loop", "--down", "--depth", "50", cwd=folder)
    assert (
        done.stdout
        == """ci:loop  loop  desk

needs
└─ depends on  ci:knot  knot  desk
   ├─ depends on  ci:gone  does not exist
   └─ depends on  ci:loop  loop  desk  (above)
"""
    )
    assert gitsm("graph", "team:desk", cwd=folder).stdout == "team:desk  Desk\nnothing is related to it\n"


def test_for_programs(folder: Path) -> None:
    shape = json.loads(gitsm("graph", "app", "--depth", "1", "--format", "json", cwd=folder).stdout)
    assert (shape["schema"], shape["root"], shape["left_out"]) == ("gitsm/graph/v1", "ci:app", 0)
    assert [(node["ref"], node["distance"]) for node in shape["nodes"]] == [
        ("ci:app", 0), ("ci:cache", 1), ("ci:n1", 1), ("ci:n2", 1)
    ]  # fmt: skip
    assert shape["edges"][1] == {
        "from": "ci:app", "to": "ci:n1", "relation": "runs_on", "strength": "hard", "group": "/runs_on/0"
    }  # fmt: skip


def test_pictures_hold_no_orders(folder: Path) -> None:
    text = gitsm("graph", "n1", "--format", "markdown", cwd=folder).stdout
    assert "```mermaid\ngraph LR\n" in text
    assert "A #34;host#34; #91;x#93;" in text
    drawn = gitsm("graph", "n1", "--format", "dot", cwd=folder).stdout
    assert drawn.startswith("digraph {\n")
    assert '[label="host\\nA \\"host\\" [x]"]' in drawn


def test_the_past_and_what_is_not_there(folder: Path) -> None:
    commit(folder, "gone", {"cmdb/app.yaml": None})
    assert "runs, as one of several" not in gitsm("graph", "n1", cwd=folder).stdout
    assert "runs, as one of several" in gitsm("graph", "n1", "--at", "HEAD~1", cwd=folder).stdout
    done = gitsm("graph", "ci:ap", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert gitsm("graph", "n1", "--depth", "0", cwd=folder).returncode == 2
