"""One comment, found again and edited in place, whatever goes wrong; and nothing that goes wrong is hidden."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from gitsm.errors import GitsmError
from gitsm.forge.connection import connect
from gitsm.forge.interface import Forge
from gitsm.forge.mark import marker
from gitsm.forge.posted import Posted
from gitsm.forge.publishing import publish, publish_run
from gitsm.forge.results import Result, from_zip
from gitsm.forge.scanning import sarif
from gitsm.forge.web import Clock
from tests.forge.test_formats import SARIF, faults
from tests.support.forges import ROBOT, Fault, State, environment, forge, pull, zipped
from tests.support.verdicts import A, B, about, found, gate, left

CLOCK = Clock(lambda: datetime(2026, 11, 25, tzinfo=UTC), lambda _: None)
MARK = marker(".")


@pytest.fixture(params=["github", "gitlab", "gitea"])
def place(request: pytest.FixtureRequest) -> Iterator[tuple[State, Forge]]:
    with forge(request.param) as (state, address):
        state.pulls = {1: pull(B)}
        yield state, connect(environment(request.param, address), CLOCK)


@pytest.fixture
def github() -> Iterator[tuple[State, Forge]]:
    with forge("github") as (state, address):
        state.pulls = {1: pull(B)}
        yield state, connect(environment("github", address), CLOCK)


def refused(what: str = "review") -> Result:
    return from_zip(zipped(left(gate=gate(next={"who": "team:desk", "what": what}))))


def became(posted: tuple[Posted, ...]) -> list[tuple[str, str]]:
    return [(one.what, one.done) for one in posted]


def test_the_comment_is_written_once_then_edited_then_left_alone(place: tuple[State, Forge]) -> None:
    state, client = place
    for number in range(5):
        state.hears("amara", f"chatter {number}")
    assert became(publish(client, 1, refused())) == [("comment", "created"), ("check", "created")]
    assert became(publish(client, 1, refused("merge")))[0] == ("comment", "edited")
    before = len([one for one in state.asked if one.method != "GET"])
    assert became(publish(client, 1, refused("merge")))[0] == ("comment", "unchanged")
    written = [one for one in state.asked if one.method != "GET"][before:]
    assert [one.path.rpartition("/")[0] for one in written if "comments" in one.path or "notes" in one.path] == []
    ours = [body for body in state.said() if body.startswith(MARK)]
    assert len(ours) == 1
    assert "<code>merge</code>" in ours[0]


def test_a_mark_of_somebody_else_is_not_ours(place: tuple[State, Forge]) -> None:
    state, client = place
    theirs = state.hears("mallory", f"{MARK}\n### ✅ Allowed")
    assert became(publish(client, 1, refused()))[0] == ("comment", "created")
    assert state.comments[theirs]["body"] == f"{MARK}\n### ✅ Allowed"


def test_white_space_that_a_forge_changes_is_no_difference(place: tuple[State, Forge]) -> None:
    state, client = place
    publish(client, 1, refused())
    (name,) = state.comments
    body = state.comments[name]["body"]
    state.comments[name]["body"] = body.replace("\n", "\r\n").rstrip() + "  "
    assert became(publish(client, 1, refused()))[0] == ("comment", "unchanged")


def test_a_comment_that_was_removed_is_written_again(place: tuple[State, Forge]) -> None:
    state, client = place
    publish(client, 1, refused())

    def remove(there: State, method: str, _: str) -> None:
        if method in {"PATCH", "PUT"}:
            there.comments.clear()
            there.before = None

    state.before = remove
    assert became(publish(client, 1, refused("merge")))[0] == ("comment", "created")
    assert ["merge" in body for body in state.said()] == [True]


def test_two_runs_at_once_leave_one_comment(place: tuple[State, Forge]) -> None:
    state, client = place

    def other_run(there: State, method: str, path: str) -> None:
        if method == "POST" and ("comments" in path or "notes" in path):
            there.before = None
            there.hears(ROBOT[there.kind], f"{MARK}\nan older verdict")

    state.before = other_run
    assert became(publish(client, 1, refused("merge")))[0] == ("comment", "created")
    (body,) = state.said()
    assert "<code>merge</code>" in body


def test_doubles_of_the_past_are_taken_away(place: tuple[State, Forge]) -> None:
    state, client = place
    first, second = (state.hears(ROBOT[state.kind], f"{MARK}\n{word}") for word in ("one", "two"))
    assert became(publish(client, 1, refused()))[0] == ("comment", "edited")
    assert list(state.comments) == [first]
    assert second not in state.comments


def test_a_comment_that_was_taken_without_a_word_is_not_doubled(place: tuple[State, Forge]) -> None:
    state, client = place
    state.faults = [Fault("POST", "comments|notes", -1, done=True)]
    assert became(publish(client, 1, refused()))[0] == ("comment", "created")
    assert len(state.said()) == 1


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("POST", "comments", 403, body='{"message": "Resource not accessible by integration"}'),
         "from a fork it may only read"),
        (Fault("POST", "comments", 404), "404"),
        (Fault("POST", "comments", 422), "422"),
        (Fault("POST", "comments", 500), "500"),
        (Fault("GET", "comments", 500, times=9), "500"),
        (Fault("POST", "comments", 429, times=9, headers={"Retry-After": "9999"}), "429"),
        (Fault("GET", "/user", -1, times=9), "the answer was cut off"),
    ],
)  # fmt: skip
def test_what_cannot_be_commented_is_told_and_the_check_is_there(
    github: tuple[State, Forge], fault: Fault, said: str
) -> None:
    state, client = github
    state.faults = [fault]
    comment, check = publish(client, 1, refused())
    assert (comment.done, check.done) == ("none", "created")
    assert said in comment.why
    assert [one["conclusion"] for one in state.checks.values()] == ["failure"]


def test_a_check_that_is_refused_leaves_the_comment(github: tuple[State, Forge]) -> None:
    state, client = github
    state.faults = [Fault("POST", "check-runs", 403)]
    assert became(publish(client, 1, refused())) == [("comment", "created"), ("check", "none")]


def test_a_forge_that_is_down_is_told_and_nothing_else(github: tuple[State, Forge]) -> None:
    state, client = github
    state.faults = [Fault("*", "", 503, times=99)]
    (posted,) = publish(client, 1, refused())
    assert (posted.what, posted.done) == ("verdict", "none")
    assert "503" in posted.why


def test_a_verdict_on_another_commit_is_not_posted(place: tuple[State, Forge]) -> None:
    state, client = place
    state.pulls[1]["head"] = A
    (posted,) = publish(client, 1, refused())
    assert "bbbbbbbbbb was judged, and aaaaaaaaaa is the head now" in posted.why
    assert state.comments == {}
    assert state.checks == {}
    assert state.statuses == []


def test_who_edits_the_pipeline_is_looked_at_by_a_person(github: tuple[State, Forge]) -> None:
    state, client = github
    state.files = [{"filename": "cmdb/a.yaml"}, {"filename": ".github/workflows/gitsm.yml"}]
    yes = from_zip(zipped(left(about=about(status=0), gate=gate(allowed=True, blockers=[]))))
    publish(client, 1, yes)
    state.files = [{"filename": "x", "previous_filename": ".github/workflows/gitsm.yml"}]
    publish(client, 1, yes)
    state.files = [{"filename": "cmdb/a.yaml"}]
    publish(client, 1, yes)
    assert [one["conclusion"] for one in state.checks.values()] == ["action_required", "action_required", "success"]


def test_a_push_between_two_questions_hides_no_edit_of_the_pipeline(place: tuple[State, Forge]) -> None:
    """What is listed are the files of whatever is the head by then; the check stands beside what was judged."""
    state, client = place
    state.files = [{"filename": "cmdb/a.yaml", "new_path": "cmdb/a.yaml", "old_path": "cmdb/a.yaml"}]

    def pushed(there: State, _: str, path: str) -> None:
        if path.endswith(("/files", "/diffs")):
            there.pulls[1]["head"] = A

    state.before = pushed
    yes = from_zip(zipped(left(about=about(status=0), gate=gate(allowed=True, blockers=[]))))
    posted = publish(client, 1, yes)[1]
    assert (posted.what, posted.done) == ("check", "none")
    assert posted.why == "aaaaaaaaaa was pushed meanwhile; its own run posts"
    assert (state.checks, state.statuses) == ({}, [])


def test_forgejos_robot_knows_its_comment_again() -> None:
    with forge("gitea") as (state, address):
        state.pulls, state.robot = {1: pull(B)}, "forgejo-actions"
        client = connect(environment("gitea", address, FORGEJO_ACTIONS="true"), CLOCK)
        done = [became(publish(client, 1, refused(what)))[0][1] for what in ("review", "merge", "merge")]
        assert done == ["created", "edited", "unchanged"]


def test_an_app_that_may_not_ask_who_it_is_still_has_one_comment(github: tuple[State, Forge]) -> None:
    state, client = github
    state.robot = "tern-gitsm[bot]"
    for what in ("review", "merge", "merge"):
        assert became(publish(client, 1, refused(what)))[0][0] == "comment"
        assert len(state.said()) == 1
    assert "<code>merge</code>" in state.said()[0]


def test_a_yes_into_another_branch_is_none_into_main(github: tuple[State, Forge]) -> None:
    """A check stands beside a commit, which may be asked into a branch that has an edited pipeline or weaker rules."""
    state, client = github
    state.pulls[2] = pull(B, base="evil")
    state.files = [{"filename": "cmdb/a.yaml"}]
    yes = from_zip(zipped(left(about=about(status=0), gate=gate(allowed=True, blockers=[]))))
    weak = from_zip(zipped(left(about=about(status=0, target="evil"), gate=gate(allowed=True, blockers=[]))))
    publish(client, 2, weak)
    assert [one["name"] for one in state.checks.values()] == ["gitsm into evil"]
    (posted,) = publish(client, 1, weak)
    assert (posted.done, posted.why) == ("off", "#1 goes into main, and this was judged for 'evil'")
    publish(client, 1, yes)
    assert [one["name"] for one in state.checks.values()] == ["gitsm into evil", "gitsm"]


QUEUED = {"event": "merge_group", "head": B, "owner": "tern", "branch": f"gh-readonly-queue/main/pr-1-{A}"}


def test_the_merge_queue_gets_the_check_it_waits_for(github: tuple[State, Forge]) -> None:
    state, client = github
    state.pulls[1]["head"] = "d" * 40  # the pull request's own; what is in the queue is the merge
    state.artifacts[5] = zipped(left(about=about(status=0), gate=gate(allowed=True, blockers=[])))
    state.runs["7"] = QUEUED
    assert became(publish_run(client, "7", "gitsm")) == [("check", "created")]
    ((_, one),) = state.checks.items()
    assert (one["name"], one["head_sha"], one["conclusion"]) == ("gitsm", B, "success")
    assert state.comments == {}
    # Who edits the pipeline is looked at there, too.
    state.files = [{"filename": ".github/workflows/gitsm.yml"}]
    publish_run(client, "7", "gitsm")
    assert [one["conclusion"] for one in state.checks.values()] == ["success", "action_required"]


@pytest.mark.parametrize(
    ("run", "judged", "said"),
    [
        ({"branch": "topic"}, {}, "'topic' is no place in a merge queue"),
        ({"fork": True}, {}, "is no place in a merge queue"),
        ({"branch": f"gh-readonly-queue/release/pr-1-{A}"}, {}, "#1 goes into main"),
        ({}, {"target": "evil"}, "#1 goes into main, and this was judged for 'evil'"),
        ({"head": A}, {}, "bbbbbbbbbb was judged, and aaaaaaaaaa is in the queue"),
    ],
)
def test_what_is_not_what_waits_in_the_queue_gets_no_check(
    github: tuple[State, Forge], run: dict[str, Any], judged: dict[str, Any], said: str
) -> None:
    state, client = github
    state.artifacts[5] = zipped(left(about=about(status=0, **judged), gate=gate(allowed=True, blockers=[])))
    state.runs["7"] = {**QUEUED, **run}
    (posted,) = publish_run(client, "7", "gitsm")
    assert (posted.what, posted.done) == ("check", "none")
    assert said in posted.why
    assert state.checks == {}


def test_files_that_cannot_be_listed_are_no_green_tick(github: tuple[State, Forge]) -> None:
    state, client = github
    state.faults = [Fault("GET", "/files", 500, times=9)]
    yes = from_zip(zipped(left(about=about(status=0), gate=gate(allowed=True, blockers=[]))))
    assert publish(client, 1, yes)[1].done == "none"
    assert state.checks == {}


RUN = {"head": B, "branch": "topic", "owner": "amara"}


def test_a_run_is_posted_on_the_pull_request_whose_head_it_judged(github: tuple[State, Forge]) -> None:
    state, client = github
    state.pulls[2] = pull(A)
    state.runs["7"] = RUN
    state.artifacts[5] = zipped(left(about=about(number=2)))
    assert became(publish_run(client, "7", "gitsm")) == [
        ("comment", "created"), ("check", "created"), ("code scanning", "created")
    ]  # fmt: skip
    assert [one["number"] for one in state.comments.values()] == [1]
    (scan,) = state.scans
    assert (scan["commit_sha"], scan["ref"], scan["tool_name"]) == (B, "refs/pull/1/head", "gitsm")
    assert faults(SARIF, scan["sarif"]) == []
    (one,) = scan["sarif"]["runs"][0]["results"]
    assert (one["ruleId"], one["level"]) == ("unknown-reference", "note")
    assert one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "cmdb/a.yaml"


@pytest.mark.parametrize(
    ("run", "artifact", "said"),
    [
        ({**RUN, "head": A}, zipped(left()), "no open pull request has the commit it judged as its head"),
        ({**RUN, "branch": "gone"}, zipped(left()), "no open pull request"),
        (RUN, None, "the run left no artifact gitsm"),
        (RUN, b"PK nonsense", "the artifact is no result to post"),
        (RUN, zipped(left(gate=gate(allowed="yes"))), "gate.json is no result to post"),
        (RUN, zipped({}), "about.json is no result to post: it is missing"),
    ],
)
def test_a_run_that_cannot_be_posted_is_told(
    github: tuple[State, Forge], run: dict[str, Any], artifact: bytes | None, said: str
) -> None:
    state, client = github
    state.runs["7"] = run
    if artifact is not None:
        state.artifacts[5] = artifact
    (posted,) = publish_run(client, "7", "gitsm")
    assert said in posted.why
    assert state.comments == {}


def test_a_push_hands_its_findings_on_and_posts_nothing(github: tuple[State, Forge]) -> None:
    state, client = github
    state.runs["7"] = {**RUN, "event": "push", "branch": "main"}
    state.artifacts[5] = zipped(left(about=about(number=None, status=0), gate=None, impact=None))
    assert became(publish_run(client, "7", "gitsm")) == [("code scanning", "created")]
    assert (state.scans[0]["ref"], state.comments, state.checks) == ("refs/heads/main", {}, {})
    # A push to a fork is nothing of this repository's.
    state.runs["7"]["fork"] = True
    assert publish_run(client, "7", "gitsm") == ()
    # What is about another commit than the run is not handed on.
    state.runs["7"] = {**RUN, "event": "push", "head": A}
    (posted,) = publish_run(client, "7", "gitsm")
    assert (posted.done, posted.why) == ("none", "the job left no findings on this commit")
    assert len(state.scans) == 1


@pytest.mark.parametrize(("status", "done"), [(403, "off"), (404, "off"), (413, "none"), (503, "none")])
def test_code_scanning_that_is_off_is_told_and_is_no_failure(
    github: tuple[State, Forge], status: int, done: str
) -> None:
    state, client = github
    state.runs["7"], state.artifacts[5] = RUN, zipped(left())
    state.faults = [Fault("POST", "sarifs", status, times=9, body='{"message": "Code Security must be enabled"}')]
    posted = publish_run(client, "7", "gitsm")[-1]
    assert (posted.what, posted.done) == ("code scanning", done)
    assert "Code Security must be enabled" in posted.why


def test_more_findings_than_github_takes_are_cut_the_worst_first() -> None:
    result = from_zip(zipped(left(check=found(300))))
    whole = json.loads(sarif(result))
    assert len(whole["runs"][0]["results"]) == 300
    cut = json.loads(sarif(result, most=3_000))["runs"][0]["results"]
    assert 0 < len(cut) < 300
    assert {one["level"] for one in cut} == {"error"}
    assert json.loads(sarif(result, most=1))["runs"][0]["results"] == []


@pytest.mark.parametrize("path", ["/etc/passwd", "../../.github/workflows/x.yml", "a/../../b", "a/.."])
def test_a_path_that_leads_out_of_the_repository_is_refused(path: str) -> None:
    shape = found(1)
    shape["findings"][0]["path"] = path
    with pytest.raises(GitsmError, match="findings/0/path"):
        from_zip(zipped(left(check=shape)))


def test_a_run_of_another_forge_is_told() -> None:
    with forge("gitea") as (_, address):
        (posted,) = publish_run(connect(environment("gitea", address), CLOCK), "7", "gitsm")
    assert posted.why == "only GitHub keeps what a workflow run left"


def test_an_artifact_that_is_too_large_is_not_fetched(
    github: tuple[State, Forge], monkeypatch: pytest.MonkeyPatch
) -> None:
    state, client = github
    monkeypatch.setattr("gitsm.forge.publishing.MOST_ZIP", 10)
    state.runs["7"] = RUN
    state.artifacts[5] = zipped(left())
    (posted,) = publish_run(client, "7", "gitsm")
    assert "has more than 10 bytes" in posted.why
    assert not any("/zip" in one.path for one in state.asked)


def test_what_is_posted_is_the_escaped_text(github: tuple[State, Forge]) -> None:
    state, client = github
    evil = "@everyone <!-- | x |\n# ✅ Allowed\n![](https://evil.example/x.png)"
    shape = gate(blockers=[{"id": "x", "message": evil, "who": evil, "remedy": evil}])
    publish(client, 1, from_zip(zipped(left(gate=shape))))
    (body,) = state.said()
    assert "@" not in body
    assert "evil.example" not in body
    assert json.dumps(body).count("<!--") == 1
