"""Each forge answers the same questions, in its own protocol."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from gitsm.errors import ForgeRefusedError, ForgeUnreachableError, NoForgeError
from gitsm.forge.connection import connect, kind
from gitsm.forge.gitea import Gitea
from gitsm.forge.github import GitHub
from gitsm.forge.interface import Annotation, Check, Forge
from gitsm.forge.statements import listed, refspecs, statement
from gitsm.forge.web import Clock, Web
from tests.forge.openapi import OPERATIONS, example
from tests.support.forges import ROBOT, TOKEN, Fault, State, environment, forge, pull

KINDS = ("github", "gitlab", "gitea")
A, B, C = ("a" * 40, "b" * 40, "c" * 40)
CLOCK = Clock(lambda: datetime(2026, 11, 25, tzinfo=UTC), lambda _: None)


@pytest.fixture(params=KINDS)
def place(request: pytest.FixtureRequest) -> Iterator[tuple[State, Forge]]:
    with forge(request.param) as (state, address):
        state.pulls = {
            1: pull(B, author="jonas-b"),
            2: pull(C, branch="other", draft=True),
            3: pull(C, base="release"),
            4: pull(C, state="closed", merged_at="2026-11-20T10:00:00Z"),
            5: pull(C, state="closed"),
        }
        yield state, connect(environment(request.param, address), CLOCK)


def test_a_change_is_looked_up(place: tuple[State, Forge]) -> None:
    found = place[1].change(1)
    assert (found.number, found.author, found.head, found.base) == (1, "jonas-b", B, "main")
    assert (found.open, found.merged, found.draft) == (True, False, False)
    assert (found.main, place[1].change(3).main) == (True, False)
    assert found.url.startswith("https://")
    assert (place[1].change(4).open, place[1].change(4).merged) == (False, True)
    assert (place[1].change(5).open, place[1].change(5).merged) == (False, False)
    with pytest.raises(ForgeRefusedError, match="404"):
        place[1].change(99)


def test_open_changes_are_listed(place: tuple[State, Forge]) -> None:
    state, client = place
    state.page = 1
    assert [one.number for one in client.open_changes()] == [1, 2, 3]
    found = list(client.open_changes("main"))
    assert [(one.number, one.draft) for one in found] == [(1, False), (2, True)]
    rows = listed(found, client.sigil, but=1)["changes"]
    assert [(one["name"], one["head"]) for one in rows] == [(f"{client.sigil}2", C)]
    folder = "merge-requests" if state.kind == "gitlab" else "pull"
    assert refspecs(found, client.name)[0] == f"+refs/{folder}/1/head:refs/gitsm/1"


def test_a_gitea_that_filters_nothing_is_not_believed() -> None:
    with forge("gitea") as (state, address):
        state.pulls = {1: pull(B), 2: pull(C, base="release")}
        client = connect(environment("gitea", address), CLOCK)
        assert isinstance(client, Gitea)
        both = [client.web.ask("GET", f"/repos/tern/services/pulls/{one}").data() for one in (1, 2)]
        state.faults = [Fault("GET", "/pulls$", 200, body=json.dumps(both))]
        assert [one.number for one in client.open_changes("main")] == [1]


def test_comments_are_written_edited_and_removed(place: tuple[State, Forge]) -> None:
    state, client = place
    state.hears("amara", "hello")
    state.hears("amara", "approved this merge request", system=True)
    made = client.add_comment(1, "one")
    assert made.author == client.me() == ROBOT[state.kind]
    client.edit_comment(1, made.id, "two")
    there = [(one.author, one.body) for one in client.comments(1)]
    assert there[0] == ("amara", "hello")
    assert there[-1] == (ROBOT[state.kind], "two")
    client.drop_comment(1, made.id)
    assert made.id not in [one.id for one in client.comments(1)]


def test_a_token_of_a_person_writes_as_that_person(place: tuple[State, Forge]) -> None:
    place[0].user = "vera"
    assert place[1].me() == "vera"


@pytest.mark.parametrize("name", ["github", "gitea"])
def test_reviews_are_bound_to_commits(name: str) -> None:
    said: tuple[str, str, dict[str, object]] = {
        "github": ("APPROVED", "CHANGES_REQUESTED", {"state": "DISMISSED"}),
        "gitea": ("APPROVED", "REQUEST_CHANGES", {"state": "APPROVED", "dismissed": True}),
    }[name]  # type: ignore[assignment]
    base = {"submitted_at": "2026-11-20T10:00:00Z", "commit_id": A}
    with forge(name) as (state, address):
        state.pulls = {1: pull(B, author="amara")}
        state.commits = [("amara", "web-flow"), ("lise", None), (None, None)]
        state.reviews = [
            {**base, "id": 1, "user": {"login": "mei"}, "state": said[0]},
            {**base, "id": 2, "user": {"login": "oskar"}, "state": said[1], "commit_id": B},
            {**base, "id": 3, "user": {"login": "henrik"}, **said[2]},
            {**base, "id": 4, "user": {"login": "vera"}, "state": "COMMENTED" if name == "github" else "COMMENT"},
            {**base, "id": 5, "user": None, "state": said[0]},
            {**base, "id": 6, "user": {"login": "ingrid"}, "state": said[0], "commit_id": None},
            {**base, "id": 7, "user": {"login": "renovate[bot]"}, "state": said[0]},
        ]
        state.pushes = [("oskar", "0" * 39 + "1"), ("jonas-b", B)]
        found = statement(connect(environment(name, address), CLOCK), 1).said
    when = "2026-11-20T10:00:00+00:00"
    assert found == {
        "schema": "gitsm/approvals/v1", "author": "amara", "co_authors": ["lise", "jonas-b", "oskar"],
        "draft": False, "closed": False,
        "approvals": [
            {"by": "mei", "at": when, "state": "approved", "head": A, "id": "review 1"},
            {"by": "oskar", "at": when, "state": "changes_requested", "head": B, "id": "review 2"},
            {"by": "henrik", "at": when, "state": "dismissed", "head": A, "id": "review 3"},
        ],
    }  # fmt: skip


def test_gitlabs_approvals_are_bound_to_the_version_that_was_there() -> None:
    with forge("gitlab") as (state, address):
        state.pulls = {1: pull(B, state="closed")}
        state.versions = [
            {"created_at": "2026-11-20T12:00:00Z", "head_commit_sha": B},
            {"created_at": "2026-11-20T09:00:00Z", "head_commit_sha": A},
        ]
        for who, said, at, system in (
            ("mei", "approved this merge request", "2026-11-20T08:00:00Z", True),
            ("oskar", "approved this merge request", "2026-11-20T10:00:00Z", True),
            ("mallory", "approved this merge request", "2026-11-20T10:01:00Z", False),
            ("mei", "approved this merge request", "2026-11-20T13:00:00Z", True),
            ("oskar", "unapproved this merge request", "2026-11-20T14:00:00Z", True),
            ("vera", "requested changes", "2026-11-20T15:00:00Z", True),
        ):
            state.hears(who, said, system=system, at=at)
        found = statement(connect(environment("gitlab", address), CLOCK), 1).said
    assert found["closed"] is True
    assert [(one["by"], one["state"], one["head"]) for one in found["approvals"]] == [
        ("oskar", "approved", A), ("mei", "approved", B), ("oskar", "dismissed", B), ("vera", "changes_requested", B),
    ]  # fmt: skip


APPROVED = {"id": 1, "user": {"login": "mei"}, "state": "APPROVED", "submitted_at": "2026-11-20T10:00:00Z",
            "commit_id": B}  # fmt: skip


def approve(state: State) -> None:
    if state.kind == "gitlab":
        state.versions = [{"created_at": "2026-11-20T09:00:00Z", "head_commit_sha": B}]
        state.hears("mei", "approved this merge request", system=True, at="2026-11-20T10:00:00Z")
    else:
        state.reviews = [APPROVED]


def test_whoever_pushed_last_is_an_author_whatever_the_commit_says(place: tuple[State, Forge]) -> None:
    state, client = place
    approve(state)
    state.page = 2
    state.commits = [("jonas-b", "jonas-b")] * 3
    state.pushes = [("mei", B), ("vera", C)]
    found = statement(client, 1)
    assert found.notes == ()
    assert (found.said["author"], found.said["co_authors"]) == ("jonas-b", ["mei"])
    assert [one["by"] for one in found.said["approvals"]] == ["mei"]  # the gate sees that an author approves


@pytest.mark.parametrize("why", ["gone", "forbidden", "other"])
def test_where_nobody_says_who_pushed_nobodys_approval_counts(place: tuple[State, Forge], why: str) -> None:
    state, client = place
    approve(state)
    if why == "gone":
        state.pulls[1]["source"] = None
    elif why == "forbidden":
        state.faults = [Fault("GET", "activity$|feeds$|events$", 403, times=9, body='{"message": "no scope"}')]
    else:
        state.pushes = [("mei", C)]
    found = statement(client, 1)
    assert found.said["approvals"] == []
    (note,) = found.notes
    assert note.startswith("nobody's approval counts: who pushed bbbbbbbbbb is not known (")
    assert ("no scope" in note) is (why == "forbidden")


def test_who_asks_for_changes_is_heard_even_then(github_place: tuple[State, Forge]) -> None:
    state, client = github_place
    state.reviews = [{**APPROVED, "state": "CHANGES_REQUESTED"}, APPROVED]
    state.pushes = [(None, B)]  # whoever it was has no account any more
    assert [one["state"] for one in statement(client, 1).said["approvals"]] == ["changes_requested"]


@pytest.fixture
def github_place() -> Iterator[tuple[State, Forge]]:
    with forge("github") as (state, address):
        state.pulls = {1: pull(B)}
        yield state, connect(environment("github", address), CLOCK)


def test_who_is_in_a_group_is_asked(place: tuple[State, Forge]) -> None:
    state, client = place
    state.page = 1
    state.groups = {"tern-ferries/booking-team": ["lise", "mei"]}
    found = statement(client, 1, ["tern-ferries/booking-team", "tern-ferries/gone"])
    assert found.said["groups"] == [{"name": "tern-ferries/booking-team", "members": ["lise", "mei"]}]
    (note,) = found.notes
    assert note.startswith("who is in tern-ferries/gone is not known, and nobody counts as in it: ")
    assert "GITSM_TOKEN needs a token that may read the organisation's members" in note
    assert found.heard.groups == {"tern-ferries/booking-team": ("lise", "mei")}


def test_which_change_brought_a_commit_is_asked(place: tuple[State, Forge]) -> None:
    state, client = place
    state.pulls[4]["merge"] = A
    assert [one.number for one in client.brought(A)] == [4]
    assert client.brought("d" * 40) == ()
    assert client.brought(B) == ()  # it is open
    state.pulls[3] |= {"state": "closed", "merged_at": "2026-11-20T10:00:00Z", "merge": "e" * 40}
    assert client.brought("e" * 40) == ()  # what was agreed to for another branch is not agreed to for main


def test_files_come_with_their_old_names(place: tuple[State, Forge]) -> None:
    state, client = place
    if state.kind == "gitlab":
        state.files = [{"new_path": "a", "old_path": "a"}, {"new_path": "c", "old_path": "b"}]
    else:
        state.files = [{"filename": "a"}, {"filename": "c", "previous_filename": "b"}]
    assert list(client.files(1)) == ["a", "c", "b"]


def test_more_commits_than_github_lists_are_not_taken_for_all(github_place: tuple[State, Forge]) -> None:
    """The 251st may be of whoever approves."""
    state, client = github_place
    state.page, state.pushes = 100, [("jonas-b", B)]
    state.commits = [("jonas-b", None)] * 249
    assert statement(client, 1).said["co_authors"] == ["jonas-b"]
    state.commits += [("jonas-b", None)]
    with pytest.raises(ForgeUnreachableError, match="it lists 250 commits, and there may be more"):
        statement(client, 1)


TRAILERS = """Together

