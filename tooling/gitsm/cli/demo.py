"""`gitsm demo`: a pull request on the example organisation, shown."""

import subprocess
import sys
import tempfile
from pathlib import Path

import click

from gitsm.cli.door import FINE
from gitsm.cli.example import BRANCHES, HISTORY, NOW, Branch, record
from gitsm.cli.options import Context, verb
from gitsm.errors import NoExampleError, OccupiedError

_MORE = (
    "What fails if the satellites do:  gitsm simulate northsat-beam",
    "What became of the database:      gitsm log pg-bergen",
    f"May another branch be merged?      gitsm gate main change/approve-myself --as-of {NOW}",
    "Break something and see:          gitsm check",
)


@verb(at=False, examples="gitsm demo\ngitsm demo --into /tmp/tern")
@click.option("--into", type=click.Path(path_type=Path), metavar="DIR", help="The scratch repository; must not exist.")
@click.option("--without-site", is_flag=True, help="Do not build the portal.")
def command(context: Context, into: Path | None, *, without_site: bool) -> int:
    """Copy the example organisation into a scratch repository and show a pull request on it.

    A dated history is made, then open branches. On one that looks harmless, booking is to run in one city only: check,
    diff, impact and gate are run on it as an engineer would, and gate on two others. The other branches wait for you.
    """
    folder = into or Path(tempfile.mkdtemp(prefix="gitsm-demo-")) / "tern-ferries"
    _scratch(_example(context), folder)
    gate = ["gate", "--as-of", NOW, "main"]
    for words in (
        ["check"],
        ["diff", "main", "change/one-city"],
        ["impact", "main", "change/one-city"],
        [*gate, "change/one-city"],
        [*gate, "change/vouchers-at-christmas"],
        [*gate, "change/threat-lists"],
    ):
        sys.stdout.write(f"\n$ gitsm {' '.join(words)}\n")
        sys.stdout.flush()
        # -P: a module of that name in the scratch folder is not ours.
        subprocess.run([sys.executable, "-P", "-m", "gitsm", *words], cwd=folder, check=False)
    wide = max(len(branch.name) for branch in BRANCHES)
    told = ["The branches:", *(f"  change/{branch.name:<{wide}}  {branch.shows}" for branch in BRANCHES), ""]
    told.append(f"The repository is in {folder}.")
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
    for commit in HISTORY:
        _bring(example, folder, commit.files)
        for paths, before, after in commit.edits:
            for path in paths:
                _edit(folder / path, before, after)
        made.commit(commit.message, commit.when, _author(commit.who))
    for branch in BRANCHES:
        made.branch(f"change/{branch.name}", "main")
        _propose(folder, branch)
        made.commit(branch.message, "2026-11-20T15:00:00+01:00", _author(branch.who))


def _propose(folder: Path, branch: Branch) -> None:
    for pattern, before, after in branch.edits:
        for path in sorted(folder.glob(pattern)):
            _edit(path, before, after)
    if branch.change:
        name, text = record(branch)
        (folder / name).write_text(text, "utf-8")


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
