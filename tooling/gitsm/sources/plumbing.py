"""The one place that starts git: plumbing commands, bytes in and out, nothing of the environment believed."""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from gitsm import hardened
from gitsm.errors import GitFailedError

OID: Final = re.compile(r"\A(?:[0-9a-f]{40}|[0-9a-f]{64})\Z", re.ASCII)


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Build git's environment, with what this call adds to it."""
    return {**hardened.environment(), **(extra or {})}


def run(
    arguments: Sequence[str],
    *,
    stdin: bytes = b"",
    cwd: str = "/",
    extra: Mapping[str, str] | None = None,
    accept: tuple[int, ...] = (0,),
) -> bytes:
    """Run git and return what it wrote.

    Raises:
        GitFailedError: with the first line git said, when it exits with a status that is not accepted.
    """
    try:
        # cwd is never the checkout: git would look for a repository, and Windows for programs, in it.
        done = subprocess.run(
            ["git", "--no-pager", *arguments],
            input=stdin,
            capture_output=True,
            cwd=cwd,
            env=environment(extra),
            check=False,
        )
    except FileNotFoundError:
        raise GitFailedError("there is no git on this machine", "install git 2.38 or newer") from None
    if done.returncode not in accept:
        raise GitFailedError(*_advice(done.stderr))
    return done.stdout


def _advice(stderr: bytes) -> tuple[str, str | None]:
    lines = [line.strip() for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
    if not lines:
        return "it said nothing", None
    first = lines[0].removeprefix("fatal: ").removeprefix("error: ")
    return first, next((line for line in lines[1:] if line.startswith("git config")), None)


class TreeItem(NamedTuple):
    """One line of a tree's listing; `path` is raw bytes, `size` -1 for what is no file."""

    mode: str
    oid: str
    size: int
    path: bytes


class Repo:
    """One repository, named by its absolute git directory."""

    def __init__(self, git_dir: str, alternates: str | None = None) -> None:
        self.git_dir = git_dir
        self._extra: dict[str, str] | None = None
        if alternates:
            self._extra = {
                "GIT_OBJECT_DIRECTORY": alternates,
                "GIT_ALTERNATE_OBJECT_DIRECTORIES": os.path.join(self.common_dir(), "objects"),
            }

    def with_index(self, path: str) -> "Repo":
        """Look at this repository through an index of one's own; the repository's is not touched."""
        other = Repo(self.git_dir)
        other._extra = {"GIT_INDEX_FILE": path}
        return other

    def common_dir(self) -> str:
        """Find the directory that linked work trees share."""
        text = run([f"--git-dir={self.git_dir}", "rev-parse", "--path-format=absolute", "--git-common-dir"])
        return os.fsdecode(text.rstrip(b"\n"))

    def git(self, *arguments: str, stdin: bytes = b"", accept: tuple[int, ...] = (0,), work_tree: str = "") -> bytes:
        """Run a plumbing command in this repository."""
        place = [f"--git-dir={self.git_dir}", *([f"--work-tree={work_tree}"] if work_tree else [])]
        return run([*place, *arguments], stdin=stdin, cwd=work_tree or "/", extra=self._extra, accept=accept)

    def listing(self, tree: str, paths: Sequence[str] = ()) -> Iterator[TreeItem]:
        """List every file of a tree, as git's objects hold it."""
        output = self.git("ls-tree", "-r", "-z", "-l", "--full-tree", tree, "--", *paths)
        for line in output.split(b"\0"):
            if line:
                head, _, path = line.partition(b"\t")
                mode, _, oid, size = head.split()
                if size == b"BAD":
                    raise _lacking(oid.decode())
                yield TreeItem(mode.decode(), oid.decode(), -1 if size == b"-" else int(size), path)

    def contents(self, oids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Read objects by id, in the order given.

        Raises:
            GitFailedError: when git stops answering, or the repository lacks an object.
        """
        wanted = list(oids)
        if not wanted:
            return
        command = ["git", "--no-pager", f"--git-dir={self.git_dir}", "cat-file", "--batch", "--buffer"]
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=environment(self._extra),
            bufsize=1 << 16,
        ) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            child = os.fork() if len(wanted) > _PIPE_SAFE else None
            if child == 0:  # pragma: no cover - the child only writes, and leaves no trace to measure
                _ask(process.stdin.fileno(), wanted)
            if child is None:
                process.stdin.write("".join(f"{oid}\n" for oid in wanted).encode())
            process.stdin.close()
            for oid in wanted:
                yield oid, _answer(process.stdout.readline(), process.stdout.read, oid)
            if child is not None:
                os.waitpid(child, 0)


# Requests of this many ids fit into a pipe's 64 KiB; more are written by a child, so that neither side waits.
_PIPE_SAFE: Final = 900


def _ask(descriptor: int, wanted: Sequence[str]) -> None:  # pragma: no cover - runs in a child
    try:
        data = "".join(f"{oid}\n" for oid in wanted).encode()
        while data:
            data = data[os.write(descriptor, data) :]
    finally:
        os._exit(0)


def _answer(header: bytes, read: object, oid: str) -> bytes:
    parts = header.split()
    if len(parts) != 3 or not callable(read):  # noqa: PLR2004  # id, type, size
        raise _lacking(oid)
    content: bytes = read(int(parts[2]))
    read(1)
    return content


def _lacking(oid: str) -> GitFailedError:
    return GitFailedError(f"the repository lacks object {oid}", "git fsck says what else is missing")
