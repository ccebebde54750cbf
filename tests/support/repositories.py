"""Real git repositories for tests, made fast and the same every time."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

Files = Mapping[str, str | bytes | None]
_START = 1_767_261_600  # 2026-01-01T10:00:00Z


def git(folder: Path, *arguments: str, stdin: bytes = b"", when: int = 0) -> str:
    """Run git as a user would, with a fixed date."""
    stamp = f"{_START + when * 86_400} +0000"
    env = {**os.environ, "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp}
    done = subprocess.run(["git", *arguments], cwd=folder, input=stdin, capture_output=True, check=False, env=env)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8", "backslashreplace").strip()


def write(folder: Path, files: Files) -> None:
    """Write files; None removes one."""
    for name, content in files.items():
        path = folder / name
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def repository(folder: Path, commits: Sequence[tuple[str, Files]], *, object_format: str = "sha1") -> Path:
    """Make a repository with one commit a day from 2026-01-01 on."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main", f"--object-format={object_format}")
    for message, files in commits:
        commit(folder, message, files)
    return folder


def commit(folder: Path, message: str, files: Files, *, when: int | None = None) -> str:
    """Commit files a day after the last commit, or so many days after 2026-01-01T10:00Z."""
    write(folder, files)
    git(folder, "add", "-A")
    count = int(git(folder, "rev-list", "--all", "--count") or 0)
    git(folder, "commit", "-q", "--allow-empty", "-m", message, when=count if when is None else when)
    return git(folder, "rev-parse", "HEAD")


def branch(folder: Path, name: str, message: str, files: Files, start: str = "main") -> str:
    """Commit files on a new branch and stay there."""
    git(folder, "checkout", "-q", "-b", name, start)
    return commit(folder, message, files)
