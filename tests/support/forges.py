"""A forge on this machine: a real server that speaks the protocol of GitHub, GitLab or Gitea and keeps state.

GitHub's answers are its own published examples with our values laid over them; Gitea's are what is left of them when
everything is taken out that its description has no word for. Each request, and of Gitea each answer, is held against
the forge's own published description, so that what works here is what GitHub and Gitea document.
"""

import base64
import gzip
import io
import json
import re
import threading
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.forge import gitea_description, openapi
from tests.forge.openapi import example

TOKEN = "s3cr3t-t0ken"
ROBOT = {"github": "github-actions[bot]", "gitlab": "project_7_bot", "gitea": "gitea-actions"}
MOST_COMMENT = 65_536
_REPO = "/repos/{owner}/{repo}"


@dataclass
class Fault:
    """Something that goes wrong, so many times.

    Attributes:
        status: what is answered; 0 cuts the answer off in the middle, -1 hangs up without a word, -2 is silent.
        done: whether the request is carried out first, and only its answer is lost.
    """

    method: str
    path: str
    status: int
    times: int = 1
    headers: dict[str, str] = field(default_factory=dict)
    body: str = '{"message": "out of order"}'
    done: bool = False


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class State:
    """What a forge knows."""

    kind: str
    pulls: dict[int, dict[str, Any]] = field(default_factory=dict)
    comments: dict[int, dict[str, Any]] = field(default_factory=dict)
    reviews: list[dict[str, Any]] = field(default_factory=list)
    commits: list[tuple[str | None, str | None]] = field(default_factory=list)
    files: list[Any] = field(default_factory=list)
    versions: list[dict[str, Any]] = field(default_factory=list)
    checks: dict[int, dict[str, Any]] = field(default_factory=dict)
    statuses: list[dict[str, Any]] = field(default_factory=list)
    scans: list[dict[str, Any]] = field(default_factory=list)
    pushes: list[tuple[str | None, str]] | None = None
    """Who pushed which commit, the newest last; None: the author of each pull request its head."""
    groups: dict[str, list[str]] = field(default_factory=dict)
    runs: dict[str, dict[str, Any]] = field(default_factory=dict)
    artifacts: dict[int, bytes] = field(default_factory=dict)
    user: str | None = None
    line: list[str] | None = None
    """The commits of a pull request, the oldest first; None: made up, the head last."""
    robot: str | None = None
    """Who writes where nobody is the user: the usual robot, or an app's."""
    messages: dict[str, str] = field(default_factory=dict)
    """By commit."""
    page: int = 3
    faults: list[Fault] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    before: Callable[["State", str, str], None] | None = None
    next: int = 100

    def pushed(self) -> list[tuple[str | None, str]]:
        """List who pushed which commit, the newest first."""
        known = [(one["author"], one["head"]) for _, one in sorted(self.pulls.items())]
        return (known if self.pushes is None else self.pushes)[::-1]

    def branch(self, commit: str) -> str:
        """Name the branch that a commit was pushed to."""
        return next((one["branch"] for one in self.pulls.values() if one["head"] == commit), "topic")

    def made(self, number: int) -> list[tuple[str, tuple[str | None, str | None]]]:
        """List the commits of a pull request, its head last, with author and committer."""
        made_up = [*(f"{index:040x}" for index in range(1, max(len(self.commits), 1))), self.pulls[number]["head"]]
        return list(zip(self.line or made_up, self.commits or [(None, None)], strict=True))

    def new(self) -> int:
        self.next += 1
        return self.next

    def said(self, number: int = 1) -> list[str]:
        """List the bodies of comments, the oldest first."""
        return [one["body"] for _, one in sorted(self.comments.items()) if one["number"] == number]

    def hears(self, author: str, body: str, number: int = 1, *, system: bool = False, at: str = "") -> int:
        name = self.new()
        self.comments[name] = {
            "number": number, "author": author, "body": body, "system": system, "at": at or "2026-11-20T10:00:00Z",
        }  # fmt: skip
        return name


