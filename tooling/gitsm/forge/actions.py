"""What GitHub keeps beside pull requests: runs of workflows with what they left, and findings for code scanning."""

import base64
import gzip
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from gitsm.errors import ForgeUnreachableError
from gitsm.forge.github import GitHub
from gitsm.forge.interface import OpenChange
from gitsm.forge.shapes import Shape


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


class GitHubActions(GitHub):
    """One repository on GitHub, with its workflows; Gitea offers none of this."""

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
