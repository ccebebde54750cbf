"""`gitsm fmt`: record files in their canonical layout."""

from typing import TYPE_CHECKING

import click

from gitsm.cli import edits
from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import EditRefusedError
from gitsm.render import escape
from gitsm.render.terminal import paint, printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gitsm.editing.transaction import FileEdit


@verb(
    formats=("text", "json"),
    at=False,
    examples="""
    gitsm fmt                       every record file
    gitsm fmt catalog/services      those below a folder
    gitsm fmt --check               change nothing; status 1 where something would change
    gitsm fmt --diff                show what would change
    """,
)
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where something would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
def command(context: Context, paths: tuple[str, ...], *, check: bool, diff: bool) -> int:
    """Lay record files out: indentation, list items below their key, line ends, one newline at the end.

    Comments, order and quotes stay as they are, and so does the meaning: each result is read again before it is
    written. A file with a fault is left alone.
    """
    from gitsm.editing.layout import laid_out
    from gitsm.editing.transaction import FileEdit

    edits.ready(context)
    known = edits.contents(context.source())
    changed: dict[str, FileEdit] = {}
    refused: dict[str, str] = {}
    for path in edits.below(context, paths, known):
        try:
            after = laid_out(path, known[path].decode("utf-8", "replace")).encode()
        except EditRefusedError as error:
            refused[path] = error.message
            continue
        if after != known[path]:
            changed[path] = FileEdit(known[path], after)
    if not check and not diff:
        edits.carry_out(context, changed)
    context.emit(_json(changed, refused) if context.format == "json" else _text(changed, diff=diff))
    for message in refused.values():
        context.say(f"{paint('error', 'error')}: {printable(message)}")
    would = "would be laid out" if check or diff else "laid out"
    context.say(f"{len(changed)} files {would}, {len(known) - len(changed) - len(refused)} as they should be")
    return FINDINGS if refused or (changed and (check or diff)) else FINE


def _text(changed: "Mapping[str, FileEdit]", *, diff: bool) -> str:
    return "\n".join(edits.shown(changed) if diff else (printable(path) for path in sorted(changed)))


def _json(changed: "Mapping[str, FileEdit]", refused: dict[str, str]) -> str:
    return escape.json(
        {
            "schema": "gitsm/fmt/v1",
            "changed": sorted(changed),
            "refused": [{"path": path, "message": message} for path, message in sorted(refused.items())],
        }
    )
