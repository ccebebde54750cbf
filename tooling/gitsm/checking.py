"""A tree, judged: its records loaded, every rule applied, every finding placed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from gitsm.diagnostics import Finding
from gitsm.load.places import locate
from gitsm.load.records import Loaded, load
from gitsm.report import Report, concerning, differing, since, within
from gitsm.rules import judge
from gitsm.sources import Source


@dataclass(frozen=True, slots=True)
class Judged:
    """A tree with everything that is wrong in it; the findings have no places yet."""

    source: Source
    loaded: Loaded
    findings: tuple[Finding, ...]

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


def judged(source: Source, as_of: date) -> Judged:
    """Load and judge a tree.

    Args:
        source: the tree.
        as_of: the day that counts as today.
    """
    loaded = load(source)
    return Judged(source, loaded, judge(loaded.snapshot, as_of, loaded.findings))
