"""`gitsm gate`: whether a change may be merged."""

from pathlib import Path

import click

from gitsm.cli.change.conflicts import listed
from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb

FORMATS = ("text", "json", "markdown")


@verb(
    formats=FORMATS,
    at=False,
    as_of=True,
    examples="""
    gitsm gate main                                    may what I have committed be merged?
    gitsm gate origin/main HEAD --approvals approvals.json
    gitsm gate main my-branch --format markdown        for a pull request
    gitsm gate main --explain cmdb/db.yaml             who may approve each part of it
    gitsm gate main --open-changes 'refs/heads/*'      also against what else is open
    """,
)
@click.argument("base")
@click.argument("head", default="HEAD")
@click.option(
    "--approvals", type=click.Path(path_type=Path), metavar="FILE", help="Who made the change, and who agrees."
)
@click.option(
    "--open-changes",
    "asked",
    metavar="REFS|FILE",
    help="Also judge it against these: a pattern of full names of refs, or a file that lists open changes.",
)
@click.option(
    "--record",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Keep the decision there, as evidence for gitsm audit.",
)
@click.option(
    "--expect",
    metavar="HASH|FILE",
    help="Refuse when the plan is not the reviewed one: its hash, or its JSON.",
)
@click.option("--explain", metavar="PATH", help="Show a record of BASE with who may approve each part; judge nothing.")
def command(  # noqa: PLR0913  # an argument for each word of the command line
    context: Context,
    *,
    base: str,
    head: str,
    approvals: Path | None,
    asked: str | None,
    expect: str | None,
    explain: str | None,
    record: Path | None,
) -> int:
    """Judge whether merging HEAD into BASE is allowed, by the rules that hold on BASE.

    What is judged is the merge of both. Exit status 0: allowed; 1: refused; 2: it cannot be judged, which is no yes.
    """
    from gitsm.cli import judging
    from gitsm.inquiry.gating import Question, verdict
    from gitsm.render.gate import face

    repository = context.repository
    if explain is not None:
        context.emit(judging.explained(context, base, explain))
        return FINE
    plan_hash, plan = judging.expected(expect)
    ends = repository.resolve(base), repository.resolve(head)
    question = Question(
        repository,
        *ends,
        base,
        context.as_of,
        judging.statement(approvals),
        plan_hash,
        None if asked is None else listed(asked),
        reviewed=plan,
        signed=True,
    )
    found = verdict(question)
    context.emit(face(context.format)(found))
    if record is not None:
        context.say(f"kept in {judging.kept(record, found)}")
    return FINE if found.allowed else FINDINGS
