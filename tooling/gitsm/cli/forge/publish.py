"""`gitsm forge publish`: post a verdict on a change."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.forge.asked import forge, number
from gitsm.cli.options import Context, verb
from gitsm.errors import UsageError
from gitsm.render import escape
from gitsm.render.terminal import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gitsm.forge.posted import Posted

_ARTIFACT = "gitsm"


@verb(
    formats=("text", "json"),
    at=False,
    examples="""
    gitsm forge publish verdict              on the change this pipeline runs for
    gitsm forge publish verdict --number 12
    gitsm forge publish --run "$RUN"         what a workflow left, on the pull request whose head it judged
    """,
)
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False), metavar="[DIR]")
@click.option("--number", "change", type=click.IntRange(1), metavar="NUMBER", help="The change it is about.")
@click.option("--run", metavar="ID", help="Fetch the verdict from this workflow run of GitHub.")
def command(context: Context, folder: Path | None, change: int | None, run: str | None) -> int:
    """Post what `gitsm forge judge` left: a comment that is found again and edited in place, and a check.

    The verdict is read as text of a stranger. A verdict on a commit that is not the head any more is not posted. With
    --run the findings go to GitHub's code scanning, too, where that is switched on; of a push, nothing else. Exit
    status 1 means that something could not be posted; the verdict does not depend on it.
    """
    from gitsm.forge import results
    from gitsm.forge.publishing import publish, publish_run

    if (folder is None) is (run is None):
        raise UsageError("name the folder of a verdict, or --run ID", "gitsm forge publish --help shows both")
    client = forge()
    if run is not None:
        posted = publish_run(client, run, _ARTIFACT)
    else:
        assert folder is not None
        posted = publish(client, number(change), results.from_folder(folder))
    context.emit(_json(posted) if context.format == "json" else _text(posted))
    return FINDINGS if any(one.failed for one in posted) else FINE


def _text(posted: "Iterable[Posted]") -> str:
    lines = (f"{one.what}: {one.done}" + (f", {printable(one.why)}" if one.why else "") for one in posted)
    return "".join(f"{line}\n" for line in lines)


def _json(posted: "Iterable[Posted]") -> str:
    rows = [{"what": one.what, "done": one.done, "why": one.why} for one in posted]
    return escape.json({"schema": "gitsm/forge-publish/v1", "posted": rows})
