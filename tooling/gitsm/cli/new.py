"""`gitsm new`: a record to fill in."""

from datetime import UTC
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from gitsm.cli import edits
from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import NoCatalogueError, UnknownKindError, UsageError
from gitsm.render import escape
from gitsm.render.terminal import printable

if TYPE_CHECKING:
    from gitsm.snapshot import Snapshot


@verb(
    formats=("text", "json"),
    at=False,
    as_of=True,
    examples="""
    gitsm new service booking
    gitsm new ci pg-main --set class=database_instance --set owner=platform-team
    gitsm new change upgrade-pg-main                 its id gets the day
    gitsm new team --stdout                          only show what a team has to say
    """,
)
@click.argument("kind")
@click.argument("record_id", metavar="[ID]", required=False)
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="What is known already; VALUE is YAML.")
@click.option("--folder", metavar="DIR", help="Where to keep it, below the catalogue's folder.")
@click.option("--stdout", "show", is_flag=True, help="Write no file; show the record.")
def command(  # noqa: PLR0913  # an argument for each word of the command line
    context: Context, kind: str, record_id: str | None, settings: tuple[str, ...], folder: str | None, *, show: bool
) -> int:
    """Write a record that says what is known and names what has to be filled in.

    It is kept with the service it is about, else where its kind is kept; dated records get the day into their id.
    """
    from gitsm.editing.skeleton import dated, folder_for, skeleton
    from gitsm.editing.transaction import FileEdit
    from gitsm_schemas import KINDS

    if kind not in KINDS:
        raise UnknownKindError(kind, tuple(get_close_matches(kind, KINDS, n=2)))
    today = context.as_of.astimezone(UTC).date()
    values = dict(map(_setting, settings))
    if record_id is None and not show:
        raise UsageError("say which id the record gets", f"gitsm new {kind} ID")
    name = dated(kind, record_id or "the-id", today)
    found = skeleton(kind, name, values, today)
    if show:
        context.emit(found.text)
        return FINE
    edits.ready(context)
    snapshot = _snapshot(context)
    _free(snapshot, found.ref)
    path = f"{folder.strip('/') if folder else folder_for(kind, name, values, snapshot)}/{name}.yaml"
    _plain(path)
    edits.carry_out(context, {path: FileEdit(None, found.text.encode())})
    context.emit(_json(found.ref, path, found.open) if context.format == "json" else f"{path}\n")
    if found.open:
        context.say(f"fill in: {', '.join(found.open)}")
    return FINE


def _snapshot(context: Context) -> "Snapshot":
    from gitsm.snapshot import Snapshot

    try:
        return context.load().snapshot
    except NoCatalogueError:
        if context.folder is None:
            raise
        return Snapshot.of([])


def _setting(text: str) -> tuple[str, object]:
    from gitsm.load.reader import read

    key, equals, value = text.partition("=")
    document = read(f"v: {value}\n".encode())
    if not equals or document.problems or not isinstance(document.data, dict):
        raise UsageError(f"--set {printable(text)} is no KEY=VALUE", "VALUE is YAML: a word, a number, or [a, b]")
    return key, document.data["v"]


def _free(snapshot: "Snapshot", ref: str) -> None:
    from gitsm_schemas.scalars import split_reference

    kind, _, name = ref.partition(":")
    if split_reference(name) is None or ("_" in name and kind != "ci_class"):
        raise UsageError(
            f"{printable(name)} is no id", "an id has lower-case letters, digits and hyphens, two at least"
        )
    if ref in snapshot:
        free = next(f"{name}-{number}" for number in range(2, 10_000) if f"{ref}-{number}" not in snapshot)
        raise UsageError(f"{ref} exists already: {snapshot.entries[ref].path}", f"{free} is free")


def _plain(path: str) -> None:
    from gitsm.sources import ROOTS
    from gitsm.sources.names import refusal

    if path.partition("/")[0] not in ROOTS:
        raise UsageError(f"--folder lies outside of {', '.join(ROOTS)}", "name it from the catalogue's folder")
    if any(part in {"", ".", ".."} for part in path.split("/")) or refusal(path.encode(), "100644", 0) is not None:
        raise UsageError(
            f"{printable(path)} is no path for a record", "use letters, digits, dots, hyphens and underscores"
        )


def _json(ref: str, path: str, open_: tuple[str, ...]) -> str:
    return escape.json({"schema": "gitsm/new/v1", "ref": ref, "path": path, "open": list(open_)})