class _GoneError(Exception):
    pass


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _any(self) -> None:
        state, parts = self.server.state, urlsplit(self.path)
        length = int(self.headers.get("content-length") or 0)
        raw = self.rfile.read(length)
        body = json.loads(raw) if raw else None
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        method, path = self.command, unquote(parts.path)
        with self.server.lock:
            state.asked.append(Asked(method, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            if state.before is not None:
                state.before(state, method, path)
            fault = next((one for one in state.faults if _meant(one, method, path)), None)
            if fault is not None:
                fault.times -= 1
                if fault.times == 0:
                    state.faults.remove(fault)
            answer = None if fault is not None and not fault.done else self._answer(method, path, query, body)
        if fault is not None:
            self._fail(fault)
        elif answer is not None:
            self._send(*answer)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = _any  # noqa: N815  # as http.server names them

    def _answer(self, method: str, path: str, query: dict[str, str], body: Any) -> tuple[int, Any, dict[str, str]]:
        state = self.server.state
        if path.startswith("/blob/"):
            if "authorization" in {name.lower() for name in self.headers}:
                state.complaints.append("the token went to another machine")
            return 200, state.artifacts[int(path.rpartition("/")[2])], {}
        if TOKEN not in " ".join(self.headers.values()):
            return 401, {"message": "Bad credentials"}, {}
        described = {"github": openapi.DESCRIPTION, "gitea": gitea_description.DESCRIPTION}.get(state.kind)
        name = described.operation(method, path) if described else None
        if described:
            against = ["no such operation"] if name is None else described.complaints(name, set(query), body)
            state.complaints += [f"{method} {path}: {one}" for one in against]
            if against:
                return 422, {"message": "Validation Failed", "errors": against}, {}
        try:
            status, answer, headers = _routed(_ROUTES[state.kind], self, method, path, query=query, body=body)
        except (_GoneError, KeyError):
            return 404, {"message": "Not Found"}, {}
        if state.kind == "gitea" and name is not None and status < 300:
            answer = gitea_description.pruned(name, answer)
            state.complaints += [f"answer to {name}: {one}" for one in gitea_description.strange(name, answer)]
        return status, answer, headers

    def listed(self, items: list[Any], query: Mapping[str, str], word: str = "page") -> tuple[int, Any, dict[str, str]]:
        """Give one page of a list, with a link to the next."""
        size = self.server.state.page
        page = int(query.get(word, "1"))
        start = (page - 1) * size
        headers = {}
        if start + size < len(items):
            parts = urlsplit(self.path)
            rest = "&".join(part for part in parts.query.split("&") if not part.startswith(f"{word}="))
            link = f"{self.server.address}{parts.path}?{rest}&{word}={page + 1}"
            headers["Link"] = f'<{link}>; rel="next", <{link}0>; rel="last"'
        return 200, items[start : start + size], headers

    def _fail(self, fault: Fault) -> None:
        self.close_connection = True
        if fault.status == -2:
            self.server.silent.wait(5)
            return
        if fault.status == -1:
            return
        if fault.status == 0:
            self.send_response(200)
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"[{")
            return
        self._send(fault.status, fault.body.encode(), fault.headers)

    def _send(self, status: int, body: Any, headers: dict[str, str]) -> None:
        content = body if isinstance(body, bytes) else b"" if status == 204 else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def _meant(fault: Fault, method: str, path: str) -> bool:
    return fault.method in {method, "*"} and re.search(fault.path, path) is not None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, state: State) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.state = state
        self.lock = threading.RLock()
        self.silent = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is no fault of ours."""


def _laid(base: Any, /, **values: Any) -> Any:
    return {**base, **values}


Route = Callable[[_Handler, str, "re.Match[str]", dict[str, str], Any], tuple[int, Any, dict[str, str]]]


def _routed(
    routes: Mapping[str, Route], handler: _Handler, method: str, path: str, *, query: dict[str, str], body: Any
) -> tuple[int, Any, dict[str, str]]:
    for pattern, route in routes.items():
        if match := re.fullmatch(pattern, path):
            return route(handler, method, match, query, body)
    raise _GoneError


def _user(handler: _Handler, *_: Any) -> tuple[int, Any, dict[str, str]]:
    user = handler.server.state.user
    if user is None:
        return 403, {"message": "Resource not accessible by integration"}, {}
    return 200, _laid(example("GET /user"), login=user), {}


def _pulls(
    handler: _Handler, method: str, match: "re.Match[str]", query: dict[str, str], body: Any
) -> tuple[int, Any, dict[str, str]]:
    del method, match, body
    state = handler.server.state
    base = "base_branch" if state.kind == "gitea" else "base"
    branch = query.get("head", "").partition(":")[2]
    found = [
        _pull(state, number)
        for number, one in sorted(state.pulls.items())
        if one["state"] == query["state"] and query.get(base, one["base"]) == one["base"]
        if not branch or branch == one["branch"]
    ]
    return handler.listed(found, query)


def _of_example(name: str, field_: str) -> Route:
    """List what the state holds, laid over GitHub's example."""

    def route(handler: _Handler, _: str, __: "re.Match[str]", query: dict[str, str], ___: Any) -> Any:
        (base,) = example(f"GET {_REPO}/pulls/{{pull_number}}/{name}")
        return handler.listed([_laid(base, **one) for one in getattr(handler.server.state, field_)], query)

    return route


