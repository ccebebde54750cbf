"""Where records are read from: a work tree, or a tree of git objects."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from gitsm.diagnostics import Finding

ROOTS = ("catalog", "cmdb", "changes")
"""The folders that hold records."""


class Blob(NamedTuple):
    """One file of a tree; `oid` is git's id of its content, `size` counts bytes."""

    path: str
    oid: str
    size: int


class Source(Protocol):
    """The record files of one tree.

    Attributes:
        label: what people call this tree.
        tree: git's id of the tree, hex; None for a work tree.
        blobs: its record files, in the order of their paths.
        problems: files that are refused without being read.
    """

    @property
    def label(self) -> str: ...  # noqa: D102  # above

    @property
    def tree(self) -> str | None: ...  # noqa: D102  # above

    @property
    def blobs(self) -> tuple[Blob, ...]: ...  # noqa: D102  # above

    @property
    def problems(self) -> tuple[Finding, ...]: ...  # noqa: D102  # above

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | Finding]]:
        """Read files, in the order given; a file that cannot be read comes as a finding."""
        ...
