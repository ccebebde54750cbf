"""Repositories that gitsm makes itself, through GitPython: it writes, where all else here only reads."""

# GitPython hands the caller's environment on to git and knows no SHA-256 objects, so a stranger's repository is read by
# `plumbing`. Here there is nothing of a stranger's: the folder is new, and so is its configuration.

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from git import Actor, Repo

from gitsm.hardened import environment


class Made:
    """A repository in a new folder, with one branch and no commit."""

    def __init__(self, folder: Path, branch: str = "main") -> None:
        with _alone():
            self._repo = Repo.init(folder, mkdir=True, initial_branch=branch)

    def commit(self, message: str, when: str, author: tuple[str, str]) -> None:
        """Commit every file of the folder.

        Args:
            message: what people read.
            when: a time with an offset, ISO 8601; author and committer get it.
            author: name and mail address.
        """
        who = Actor(*author)
        roles = {
            f"GIT_{role}_{key}": value
            for role in ("AUTHOR", "COMMITTER")
            for key, value in (("NAME", who.name or ""), ("EMAIL", who.email or ""), ("DATE", when))
        }
        with _alone(), self._repo.git.custom_environment(**roles):
            self._repo.git.add("--all")
            self._repo.git.commit("--quiet", "--message", message)

    def branch(self, name: str, start: str = "HEAD") -> None:
        """Begin a branch, here or at another one, and stay on it."""
        with _alone():
            self._repo.git.checkout("--quiet", "-b", name, start)


@contextmanager
def _alone() -> Iterator[None]:
    """Hide the caller's git: its variables, and its configuration with whatever that would run."""
    kept = dict(os.environ)
    os.environ.clear()
    os.environ.update({**environment(), "GIT_CONFIG_GLOBAL": os.devnull})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)
