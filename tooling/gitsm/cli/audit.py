"""`gitsm audit`: which merges were decided on."""

from pathlib import Path

import click

from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import UsageError


@verb(
    formats=("text", "json", "markdown"),
    at=False,
    examples="""
    gitsm audit main~20..main                          the last twenty commits of main
    gitsm audit v1..main --evidence decisions          with the decisions that gitsm gate --record kept
    gitsm audit 2026-10-01..main --format json
    """,
)
@click.argument("stretch", metavar="BASE..HEAD")
@click.option(
    "--evidence",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where the decisions are kept. Default: evidence, below the root.",
)
def command(context: Context, stretch: str, evidence: Path | None) -> int:
    """List every commit of the first-parent line, with the decision that allowed it, computed again.

    A commit that alters what is controlled, or what decides, without a decision that allows exactly that is an
    unauthorized change. Exit status 1: there is one, or a decision does not come out again.
    """
    from gitsm.exchange.evidence import found, latest
    from gitsm.inquiry.auditing import Stretch, audit
    from gitsm.render.audit import audited
    from gitsm.render.gate.json import shape

    base, dots, head = stretch.partition("..")
    if not dots or not base:
        raise UsageError(f"{stretch} is no stretch of history", "write it like main~20..main")
    folder = evidence or context.root / "evidence"
    if evidence is not None and not evidence.is_dir():
        raise UsageError(f"--evidence {evidence} is no folder", "gitsm gate --record makes one")
    repository = context.repository
    line = Stretch(repository, repository.resolve(base), repository.resolve(head.lstrip(".") or "HEAD"))
    result = audit(line, latest(found(folder)), shape)
    context.emit(audited.FORMATS[context.format](result))
    context.say(f"{len(result.merges)} commits, {len(result.unauthorized)} unauthorized")
    return FINDINGS if result.fails else FINE
