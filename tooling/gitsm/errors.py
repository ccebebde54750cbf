"""Ways of using gitsm that cannot work; each builds its own sentence."""


class GitsmError(Exception):
    """Something the caller asked for cannot be done; exit status 2."""

    hint: str | None = None

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class NoCatalogueError(GitsmError):
    """No folder at or above this one holds records."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"no catalogue at or above {folder}",
            "run gitsm in a folder that has catalog/, cmdb/ or changes/, or name it with --root",
        )


class NotARepositoryError(GitsmError):
    """A revision was asked for where there is no git repository."""

    def __init__(self, folder: str, reason: str | None = None) -> None:
        super().__init__(f"{folder} is in no git repository" + (f": {reason}" if reason else ""), "run git init there")


class UnknownRevisionError(GitsmError):
    """A revision that git does not know."""

    def __init__(self, revision: str, hint: str | None = None) -> None:
        super().__init__(f"no such revision: {revision}", hint)


class ShallowCloneError(GitsmError):
    """History that this clone does not have."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"{revision} is outside this shallow clone",
            "fetch the whole history: git fetch --unshallow, or fetch-depth: 0 in the pipeline",
        )


class GitFailedError(GitsmError):
    """Git refused or is missing."""

    def __init__(self, reason: str, hint: str | None = None) -> None:
        super().__init__(f"git cannot do it: {reason}", hint)


class UnknownRecordError(GitsmError):
    """A reference that names no record."""

    def __init__(self, reference: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(f"no record {reference}", f"did you mean {' or '.join(near)}?" if near else None)


class UnknownRuleError(GitsmError):
    """A rule that does not exist."""

    def __init__(self, rule: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(f"no rule {rule}", f"did you mean {' or '.join(near)}?" if near else "gitsm rule lists them")


class UnwritableError(GitsmError):
    """A file that cannot be written."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"cannot write {path}: {reason}", "nothing was changed")


class EditRefusedError(GitsmError):
    """An edit that would leave the tree worse than it was."""

    def __init__(self, what: str, why: str, hint: str | None = None) -> None:
        super().__init__(f"{what} was not changed: {why}", hint)
