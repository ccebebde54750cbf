"""GitHub, and GitHub Enterprise Server."""

import base64
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from gitsm.errors import ForgeRefusedError, ForgeUnreachableError
from gitsm.forge.interface import Check, Comment, Made, OpenChange, Push, Review, Word
from gitsm.forge.shapes import Shape
from gitsm.forge.web import Web

MOST_ANNOTATIONS: Final = 50
"""Of one request; more are added by further ones."""
_WORDS: Final[dict[str, Word]] = {
    "APPROVED": "approved",
    "CHANGES_REQUESTED": "changes_requested",
    "DISMISSED": "dismissed",
}
_MOST_FILES: Final = 3000
"""GitHub lists no more files of a pull request."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a workflow ran for, as GitHub tells it; nothing of it is the pull request's own word.

    Attributes:
        event: `pull_request`, `push` and so on.
        head: the commit, hex.
        branch: the branch it is the tip of.
        owner: whose branch that is.
        here: whether it is a branch of this repository, and of no fork.
    """

    event: str
    head: str
    branch: str
    owner: str
    here: bool


class GitHub:
    """One repository on GitHub."""

    name = "github"
    sigil = "#"

    def __init__(self, web: Web, repository: str) -> None:
        self.web = web
        self._here = f"/repos/{quote(repository)}"

    def me(self) -> str:
        """Say who this token writes as; the token of a workflow may not ask, and is the workflow's robot."""
        try:
            return Shape(self.web.ask("GET", "/user").data()).text("login")
        except ForgeRefusedError as error:
            if error.status not in {401, 403}:
                raise
            return "github-actions[bot]"

    def change(self, number: int) -> OpenChange:
        """Look a pull request up."""
        return self._change(Shape(self.web.ask("GET", f"{self._here}/pulls/{number}").data()))

    def open_changes(self, base: str | None = None) -> Iterator[OpenChange]:
        """List the open pull requests."""
        query = {"state": "open", **({"base": base} if base else {})}
        for item in self.web.pages(f"{self._here}/pulls?{urlencode(query)}"):
            yield self._change(Shape(item))

    @staticmethod
    def _change(shape: Shape) -> OpenChange:
        return OpenChange(
            number=shape.number("number"),
            title=shape.text("title"),
            author=shape.text("user", "login", default="ghost"),
            head=shape.oid("head", "sha"),
            base=shape.text("base", "ref"),
            tip=shape.oid("base", "sha"),
            draft=shape.flag("draft"),
            open=shape.text("state") == "open",
            merged=shape.has("merged_at"),
            url=shape.text("html_url", default=""),
            at=shape.moment("merged_at") if shape.has("merged_at") else None,
            main=shape.text("base", "repo", "default_branch", default="") in {"", shape.text("base", "ref")},
            branch=shape.text("head", "ref", default=""),
            source=shape.text("head", "repo", "full_name", default=""),
        )

    def comments(self, number: int) -> Iterator[Comment]:
        """List the comments of a pull request; those on lines are others."""
        for item in self.web.pages(f"{self._here}/issues/{number}/comments"):
            yield self._comment(Shape(item))

    @staticmethod
    def _comment(shape: Shape) -> Comment:
        author = shape.text("user", "login", default="ghost")
        return Comment(str(shape.number("id")), author, shape.text("body", default=""))

    def add_comment(self, number: int, body: str) -> Comment:
        """Write a comment."""
        answer = self.web.ask("POST", f"{self._here}/issues/{number}/comments", {"body": body})
        return self._comment(Shape(answer.data()))

    def edit_comment(self, number: int, comment: str, body: str) -> None:  # noqa: ARG002  # others need it
        """Write a comment anew."""
        self.web.ask("PATCH", f"{self._here}/issues/comments/{comment}", {"body": body})

    def drop_comment(self, number: int, comment: str) -> None:  # noqa: ARG002  # others need it
        """Remove a comment."""
        self.web.ask("DELETE", f"{self._here}/issues/comments/{comment}")

    def reviews(self, number: int) -> Iterator[Review]:
        """List the reviews; of one that was dismissed, that it was."""
        for item in self.web.pages(f"{self._here}/pulls/{number}/reviews"):
            shape = Shape(item)
            word = self._word(shape)
            # A review whose commit is gone, or whose author is, binds to nothing.
            if word is not None and shape.has("commit_id") and shape.has("user", "login"):
                yield Review(
                    shape.text("user", "login"),
                    shape.moment("submitted_at"),
                    word,
                    shape.oid("commit_id"),
                    f"review {shape.number('id')}",
                )

    @staticmethod
    def _word(shape: Shape) -> Word | None:
        return _WORDS.get(shape.text("state"))

    def commits(self, number: int) -> Iterator[Made]:
        """List its commits; those that GitHub's pages made are its user's who pushed them."""
        for item in self.web.pages(f"{self._here}/pulls/{number}/commits"):
            shape = Shape(item)
            people = (shape.text(role, "login", default="") for role in ("author", "committer"))
            yield Made(shape.oid("sha"), tuple(dict.fromkeys(name for name in people if name not in {"", "web-flow"})))

    def pushes(self, change: OpenChange) -> Iterator[Push]:
        """List what was pushed to its branch, which may be a fork's."""
        if not change.source:
            return
        query = urlencode({"ref": f"refs/heads/{change.branch}"})
        for item in self.web.pages(f"/repos/{quote(change.source)}/activity?{query}"):
            shape = Shape(item)
            if shape.has("actor", "login"):
                yield Push(shape.text("actor", "login"), (shape.oid("after"),))

    def members(self, group: str) -> tuple[str, ...]:
        """List who is in a team."""
        organisation, _, team = group.rpartition("/")
        path = f"/orgs/{quote(organisation, safe='')}/teams/{quote(team, safe='')}/members"
        return tuple(Shape(item).text("login") for item in self.web.pages(path))

    def brought(self, commit: str) -> tuple[OpenChange, ...]:
        """List the merged pull requests that a commit belongs to."""
        found = (self._change(Shape(item)) for item in self.web.pages(f"{self._here}/commits/{commit}/pulls"))
        return tuple(one for one in found if one.merged)

    def files(self, number: int) -> Iterator[str]:
        """List the files it touches.

        Raises:
            ForgeUnreachableError: when there may be more than the forge lists.
        """
        count = 0
        for item in self.web.pages(f"{self._here}/pulls/{number}/files"):
            shape, count = Shape(item), count + 1
            yield shape.text("filename")
            if shape.has("previous_filename"):
                yield shape.text("previous_filename")
        if count >= _MOST_FILES:
            raise ForgeUnreachableError(f"it lists {_MOST_FILES} files, and there may be more")

    def show(self, check: Check) -> None:
        """Show a check run, its annotations fifty at a time."""
        groups = [
            check.annotations[start : start + MOST_ANNOTATIONS]
            for start in range(0, len(check.annotations), MOST_ANNOTATIONS)
        ] or [[]]
        run: dict[str, object] = {
            "name": check.name,
            "head_sha": check.head,
            "status": "completed",
            "conclusion": check.conclusion,
            **({"details_url": check.url} if check.url else {}),
        }
        output = {"title": check.title, "summary": check.summary}
        number: int | None = None
        for group in groups:
            said = [
                {
                    "path": one.path,
                    "start_line": one.line,
                    "end_line": one.end_line,
                    "annotation_level": one.level,
                    "title": one.title,
                    "message": one.message,
                }
                for one in group
            ]
            body = {**(run if number is None else {}), "output": {**output, "annotations": said}}
            if number is None:
                answer = self.web.ask("POST", f"{self._here}/check-runs", body)
                number = Shape(answer.data()).number("id")
            else:
                self.web.ask("PATCH", f"{self._here}/check-runs/{number}", body)

    def run(self, run: str) -> Run:
        """Look up what a workflow ran for."""
        shape = Shape(self.web.ask("GET", f"{self._here}/actions/runs/{quote(run)}").data())
        return Run(
            event=shape.text("event"),
            head=shape.oid("head_sha"),
            branch=shape.text("head_branch"),
            owner=shape.text("head_repository", "owner", "login"),
            here=shape.number("head_repository", "id") == shape.number("repository", "id"),
        )

    def changes_of_run(self, run: Run) -> tuple[OpenChange, ...]:
        """Find the open pull requests whose head a workflow judged; the run says whose branch it was."""
        query = urlencode({"state": "open", "head": f"{run.owner}:{run.branch}"})
        found = (self._change(Shape(item)) for item in self.web.pages(f"{self._here}/pulls?{query}"))
        return tuple(one for one in found if one.head == run.head)

    def scanned(self, commit: str, ref: str, sarif: str) -> None:
        """Hand findings to code scanning, as SARIF.

        Args:
            commit: what they are about, hex.
            ref: the branch, `refs/heads/main`, or the pull request, `refs/pull/12/head`.
            sarif: the text.
        """
        packed = base64.b64encode(gzip.compress(sarif.encode(), mtime=0)).decode()
        body = {"commit_sha": commit, "ref": ref, "sarif": packed, "tool_name": "gitsm"}
        self.web.ask("POST", f"{self._here}/code-scanning/sarifs", body)

    def artifact(self, run: str, name: str, most: int) -> bytes:
        """Fetch what a run left: a zip file.

        Raises:
            ForgeUnreachableError: when there is none, or it is larger than `most` bytes.
        """
        query = urlencode({"name": name})
        answer = self.web.ask("GET", f"{self._here}/actions/runs/{quote(run)}/artifacts?{query}")
        items = [Shape(item) for item in Shape(answer.data()).items("artifacts")]
        found = [one for one in items if one.text("name") == name and not one.flag("expired")]
        if not found:
            raise ForgeUnreachableError(f"the run left no artifact {name}", "look at the job that judges")
        newest = max(found, key=lambda one: one.number("id"))
        if newest.number("size_in_bytes") > most:
            raise ForgeUnreachableError(f"the artifact {name} has more than {most} bytes")
        return self.web.fetch(f"{self._here}/actions/artifacts/{newest.number('id')}/zip")
