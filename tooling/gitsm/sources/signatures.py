"""The commits of a branch with what git says of their signatures: only keys that are handed in are known."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from gitsm.errors import TooManyCommitsError
from gitsm.sources.plumbing import Repo
from gitsm.sources.repository import Commit, Repository

MOST_COMMITS: Final = 1000
_NAMES: Final = ("Gitsm-Approve", "Gitsm-Object")
_FORMAT: Final = (
    "--format=%H%x00%T%x00%P%x00%ct%x00%G?%x00%GF%x00"
    + "%x00".join(f"%(trailers:key={name},valueonly,unfold,separator=%x01)" for name in _NAMES)
    + "%x00%(trailers:key=Co-authored-by,valueonly,unfold,separator=%x01)"
)
_FIELDS: Final = 9
_LAST_SECOND: Final = 253_402_214_400  # the last day of year 9999


@dataclass(frozen=True, slots=True)
class Signed:
    """One commit of a branch.

    Attributes:
        oid: the commit, hex.
        parent: the commit before it, hex, where it has one only and alters no file; None of a commit with work in it.
        at: when it was committed, aware.
        fingerprint: of the key that signed it, where that is a known key and the signature is good; else None.
        standing: what git says of the signature: G good, N none, anything else unknown or bad.
        approves: plans it agrees to, as they stand in its trailers.
        objects: plans it objects to.
        co_authors: who else is named as having made it.
    """

    oid: str
    parent: str | None
    at: datetime
    fingerprint: str | None
    standing: str
    approves: tuple[str, ...]
    objects: tuple[str, ...]
    co_authors: tuple[str, ...]


def speaks(repository: Repository, base: Commit, head: Commit) -> bool:
    """Tell whether any commit of a branch agrees or objects in a trailer; its signature is not looked at."""
    wanted = [option for name in _NAMES for option in ("--grep", f"^{name}:")]
    options = ("--max-count=1", "--regexp-ignore-case", "--no-show-signature", "--format=%H")
    return bool(repository.repo.git("log", *options, *wanted, head.oid, f"^{base.oid}", "--").strip())


def commits(repository: Repository, base: Commit, head: Commit, keys: Iterable[str]) -> tuple[Signed, ...]:
    """List the commits that a branch adds, the latest first.

    Args:
        repository: where they are.
        base: the target branch's tip; keys in the tree of either commit are not asked.
        head: the branch.
        keys: the public SSH keys that are known; whatever else signs is unknown.

    Raises:
        TooManyCommitsError: when there are more than are looked at.
    """
    repo = repository.repo
    count = int(repo.git("rev-list", "--count", head.oid, f"^{base.oid}", "--"))
    if count > MOST_COMMITS:
        raise TooManyCommitsError(count, MOST_COMMITS)
    with tempfile.TemporaryDirectory(prefix="gitsm-signers-") as folder:
        known = Path(folder) / "allowed"
        # Git signs in the namespace `git` only: a signature made for a file or a mail is none of a commit.
        known.write_text("".join(f'known namespaces="git" {key}\n' for key in keys), "ascii")
        output = repo.git(
            *_settings(known), "log", "-z", "--no-show-signature", _FORMAT, head.oid, f"^{base.oid}", "--"
        )
    fields = [each.decode("utf-8", "replace") for each in output.split(b"\0")]
    rows = [fields[start : start + _FIELDS] for start in range(0, len(fields) - _FIELDS + 1, _FIELDS)]
    trees = _trees(repo, [parent for row in rows for parent in row[2].split()])
    return tuple(_read(row, trees) for row in rows)


def _settings(known: Path) -> tuple[str, ...]:
    """Name every program and file that git takes from its configuration to verify; other formats than SSH fail."""
    values = {
        "gpg.ssh.allowedSignersFile": str(known),
        "gpg.ssh.program": "ssh-keygen",
        "gpg.ssh.revocationFile": "",
        "gpg.program": "false",
        "gpg.openpgp.program": "false",
        "gpg.x509.program": "false",
        "gpg.minTrustLevel": "fully",
    }
    return tuple(word for key, value in values.items() for word in ("-c", f"{key}={value}"))


def _trees(repo: Repo, oids: Iterable[str]) -> dict[str, str]:
    wanted = list(dict.fromkeys(oids))
    asked = "".join(f"{oid}^{{tree}}\n" for oid in wanted).encode()
    lines = repo.git("cat-file", "--batch-check=%(objectname)", stdin=asked).decode().splitlines() if wanted else []
    return dict(zip(wanted, lines, strict=True))


def _read(row: list[str], trees: dict[str, str]) -> Signed:
    oid, tree, parents, when, standing, fingerprint, approves, objects, others = row
    above = parents.split()
    empty = len(above) == 1 and trees[above[0]] == tree
    at = datetime.fromtimestamp(min(max(int(when or 0), 0), _LAST_SECOND), UTC)
    return Signed(
        oid.strip(),
        above[0] if empty else None,
        at,
        fingerprint if standing == "G" else None,
        standing,
        _lines(approves),
        _lines(objects),
        _lines(others),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split("\x01") if each.strip())
