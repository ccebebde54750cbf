"""A tree, judged: its records loaded, every rule applied, every finding placed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from gitsm.diagnostics import Finding, pointer_parts
from gitsm.inquiry.remembering import told
from gitsm.load.places import locate
from gitsm.load.records import Loaded, load
from gitsm.policy import Policies
from gitsm.report import Report, concerning, differing, since, within
from gitsm.rules import judge, judge_history
from gitsm.sources import Source
from gitsm.sources.deleted import Deletion, deletion
from gitsm.sources.repository import Repository
from gitsm_schemas.scalars import split_reference

_MISSING: Final = "unknown-reference"
MOST_LOOKUPS: Final = 10
"""Each asks git for its whole history."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A tree with everything that is wrong in it; the findings have no places yet."""

    source: Source
    loaded: Loaded
    findings: tuple[Finding, ...]

    @property
    def dangles(self) -> bool:
        """Whether a record is missing."""
        return any(finding.rule == _MISSING for finding in self.findings)

    @property
    def is_documented(self) -> bool:
        """Whether there are articles, of which history tells more than they say."""
        return bool(self.loaded.snapshot.of_kind("knowledge_article"))

    def recalling(
        self, repository: Repository, start: Sequence[str], as_of: date, policies: Policies | None = None
    ) -> "Judged":
        """Judge articles by history, too.

        Args:
            repository: whose history is asked.
            start: the commits that history is read back from, hex.
            as_of: the day that counts as today.
            policies: how severe each rule is; none: as the tree's own policies say.
        """
        if not self.is_documented:
            return self
        snapshot = self.loaded.snapshot
        found = judge_history(snapshot, as_of, told(repository, snapshot, start), self.findings, policies)
        return replace(self, findings=found)

    def below(self, paths: Iterable[str]) -> "Judged":
        """Keep what concerns some files or folders; everything was judged nevertheless."""
        lies = within(paths)
        refs = {entry.ref for entry in self.loaded.snapshot if lies(entry.path)}
        return replace(self, findings=concerning(self.findings, lies, refs))

    def since(self, base: "Judged") -> "Judged":
        """Keep what concerns the files that differ from another tree, and what is wrong only here."""
        changed = differing(base.contents(), self.contents())
        refs = {entry.ref for entry in self.loaded.snapshot if entry.path in changed}
        return replace(self, findings=since(base.findings, self.findings, changed.__contains__, refs))

    def contents(self) -> dict[str, str]:
        """List the record files with git's id of their content."""
        snapshot = self.loaded.snapshot
        known = {entry.path: entry.blob for entry in (*snapshot, *snapshot.duplicates)}
        # A file that holds no record was read, but nobody kept its id.
        rest = [blob for blob in self.source.blobs if blob.path not in known]
        return known | {blob.path: blob.oid for blob, _ in self.source.read(rest)}

    def remembering(self, repository: Repository, start: str) -> "Judged":
        """Say of missing records which commit deleted them, for the first few.

        Args:
            repository: whose history is asked.
            start: the commit that is judged, or that the files were edited from, hex.
        """
        known: dict[str, Deletion | None] = {}
        findings = []
        for finding in self.findings:
            entry = self.loaded.snapshot.get(finding.subject or "")
            name = _named(entry.data, finding.spot.pointer) if entry and finding.rule == _MISSING else None
            if name and name not in known and len(known) < MOST_LOOKUPS:
                known[name] = deletion(repository, name, start)
            findings.append(_reminded(finding, known.get(name or "")))
        return replace(self, findings=tuple(findings))

    def report(self, root: str, as_of: date) -> Report:
        """Place the findings.

        Args:
            root: the catalogue's folder in its repository, `.` for the top.
            as_of: the day the tree was judged for.
        """
        paths = {finding.spot.path for finding in self.findings}
        paths |= {related.spot.path for finding in self.findings for related in finding.related}
        blobs = [blob for blob in self.source.blobs if blob.path in paths]
        texts = {blob.path: content for blob, content in self.source.read(blobs) if isinstance(content, bytes)}
        findings = locate(self.findings, texts.get)
        snapshot = self.loaded.snapshot
        records = len(snapshot) + len(snapshot.duplicates)
        return Report(root, self.source.tree, as_of, records, findings, texts)


def _named(data: object, where: str) -> str | None:
    """Take the id out of the reference at a pointer."""
    for part in pointer_parts(where):
        if isinstance(data, Mapping):
            data = data.get(part)
        elif isinstance(data, list) and part.isdecimal() and int(part) < len(data):
            data = data[int(part)]
    found = split_reference(data) if isinstance(data, str) else None
    return found[1] if found else None


def _reminded(finding: Finding, gone: Deletion | None) -> Finding:
    # Another kind of record may have had the same id: the sentence names the kind that is missing.
    words = {gone.kind, gone.kind.replace("_", " ")} if gone else set()
    if gone is None or not any(word and word in finding.message for word in words):
        return finding
    if gone.commit is None:
        told = f"{gone.path} was deleted here; git restore {gone.path} brings it back"
    else:
        commit = gone.commit
        told = f"commit {commit.short} of {commit.at:%Y-%m-%d} ({commit.subject}) deleted {gone.path}"
    return replace(finding, hint=f"{finding.hint} {told}" if finding.hint and "?" in finding.hint else told)


def judged(source: Source, as_of: date) -> Judged:
    """Load and judge a tree.

    Args:
        source: the tree.
        as_of: the day that counts as today.
    """
    loaded = load(source)
    return Judged(source, loaded, judge(loaded.snapshot, as_of, loaded.findings))
