"""Gitea and Forgejo: like GitHub, with statuses instead of checks."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, urlencode

from gitsm.errors import ForgeRefusedError, ForgeUnreachableError
from gitsm.forge.github import GitHub
from gitsm.forge.interface import Check, Comment, OpenChange, Push, Word
from gitsm.forge.shapes import OID, Shape
from gitsm.load import json_reader

MOST_DESCRIPTION: Final = 255
_WORDS: Final[dict[str, Word]] = {"APPROVED": "approved", "REQUEST_CHANGES": "changes_requested"}
_STATES: Final = {"success": "success", "failure": "failure", "action_required": "failure", "neutral": "warning"}


class Gitea(GitHub):
    """One repository on Gitea or Forgejo."""

    name = "gitea"
    robot = "gitea-actions"
    most_commits = None
    most_files = None

    def me(self) -> str:
        """Say who this token writes as."""
        try:
            return super().me()
        except ForgeRefusedError as error:
            if error.status != 404:  # noqa: PLR2004  # a job's token is no user in some versions
                raise
            return self.robot

    def open_changes(self, base: str | None = None) -> Iterator[OpenChange]:
        """List the open pull requests; older releases list those of every branch, whatever they are asked."""
        query = {"state": "open", **({"base_branch": base} if base else {})}
        for item in self.web.pages(f"{self._here}/pulls?{urlencode(query)}"):
            found = self._change(Shape(item))
            if base in {None, found.base}:
                yield found

    def comments(self, number: int) -> Iterator[Comment]:
        """List the comments of a pull request, which Gitea gives all at once."""
        for item in self.web.pages(f"{self._here}/issues/{number}/comments", sized=False):
            yield self._comment(Shape(item))

    @staticmethod
    def _word(shape: Shape) -> Word | None:
        word = _WORDS.get(shape.text("state"))
        return "dismissed" if word is not None and shape.flag("dismissed") else word

    def pushes(self, change: OpenChange) -> Iterator[Push]:
        """List what was pushed to its branch; each push is told with its newest commits, as text."""
        if not change.source:
            return
        for item in self.web.pages(f"/repos/{quote(change.source)}/activities/feeds"):
            shape = Shape(item)
            branch = shape.text("ref_name", default="").removeprefix("refs/heads/")
            if shape.text("op_type") == "commit_repo" and branch == change.branch and shape.has("act_user", "login"):
                yield Push(shape.text("act_user", "login"), tuple(_pushed(shape.text("content", default=""))))

    def members(self, group: str) -> tuple[str, ...]:
        """List who is in a team.

        Raises:
            ForgeUnreachableError: when there is no such team.
        """
        organisation, _, name = group.rpartition("/")
        path = f"/orgs/{quote(organisation, safe='')}/teams"
        for team in map(Shape, self.web.pages(path)):
            if team.text("name").casefold() == name.casefold():
                people = self.web.pages(f"/teams/{team.number('id')}/members")
                return tuple(Shape(item).text("login") for item in people)
        raise ForgeUnreachableError(f"{organisation} has no team {name}", "forge_group is ORGANISATION/TEAM")

    def brought(self, commit: str) -> tuple[OpenChange, ...]:
        """Find the pull request that brought a commit to the default branch; Gitea answers 404 where there is none."""
        try:
            found = self._change(Shape(self.web.ask("GET", f"{self._here}/commits/{commit}/pull").data()))
        except ForgeRefusedError as error:
            if error.status != 404:  # noqa: PLR2004  # there is none
                raise
            return ()
        return (found,) if found.merged and found.main else ()

    def show(self, check: Check) -> None:
        """Show a status."""
        body = {
            "context": check.name,
            "state": _STATES[check.conclusion],
            "description": check.title[:MOST_DESCRIPTION],
            **({"target_url": check.url} if check.url else {}),
        }
        self.web.ask("POST", f"{self._here}/statuses/{check.head}", body)


class Forgejo(Gitea):
    """One repository on Forgejo, whose robot has another name."""

    robot = "forgejo-actions"


def _pushed(content: str) -> Iterator[str]:
    """Take the commits of a push out of the text that Gitea keeps of it."""
    try:
        said = json_reader.read(content.encode(), len(content) * 4)
    except json_reader.NotPlainJsonError:
        return
    if isinstance(said, dict):
        commits = said.get("Commits")
        for one in (said.get("HeadCommit"), *(commits if isinstance(commits, list) else ())):
            if isinstance(one, dict) and isinstance(one.get("Sha1"), str) and OID.match(one["Sha1"]):
                yield one["Sha1"]
