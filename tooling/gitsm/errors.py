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


class BranchTakenError(GitsmError):
    """A branch that is to be made is there already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"there is a branch {name} already", "nothing was changed; look at it, or delete it first")


class FormRefusedError(GitsmError):
    """A form that was sent in and cannot become a record."""

    def __init__(self, count: int) -> None:
        super().__init__(f"the form was refused for {count} reasons", "nothing was recorded")


class MergeConflictError(GitsmError):
    """Two commits that git cannot merge."""

    def __init__(self, ours: str, theirs: str, paths: tuple[str, ...]) -> None:
        super().__init__(
            f"{ours} and {theirs} conflict in {', '.join(paths)}", "merge the target branch and resolve it"
        )
        self.paths = paths


class UnrelatedHistoryError(GitsmError):
    """Two commits without a common ancestor."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} and {other} share no history", "compare revisions of one repository")


class UsageError(GitsmError):
    """A command line that says nothing gitsm can do."""


class UnknownVerbError(GitsmError):
    """A verb that does not exist."""

    def __init__(self, verb: str, near: tuple[str, ...] = (), below: str | None = None) -> None:
        before = f"{below} " if below else ""
        meant = " or ".join(f"gitsm {before}{name}" for name in near)
        super().__init__(
            f"no verb {before}{verb}", f"did you mean {meant}?" if near else f"gitsm {before}--help lists them"
        )


class NotAMomentError(GitsmError):
    """A time that cannot be read."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is no time", "write it like 2026-11-22 or 2026-11-22T14:00+01:00")


class NotAPeriodError(GitsmError):
    """A period that cannot be read."""

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is no period", "write it like 2026-10, 2026-Q4 or 2026")


class NothingToDrawError(GitsmError):
    """A picture of what promises no availability."""

    def __init__(self, subject: str) -> None:
        super().__init__(
            f"{subject} has no agreement that promises availability", "name one that does; gitsm sla --all lists them"
        )


class EmptyRevisionError(GitsmError):
    """A revision that holds no catalogue."""

    def __init__(self, revision: str) -> None:
        super().__init__(f"{revision} holds no records", "name the catalogue's folder with --root, or another revision")


class NoExampleError(GitsmError):
    """The example organisation is not at hand."""

    def __init__(self) -> None:
        super().__init__("the example organisation is not installed here", "clone gitsm and run make demo in it")


class OccupiedError(GitsmError):
    """A folder that is to be made is there already."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"{folder} is there already", "name a folder that does not exist")


class SiteSettingsError(GitsmError):
    """The settings of a site cannot be used."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} is no settings file of a site: {why}", "gitsm init writes one that works")


class UnreadableSourceError(GitsmError):
    """A file of another system that cannot be read."""

    def __init__(self, name: str, line: int, reason: str) -> None:
        super().__init__(f"{name}:{line}: {reason}", "mend it there, or leave it out")
        self.line = line
        self.reason = reason


class BadMappingError(GitsmError):
    """A mapping file that does not say what it must."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}", "the manual's page on imports shows a mapping file")


class BadConditionError(GitsmError):
    """A condition that cannot be understood."""

    def __init__(self, column: int, reason: str) -> None:
        super().__init__(f"the condition cannot be read at column {column}: {reason}", "write it like `owner == x`")


class UnknownKindError(GitsmError):
    """A kind of record that does not exist."""

    def __init__(self, kind: str, near: tuple[str, ...]) -> None:
        super().__init__(f"there is no kind {kind}", f"did you mean {' or '.join(near)}?" if near else None)


class DamagedCacheError(GitsmError):
    """Something remembered that is not as it was written; whoever meets it does the work again."""

    def __init__(self) -> None:
        super().__init__("what was remembered of a tree is damaged, and forgotten now", "run it again")


class ChangedMeanwhileError(GitsmError):
    """A file that is not what an edit was made up for."""

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} was changed while it was being edited", "nothing was changed; run it again")


class UnfinishedEditError(GitsmError):
    """An edit that was cut off, and cannot be finished."""

    def __init__(self, journal: str) -> None:
        super().__init__(
            "an edit was cut off, and its files were changed since",
            f"look at git diff, put the files right and remove {journal}",
        )


class CannotJudgeError(GitsmError):
    """A target branch whose own rules cannot be read: nothing can be judged by them."""

    def __init__(self, path: str, revision: str, why: str) -> None:
        super().__init__(f"{path} at {revision} cannot be read: {why}", f"mend it on {revision} first; check says how")


class BadStatementError(GitsmError):
    """A file of approvals that is not what it has to be; none of it counts."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}", "the manual's page on approvals shows such a file")


class TooManyCommitsError(GitsmError):
    """A branch with more commits than signatures are looked at of."""

    def __init__(self, count: int, most: int) -> None:
        super().__init__(
            f"{count} commits are to be merged, and signatures of {most} are looked at, at most",
            "merge it in parts, or squash it",
        )


class ForgeRefusedError(GitsmError):
    """A forge that said no.

    Attributes:
        status: what it answered, as HTTP has it.
    """

    def __init__(self, status: int, said: str) -> None:
        super().__init__(f"the forge refuses it ({status}{': ' if said else ''}{said})", _REFUSALS.get(status))
        self.status = status


_REFUSALS = {
    401: "the token is wrong or has expired",
    403: "the token may not do it; on a pull request from a fork it may only read",
    404: "there is no such thing, or the token may not see it",
    410: "it was removed, or is switched off in the repository's settings",
    413: "it is too large for the forge",
    422: "the forge does not take what was sent",
    429: "the forge asks to wait longer than a pipeline should",
}


class ForgeUnreachableError(GitsmError):
    """A forge that does not answer, or not as one."""

    def __init__(self, reason: str, hint: str | None = None) -> None:
        super().__init__(f"the forge cannot be asked: {reason}", hint)


class NoForgeError(GitsmError):
    """Nothing says which forge to speak to, or about what."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"nothing here says {what}", hint)


class BadResultError(GitsmError):
    """A result of a judging job that is not what it must be."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} is no result to post: {reason}", "look at the job that wrote it")


class BadPatternError(GitsmError):
    """A pattern of refs that is none, or fits too much."""

    def __init__(self, pattern: str, reason: str) -> None:
        super().__init__(f"{pattern!r} cannot be used: {reason}", "write it like refs/heads/change/*")


class UnreadableOpenChangeError(GitsmError):
    """An open change that cannot be judged, so that nothing that hangs on it can."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"the open change {name} cannot be read: {reason}", "fetch every open change, and run it again"
        )


class BadListError(GitsmError):
    """A file that should list open changes and does not."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}", "schemas/json/open-changes.v1.json says what it holds")
