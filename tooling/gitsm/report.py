"""What a check reports: the findings of a tree, and which of them concern a part of it."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from gitsm.diagnostics import Finding, Severity


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a check.

    Attributes:
        root: the catalogue's folder in its repository, `.` for the top.
        tree: git's id of the tree that was judged; None for files that are in no tree yet.
        as_of: the day that counts as today.
        records: how many records the tree declares.
        findings: what is wrong, each with its place.
        texts: the files that places lie in, for excerpts.
    """

    root: str
    tree: str | None
    as_of: date
    records: int
    findings: tuple[Finding, ...]
    texts: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    def count(self, severity: Severity) -> int:
        """Count the findings of one severity."""
        return sum(finding.severity is severity for finding in self.findings)

    @property
    def fails(self) -> bool:
        """Whether an error was found."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def repository_path(self, path: str) -> str:
        """Name a file as its repository does: forges know nothing of the catalogue's folder."""
        return path if self.root == "." else f"{self.root}/{path}"


def within(paths: Iterable[str]) -> Callable[[str], bool]:
    """Make a test for lying at or below one of some paths; `.` is everything."""
    wanted = {path.rstrip("/") for path in paths}

    def lies(path: str) -> bool:
        parts = path.split("/")
        return "." in wanted or any("/".join(parts[:end]) in wanted for end in range(1, len(parts) + 1))

    return lies


def concerning(
    findings: Iterable[Finding], lies: Callable[[str], bool], refs: Container[str] = ()
) -> tuple[Finding, ...]:
    """Keep the findings in some files, and those elsewhere that these files have to do with.

    Args:
        findings: all of them.
        lies: whether a path is one of the files.
        refs: the records of these files.
    """
    return tuple(
        finding
        for finding in findings
        if lies(finding.spot.path)
        or finding.subject in refs
        or any(lies(related.spot.path) for related in finding.related)
    )


def appeared(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Finding, ...]:
    """Keep the findings that were not there before; a finding that only moved within its file is not new."""
    known = Counter(_identity(finding) for finding in before)
    fresh = []
    for finding in after:
        identity = _identity(finding)
        if known[identity]:
            known[identity] -= 1
        else:
            fresh.append(finding)
    return tuple(fresh)


def _identity(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.spot.path, finding.message


def since(
    before: Iterable[Finding], after: tuple[Finding, ...], lies: Callable[[str], bool], refs: Container[str] = ()
) -> tuple[Finding, ...]:
    """Keep what a change has to do with: findings that concern its files, and findings that are new by it."""
    kept = {id(finding) for finding in (*concerning(after, lies, refs), *appeared(before, after))}
    return tuple(finding for finding in after if id(finding) in kept)


def differing(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """List the paths that two trees do not share, each tree given as path and content id."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