def _commits(handler: _Handler, _: str, match: "re.Match[str]", query: dict[str, str], ___: Any) -> Any:
    (base,) = example(f"GET {_REPO}/pulls/{{pull_number}}/commits")
    user = base["author"]
    found = [
        _laid(
            base,
            sha=sha,
            author=one and _laid(user, login=one),
            committer=other and _laid(user, login=other),
            commit=_laid(base["commit"], message=handler.server.state.messages.get(sha, "work")),
        )
        for sha, (one, other) in handler.server.state.made(int(match[1]))
    ]
    return handler.listed(found, query)


def _activity(handler: _Handler, _: str, __: "re.Match[str]", query: dict[str, str], ___: Any) -> Any:
    user = example("GET /user")
    found = [
        {"id": 1, "node_id": "x", "before": "0" * 40, "after": after, "ref": query["ref"], "activity_type": "push",
         "timestamp": "2026-11-20T10:00:00Z", "actor": by and _laid(user, login=by)}
        for by, after in handler.server.state.pushed()
    ]  # fmt: skip
    return handler.listed(found, query, "after")  # GitHub pages this one by a cursor


def _feeds(handler: _Handler, _: str, __: "re.Match[str]", query: dict[str, str], ___: Any) -> Any:
    state = handler.server.state
    found = [
        {"op_type": "commit_repo", "act_user": by and {"login": by}, "ref_name": f"refs/heads/{state.branch(after)}",
         "content": json.dumps({"Commits": [{"Sha1": after, "AuthorName": "anybody"}], "HeadCommit": None, "Len": 1})}
        for by, after in state.pushed()
    ]  # fmt: skip
    noise = {"op_type": "comment_pull", "act_user": {"login": "vera"}, "content": "1|hello", "ref_name": ""}
    created = {"op_type": "commit_repo", "act_user": {"login": "vera"}, "content": "", "ref_name": "refs/heads/other"}
    return handler.listed([noise, created, *found], query)


def _events(handler: _Handler, _: str, __: "re.Match[str]", query: dict[str, str], ___: Any) -> Any:
    state = handler.server.state
    found = [
        {"action_name": "pushed to", "author_username": by or "ghost",
         "push_data": {"commit_to": after, "ref": state.branch(after), "ref_type": "branch"}}
        for by, after in state.pushed()
    ]  # fmt: skip
    gone = {"action_name": "deleted", "author_username": "vera",
            "push_data": {"commit_to": None, "ref": "topic", "ref_type": "branch"}}  # fmt: skip
    return handler.listed([gone, *found], query)


def _members(handler: _Handler, _: str, match: "re.Match[str]", query: dict[str, str], ___: Any) -> Any:
    people = handler.server.state.groups["/".join(match.groups())]
    user = example("GET /user")
    return handler.listed([_laid(user, login=one, username=one, state="active") for one in people], query)


def _teams(handler: _Handler, _: str, match: "re.Match[str]", query: dict[str, str], ___: Any) -> Any:
    names = [name.partition("/")[2] for name in handler.server.state.groups if name.startswith(f"{match[1]}/")]
    return handler.listed([{"id": number, "name": name} for number, name in enumerate(names)], query)


