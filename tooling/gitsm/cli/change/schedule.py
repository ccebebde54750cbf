"""`gitsm change schedule`: when a piece of work could be done."""

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from gitsm.cli.change.clock import clock, now_of
from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb
from gitsm.cli.trees import meant
from gitsm.errors import UsageError

if TYPE_CHECKING:
    from gitsm.change.scope import Ground, Work
    from gitsm.snapshot import Snapshot
    from gitsm_schemas.changes import ChangeType


@verb(
    formats=("text", "json", "markdown"),
    as_of=True,
    examples="""
    gitsm change schedule ci:pg-main --for 90min                 the next free times for work on it
    gitsm change schedule chg-2026-12-05-queue-3-13-again        another time for a change that is planned
    gitsm change schedule ci:pg-main --for 2h --by jonas-b       when this person is free, too
    gitsm change schedule ci:pg-main --for 2h --hard             as if what only warns were not there
    """,
)
@click.argument("refs", nargs=-1, required=True, metavar="REF...")
@click.option(
    "--for", "length", metavar="DURATION", help="How long the work takes: 90min, 4h; a change says it itself."
)
@click.option("--by", "assignee", metavar="WHO", help="Who does it; other work of theirs is in the way.")
@click.option("--type", "type_", type=click.Choice(["standard", "normal", "emergency"]), help="Default: normal.")
@click.option("--timezone", "zone", metavar="ZONE", help="Whose clock is shown; else the one that windows go by.")
@click.option("--hard", is_flag=True, help="Pass over windows and conflicts that only warn.")
@click.option("--count", default=5, show_default=True, type=click.IntRange(1, 1000), help="How many times to list.")
def command(  # noqa: PLR0913  # an argument for each word of the command line
    context: Context,
    *,
    refs: tuple[str, ...],
    length: str | None,
    assignee: str | None,
    type_: "ChangeType | None",
    zone: str | None,
    hard: bool,
    count: int,
) -> int:
    """Find the next free times for work on REF..., within 90 days: CIs, services, or a change that is planned.

    A time is free where it lies in the maintenance windows of everything that is worked on or interrupted, meets no
    blackout of anything it reaches, and no other change has to do with the same things. Exits with 1 where none is.
    """
    from gitsm.change.scope import Ground, Work
    from gitsm.change.windows import openings
    from gitsm.graph.estate import Memory
    from gitsm.render.schedule import FORMATS, Schedule
    from gitsm_schemas.changes import Change, Window

    snapshot = context.load().snapshot
    ground = Ground(Memory.of(snapshot))
    work = _work(snapshot, ground, context, (refs, length, assignee, type_))
    changes = [change for _, change in snapshot.records(Change) if change.agreed and change.ref != work.ref]
    others = [Work.of(change, ground.scope_of(change)) for change in changes]
    windows = [window for _, window in snapshot.records(Window)]
    found = openings(work, windows, others, ground, now=now_of(context), soft=not hard)
    shown = Schedule(work, context.as_of, found[:count], len(found), clock(snapshot, zone))
    context.emit(FORMATS[context.format](shown))
    return FINE if found else FINDINGS


def _work(
    snapshot: "Snapshot",
    ground: "Ground",
    context: Context,
    asked: "tuple[tuple[str, ...], str | None, str | None, ChangeType | None]",
) -> "Work":
    """Make up the work that is asked for: a change's own, or work on some things."""
    from dataclasses import replace

    from gitsm.change.scope import Work
    from gitsm.graph.estate import PARTS
    from gitsm_schemas.changes import Change

    names, length, assignee, type_ = asked
    refs = [meant(snapshot, name) for name in names]
    records = [snapshot.record(ref) for ref in refs]
    planned = [record for record in records if isinstance(record, Change)]
    if planned and len(refs) > 1:
        raise UsageError("a change is asked about by itself", "name one change, or the things that are worked on")
    if wrong := [ref for ref in refs if ref.partition(":")[0] not in (*PARTS, "change")]:
        raise UsageError(f"nobody works on {wrong[0]}", "name CIs, services, offerings or a change")
    now = now_of(context)
    if planned:
        own = Work.of(planned[0], ground.scope_of(planned[0]))
        took = _duration(length) if length else own.planned[1] - own.planned[0]
        return replace(own, planned=(now, now + took), assignee=assignee or own.assignee, type=type_ or own.type)
    if length is None:
        raise UsageError("say how long the work takes", "for example --for 90min")
    scope = ground.scope(refs)
    return Work("", type_ or "normal", (now, now + _duration(length)), assignee or "", scope)


def _duration(text: str) -> timedelta:
    from gitsm_schemas.notation import NotationError, duration

    try:
        found = duration(text)
    except NotationError as error:
        raise UsageError(str(error), "write 90min or 4h") from None
    if found.working_days or not found.seconds:
        raise UsageError(f"{text!r} is no length of work by the clock", "write 90min or 4h")
    return timedelta(seconds=found.seconds)
