"""Makes repositories to measure with: `python -m tests.benchmarks.generate 10000 FOLDER`."""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.organisation import Organisation

SEED: Final = 42
_WHEN: Final = 1_767_261_600  # 2026-01-01T10:00:00Z
_BASE: Final = "refs/heads/main"
_FEW: Final = ("vm-0", "server-1", "db", "db-0", "certificate", "app", "queue", "job", "volume-1", "cache")
_MANY: Final = ("switch", "storage", "rack-0", "rack-3", "host-1")


@dataclass(frozen=True, slots=True)
class Made:
    """What a generated repository holds.

    Attributes:
        records: how many there are, one a file.
        relations: how many relations they state.
        size: of all files in bytes.
        tree: git's id of the tree of `main`.
        change: how many records the edits on branch `change` can reach.
        ground: how many those on branch `ground` can: the same number of edits, below everything.
    """

    records: int
    relations: int
    size: int
    tree: str
    change: int
    ground: int


def generate(folder: Path, records: int, seed: int = SEED) -> Made:
    """Make a packed repository with branches `main`, `change` and `ground`, its work tree on `main`.

    Args:
        folder: where; it must not exist.
        records: how many, one a file.
        seed: the same gives the same repository, byte for byte.
    """
    made = Organisation(records, seed)
    files = dict(made.texts())
    few, many = changed(made), changed(made, ground=True)
    folder.mkdir(parents=True)
    _git(folder, "init", "-q", "-b", "main")
    _git(folder, "config", "core.autocrlf", "false")
    script = b"".join(
        (
            _commit(_BASE, "Everything", 0, files),
            _commit("refs/heads/change", "Ten edits", 1, _edited(made, few), _BASE),
            _commit("refs/heads/ground", "Ten edits below everything", 1, _edited(made, many), _BASE),
        )
    )
    _git(folder, "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet", stdin=script)
    _git(folder, "checkout", "-q", "-f", "main")
    return Made(
        len(files),
        sum(len(list(_relations(fields))) for fields in made.records.values()),
        sum(len(text.encode()) for text in files.values()),
        _git(folder, "rev-parse", "main^{tree}").decode().strip(),
        len(made.reached(few)),
        len(made.reached(many)),
    )


def changed(made: Organisation, *, ground: bool = False) -> list[str]:
    """Choose the ten CIs that are edited: parts of ten products, or what the first two sites stand on."""
    if ground:
        return [f"ci:r01-{site}-{part}" for site in ("east", "west") for part in _MANY]
    products = [ref.partition(":")[2] for ref in made.records if ref.startswith("service:")]
    chosen = [products[number * len(products) // len(_FEW)] for number in range(len(_FEW))]
    return [f"ci:{product}-{part}" for product, part in zip(chosen, _FEW, strict=True)]


def _edited(made: Organisation, refs: Iterable[str]) -> dict[str, str]:
    """Edit some CIs in ways that matter: a worse availability, and another version."""
    files = {}
    for ref in refs:
        fields = made.records[ref] | {"availability": "99%", "version": "20.0.0"}
        files[made.paths[ref]] = made.text(fields)
    return files


def _relations(fields: Mapping[str, Any]) -> Iterator[object]:
    for name, items in fields.items():
        if name.endswith(("_on", "_by", "_to", "_of")) and isinstance(items, list):
            yield from items


def _commit(branch: str, message: str, day: int, files: Mapping[str, str], start: str | None = None) -> bytes:
    """Write a commit as `git fast-import` reads it."""
    who = f"committer Tern Tester <tester@tern-ferries.example> {_WHEN + day * 86_400} +0000"
    parts = [f"commit {branch}\n{who}\n".encode(), _data(message), f"from {start}\n".encode() if start else b""]
    for path, text in sorted(files.items()):
        parts += (f"M 100644 inline {path}\n".encode(), _data(text))
    return b"".join((*parts, b"\n"))


def _data(text: str) -> bytes:
    content = text.encode()
    return b"data %d\n%b\n" % (len(content), content)


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    environment = {"PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    command = ["git", *arguments]
    return subprocess.run(command, cwd=folder, input=stdin, stdout=subprocess.PIPE, check=True, env=environment).stdout


def main() -> None:
    """Make one repository and say what it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    sys.stdout.write(json.dumps(asdict(generate(given.folder, given.records, given.seed))) + "\n")


if __name__ == "__main__":
    main()
