"""A tree as it would be after an edit."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gitsm.diagnostics import Finding
from gitsm.sources import Blob, Source
from gitsm.sources.worktree import blob_oid


@dataclass(frozen=True, slots=True)
class Edited:
    """A tree with some files replaced, added or, by None, removed."""

    base: Source
    files: Mapping[str, bytes | None]

    @property
    def label(self) -> str:
        """What people call it."""
        return f"{self.base.label}, edited"

    @property
    def tree(self) -> str | None:
        """It is in no repository."""
        return None

    @property
    def blobs(self) -> tuple[Blob, ...]:
        """The files, in the order of their paths."""
        kept = [blob for blob in self.base.blobs if blob.path not in self.files]
        new = [
            Blob(path, blob_oid(content), len(content)) for path, content in self.files.items() if content is not None
        ]
        return tuple(sorted([*kept, *new]))

    @property
    def problems(self) -> tuple[Finding, ...]:
        """What is refused in the tree below."""
        return self.base.problems

    def read(self, blobs: Iterable[Blob]) -> Iterator[tuple[Blob, bytes | Finding]]:
        """Read files, in the order given."""
        for blob in blobs:
            content = self.files.get(blob.path)
            if content is not None:
                yield blob, content
            else:
                yield from self.base.read([blob])
