"""GitHub, and GitHub Enterprise Server."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, urlencode

from gitsm.errors import ForgeRefusedError, ForgeUnreachableError
from gitsm.forge.interface import Check, Comment, Made, OpenChange, Push, Review, Word
from gitsm.forge.shapes import Shape
from gitsm.forge.trailers import co_authors
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
_MOST_COMMITS: Final = 250
"""GitHub lists no more commits of a pull request."""


class GitHub:
    """One repository on GitHub."""

    name = "github"
    sigil = "#"
    robot = "github-actions[bot]"
    """Who writes with the token of a job."""
    most_commits: int | None = _MOST_COMMITS
    most_files: int | None = _MOST_FILES
    """Of one change, as the forge lists them; None where it lists all."""

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
            return self.robot

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
        """List its commits; those that GitHub's pages made are its user's who pushed them.

        Raises:
            ForgeUnreachableError: when there may be more than the forge lists: who made those is not known.
        """
        count = 0
        for item in self.web.pages(f"{self._here}/pulls/{number}/commits"):
            shape, count = Shape(item), count + 1
            people = (
                *(shape.text(role, "login", default="") for role in ("author", "committer")),
                *co_authors(shape.text("commit", "message", default="")),
            )
            yield Made(shape.oid("sha"), tuple(dict.fromkeys(name for name in people if name not in {"", "web-flow"})))
        if self.most_commits is not None and count >= self.most_commits:
            raise ForgeUnreachableError(f"it lists {count} commits, and there may be more", "squash them")

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
        """List the pull requests that a commit belongs to and that were merged into the default branch."""
        found = (self._change(Shape(item)) for item in self.web.pages(f"{self._here}/commits/{commit}/pulls"))
        return tuple(one for one in found if one.merged and one.main)

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
        if self.most_files is not None and count >= self.most_files:
            raise ForgeUnreachableError(f"it lists {count} files, and there may be more")

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
