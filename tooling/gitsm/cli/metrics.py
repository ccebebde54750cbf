"""`gitsm metrics`: how often, how fast and how well changes are made."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, moment, verb
from gitsm.errors import UsageError

if TYPE_CHECKING:
    from gitsm.improvement.audit import Merge
    from gitsm.sources.repository import Commit

FORMATS = ("text", "json", "markdown")


@verb(
    formats=FORMATS,
    as_of=True,
    examples="""
    gitsm metrics                                           the last 90 days
    gitsm metrics --since 2026-07-01 --until 2026-10-01     a quarter; the last day is not in it
    gitsm metrics --format json
    """,
)
@click.option("--since", metavar="TIME", help="From when: a day or a time. Default: 90 days before the end.")
@click.option("--until", metavar="TIME", help="To when, exclusive. Default: now.")
@click.option(
    "--evidence",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="Where gitsm gate --record keeps decisions: tells the share of unauthorized changes.",
)
def command(context: Context, since: str | None, until: str | None, evidence: Path | None) -> int:
    """Measure changes and knowledge from the records and their history.

    Deployment frequency, lead time, change failure rate and time to restore, as DORA defines them; the shares of
    changes that were successful, standard or an emergency; how much of the knowledge is validated, and what an article
    is about that was altered after its review. Lead time begins with the first commit of a change's record.
    """
    from gitsm.improvement.metrics import PERIOD, metrics
    from gitsm.inquiry.retrospect import history
    from gitsm.render.metrics import face

    end = moment(until) if until else context.as_of
    start = moment(since) if since else end - PERIOD
    if start >= end:
        raise UsageError(f"the period ends {end:%Y-%m-%d %H:%M} before it begins", "--since comes before --until")
    repository = context.repository
    commit = repository.resolve(context.at or "HEAD")
    snapshot = context.load().snapshot
    if repository.is_shallow():
        context.say("this clone is shallow: lead times and stale articles are too few; git fetch --unshallow helps")
    merges = None if evidence is None else _merges(context, evidence, commit, start)
    found = metrics(snapshot, history(repository, snapshot, commit.oid), start, end, merges)
    context.emit(face(context.format)(found))
    return FINE


def _merges(context: Context, evidence: Path, head: "Commit", start: datetime) -> "tuple[Merge, ...]":
    """Audit the default branch since the last commit before the period."""
    from gitsm.exchange.evidence import found, latest
    from gitsm.inquiry.auditing import Stretch, audit
    from gitsm.render.gate.json import shape

    line = list(context.repository.log(head.oid))
    base = next((commit for commit in line if commit.at < start), line[-1])
    return audit(Stretch(context.repository, base, head), latest(found(evidence)), shape).merges
