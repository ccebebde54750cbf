"""What there is around a data repository: programs, git's view of it, and the files a forge looks at."""

import re
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files as resources
from pathlib import Path
from typing import Final

from gitsm.diagnostics import Severity
from gitsm.errors import GitFailedError, UnknownRevisionError
from gitsm.forge.codeowners import DIALECTS
from gitsm.forge.doctor import LOOKED_AT, Facts
from gitsm.forge.ownership import Ownership, ownership
from gitsm.inquiry.checking import judged
from gitsm.snapshot import Snapshot
from gitsm.sources import Source
from gitsm.sources.plumbing import run
from gitsm.sources.repository import Repository
from gitsm_schemas.organisation import Team

_MOST_BYTES: Final = 4_000_000
_SITE: Final = "site/mkdocs.yml"


def facts(root: Path, source: Source, repository: Repository | None, today: date) -> Facts:
    """Look at everything around a data repository; nothing is written, and no other machine is asked.

    Args:
        root: the folder that has catalog/, cmdb/ or changes/.
        source: its record files.
        repository: the repository it is in; None where it is in none.
        today: the day that counts as today.
    """
    tree = judged(source, today)
    who = ownership(tree.loaded.snapshot)
    prefix = repository.prefix if repository else ""
    return Facts(
        git=_git(),
        mkdocs=_installed("mkdocs"),
        repository=repository is not None and not prefix,
        committed=repository is not None and _committed(repository),
        shallow=repository is not None and repository.is_shallow(),
        remote=repository is not None and _has_remote(repository),
        hook=repository is not None and (Path(repository.repo.common_dir()) / "hooks" / "pre-commit").is_file(),
        hidden=_hidden(root, repository),
        files={path: text for path in LOOKED_AT if (text := _text(root / path)) is not None},
        owners={name: dialect.write(who, prefix) for name, dialect in DIALECTS.items()},
        lock=(resources("gitsm.forge") / "template" / "dot-gitsm" / "runtime.lock").read_text("utf-8"),
        unasked=who.problems,
        approvers=_approvers(who, tree.loaded.snapshot),
        errors=sum(finding.severity is Severity.ERROR for finding in tree.findings),
    )


def _approvers(who: Ownership, snapshot: Snapshot) -> int:
    """Count who approves by default; of a group of the forge, nobody here knows, so it is taken for two."""
    teams = [snapshot.record(team) for team in who.default]
    grouped = any(isinstance(team, Team) and team.forge_group for team in teams)
    return max(len({name for team in who.default for name in who.handles.get(team, ())}), 2 * grouped)


def _git() -> tuple[int, ...]:
    try:
        found = re.search(rb"(\d+)\.(\d+)(?:\.(\d+))?", run(["--version"]))
    except GitFailedError:
        return ()
    return tuple(int(part) for part in found.groups() if part) if found else ()


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _committed(repository: Repository) -> bool:
    try:
        repository.resolve("HEAD")
    except UnknownRevisionError:
        return False
    return True


def _has_remote(repository: Repository) -> bool:
    return bool(repository.repo.git("config", "--get-regexp", r"^remote\..*\.url$", accept=(0, 1)))


def _hidden(root: Path, repository: Repository | None) -> str | None:
    if repository is None or repository.bare:
        return None
    said = repository.repo.git(
        "check-ignore", "--no-index", "--verbose", _SITE, accept=(0, 1), work_tree=str(root)
    ).decode("utf-8", "replace")
    return said.partition("\t")[0].strip() or None


def _text(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            return stream.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return None
