"""GitLab, hosted anywhere."""

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Final
from urllib.parse import quote, urlencode

from gitsm.errors import ForgeUnreachableError
from gitsm.forge.interface import Check, Comment, Made, OpenChange, Push, Review, Word
from gitsm.forge.shapes import Shape
from gitsm.forge.trailers import co_authors
from gitsm.forge.web import Web

MOST_DESCRIPTION: Final = 255
_STATES: Final = {"success": "success", "failure": "failed", "action_required": "failed", "neutral": "success"}
_SAID: Final[dict[str, Word]] = {
    "approved this merge request": "approved",
    "unapproved this merge request": "dismissed",
    "requested changes": "changes_requested",
}
"""How GitLab's own notes begin; what people write is no system note."""


class GitLab:
    """One project on GitLab."""

    name = "gitlab"
    sigil = "!"

    def __init__(self, web: Web, project: str) -> None:
        self.web = web
        self._here = f"/projects/{quote(project, safe='')}"

    def me(self) -> str:
        """Say who this token writes as."""
        return Shape(self.web.ask("GET", "/user").data()).text("username")

    def change(self, number: int) -> OpenChange:
        """Look a merge request up."""
        return self._change(Shape(self.web.ask("GET", f"{self._here}/merge_requests/{number}").data()))

    def open_changes(self, base: str | None = None) -> Iterator[OpenChange]:
        """List the open merge requests."""
        query = {"state": "opened", "scope": "all", **({"target_branch": base} if base else {})}
        for item in self.web.pages(f"{self._here}/merge_requests?{urlencode(query)}"):
            yield self._change(Shape(item))

    @cached_property
    def _main(self) -> str:
        """The default branch's name, which a merge request does not tell."""
        return Shape(self.web.ask("GET", self._here).data()).text("default_branch", default="")

    def _change(self, shape: Shape) -> OpenChange:
        return OpenChange(
            number=shape.number("iid"),
            title=shape.text("title"),
            author=shape.text("author", "username", default="ghost"),
            head=shape.oid("sha"),
            base=shape.text("target_branch"),
            tip="",
            draft=shape.flag("draft"),
            open=shape.text("state") == "opened",
            merged=shape.text("state") == "merged",
            url=shape.text("web_url", default=""),
            at=shape.moment("merged_at") if shape.has("merged_at") else None,
            branch=shape.text("source_branch", default=""),
            source=str(shape.number("source_project_id")) if shape.has("source_project_id") else "",
            main=shape.text("target_branch") == self._main,
        )

    def comments(self, number: int) -> Iterator[Comment]:
        """List the notes people and robots wrote."""
        for shape in self._notes(number):
            if not shape.flag("system"):
                yield self._comment(shape)

    def _notes(self, number: int) -> Iterator[Shape]:
        path = f"{self._here}/merge_requests/{number}/notes?sort=asc&order_by=created_at"
        return (Shape(item) for item in self.web.pages(path))

    @staticmethod
    def _comment(shape: Shape) -> Comment:
        return Comment(str(shape.number("id")), shape.text("author", "username"), shape.text("body", default=""))

    def add_comment(self, number: int, body: str) -> Comment:
        """Write a note."""
        answer = self.web.ask("POST", f"{self._here}/merge_requests/{number}/notes", {"body": body})
        return self._comment(Shape(answer.data()))

    def edit_comment(self, number: int, comment: str, body: str) -> None:
        """Write a note anew."""
        self.web.ask("PUT", f"{self._here}/merge_requests/{number}/notes/{comment}", {"body": body})

    def drop_comment(self, number: int, comment: str) -> None:
        """Remove a note."""
        self.web.ask("DELETE", f"{self._here}/merge_requests/{number}/notes/{comment}")

    def reviews(self, number: int) -> Iterator[Review]:
        """List who approved, by GitLab's own notes, each bound to the version that was there at that moment.

        GitLab names no commit. An approval holds for what had been pushed when it was given: the newest version that is
        older than it.
        """
        versions = sorted(
            (shape.moment("created_at"), shape.oid("head_commit_sha"))
            for shape in map(Shape, self.web.pages(f"{self._here}/merge_requests/{number}/versions"))
        )
        for shape in self._notes(number):
            word = next((word for said, word in _SAID.items() if shape.text("body", default="").startswith(said)), None)
            if word is None or not shape.flag("system"):
                continue
            at = shape.moment("created_at")
            commit = _seen(versions, at)
            if commit is not None:
                yield Review(shape.text("author", "username"), at, word, commit, f"note {shape.number('id')}")

    def commits(self, number: int) -> Iterator[Made]:
        """List its commits; GitLab tells only names and mail addresses with them, which anybody may write.

        Who is named as a co-author loses a voice by it, and gains none.
        """
        for item in self.web.pages(f"{self._here}/merge_requests/{number}/commits"):
            shape = Shape(item)
            yield Made(shape.oid("id"), co_authors(shape.text("message", default="")))

    def pushes(self, change: OpenChange) -> Iterator[Push]:
        """List what was pushed to its branch, which may be a fork's."""
        if not change.source:
            return
        for item in self.web.pages(f"/projects/{quote(change.source, safe='')}/events?action=pushed"):
            shape = Shape(item)
            if shape.has("push_data", "commit_to") and shape.text("push_data", "ref", default="") == change.branch:
                yield Push(shape.text("author_username"), (shape.oid("push_data", "commit_to"),))

    def members(self, group: str) -> tuple[str, ...]:
        """List who is in a group, or in one above it."""
        people = map(Shape, self.web.pages(f"/groups/{quote(group, safe='')}/members/all"))
        return tuple(one.text("username") for one in people if one.text("state") == "active")

    def brought(self, commit: str) -> tuple[OpenChange, ...]:
        """List the merge requests that a commit belongs to and that were merged into the default branch."""
        path = f"{self._here}/repository/commits/{commit}/merge_requests"
        found = (self._change(Shape(item)) for item in self.web.pages(path))
        return tuple(one for one in found if one.merged and one.main)

    def files(self, number: int) -> Iterator[str]:
        """List the files it touches.

        Raises:
            ForgeUnreachableError: when there are more than the forge lists.
        """
        whole = Shape(self.web.ask("GET", f"{self._here}/merge_requests/{number}").data())
        if whole.text("changes_count", default="").endswith("+"):
            raise ForgeUnreachableError(f"it lists {whole.text('changes_count')} files, so there are more")
        for item in self.web.pages(f"{self._here}/merge_requests/{number}/diffs"):
            shape = Shape(item)
            yield shape.text("new_path")
            if shape.text("old_path") != shape.text("new_path"):
                yield shape.text("old_path")

    def show(self, check: Check) -> None:
        """Show a status."""
        body = {
            "name": check.name,
            "state": _STATES[check.conclusion],
            "description": check.title[:MOST_DESCRIPTION],
            **({"target_url": check.url} if check.url else {}),
        }
        self.web.ask("POST", f"{self._here}/statuses/{check.head}", body)


def _seen(versions: list[tuple[datetime, str]], at: datetime) -> str | None:
    """Find the version that was there at a moment."""
    there = [commit for created, commit in versions if created <= at]
    return there[-1] if there else None
