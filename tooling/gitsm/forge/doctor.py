"""What is missing or wrong around a data repository, and what mends it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

LEAST_GIT: Final = (2, 38)
"""The first that merges in memory."""
_PIPELINES: Final = {
    ".github/workflows/gitsm.yml": "github",
    ".gitlab-ci.yml": "gitlab",
    ".gitea/workflows/gitsm.yml": "gitea",
}
SEARCHED: Final = {
    "github": (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"),
    "gitlab": ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"),
    "gitea": ("CODEOWNERS", "docs/CODEOWNERS", ".gitea/CODEOWNERS"),
}
"""Where each forge looks for CODEOWNERS; the first one there counts."""
LOCK: Final = ".gitsm/runtime.lock"
"""What pipelines install."""
LOOKED_AT: Final = (*_PIPELINES, LOCK, *sorted({path for paths in SEARCHED.values() for path in paths}),
                    ".pre-commit-config.yaml", ".vscode/gitsm/record.json", "site/mkdocs.yml")  # fmt: skip
_TWO: Final = 2


class State(Enum):
    """How something stands."""

    FINE = "fine"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that was looked at; `remedy` is empty where it is fine."""

    id: str
    state: State
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found around a data repository.

    Attributes:
        git: the version of git; empty where there is none.
        mkdocs: the version of MkDocs; None where there is none.
        repository: whether it is in a git repository, and at its top.
        committed: whether it has a commit.
        shallow: whether history is cut off.
        remote: whether it is known to another repository.
        hook: whether pre-commit runs before a commit.
        hidden: the line of an ignore file that hides the sources of the site; None where none does.
        files: of `LOOKED_AT`, those that are there, with their text.
        owners: by dialect, what its CODEOWNERS should be.
        lock: what pipelines of this version of gitsm install.
        unasked: what would make a forge ask nobody, in sentences.
        approvers: how many people may approve by default.
        errors: how many errors `gitsm check` finds.
    """

    git: tuple[int, ...]
    mkdocs: str | None
    repository: bool
    committed: bool
    shallow: bool
    remote: bool
    hook: bool
    hidden: str | None
    files: Mapping[str, str]
    owners: Mapping[str, str]
    lock: str
    unasked: tuple[str, ...]
    approvers: int
    errors: int


def examine(facts: Facts) -> tuple[Diagnosis, ...]:
    """Say how everything around a data repository stands."""
    return (*_machine(facts), *_repository(facts), *_protection(facts), *_pipelines(facts), *_desk(facts))


def _machine(facts: Facts) -> Iterator[Diagnosis]:
    said = ".".join(map(str, facts.git))
    if not facts.git:
        yield _bad("git", "there is no git on this machine", "install git 2.38 or newer")
    elif facts.git < LEAST_GIT:
        yield _bad("git", f"git {said} cannot merge in memory, so branches cannot be judged", "install 2.38 or newer")
    else:
        yield _fine("git", f"git {said}")
    if facts.mkdocs is None:
        yield _bad("mkdocs", "MkDocs is not installed", "install gitsm again; it brings MkDocs 1.6")
    elif facts.mkdocs.partition(".")[0] != "1":
        yield _bad("mkdocs", f"MkDocs {facts.mkdocs} has no plugins", 'install "mkdocs>=1.6.1,<2"')
    else:
        yield _fine("mkdocs", f"MkDocs {facts.mkdocs}")


def _repository(facts: Facts) -> Iterator[Diagnosis]:
    if not facts.repository:
        yield _bad("repository", "the catalogue is not at the top of a git repository", _TOP)
    elif facts.shallow:
        yield _bad("history", "history is cut off, so branches cannot be judged", "git fetch --unshallow")
    elif not facts.committed:
        yield Diagnosis("history", State.WARNING, "nothing is committed yet", 'git add -A && git commit -m "Catalogue"')
    else:
        yield _fine("history", "the whole history is here")
    if facts.repository and not facts.remote:
        yield Diagnosis("remote", State.NOTE, "it is known to no forge", "git remote add origin ADDRESS")
    if facts.hidden:
        message = f"{facts.hidden} hides the sources of the site from git"
        yield _bad("site-ignored", message, "remove that line; what MkDocs writes lies in /build/")
    if "site/mkdocs.yml" not in facts.files:
        yield Diagnosis("site", State.NOTE, "there is no site", "gitsm init adds what is missing")
    yield (
        _bad("check", f"gitsm check finds {facts.errors} error{'s' * (facts.errors != 1)}", "gitsm check")
        if facts.errors
        else _fine("check", "gitsm check finds no errors")
    )


_TOP: Final = "git init there; forges look for pipelines and CODEOWNERS at the top"


def _protection(facts: Facts) -> Iterator[Diagnosis]:
    for sentence in facts.unasked:
        yield Diagnosis("owners", State.WARNING, sentence, "edit that record, then gitsm codeowners --write")
    if facts.approvers < _TWO:
        who = "one person approves" if facts.approvers else "no people approve"
        message = f"{who} by default, and nobody approves their own change"
        yield Diagnosis("approvers", State.WARNING, message, "name two members at least of the default approvers' team")
    for dialect in _dialects(facts):
        yield _owners(facts, dialect)


def _dialects(facts: Facts) -> tuple[str, ...]:
    """List the forges it has a pipeline for; the usual one where it has none."""
    return tuple(name for path, name in _PIPELINES.items() if path in facts.files) or ("github",)


def _owners(facts: Facts, dialect: str) -> Diagnosis:
    own = next(path for path in SEARCHED[dialect] if path.startswith("."))
    counted = next((path for path in SEARCHED[dialect] if path in facts.files), None)
    write = f"gitsm codeowners --dialect {dialect} --write"
    if counted is None:
        return Diagnosis("codeowners", State.WARNING, f"{own} is missing: policies and records are unprotected", write)
    if counted != own:
        return _bad("codeowners", f"{counted} counts on {dialect}, not {own}", f"remove {counted}")
    if facts.files[own] != facts.owners[dialect]:
        return Diagnosis("codeowners", State.WARNING, f"{own} is not up to date", write)
    return _fine("codeowners", f"{own} is up to date")


def _pipelines(facts: Facts) -> Iterator[Diagnosis]:
    present = [path for path in _PIPELINES if path in facts.files]
    if not present:
        yield Diagnosis("pipeline", State.WARNING, "no pipeline judges pull requests", "gitsm init adds one")
    for path in present:
        text = facts.files[path]
        if "pull_request_target" in text:
            message = f"{path} runs with the rights of the target branch on a stranger's pull request"
            yield _bad("pipeline", message, "use pull_request, and a second workflow that posts")
        elif "gitsm forge judge" not in text and 'gitsm" forge judge' not in text:
            yield Diagnosis("pipeline", State.WARNING, f"{path} does not call gitsm forge judge", _TEMPLATE)
        else:
            yield _fine("pipeline", f"{path} judges pull requests")
    if any(LOCK in facts.files[path] for path in present):
        yield _lock(facts)


def _lock(facts: Facts) -> Diagnosis:
    if LOCK not in facts.files:
        return _bad("lock", f"the pipelines install what {LOCK} names, and it is missing", "gitsm init adds it")
    if facts.files[LOCK] != facts.lock:
        remedy = f"to move them to this one: remove {LOCK}, run gitsm init, and set GITSM_PACKAGE in each"
        return Diagnosis("lock", State.NOTE, f"{LOCK} is of another version of gitsm than this one", remedy)
    return _fine("lock", f"{LOCK} names what the pipelines install, with hashes")


_TEMPLATE: Final = "the manual's page on forges shows the lines"


def _desk(facts: Facts) -> Iterator[Diagnosis]:
    if ".pre-commit-config.yaml" in facts.files and not facts.hook:
        yield Diagnosis("hooks", State.NOTE, "pre-commit is not switched on in this clone", "pre-commit install")
    if ".vscode/gitsm/record.json" not in facts.files:
        remedy = "gitsm schema --with-ids --write .vscode/gitsm"
        yield Diagnosis("editor", State.NOTE, "editors do not know the ids that exist", remedy)


def _fine(name: str, message: str) -> Diagnosis:
    return Diagnosis(name, State.FINE, message)


def _bad(name: str, message: str, remedy: str) -> Diagnosis:
    return Diagnosis(name, State.ERROR, message, remedy)
