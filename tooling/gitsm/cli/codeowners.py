"""`gitsm codeowners`: who a forge asks, from who owns which record."""

import re
from pathlib import Path

import click

from gitsm.cli import edits
from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb
from gitsm.cli.output import write_file
from gitsm.errors import UnwritableError, UsageError

_PLAIN = re.compile(r"\A[A-Za-z0-9._/-]*\Z", re.ASCII)


@verb(
    examples="""
    gitsm codeowners                              what GitHub would be told
    gitsm codeowners --write                      into .github/CODEOWNERS
    gitsm codeowners --check                      status 1, and the patch, where that file is not up to date
    gitsm codeowners --dialect gitlab --write     into .gitlab/CODEOWNERS
    """
)
@click.option("--dialect", type=click.Choice(("github", "gitlab", "gitea")), default="github", help="Default: github.")
@click.option("--check", is_flag=True, help="Write nothing; show what is not up to date, and exit with 1.")
@click.option("--write", is_flag=True, help="Write the file where the forge looks for it.")
def command(context: Context, dialect: str, *, check: bool, write: bool) -> int:
    """Write CODEOWNERS from who owns which record.

    A folder's line names the team that owns it, files of others have lines of their own, and the default approvers of
    the policy are asked about the rest. A team is named by its `forge_group`, else by its members. Gitea's dialect is
    Forgejo's, too.
    """
    from gitsm.forge.codeowners import DIALECTS, MOST_BYTES
    from gitsm.forge.ownership import ownership

    if check and write:
        raise UsageError("--check and --write exclude each other")
    prefix = context.place_in_repository.removeprefix(".")
    prefix += "/" if prefix else ""
    if not _PLAIN.match(prefix):
        raise UsageError(f"CODEOWNERS cannot name the folder {prefix}", "rename it: letters, digits, dots and hyphens")
    who = ownership(context.load().snapshot)
    for problem in who.problems:
        context.say(f"warning: {problem}")
    text = DIALECTS[dialect].write(who, prefix)
    if len(text.encode()) > MOST_BYTES:
        raise UsageError(f"the file would have {len(text)} bytes; a forge ignores more than {MOST_BYTES}", _SMALLER)
    path = context.top / DIALECTS[dialect].path
    if check:
        return _check(context, DIALECTS[dialect].path, path, text) or (FINDINGS if who.problems else FINE)
    if write:
        _write(path, text)
        context.say(f"wrote {path}")
    else:
        context.emit(text)
    return FINE


_SMALLER = "keep what one team owns in one folder, which then needs one line"


def _check(context: Context, name: str, path: Path, text: str) -> int:
    from gitsm.editing.transaction import FileEdit

    before = path.read_bytes() if path.is_file() else None
    if before == text.encode():
        return FINE
    context.emit("\n".join(edits.shown({name: FileEdit(before, text.encode())})))
    context.say(f"{name} is not up to date; gitsm codeowners --write writes it")
    return FINDINGS


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableError(str(path), (error.strerror or str(error)).lower()) from error
    write_file(path, text)