def _team_members(handler: _Handler, _: str, match: "re.Match[str]", query: dict[str, str], ___: Any) -> Any:
    people = list(handler.server.state.groups.values())[int(match[1])]
    return handler.listed([{"login": one} for one in people], query)


def _brought(handler: _Handler, _: str, match: "re.Match[str]", query: dict[str, str], ___: Any) -> Any:
    state = handler.server.state
    found = [number for number, one in state.pulls.items() if match[1] in {one["head"], one.get("merge")}]
    if state.kind == "gitea":
        return 200, _pull(state, next(iter(found))) if found else state.pulls[-1], {}
    draw = _merge_request if state.kind == "gitlab" else _pull
    return handler.listed([draw(state, number) for number in found], query)


def _check_runs(handler: _Handler, _: str, match: "re.Match[str]", __: Any, body: Any) -> Any:
    state = handler.server.state
    if match[1] is None:
        name = state.new()
        state.checks[name] = {**body, "annotations": list(body["output"].get("annotations", []))}
        return 201, _laid(example(f"POST {_REPO}/check-runs"), id=name), {}
    state.checks[int(match[1])]["annotations"] += body["output"].get("annotations", [])
    return 200, _laid(example(f"PATCH {_REPO}/check-runs/{{check_run_id}}"), id=int(match[1])), {}


def _run(handler: _Handler, _: str, match: "re.Match[str]", *__: Any) -> Any:
    base = example(f"GET {_REPO}/actions/runs/{{run_id}}")
    run = handler.server.state.runs[match[1]]
    place = _laid(base["head_repository"], owner=_laid(base["head_repository"]["owner"], login=run["owner"]))
    event = run.get("event", "pull_request")
    if not run.get("fork"):
        place["id"] = base["repository"]["id"]
    return 200, _laid(base, event=event, head_sha=run["head"], head_branch=run["branch"], head_repository=place), {}


def _sarifs(handler: _Handler, _: str, __: "re.Match[str]", ___: Any, body: Any) -> Any:
    text = gzip.decompress(base64.b64decode(body["sarif"], validate=True))
    handler.server.state.scans.append({**body, "sarif": json.loads(text)})
    return 202, example(f"POST {_REPO}/code-scanning/sarifs"), {}


def _artifacts(handler: _Handler, *_: Any) -> Any:
    base = example(f"GET {_REPO}/actions/runs/{{run_id}}/artifacts")["artifacts"][0]
    known = handler.server.state.artifacts
    items = [_laid(base, id=name, name="gitsm", size_in_bytes=len(content)) for name, content in known.items()]
    return 200, {"total_count": len(items), "artifacts": items}, {}


def _zip(handler: _Handler, _: str, match: "re.Match[str]", *__: Any) -> Any:
    return 302, b"", {"Location": f"{handler.server.address.replace('127.0.0.1', 'localhost')}/blob/{match[1]}"}


def _status(handler: _Handler, _: str, match: "re.Match[str]", __: Any, body: Any) -> Any:
    state = handler.server.state
    state.statuses.append({"sha": match[1], **body})
    return 201, {"id": state.new(), **body}, {}


def _one_pull(handler: _Handler, _: str, match: "re.Match[str]", *__: Any) -> Any:
    return 200, _pull(handler.server.state, int(match[1])), {}


def _all_comments(handler: _Handler, method: str, match: "re.Match[str]", query: Any, body: Any) -> Any:
    return _comments(handler, method, int(match[1]), query, body)


def _one_comment(handler: _Handler, method: str, match: "re.Match[str]", _: Any, body: Any) -> Any:
    return _comment(handler.server.state, method, int(match[1]), body)


