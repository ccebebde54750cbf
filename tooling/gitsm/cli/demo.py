"""`gitsm demo`: a pull request on the example organisation, shown."""

import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import copytree

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import NoExampleError, OccupiedError

_BEFORE = """runs_on:
  - any_of: [ci:booking-app-bergen, ci:booking-app-stavanger]
    min_up: 1
"""
_AFTER = "runs_on: [ci:booking-app-bergen]\n"
_LISE = ("Lise Aune", "lise@tern-ferries.example")
_HISTORY = (
    ("2026-01-05T08:00:00+01:00", "Tern Ferries' catalogue and CMDB", _LISE, ("catalog", "cmdb")),
    ("2026-02-02T08:00:00+01:00", "Policies and windows", _LISE, ("changes",)),
)
_MORE = ("What fails if the satellites do:  gitsm simulate northsat-beam", "Break something and see:  gitsm check")


@verb(at=False, examples="gitsm demo\ngitsm demo --into /tmp/tern")
@click.option("--into", type=click.Path(path_type=Path), metavar="DIR", help="The scratch repository; must not exist.")
def command(context: Context, into: Path | None) -> int:
    """Copy the example organisation into a scratch repository and show a pull request on it.

    A dated history is made, then a branch that looks harmless: booking is to run in one city only. Then check, diff
    and impact are run on it as an engineer would.
    """
    folder = into or Path(tempfile.mkdtemp(prefix="gitsm-demo-")) / "tern-ferries"
    _scratch(_example(context), folder)
    for words in (["check"], ["diff", "main", "change/one-city"], ["impact", "main", "change/one-city"]):
        sys.stdout.write(f"\n$ gitsm {' '.join(words)}\n")
        sys.stdout.flush()
        # -P: a module of that name in the scratch folder is not ours.
        subprocess.run([sys.executable, "-P", "-m", "gitsm", *words], cwd=folder, check=False)
    sys.stdout.write("\n" + "\n".join((f"The repository is in {folder}.", *_MORE)) + "\n")
    return FINE


def _example(context: Context) -> Path:
    """Find the example: the catalogue around, else the one this program was installed from."""
    for folder in (context.folder, Path(__file__).parents[3]):
        if folder is not None and (folder / "catalog" / "services" / "booking").is_dir():
            return folder
    raise NoExampleError


def _scratch(example: Path, folder: Path) -> None:
    from gitsm.sources.made import Made

    if folder.exists():
        raise OccupiedError(str(folder))
    made = Made(folder)
    for when, message, author, names in _HISTORY:
        for name in names:
            copytree(example / name, folder / name)
        made.commit(message, when, author)
    made.branch("change/one-city")
    record = folder / "cmdb/booking/booking-web.yaml"
    record.write_text(record.read_text("utf-8").replace(_BEFORE, _AFTER), "utf-8")
    made.commit("Run booking in Bergen only", "2026-11-20T15:00:00+01:00", _LISE)
