"""`gitsm import`: another system's records become ours."""

from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

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
    """,
)
@click.argument("kind", metavar="FORMAT", type=click.Choice(["mapping"]))
@click.argument("sources", nargs=-1, required=True, metavar="SRC...", type=click.Path(path_type=Path))
@click.option("--map", "mapping", required=True, metavar="FILE", help="A mapping file, or the name of a profile.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def command(context: Context, kind: str, sources: tuple[Path, ...], mapping: str, *, dry_run: bool) -> int:  # noqa: ARG001  # one format as yet
    """Turn records of another system into records of this catalogue, by a mapping file.

    A second import updates what the first one wrote, and leaves alone what people wrote. References that lead nowhere
    are kept; gitsm check names them.
    """
    from gitsm.editing.files import replace_file
    from gitsm.exchange.foreign import read
    from gitsm.exchange.mapping import Imported, Skipped, convert
    from gitsm.exchange.plan import plan
    from gitsm.render import imports

    rules = _mapping(mapping)
    found = [one for path in sources for one in convert(rules, path.name, read(path.name, _bytes(path)))]
    tree = context.source()
    texts = {blob.path: raw.decode("utf-8", "replace") for blob, raw in tree.read(tree.blobs) if isinstance(raw, bytes)}
    steps = list(plan(context.load().snapshot, (one for one in found if isinstance(one, Imported)), texts))
    for step in steps:
        if step.action != "unchanged" and not dry_run:
            replace_file(context.root / step.path, step.text)
    skipped = [one for one in found if isinstance(one, Skipped)]
    report = imports.Report(
        tuple(steps), tuple(one for one in found if isinstance(one, Imported)), tuple(skipped), dry_run
    )
    context.emit(imports.json(report) if context.format == "json" else imports.text(report))
    return FINDINGS if skipped else FINE


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