co-authored-by: Mei Lin <12345+mei@users.noreply.github.com>
Co-Authored-By: oskar <o.b@tern.example>
Co-authored-by: <17-lise@users.noreply.gitlab.com>
Co-authored-by: nobody
Not-Co-authored-by: henrik <henrik@tern.example>
"""


def test_who_is_named_as_a_co_author_loses_a_voice(place: tuple[State, Forge]) -> None:
    state, client = place
    state.messages[B] = TRAILERS
    assert statement(client, 1).said["co_authors"] == ["mei", "oskar", "o.b", "lise"]


def test_who_pushes_nothing_but_a_signed_word_has_made_nothing(place: tuple[State, Forge]) -> None:
    """B and C edit nothing, and stand on A."""
    state, client = place
    empty = {B: C, C: A}
    state.commits = [("jonas-b", None)] * 3

    def authors(*pushes: tuple[str, str]) -> list[str]:
        state.pushes = list(pushes)
        said: list[str] = statement(client, 1, (), empty).said["co_authors"]
        return said

    state.line = [A, C, B]
    assert authors(("jonas-b", A), ("mei", C), ("mei", B)) == []
    assert authors(("mei", B)) == ["mei"]  # the work came with it
    assert authors(("mei", A), ("mei", B)) == ["mei"]  # the work was theirs before
    assert authors(("mei", B), ("jonas-b", A)) == ["mei"]  # it was there before anybody else brought it
    state.line = [f"{1:040x}", f"{2:040x}", B]
    assert authors(("jonas-b", A), ("mei", B)) == ["mei"]  # that work is no part of the change any more


def test_more_files_than_github_lists_are_not_taken_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GitHub, "most_files", 3)
    with forge("github") as (state, address):
        state.files = [{"filename": name} for name in "abc"]
        with pytest.raises(ForgeUnreachableError, match="there may be more"):
            list(connect(environment("github", address), CLOCK).files(1))


def test_more_files_than_gitlab_lists_are_not_taken_for_all() -> None:
    with forge("gitlab") as (state, address):
        state.pulls = {1: pull(B, changes="1000+")}
        state.files = [{"new_path": "a", "old_path": "a"}]
        with pytest.raises(ForgeUnreachableError, match="it lists 1000\\+ files, so there are more"):
            list(connect(environment("gitlab", address), CLOCK).files(1))


def check(count: int, conclusion: str = "failure") -> Check:
    notes = tuple(Annotation("cmdb/a.yaml", 3, 4, "failure", "gitsm: x", f"m{one}") for one in range(count))
    return Check(B, conclusion, "Refused", "why", notes, "https://forge.example/1")  # type: ignore[arg-type]


@pytest.mark.parametrize(("count", "requests"), [(0, 1), (50, 1), (51, 2), (120, 3)])
def test_a_check_brings_its_annotations_fifty_at_a_time(count: int, requests: int) -> None:
    with forge("github") as (state, address):
        connect(environment("github", address), CLOCK).show(check(count))
        (run,) = state.checks.values()
        assert len(state.asked) == requests
        assert [one["message"] for one in run["annotations"]] == [f"m{one}" for one in range(count)]
        assert (run["head_sha"], run["conclusion"], run["output"]["title"]) == (B, "failure", "Refused")


@pytest.mark.parametrize(
    ("name", "conclusion", "state"),
    [("gitlab", "success", "success"), ("gitlab", "failure", "failed"), ("gitlab", "action_required", "failed"),
     ("gitea", "success", "success"), ("gitea", "failure", "failure"), ("gitea", "action_required", "failure")],
)  # fmt: skip
def test_elsewhere_a_check_is_a_status(name: str, conclusion: str, state: str) -> None:
    with forge(name) as (there, address):
        connect(environment(name, address), CLOCK).show(check(3, conclusion))
        (status,) = there.statuses
    assert (status["sha"], status["state"], status["description"]) == (B, state, "Refused")


def test_answers_as_github_shows_them_are_understood() -> None:
    """Its own examples, unchanged, through the readers of each answer."""
    answers = {f"{method} {path}": example(f"{method} {path}") for method, path in OPERATIONS}
    client = GitHub(Web("http://127.0.0.1:9", None, CLOCK), "a/b")

    repo = "/repos/{owner}/{repo}"

    class Said:
        def __init__(self, name: str) -> None:
            self.name = name

        def data(self) -> object:
            return answers[self.name]

    def ask(method: str, path: str, _: object = None) -> Said:
        one = path.endswith("/pulls/1347")
        return Said(f"GET {repo}/pulls/{{pull_number}}" if one else f"{method} {repo}/check-runs")

    def pages(path: str, **_: bool) -> Iterator[Any]:
        end = path.rpartition("/")[2]
        return iter(answers[next(name for name in answers if name.startswith("GET") and name.endswith(end))])

    client.web.ask = ask  # type: ignore[assignment]
    client.web.pages = pages  # type: ignore[method-assign]
    assert client.change(1347).head == "6dcb09b5b57875f334f61aebed695e2e4193db5e"
    assert [(one.by, one.word) for one in client.reviews(1)] == [("octocat", "approved")]
    assert [one.body for one in client.comments(1)] == ["Me too"]
    assert list(client.files(1)) == ["file1.txt"]
    assert [one.by for one in client.commits(1)] == [("octocat",)]
    client.show(check(1))


@pytest.mark.parametrize(
    ("answer", "said"),
    [("[]", "no object"), ('{"number": 1}', "title"), ('{"number": -1, "title": "t"}', "number"),
     ('{"number": true, "title": "t"}', "number")],
)  # fmt: skip
def test_an_answer_that_is_none_is_refused(answer: str, said: str) -> None:
    with forge("github") as (state, address):
        state.faults = [Fault("GET", "/pulls/1", 200, body=answer)]
        with pytest.raises(ForgeUnreachableError, match=said):
            connect(environment("github", address), CLOCK).change(1)


@pytest.mark.parametrize(
    ("env", "said"),
    [
        ({}, "which forge to speak to"),
        ({"GITSM_FORGE": "gitlab"}, "which repository it is"),
        ({"GITSM_FORGE": "gitea", "GITHUB_REPOSITORY": "a/b"}, "where the forge's API is"),
        ({"GITHUB_REPOSITORY": "a/b"}, "who speaks to the forge"),
    ],
)
def test_what_the_environment_lacks_is_named(env: dict[str, str], said: str) -> None:
    with pytest.raises(NoForgeError, match=said) as caught:
        connect(env, CLOCK)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("env", "found"),
    [
        ({"GITHUB_ACTIONS": "true"}, "github"),
        ({"GITHUB_ACTIONS": "true", "GITEA_ACTIONS": "true"}, "gitea"),
        ({"GITHUB_ACTIONS": "true", "FORGEJO_ACTIONS": "true"}, "gitea"),
        ({"GITLAB_CI": "true"}, "gitlab"),
        ({"GITSM_FORGE": "gitlab", "GITHUB_ACTIONS": "true"}, "gitlab"),
        ({"GITSM_FORGE": "sourceforge"}, None),
    ],
)
def test_the_forge_is_told_by_its_pipelines(env: dict[str, str], found: str | None) -> None:
    assert kind(env) == found


def test_the_token_is_in_one_header_and_in_no_address() -> None:
    with forge("github") as (state, address):
        state.pulls = {1: pull(B)}
        connect(environment("github", address), CLOCK).change(1)
        (asked,) = state.asked
    assert TOKEN not in asked.path
    assert [name for name, value in asked.headers.items() if TOKEN in value] == ["authorization"]