_PLACE = "/repos/tern/services"
_SHARED: dict[str, Route] = {
    "/user": _user,
    rf"{_PLACE}/pulls": _pulls,
    rf"{_PLACE}/pulls/(\d+)": _one_pull,
    rf"{_PLACE}/pulls/\d+/reviews": _of_example("reviews", "reviews"),
    rf"{_PLACE}/pulls/\d+/files": _of_example("files", "files"),
    rf"{_PLACE}/pulls/(\d+)/commits": _commits,
    rf"{_PLACE}/issues/(\d+)/comments": _all_comments,
    rf"{_PLACE}/issues/comments/(\d+)": _one_comment,
}
_GITHUB: dict[str, Route] = {
    **_SHARED,
    rf"{_PLACE}/check-runs(?:/(\d+))?": _check_runs,
    rf"{_PLACE}/actions/runs/(\w+)": _run,
    rf"{_PLACE}/actions/runs/\w+/artifacts": _artifacts,
    rf"{_PLACE}/actions/artifacts/(\d+)/zip": _zip,
    rf"{_PLACE}/code-scanning/sarifs": _sarifs,
    r"/repos/[a-z-]+/services/activity": _activity,
    rf"{_PLACE}/commits/([0-9a-f]+)/pulls": _brought,
    r"/orgs/([a-z-]+)/teams/([a-z-]+)/members": _members,
}
_GITEA: dict[str, Route] = {
    **_SHARED,
    rf"{_PLACE}/statuses/([0-9a-f]+)": _status,
    r"/repos/[a-z-]+/services/activities/feeds": _feeds,
    rf"{_PLACE}/commits/([0-9a-f]+)/pull": _brought,
    r"/orgs/([a-z-]+)/teams": _teams,
    r"/teams/(\d+)/members": _team_members,
}


def _pull(state: State, number: int) -> Any:
    one = state.pulls[number]
    base = example(f"GET {_REPO}/pulls/{{pull_number}}")
    target = _laid(base["base"]["repo"], default_branch="main")
    return _laid(
        base,
        number=number,
        state=one["state"],
        title=one["title"],
        draft=one["draft"],
        merged_at=one["merged_at"],
        html_url=f"https://github.com/tern/services/pull/{number}",
        user=_laid(base["user"], login=one["author"]),
        head=_laid(base["head"], sha=one["head"], ref=one["branch"], repo=_source(base, one)),
        base=_laid(base["base"], ref=one["base"], sha=one["tip"], repo=target),
    )


def _source(base: Any, one: Mapping[str, Any]) -> Any:
    name = one.get("source", "tern/services")
    return name and _laid(base["head"]["repo"], full_name=name)


def _comments(
    handler: _Handler, method: str, number: int, query: Mapping[str, str], body: Any
) -> tuple[int, Any, dict[str, str]]:
    state = handler.server.state
    if number not in state.pulls:
        raise _GoneError
    if method == "POST":
        if len(body["body"]) > MOST_COMMENT:
            return 422, {"message": f"Body is too long (maximum is {MOST_COMMENT} characters)"}, {}
        name = state.hears(state.user or state.robot or ROBOT[state.kind], body["body"], number)
        return 201, _shown(state, name), {}
    there = [_shown(state, name) for name, one in sorted(state.comments.items()) if one["number"] == number]
    return (200, there, {}) if state.kind == "gitea" else handler.listed(there, query)


def _comment(state: State, method: str, name: int, body: Any) -> tuple[int, Any, dict[str, str]]:
    if name not in state.comments:
        raise _GoneError
    if method == "DELETE":
        del state.comments[name]
        return 204, b"", {}
    state.comments[name]["body"] = body["body"]
    return 200, _shown(state, name), {}


def _shown(state: State, name: int) -> Any:
    one = state.comments[name]
    if state.kind == "gitlab":
        return {
            "id": name, "body": one["body"], "author": {"username": one["author"]}, "system": one["system"],
            "created_at": one["at"],
        }  # fmt: skip
    base = example(f"GET {_REPO}/issues/{{issue_number}}/comments")[0]
    return _laid(base, id=name, body=one["body"], user=_laid(base["user"], login=one["author"]))


def _gitlab_user(handler: _Handler, *_: Any) -> Any:
    return 200, {"username": handler.server.state.user or ROBOT["gitlab"]}, {}


def _merge_requests(handler: _Handler, _: str, __: "re.Match[str]", query: dict[str, str], ___: Any) -> Any:
    state = handler.server.state
    found = [number for number, one in state.pulls.items() if one["state"] == "open"]
    base = query.get("target_branch")
    wanted = [number for number in found if base is None or state.pulls[number]["base"] == base]
    return handler.listed([_merge_request(state, number) for number in wanted], query)


