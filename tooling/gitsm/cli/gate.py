"""`gitsm gate`: whether a change may be merged."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gitsm.cli.change.conflicts import listed
from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import BadStatementError

if TYPE_CHECKING:
    from gitsm.change.approvals import Statement
    from gitsm.change.verdict import Verdict

FORMATS = ("text", "json", "markdown")


@verb(
    formats=FORMATS,
    at=False,
    as_of=True,
    examples="""
    gitsm gate main                                    may what I have committed be merged?
    gitsm gate origin/main HEAD --approvals approvals.json
    gitsm gate main my-branch --format markdown        for a pull request
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
@click.option("--expect", metavar="HASH", help="Refuse when the plan is not the one that was reviewed.")
def command(  # noqa: PLR0913  # an argument for each word of the command line
    context: Context,
    *,
    base: str,
    head: str,
    approvals: Path | None,
    asked: str | None,
    expect: str | None,
    record: Path | None,
) -> int:
    """Judge whether merging HEAD into BASE is allowed, by the rules that hold on BASE.

    What is judged is the merge of both. Exit status 0: allowed; 1: refused; 2: it cannot be judged, which is no yes.
    """
    from gitsm.gating import Question, verdict
    from gitsm.render.gate import face

    repository = context.repository
    question = Question(
        repository,
        repository.resolve(base),
        repository.resolve(head),
        base,
        context.as_of,
        _statement(approvals),
        expect,
        None if asked is None else listed(asked),
    )
    found = verdict(question)
    context.emit(face(context.format)(found))
    if record is not None:
        context.say(f"kept in {_kept(record, found, question.statement)}")
    return FINE if found.allowed else FINDINGS


def _statement(path: Path | None) -> "Statement":
    from gitsm.change.approvals import Statement
    from gitsm.exchange.approvals import MOST_BYTES, read

    if path is None:
        return Statement()
    try:
        with path.open("rb") as stream:
            return read(stream.read(MOST_BYTES + 1), str(path))
    except OSError as error:
        raise BadStatementError(str(path), (error.strerror or str(error)).lower()) from None


def _kept(folder: Path, found: "Verdict", statement: "Statement") -> Path:
    from gitsm.cli.output import write_file
    from gitsm.errors import UnwritableError
    from gitsm.exchange.evidence import written
    from gitsm.render.gate.json import shape

    name, content = written(shape(found), statement)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableError(str(folder), (error.strerror or str(error)).lower()) from error
    write_file(folder / name, content.decode("ascii"))
    return folder / name
