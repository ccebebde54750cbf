"""What --format json writes is what schemas/json/output promises."""

import json
from importlib import import_module
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from gitsm.cli.verbs import commands
from tests.change.test_impact import BASE, CHANGE, LOST
from tests.support.catalogues import ci, files
from tests.support.forges import environment, forge, pull
from tests.support.program import gitsm
from tests.support.repositories import branch, repository, write
from tests.support.verdicts import B, left

SCHEMAS = Path(__file__).parents[2] / "schemas" / "json" / "output"
JSON = sorted(
    verb.replace(" ", "-")
    for verb, found in commands().items()
    if any(
        "json" in getattr(option.type, "choices", ())
        for option in import_module(found.module).command.params
        if option.name == "format"
    )
)
CALLS = {
    "init": ("init",),
    "doctor": ("doctor",),
    "check": ("check",),
    "diff": ("diff", "main", "topic"),
    "impact": ("impact", "main", "topic"),
    "gate": ("gate", "main", "topic"),
    "simulate": ("simulate", "ci:n1", "ci:n2", "--for", "1h", "--from", "2026-11-02T10:00Z"),
    "sla": ("sla", "--all", "--period", "2026-11"),
    "show": ("show", "ci:app"),
    "list": ("list", "ci"),
    "graph": ("graph", "ci:app"),
    "log": ("log", "ci:app"),
    "blame": ("blame", "ci:app", "--deep"),
    "fmt": ("fmt", "--check"),
    "new": ("new", "team", "crew"),
    "rename": ("rename", "ci:n1", "n9"),
    "rule": ("rule",),
    "health": ("health",),
    "metrics": ("metrics",),
    "suggest": ("suggest", "the desk is closed"),
    "record": ("record", "request", "--from", "form.json"),
    "change-calendar": ("change", "calendar", "--month", "2026-12"),
    "knowledge": ("knowledge",),
    "incident-triage": ("incident", "triage", "inc-2026-11-01-slow"),
    "problem-suggest": ("problem", "suggest"),
    "problem-known-errors": ("problem", "known-errors"),
    "change-conflicts": ("change", "conflicts", "main", "topic", "--open-changes", "refs/heads/*"),
    "audit": ("audit", "main..topic"),
    "policy-test": ("policy", "test", "--since", "main", "--on", "planned"),
    "change-new": ("change", "new", "--base", "main"),
    "change-list": ("change", "list", "--at", "planned", "--all"),
    "change-show": ("change", "show", "chg-2026-11-22-n1", "--at", "planned"),
    "change-schedule": ("change", "schedule", "ci:n1", "--for", "1h", "--as-of", "2026-11-20T12:00Z"),
    "forge-publish": ("forge", "publish", "verdict", "--number", "1"),
    "import": ("import", "mapping", "--map", "map.yaml", "in.csv"),
}
MAPPING = """source_system: hr
maps:
  - records: ""
    kind: team
    id: name
    fields:
      name: [{from: [name]}]
      members: [{from: [handles], many: true, split: " "}]
      contact: [{from: [name], into: chat, prefix: "#"}]
"""
INCIDENT = """kind: incident
id: inc-2026-11-01-slow
title: App slow
impact: low
urgency: high
services: []
cis: [app]
started_at: 2026-11-01T10:00:00Z
detected_at: 2026-11-01T10:00:00Z
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = repository(tmp_path / "r", [("base", files(BASE))])
    branch(made, "planned", "work on it", files(CHANGE))
    branch(made, "topic", "lose redundancy", files(LOST))
    write(made, {"cmdb/bad.yaml": ci("bad", "depends_on: [ci:ap]\n")[4:], "cmdb/worse.yaml": "kind: [\n"})
    write(made, {"cmdb/ugly.yaml": ci("ugly", "tags:\n- a\n")[4:]})
    write(made, {f"verdict/{name}": content for name, content in left().items()})
    write(made, {"form.json": '{"form": "request:shared-mailbox", "answers": {}, "by": "amara"}'})
    write(made, {"changes/inc-2026-11-01-slow.yaml": INCIDENT})
    write(made, {"map.yaml": MAPPING, "in.csv": "name,handles\nCrew office,amara bo\n,\n"})
    return made


def test_every_verb_that_writes_json_has_a_schema() -> None:
    assert {path.name.removesuffix(".v1.json") for path in SCHEMAS.iterdir()} == set(JSON)
    assert set(CALLS) == set(JSON)


@pytest.mark.parametrize("verb", JSON)
def test_output_is_what_its_schema_promises(folder: Path, verb: str) -> None:
    schema = json.loads((SCHEMAS / f"{verb}.v1.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    with forge() as (state, address):
        state.pulls[1] = pull(B)
        done = gitsm(*CALLS[verb], "--format", "json", cwd=folder, env=environment("github", address))
    assert done.returncode in {0, 1}, done.stderr
    shape = json.loads(done.stdout)
    errors = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(shape)]
    assert errors == []
    # A schema that any object fits proves nothing.
    assert list(Draft202012Validator(schema).iter_errors({**shape, "more": 1}))
