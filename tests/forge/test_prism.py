"""Every request to GitHub and Gitea is one that its description allows, by another's validator: Prism."""

import json
import re
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from gitsm.errors import ForgeRefusedError, ForgeUnreachableError
from gitsm.forge.actions import GitHubActions
from gitsm.forge.connection import connect
from gitsm.forge.gitea import Gitea
from gitsm.forge.github import MOST_ANNOTATIONS
from gitsm.forge.interface import Annotation, Check
from gitsm.forge.web import Clock
from tests.forge import gitea_description
from tests.forge.openapi import OPERATIONS, document, example
from tests.support.forges import environment
from tests.support.node import module

A = "a" * 40
CLOCK = Clock(lambda: datetime(2026, 11, 25, tzinfo=UTC), lambda _: None)


@contextmanager
def mocked(folder: Path, described: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    """Start Prism on a description of an API.

    Yields:
        Its address, and its log.
    """
    program = module("@stoplight/prism-cli") / "dist" / "index.js"
    (folder / "api.json").write_text(json.dumps(described))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["node", str(program), "mock", "--errors", "-p", str(port), str(folder / "api.json")]
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


def were_asked(log: str, operations: Iterable[tuple[str, str]]) -> None:
    for method, path in operations:
        assert re.search(f" {method.lower()} {re.sub(r'{[a-z_]+}', '[^/ ]+', path)} ", log), (method, path)


@pytest.fixture(scope="module")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """Start it on what GitHub's description says of the operations that gitsm asks for."""
    with mocked(tmp_path_factory.mktemp("prism"), document()) as found:
        yield found


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
    were_asked(prism[1].read_text(), OPERATIONS)


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


REPO = "/repos/{owner}/{repo}"


def gitea_answers() -> dict[str, Any]:
    """What Gitea answers: GitHub's examples with nothing in them that Gitea has no word for, and a few of its own."""
    alike = {
        f"{method} {path}": f"{method} {other}"
        for method, path in gitea_description.OPERATIONS
        for other in [path.replace("{index}", "{pull_number}" if "/pulls/" in path else "{issue_number}")]
        if (method, other) in OPERATIONS
    }
    alike[f"PATCH {REPO}/issues/comments/{{id}}"] = f"PATCH {REPO}/issues/comments/{{comment_id}}"
    found = {name: gitea_description.pruned(name, example(other)) for name, other in alike.items()}
    found[f"GET {REPO}/commits/{{sha}}/pull"] = found[f"GET {REPO}/pulls/{{index}}"]
    found[f"GET {REPO}/activities/feeds"] = [{"op_type": "commit_repo", "act_user": {"login": "amara"},
                                             "ref_name": "refs/heads/topic", "content": "{}"}]  # fmt: skip
    found["GET /orgs/{org}/teams"] = [{"id": 7, "name": "desk"}]
    found["GET /teams/{id}/members"] = [{"login": "mei"}]
    found[f"POST {REPO}/statuses/{{sha}}"] = {"id": 1, "context": "gitsm"}
    return found


@pytest.fixture(scope="module")
def gitea(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Gitea, Path]]:
    described = gitea_description.document(gitea_answers())
    with mocked(tmp_path_factory.mktemp("prism"), described) as (address, log):
        found = connect(environment("gitea", address), CLOCK)
        assert isinstance(found, Gitea)
        yield found, log


def test_gitea_would_take_every_request(gitea: tuple[Gitea, Path]) -> None:
    client, log = gitea
    change = client.change(1347)
    assert client.me() == "octocat"
    assert [one.by for one in client.pushes(change)] == []
    assert client.members("tern/desk") == ("mei",)
    for found in (
        client.open_changes(), client.open_changes("main"), client.comments(1), client.reviews(1), client.commits(1),
        client.files(1),
    ):  # fmt: skip
        list(found)
    client.brought(A)
    made = client.add_comment(1, "hello")
    client.edit_comment(1, made.id, "hello again")
    client.drop_comment(1, made.id)
    client.show(check(3))
    were_asked(log.read_text(), gitea_description.OPERATIONS)


@pytest.mark.parametrize(
    ("path", "body"),
    [("statuses/" + A, {"state": "failed"}), ("statuses/" + A, {"stat": "failure"}), ("issues/1/comments", {}),
     ("issues/1/comments", {"body": 1}), ("pulls/1/nowhere", {})],
)  # fmt: skip
def test_gitea_refuses_what_is_none(gitea: tuple[Gitea, Path], path: str, body: object) -> None:
    with pytest.raises(ForgeRefusedError, match="422|404"):
        gitea[0].web.ask("POST", f"/repos/tern/services/{path}", body)


def test_what_gitea_describes_is_what_answers_are_held_against() -> None:
    for name, answer in gitea_answers().items():
        assert gitea_description.strange(name, answer) == []
    assert gitea_description.strange(f"GET {REPO}/pulls/{{index}}", {"number": "1", "node_id": "x"})
    assert gitea_description.DESCRIPTION.complaints(f"GET {REPO}/pulls", {"base"}, None) == ["no parameter base"]
