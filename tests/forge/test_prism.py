"""Every request to GitHub is one that its description allows, by the judgement of another's validator: Prism."""

import json
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gitsm.errors import ForgeRefusedError, ForgeUnreachableError
from gitsm.forge.actions import GitHubActions
from gitsm.forge.connection import connect
from gitsm.forge.github import MOST_ANNOTATIONS
from gitsm.forge.interface import Annotation, Check
from gitsm.forge.web import Clock
from tests.forge.openapi import OPERATIONS, document
from tests.support.forges import environment
from tests.support.node import module

A = "a" * 40
CLOCK = Clock(lambda: datetime(2026, 11, 25, tzinfo=UTC), lambda _: None)


@pytest.fixture(scope="module")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Start Prism on what GitHub's description says of the operations that gitsm asks for."""
    program = module("@stoplight/prism-cli") / "dist" / "index.js"
    folder = tmp_path_factory.mktemp("prism")
    (folder / "github.json").write_text(json.dumps(document()))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["node", str(program), "mock", "--errors", "-p", str(port), str(folder / "github.json")]
    with (folder / "log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        try:
            for _ in range(200):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/user").close()  # this machine
                    break
                except OSError:
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}", folder / "log"
        finally:
            process.kill()


@pytest.fixture
def client(prism: tuple[str, Path]) -> GitHubActions:
    found = connect(environment("github", prism[0]), CLOCK)
    assert isinstance(found, GitHubActions)
    return found


def check(annotations: int, level: str = "failure", conclusion: str = "failure") -> Check:
    notes = tuple(Annotation("a.yaml", 1, 2, level, "gitsm: x", "m") for _ in range(annotations))  # type: ignore[arg-type]
    return Check(A, conclusion, "Refused", "why", notes, "https://forge.example/1")  # type: ignore[arg-type]


def test_github_would_take_every_request(client: GitHubActions, prism: tuple[str, Path]) -> None:
    change = client.change(1347)
    assert client.me() == "octocat"
    for found in (
        client.open_changes(), client.open_changes("main"), client.comments(1), client.reviews(1), client.commits(1),
        client.pushes(change), client.files(1),
    ):  # fmt: skip
        list(found)
    assert client.members("tern/desk")
    client.brought(A)
    made = client.add_comment(1, "hello")
    client.edit_comment(1, made.id, "hello again")
    client.drop_comment(1, made.id)
    client.show(check(0))
    client.show(check(2 * MOST_ANNOTATIONS + 1))
    client.changes_of_run(client.run("7"))
    client.scanned(A, "refs/pull/1/head", '{"version": "2.1.0", "runs": []}')
    with pytest.raises(ForgeUnreachableError, match="left no artifact"):
        client.artifact("7", "gitsm", 1)  # the example's has another name
    with pytest.raises(ForgeUnreachableError, match="to no https address"):
        client.web.fetch("/repos/tern/services/actions/artifacts/7/zip")  # the example says not where it is
    with pytest.raises(ForgeRefusedError, match="404"):
        client.web.ask("GET", "/repos/tern/services/nowhere")
    asked = prism[1].read_text()
    for method, path in OPERATIONS:
        assert re.search(f" {method.lower()} {re.sub(r'{[a-z_]+}', '[^/ ]+', path)} ", asked), (method, path)


@pytest.mark.parametrize("wrong", [check(1, level="error"), check(1, level=""), check(0, conclusion="refused")])
def test_it_refuses_what_is_none(client: GitHubActions, wrong: Check) -> None:
    with pytest.raises(ForgeRefusedError, match="422"):
        client.show(wrong)


def test_one_annotation_too_many_is_refused(client: GitHubActions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gitsm.forge.github.MOST_ANNOTATIONS", MOST_ANNOTATIONS + 1)
    with pytest.raises(ForgeRefusedError, match="422"):
        client.show(check(MOST_ANNOTATIONS + 1))
    with pytest.raises(ForgeRefusedError, match="422"):
        client.web.ask("POST", "/repos/tern/services/issues/1/comments", {"text": "x"})
    with pytest.raises(ForgeRefusedError, match="422"):
        client.scanned("short", "main", "{}")
