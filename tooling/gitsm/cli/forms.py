"""`gitsm forms`: issue forms from the catalogue."""

from typing import TYPE_CHECKING

import click

from gitsm.cli import edits
from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import EditRefusedError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from gitsm.editing.transaction import FileEdit


@verb(
    examples="""
    gitsm forms                             the patch that brings the forms up to date
    gitsm forms --write                     into .github/ISSUE_TEMPLATE
    gitsm forms --check                     status 1, and the patch, where they are not up to date
    gitsm forms --dialect gitlab --write    into .gitlab/issue_templates
    """
)
@click.option("--dialect", type=click.Choice(("github", "gitlab")), default="github", help="Default: github.")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where a form is not up to date.")
@click.option("--write", is_flag=True, help="Write the forms where the forge looks for them.")
def command(context: Context, dialect: str, *, check: bool, write: bool) -> int:
    """Write a form for everything that may be asked for, and "report a problem" for every service.

    The label and the title of an issue name its form, by which gitsm record finds what was asked. Forms that gitsm
    wrote and the catalogue no longer calls for are removed; files of other people stay as they are.
    """
    if check and write:
        raise UsageError("--check and --write exclude each other")
    wanted = _edits(context, dialect)
    if write:
        from gitsm.editing.transaction import apply

        edits.ready(context)
        apply(context.top, edits.journal(context), wanted)
        context.say(f"{len(wanted)} files written" if wanted else "the forms are up to date")
        return FINE
    if wanted:
        context.emit("\n".join(edits.shown(wanted)))
        context.say("the forms are not up to date; gitsm forms --write writes them")
    else:
        context.say("the forms are up to date")
    return FINDINGS if check and wanted else FINE


def _edits(context: Context, dialect: str) -> "dict[str, FileEdit]":
    from gitsm.editing.transaction import FileEdit
    from gitsm.forge.forms import DIALECTS, MARK, files

    made = {path: text.encode() for path, text in files(context.load().snapshot, dialect).items()}
    folder = context.top / DIALECTS[dialect].folder
    there = {f"{DIALECTS[dialect].folder}/{path.name}": path.read_bytes() for path in _ours(folder)}
    found = {}
    for path in sorted(made.keys() | there.keys()):
        before, after = there.get(path), made.get(path)
        if before is not None and MARK.encode() not in before:
            if after is not None and before != after:
                raise EditRefusedError(path, "somebody else wrote it", "rename it, or let gitsm have the name")
            continue
        if before != after:
            found[path] = FileEdit(before, after)
    return found


def _ours(folder: "Path") -> "list[Path]":
    return [path for path in sorted(folder.glob("*")) if path.is_file() and not path.is_symlink()]
