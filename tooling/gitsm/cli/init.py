"""`gitsm init`: a data repository to begin with."""

import re
from datetime import UTC
from pathlib import Path

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import NotARepositoryError, UnwritableError, UsageError
from gitsm.render import escape

_HANDLE = re.compile(r"\A[A-Za-z0-9][A-Za-z0-9._-]{0,62}\Z", re.ASCII)
_NAME = re.compile(r"\A\w[\w .,()+-]{0,98}\Z")
_FORGES = ("github", "gitlab", "gitea")


@verb(
    formats=("text", "json"),
    at=False,
    as_of=True,
    examples="""
    gitsm init                                       here
    gitsm init services --handle amara --handle bo   in a folder of its own, with the people who may approve
    gitsm init --forge gitea                         pipelines for Gitea or Forgejo alone
    """,
)
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", metavar="NAME", help="The organisation's name; the folder's if not given.")
@click.option("--handle", "handles", multiple=True, metavar="HANDLE", help="Somebody of the first team, on the forge.")
@click.option("--forge", "forges", multiple=True, type=click.Choice(_FORGES), help="Default: github and gitlab.")
def command(context: Context, folder: Path, name: str | None, handles: tuple[str, ...], forges: tuple[str, ...]) -> int:
    """Write what a data repository begins with: a worked service, policies, a site, pipelines, hooks, editor settings.

    What is there already stays as it is, and is named. Where records are there, the worked example is left out. A
    folder that is in no git repository becomes one.
    """
    from gitsm.forge.scaffold import Wishes, is_record, scaffold

    _known(name, handles)
    here = folder.resolve().name
    title = name or (here if _NAME.match(here) else "Our organisation")
    wishes = Wishes(title, handles, forges or _FORGES[:2], context.as_of.astimezone(UTC).date())
    files = scaffold(wishes)
    if any((folder / root).is_dir() for root in {path.partition("/")[0] for path in files if is_record(path)}):
        files = {path: text for path, text in files.items() if not is_record(path)}
        context.say("there are records here, so the worked example is left out")
    kept = sorted(path for path in files if (folder / path).exists() or (folder / path).is_symlink())
    _write(folder, {path: text for path, text in files.items() if path not in kept})
    created = sorted(files.keys() - kept)
    context.emit(_json(created, kept) if context.format == "json" else _text(created))
    for path in kept:
        context.say(f"kept {path}, which was there")
    if not handles:
        context.say("name who may approve in catalog/teams/it-operations.yaml, then: gitsm codeowners --write")
    context.say(f"{len(created)} files written; README.md says what comes next, gitsm doctor what is missing")
    return FINE


def _known(name: str | None, handles: tuple[str, ...]) -> None:
    for handle in handles:
        if not _HANDLE.match(handle):
            raise UsageError(f"{handle} is no handle", "letters, digits, dots, hyphens and underscores, without the @")
    if name is not None and not _NAME.match(name):
        raise UsageError("--name is no plain name", "letters, digits, spaces, and . , ( ) + -")


def _write(folder: Path, files: dict[str, str]) -> None:
    from gitsm.editing.transaction import FileEdit, apply
    from gitsm.sources.made import Made
    from gitsm.sources.repository import Repository

    target = folder.resolve()
    above = next(each for each in (target, *target.parents) if each.exists())
    try:
        repository: Repository | None = Repository.at(above)
    except NotARepositoryError:
        repository = None
    if repository and (repository.prefix or above != target):
        raise UsageError(
            f"{folder} lies inside of another repository", "forges look for pipelines at its top: init there"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableError(str(folder), (error.strerror or str(error)).lower()) from error
    if repository is None:
        Made(folder)
        repository = Repository.at(folder)
    journal = Path(repository.repo.git_dir) / "gitsm" / "init.json"
    apply(folder, journal, {path: FileEdit(None, text.encode()) for path, text in files.items()})


def _text(created: list[str]) -> str:
    """List what was written; the schemas are many, and one thing."""
    from gitsm.forge.scaffold import SCHEMAS

    return "".join(f"{path}\n" for path in dict.fromkeys(SCHEMAS if SCHEMAS in each else each for each in created))


def _json(created: list[str], kept: list[str]) -> str:
    return escape.json({"schema": "gitsm/init/v1", "created": created, "kept": kept})
