"""`gitsm demo`: a pull request on the example organisation, shown."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import NoExampleError, OccupiedError

_BEFORE = """runs_on:
  - any_of: [ci:booking-app-bergen, ci:booking-app-stavanger]
    min_up: 1
"""
_AFTER = "runs_on: [ci:booking-app-bergen]\n"
_DATABASES = ("cmdb/databases/pg-bergen.yaml", "cmdb/databases/pg-stavanger.yaml")
_BOOKING = ("cmdb/booking/booking-app-bergen.yaml", "cmdb/booking/booking-app-stavanger.yaml")


class _Commit(NamedTuple):
    """One commit of the history that is made up: files that come in, and texts of theirs that are replaced."""

    when: str
    who: str
    message: str
    files: tuple[str, ...] = ()
    edits: tuple[tuple[tuple[str, ...], str, str], ...] = ()


_HISTORY = (
    _Commit("2026-01-05T08:10:00+01:00", "Ingrid Moe", "Who we are: teams, suppliers, customers, calendars",
            ("catalog/teams/*", "catalog/suppliers/*", "catalog/customers/*", "catalog/calendars/*")),
    _Commit("2026-01-12T09:30:00+01:00", "Henrik Vold", "What we run: two data centres, five ships, three terminals",
            ("cmdb/**/*",), ((_DATABASES, '"16.8"', '"16.4"'), (_BOOKING, '"5.3.1"', '"5.1.4"'))),
    _Commit("2026-01-26T13:00:00+01:00", "Lise Aune", "What we promise: services, offerings, agreements",
            ("catalog/**/*",)),
    _Commit("2026-02-02T08:45:00+01:00", "Ingrid Moe", "How we decide: policies, windows, change models",
            ("changes/policies/*", "changes/windows/*", "changes/models/*")),
    _Commit("2026-02-15T00:20:00+01:00", "Mei Tanaka", "Main database to 16.6",
            ("changes/changes/*-2026-01-*", "changes/changes/*-2026-02-*", "changes/incidents/*-2026-01-*",
             "changes/incidents/*-2026-02-*"), ((_DATABASES, '"16.4"', '"16.6"'),)),
    _Commit("2026-06-14T00:40:00+02:00", "Lise Aune", "Booking 5.3.1",
            tuple(f"changes/*/*-2026-0{month}-*" for month in (3, 4, 5, 6)), ((_BOOKING, '"5.1.4"', '"5.3.1"'),)),
    _Commit("2026-09-30T15:00:00+02:00", "Astrid Lie", "Summer: the certificate, and what we made of it",
            tuple(f"changes/*/*-2026-0{month}-*" for month in (7, 8, 9))),
    _Commit("2026-11-08T00:10:00+01:00", "Mei Tanaka", "Main database to 16.8", ("changes/**/*",),
            ((_DATABASES, '"16.6"', '"16.8"'),)),
)  # fmt: skip
_MORE = (
    "What fails if the satellites do:  gitsm simulate northsat-beam",
    "What became of the database:      gitsm log pg-bergen",
    "Break something and see:          gitsm check",
)


@verb(at=False, examples="gitsm demo\ngitsm demo --into /tmp/tern")
@click.option("--into", type=click.Path(path_type=Path), metavar="DIR", help="The scratch repository; must not exist.")
@click.option("--without-site", is_flag=True, help="Do not build the portal.")
def command(context: Context, into: Path | None, *, without_site: bool) -> int:
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
    told = [f"The repository is in {folder}."]
    if not without_site:
        told.append(_site(folder))
    sys.stdout.write("\n" + "\n".join((*told, *_MORE)) + "\n")
    return FINE


def _site(folder: Path) -> str:
    """Build the portal beside the repository, and say where it is."""
    target = folder.with_name(f"{folder.name}-site")
    sys.stdout.write("\n$ gitsm site build\n")
    sys.stdout.flush()
    words = [sys.executable, "-P", "-m", "gitsm", "site", "build", "--quiet", "--into", str(target)]
    done = subprocess.run(words, cwd=folder, check=False)
    return f"The portal is in {target}: open index.html there." if done.returncode == FINE else "It has no portal."


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
    for commit in _HISTORY:
        _bring(example, folder, commit.files)
        for paths, before, after in commit.edits:
            for path in paths:
                _edit(folder / path, before, after)
        made.commit(commit.message, commit.when, _author(commit.who))
    made.branch("change/one-city")
    _edit(folder / "cmdb/booking/booking-web.yaml", _BEFORE, _AFTER)
    made.commit("Run booking in Bergen only", "2026-11-20T15:00:00+01:00", _author("Lise Aune"))


def _bring(example: Path, folder: Path, patterns: tuple[str, ...]) -> None:
    """Copy the example's files that match and are not there yet."""
    for pattern in patterns:
        for path in sorted(example.glob(pattern)):
            target = folder / path.relative_to(example)
            if path.is_file() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())


def _edit(path: Path, before: str, after: str) -> None:
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")


def _author(name: str) -> tuple[str, str]:
    return name, f"{name.partition(' ')[0].lower()}@tern-ferries.example"
