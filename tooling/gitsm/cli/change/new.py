"""`gitsm change new`: a change record, drafted from what was edited."""

from datetime import UTC
from typing import TYPE_CHECKING, Any

import click

from gitsm.cli import edits
from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import UnknownRevisionError, UsageError
from gitsm.render import escape
from gitsm.render.impact.words import counted

if TYPE_CHECKING:
    from gitsm.editing.draft import Edited
    from gitsm.sources.repository import Commit

_MAIN = ("main", "master", "origin/main", "origin/master", "HEAD")


@verb(
    formats=("text", "json"),
    at=False,
    as_of=True,
    examples="""
    gitsm change new                                         from what I edited since main
    gitsm change new --title "Upgrade pg-main" --by mei      with what is known already
    gitsm change new                                         again: what I edited since is added
    """,
)
@click.option("--base", metavar="REV", help="The target branch. Default: main, else master.")
@click.option("--title", metavar="TEXT", help="What is done, to what.")
@click.option("--by", "assignee", metavar="WHO", help="Who does it.")
def command(context: Context, base: str | None, title: str | None, assignee: str | None) -> int:
    """Draft the change record of what was edited since the branch left its target.

    What is affected, the model that fits and its texts are filled in; what only people know is left open, and says what
    belongs there. A record that was drafted already keeps every word; only what was edited since is added.
    """
    from gitsm.editing.draft import brought_up_to_date, drafted
    from gitsm.editing.skeleton import folder_for
    from gitsm.editing.transaction import FileEdit

    edits.ready(context)
    found = _edited(context, base)
    if not found.others:
        raise UsageError("nothing was edited since the branch left its target", "edit the records first")
    open_: tuple[str, ...] = ()
    if found.own is not None:
        path, ref = found.own.path, found.own.ref
        before = (context.root / path).read_bytes()
        after = brought_up_to_date(found.own, before.decode(), found).encode()
        change = {path: FileEdit(before, after)} if after != before else {}
    else:
        known: dict[str, Any] = {key: value for key, value in (("title", title), ("assignee", assignee)) if value}
        made = drafted(found, known, context.as_of.astimezone(UTC).date())
        name = made.ref.partition(":")[2]
        path, ref, open_ = f"{folder_for('change', name, {}, found.after)}/{name}.yaml", made.ref, made.open
        change = {path: FileEdit(None, made.text.encode())}
    edits.carry_out(context, change)
    context.emit(_json(ref, path, open_, found) if context.format == "json" else f"{path}\n")
    reach = counted(found.impact.affected) or "nothing else"
    context.say(f"touches {len(found.touched)}, reaches {reach}" if change else "it names all that was edited already")
    if open_:
        context.say(f"fill in: {', '.join(open_)}")
    return FINE


def _edited(context: Context, base: str | None) -> "Edited":
    from gitsm.change.impact import assess
    from gitsm.change.touched import touched
    from gitsm.diff.compare import compare
    from gitsm.editing.draft import Edited
    from gitsm.graph.estate import Memory

    fork = context.fork_point(_target(context, base).oid)
    before, after = context.load(fork).snapshot, context.load().snapshot
    found = compare(before, after)
    impact = assess(Memory.of(before), Memory.of(after), touched(found, after))
    return Edited(before, after, found, impact)


def _target(context: Context, base: str | None) -> "Commit":
    if base is not None:
        return context.repository.resolve(base)
    for name in _MAIN:
        try:
            return context.repository.resolve(name)
        except UnknownRevisionError:
            continue
    raise UsageError("there is no commit yet", "commit what is there first, or name the target with --base")


def _json(ref: str, path: str, open_: tuple[str, ...], found: "Edited") -> str:
    return escape.json(
        {
            "schema": "gitsm/change-new/v1",
            "ref": ref,
            "path": path,
            "open": list(open_),
            "touched": list(found.touched),
            "reached": [one.ref for one in found.impact.affected],
        }
    )
