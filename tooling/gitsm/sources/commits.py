"""Branches that gitsm writes: a commit is made of objects alone, no file of the work tree is touched."""

# No hook runs: the hardened environment points git at an empty hooks path. No configuration of the repository is asked,
# but for the name and address its user commits under.

import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from gitsm.errors import BranchTakenError, GitFailedError
from gitsm.sources.names import refusal
from gitsm.sources.plumbing import Repo, run
from gitsm.sources.repository import Commit, Repository

_NOBODY: Final = ("gitsm", "gitsm@localhost")


def branch(  # noqa: PLR0913, PLR0917  # what a commit is made of
    repository: Repository, name: str, start: Commit, files: Mapping[str, bytes | None], message: str, when: datetime
) -> str:
    """Make a branch with one commit; it must not be there yet.

    Args:
        repository: where.
        name: the branch, without `refs/heads/`; letters, digits, hyphens and slashes.
        start: the commit it begins at.
        files: new contents by path relative to the catalogue's folder; None removes a file.
        message: what people read; no stranger's text.
        when: the author's and the committer's time.

    Returns:
        The commit, hex.

    Raises:
        BranchTakenError: when there is such a branch; it is as it was.
        GitFailedError: when git cannot write.
    """
    ref = f"refs/heads/{name}"
    run(["check-ref-format", ref])
    repo = repository.repo
    if repo.git("rev-parse", "--verify", "--quiet", "--end-of-options", ref, accept=(0, 1)):
        raise BranchTakenError(name)
    tree = _tree(repository, start, files)
    oid = _commit(repo, tree, start, message, when)
    nothing = "0" * len(oid)  # only where there is no such branch yet
    try:
        repo.git("update-ref", "--stdin", "-z", stdin=f"update {ref}\0{oid}\0{nothing}\0".encode())
    except GitFailedError:
        raise BranchTakenError(name) from None
    return oid


def _tree(repository: Repository, start: Commit, files: Mapping[str, bytes | None]) -> str:
    repo = repository.repo
    lines = []
    for path, content in sorted(files.items()):
        assert refusal(path.encode(), "100644", 0) is None
        if content is None:
            lines.append(f"0 {'0' * len(start.oid)}\t{repository.prefix}{path}\0")
            continue
        oid = repo.git("hash-object", "-w", "--stdin", "--no-filters", stdin=content).decode().strip()
        lines.append(f"100644 {oid}\t{repository.prefix}{path}\0")
    with tempfile.TemporaryDirectory(prefix="gitsm-index-") as folder:
        index = Repo(repo.git_dir).with_index(str(Path(folder) / "index"))
        index.git("read-tree", start.tree)
        index.git("update-index", "-z", "--index-info", stdin="".join(lines).encode())
        return index.git("write-tree").decode().strip()


def _commit(repo: Repo, tree: str, start: Commit, message: str, when: datetime) -> str:
    name, mail = _identity(repo)
    stamp = when.isoformat(timespec="seconds")
    roles = {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", name), ("EMAIL", mail), ("DATE", stamp))
    }
    text = message.rstrip("\n") + "\n"
    arguments = [f"--git-dir={repo.git_dir}", "commit-tree", "--no-gpg-sign", tree, "-p", start.oid]
    return run(arguments, stdin=text.encode(), extra=roles).decode().strip()


def _identity(repo: Repo) -> tuple[str, str]:
    """Read under which name the user commits; gitsm's own where they have none."""
    said = [
        repo.git("config", "--get", key, accept=(0, 1)).decode("utf-8", "replace").strip()
        for key in ("user.name", "user.email")
    ]
    plain = [one for one in said if one and one.isprintable() and not set("<>\n") & set(one)]
    return (plain[0], plain[1]) if len(plain) == len(said) else _NOBODY
