"""Gitea and Forgejo: like GitHub, with statuses instead of checks."""

from collections.abc import Iterator
from typing import Final

from gitsm.errors import ForgeRefusedError
from gitsm.forge.github import GitHub
from gitsm.forge.interface import Check, Review, Word
from gitsm.forge.shapes import Shape

MOST_DESCRIPTION: Final = 255
_WORDS: Final[dict[str, Word]] = {"APPROVED": "approved", "REQUEST_CHANGES": "changes_requested"}
_STATES: Final = {"success": "success", "failure": "failure", "action_required": "failure", "neutral": "warning"}


class Gitea(GitHub):
    """One repository on Gitea or Forgejo."""

    name = "gitea"

    def me(self) -> str:
        """Say who this token writes as."""
        try:
            return super().me().replace("github-actions[bot]", "gitea-actions")
        except ForgeRefusedError as error:
            if error.status != 404:  # noqa: PLR2004  # a job's token is no user in some versions
                raise
            return "gitea-actions"

    @staticmethod
    def _word(shape: Shape) -> Word | None:
        word = _WORDS.get(shape.text("state"))
        return "dismissed" if word is not None and shape.flag("dismissed") else word

    def reviews(self, number: int) -> Iterator[Review]:
        """List the reviews; one that Gitea calls stale still says which commit it saw."""
        yield from super().reviews(number)

    def show(self, check: Check) -> None:
        """Show a status."""
        body = {
            "context": "gitsm",
            "state": _STATES[check.conclusion],
            "description": check.title[:MOST_DESCRIPTION],
            **({"target_url": check.url} if check.url else {}),
        }
        self.web.ask("POST", f"{self._here}/statuses/{check.head}", body)
