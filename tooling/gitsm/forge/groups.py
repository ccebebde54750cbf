"""The groups of the forge that teams name as theirs, as the target branch has it."""

from collections.abc import Iterator

from gitsm.load.records import parse
from gitsm.sources.repository import Commit, Repository
from gitsm.sources.revision import revision
from gitsm_schemas.organisation import Team


def groups(repository: Repository, commit: Commit) -> tuple[str, ...]:
    """List them, each once; a file that cannot be read names none."""
    return tuple(dict.fromkeys(_named(repository, commit)))


def _named(repository: Repository, commit: Commit) -> Iterator[str]:
    source = revision(repository.repo, commit.tree, commit.short, repository.prefix)
    for blob, content in source.read(source.blobs):
        # Few files name one, so the others need not be read as YAML.
        if isinstance(content, bytes) and b"forge_group" in content:
            entry, _ = parse(blob.path, blob.oid, content)
            if entry is not None and isinstance(entry.record, Team) and entry.record.forge_group:
                yield entry.record.forge_group
