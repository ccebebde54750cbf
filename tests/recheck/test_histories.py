"""Whatever is done to the files with git, a check that remembers says what one says that remembers nothing."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from subprocess import CalledProcessError
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.inside import gitsm
from tests.support.repositories import git, repository
from tests.support.tangles import REFS, altered, path_of, record, written

_ORDINARY = [ref for ref in REFS if not ref.startswith(("policy:", "ci_class:"))]


class Hands:
    """Somebody who does this and that to a catalogue.

    Args:
        root: the catalogue.
        choice: what chooses.
    """

    def __init__(self, root: Path, choice: Random) -> None:
        self.root = root
        self.choose = choice.choice

    def do(self) -> None:
        """Do one thing; what git refuses is left undone."""
        files = [path for path in self.root.rglob("*.yaml") if ".git" not in path.parts]
        with suppress(CalledProcessError, OSError):
            self.choose([*self._anywhere(), *(self._to(self.choose(files)) if files else ())])()

    def _anywhere(self) -> Iterator[Callable[[], object]]:
        root, choose = self.root, self.choose
        yield self._new
        yield lambda: git(root, "add", "-A")
        yield lambda: git(root, "commit", "-qm", "x", "--allow-empty")
        yield lambda: git(root, "branch", f"b{choose(range(10**6))}")
        yield lambda: git(root, "checkout", "-qf", choose(git(root, "branch", "--format=%(refname:short)").split()))
        yield lambda: git(root, "stash", "-q")
        yield lambda: git(root, "reset", "-q", "--hard")
        yield lambda: (root / "cmdb/.gitignore").write_text(choose(["", "c3.yaml\n", "!c1.yaml\n*\n"]))
        yield lambda: (root / "cmdb/x.txt").write_text("no record")

    def _to(self, path: Path) -> Iterator[Callable[[], object]]:
        names = ("zz.yaml", "c1.yaml", "kb0.yaml")
        yield lambda: self._alter(path)
        yield lambda: self._alter(path)
        yield path.unlink
        yield lambda: path.rename(path.with_name(self.choose(names)))
        yield lambda: path.write_text("kind: [\n")
        yield lambda: path.chmod(0o755)
        yield lambda: os.utime(path)
        yield lambda: git(self.root, "add", "-f", str(path))
        yield lambda: git(self.root, "add", "-N", str(path))
        yield lambda: git(self.root, "rm", "-qf", "--cached", str(path))

    def _new(self) -> None:
        ref = self.choose(_ORDINARY)
        path = self.root / path_of(ref)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(record(ref, self.choose)))

    def _alter(self, path: Path) -> None:
        with suppress(json.JSONDecodeError):
            path.write_text(json.dumps(altered(json.loads(path.read_text()), self.choose)))


def said(root: Path, cache: Path) -> tuple[int, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(cache))
        done = gitsm("check", "--format", "json", "--as-of", "2026-11-24", cwd=root)
    return done.returncode, done.stdout


@settings(max_examples=6)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["", "it/"]))
def test_a_check_that_remembers_says_what_a_first_one_says(seed: int, prefix: str) -> None:
    choice = Random(seed)
    records = [record(ref, choice.choice) for ref in _ORDINARY if choice.randrange(2)]
    with TemporaryDirectory() as folder:
        files = {prefix + path: content.decode() for path, content in written(records).items()}
        root = repository(Path(folder) / "repo", [("a catalogue", files)]) / prefix
        hands = Hands(root, choice)
        for step in range(5):
            assert said(root, Path(folder) / "kept") == said(root, Path(folder) / f"none-{step}")
            for _ in range(choice.randrange(1, 4)):
                hands.do()
