"""What tells a finding from others, however often its file is edited."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from gitsm.diagnostics import Finding


def fingerprinted(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Give each finding a hash of its rule, file and sentence; equal ones are told apart by their order."""
    seen: Counter[str] = Counter()
    for finding in findings:
        identity = f"{finding.rule}\0{finding.spot.path}\0{finding.message}"
        seen[identity] += 1
        text = f"{identity}\0{seen[identity]}"
        yield finding, hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
