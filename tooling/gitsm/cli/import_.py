"""`gitsm import`: another system's records become ours."""

from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gitsm.cli import edits
from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import BadMappingError, UnreadableSourceError

if TYPE_CHECKING:
    from gitsm.exchange.mapping import MappingFile

FORMATS = ("text", "json")
PROFILES = ("gitlab-runbooks",)


@verb(
    formats=FORMATS,
    at=False,
    examples="""
    gitsm import mapping --map gitlab-runbooks service-catalog.yml teams.yml
    gitsm import mapping --map ours.yaml export.csv --dry-run
    gitsm import mapping --map ours.yaml export.csv --prune --strict
    """,
)
@click.argument("kind", metavar="FORMAT", type=click.Choice(["mapping"]))
@click.argument("sources", nargs=-1, required=True, metavar="SRC...", type=click.Path(path_type=Path))
@click.option("--map", "mapping", required=True, metavar="FILE", help="A mapping file, or the name of a profile.")
@click.option("--prune", is_flag=True, help="Remove what an earlier import brought and the source has no more.")
@click.option("--strict", is_flag=True, help="Exit with 1 where a reference leads nowhere.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def command(  # noqa: PLR0913  # an argument for each word of the command line
    context: Context,
    kind: str,  # noqa: ARG001  # one format as yet
    sources: tuple[Path, ...],
    mapping: str,
    *,
    prune: bool,
    strict: bool,
    dry_run: bool,
) -> int:
    """Turn records of another system into records of this catalogue, by a mapping file.

    A second import updates what the first one wrote, and leaves alone what people wrote. References that lead nowhere
    are kept and told with their line; gitsm check names them, too. Files are written all or none.
    """
    from gitsm.editing.transaction import FileEdit
    from gitsm.exchange.foreign import read
    from gitsm.exchange.mapping import Imported, Skipped, convert
    from gitsm.exchange.plan import gone, plan, unresolved
    from gitsm.render import imports

    edits.ready(context)
    rules = _mapping(mapping)
    found = [one for path in sources for one in convert(rules, path.name, read(path.name, _bytes(path)))]
    skipped = tuple(one for one in found if isinstance(one, Skipped))
    texts = edits.contents(context.source())
    snapshot = context.load().snapshot
    records = unresolved(snapshot, [one for one in found if isinstance(one, Imported)])
    steps = (
        *plan(snapshot, records, {path: raw.decode("utf-8", "replace") for path, raw in texts.items()}),
        *gone(snapshot, rules.source_system, records),
    )
    # What could not be read may be what seems to be gone.
    pruned = prune and not skipped
    report = imports.Report(steps, records, skipped, dry_run, pruned)
    if not dry_run:
        written = {
            step.path: None if step.text is None else step.text.encode()
            for step in steps
            if step.action != "gone" or pruned
        }
        edits.carry_out(context, {path: FileEdit(texts.get(path), text) for path, text in written.items()})
    context.emit(imports.json(report) if context.format == "json" else imports.text(report))
    return FINDINGS if skipped or (strict and report.unresolved) else FINE


def _mapping(name: str) -> "MappingFile":
    from pydantic import ValidationError

    from gitsm.exchange.mapping import MappingFile
    from gitsm.load.reader import read

    if name in PROFILES:
        raw = resources("gitsm.exchange").joinpath("profiles", f"{name}.yaml").read_bytes()
    else:
        raw = _bytes(Path(name))
    document = read(raw)
    if document.problems:
        problem = document.problems[0]
        raise BadMappingError(f"{name}:{problem.line + 1}:{problem.column + 1}", problem.message)
    try:
        return MappingFile.model_validate(document.data)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadMappingError(name, f"{'.'.join(map(str, first['loc']))}: {first['msg'].lower()}") from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableSourceError(str(path), 1, (error.strerror or "it cannot be read").lower()) from None