def _one_merge_request(handler: _Handler, _: str, match: "re.Match[str]", *__: Any) -> Any:
    return 200, _merge_request(handler.server.state, int(match[1])), {}


def _versions(handler: _Handler, _: str, __: "re.Match[str]", query: dict[str, str], ___: Any) -> Any:
    return handler.listed(handler.server.state.versions, query)


def _diffs(handler: _Handler, _: str, __: "re.Match[str]", query: dict[str, str], ___: Any) -> Any:
    return handler.listed(handler.server.state.files, query)


def _gitlab_commits(handler: _Handler, _: str, match: "re.Match[str]", query: dict[str, str], ___: Any) -> Any:
    made = handler.server.state.made(int(match[1]))
    said = handler.server.state.messages
    found = [{"id": sha, "author_name": "anybody", "message": said.get(sha, "work")} for sha, _ in made]
    return handler.listed(found, query)


def _project(*_: Any) -> Any:
    return 200, {"id": 7, "path_with_namespace": "tern/services", "default_branch": "main"}, {}


_PROJECT = "/projects/tern/services"
_GITLAB: dict[str, Route] = {
    "/user": _gitlab_user,
    _PROJECT: _project,
    rf"{_PROJECT}/merge_requests": _merge_requests,
    rf"{_PROJECT}/merge_requests/(\d+)": _one_merge_request,
    rf"{_PROJECT}/merge_requests/(\d+)/notes": _all_comments,
    rf"{_PROJECT}/merge_requests/\d+/notes/(\d+)": _one_comment,
    rf"{_PROJECT}/merge_requests/\d+/versions": _versions,
    rf"{_PROJECT}/merge_requests/\d+/diffs": _diffs,
    rf"{_PROJECT}/statuses/([0-9a-f]+)": _status,
    rf"{_PROJECT}/merge_requests/(\d+)/commits": _gitlab_commits,
    r"/projects/\d+/events": _events,
    r"/groups/([a-z-]+)/([a-z-]+)/members/all": _members,
    rf"{_PROJECT}/repository/commits/([0-9a-f]+)/merge_requests": _brought,
}
_ROUTES = {"github": _GITHUB, "gitea": _GITEA, "gitlab": _GITLAB}


def _merge_request(state: State, number: int) -> Any:
    one = state.pulls[number]
    words = {"open": "opened", "closed": "merged" if one["merged_at"] else "closed"}
    return {
        "iid": number, "title": one["title"], "author": {"username": one["author"]}, "sha": one["head"],
        "merged_at": one["merged_at"], "source_branch": one["branch"],
        "source_project_id": 7 if one.get("source", "x") else None,
        "changes_count": one.get("changes", "1"),
        "target_branch": one["base"], "draft": one["draft"], "state": words[one["state"]],
        "web_url": f"https://gitlab.com/tern/services/-/merge_requests/{number}",
    }  # fmt: skip


def pull(head: str, **values: Any) -> dict[str, Any]:
    """Make a pull request as the forge knows it."""
    return {
        "title": "Run it on one machine", "author": "amara", "head": head, "branch": "topic", "base": "main",
        "tip": "0" * 40, "state": "open", "draft": False, "merged_at": None, **values,
    }  # fmt: skip


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Pack files as an artifact is."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


@contextmanager
def forge(kind: str = "github") -> Iterator[tuple[State, str]]:
    """Start a forge.

    Yields:
        Its state, and its address.
    """
    server = _Server(State(kind))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.state, server.address
    finally:
        server.silent.set()
        server.shutdown()
        thread.join()
        server.server_close()
    assert server.state.complaints == [], server.state.complaints


def environment(kind: str, address: str, **more: str) -> dict[str, str]:
    """What a pipeline on that forge sets."""
    if kind == "gitlab":
        return {"GITLAB_CI": "true", "CI_API_V4_URL": address, "CI_PROJECT_ID": "tern/services",
                "GITSM_TOKEN": TOKEN, **more}  # fmt: skip
    own = {"GITEA_ACTIONS": "true"} if kind == "gitea" else {}
    return {"GITHUB_ACTIONS": "true", "GITHUB_API_URL": address, "GITHUB_REPOSITORY": "tern/services",
            "GITHUB_TOKEN": TOKEN, **own, **more}  # fmt: skip
