"""What gitsm init sets up makes an editor know the records: faults, what a key means, which ids there are."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gitsm.forge.scaffold import Wishes, scaffold
from tests.support.node import LanguageServer, language_server, module
from tests.support.repositories import write


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LanguageServer, Path]]:
    module("yaml-language-server")
    folder = tmp_path_factory.mktemp("editor")
    write(folder, scaffold(Wishes("Tern Ferries", ("amara",), ("github",), date(2026, 11, 25))))
    own = json.loads((folder / ".vscode/settings.json").read_text())
    # An editor hands the paths of its settings on as addresses.
    schemas = {(folder / path).as_uri(): files for path, files in own["yaml.schemas"].items()}
    yaml = {"schemas": schemas, "validate": True, "hover": True, "completion": True,
            "schemaStore": {"enable": False}}  # fmt: skip
    with language_server(folder, {"yaml": yaml}) as server:
        yield server, folder


def opened(editor: tuple[LanguageServer, Path], name: str, text: str) -> str:
    server, folder = editor
    uri = (folder / name).as_uri()
    server.tell(
        "textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}}
    )
    return uri


def at(uri: str, line: int, character: int) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}


def test_a_sound_record_has_no_faults(editor: tuple[LanguageServer, Path]) -> None:
    name = "cmdb/wiki/wiki-web.yaml"
    uri = opened(editor, name, (editor[1] / name).read_text())
    assert editor[0].until_diagnosed(uri) == []


def test_a_fault_is_marked_where_it_is(editor: tuple[LanguageServer, Path]) -> None:
    text = (editor[1] / "cmdb/wiki/wiki-web.yaml").read_text()
    bad = text.replace("environment: production", "environment: producton").replace("ci:wiki-db", "ci:wiki-dv")
    uri = opened(editor, "cmdb/wiki/bad.yaml", bad)
    lines = bad.splitlines()
    marked = {lines[one["range"]["start"]["line"]].split(":")[0] for one in editor[0].until_diagnosed(uri)}
    assert {"environment", "depends_on"} <= marked


def test_a_key_says_what_it_means(editor: tuple[LanguageServer, Path]) -> None:
    text = (editor[1] / "cmdb/wiki/wiki-web.yaml").read_text()
    uri = opened(editor, "cmdb/wiki/hover.yaml", text)
    editor[0].until_diagnosed(uri)
    line = next(number for number, each in enumerate(text.splitlines()) if each.startswith("criticality"))
    shown = editor[0].ask("textDocument/hover", at(uri, line, 3))
    assert "How badly the organisation is hurt without it" in str(shown["contents"])


def test_ids_that_exist_are_completed(editor: tuple[LanguageServer, Path]) -> None:
    text = (editor[1] / "cmdb/wiki/wiki-web.yaml").read_text().replace("owner: it-operations", "owner: ")
    uri = opened(editor, "cmdb/wiki/complete.yaml", text)
    editor[0].until_diagnosed(uri)
    line = next(number for number, each in enumerate(text.splitlines()) if each.startswith("owner"))
    found = editor[0].ask("textDocument/completion", at(uri, line, len("owner: ")))
    labels = {one["label"] for one in (found["items"] if isinstance(found, dict) else found)}
    assert "it-operations" in labels
