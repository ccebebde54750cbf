"""`gitsm schema`: JSON Schema of the records."""

from difflib import get_close_matches
from pathlib import Path

import click

from gitsm.cli.options import Context, verb
from gitsm.cli.output import write_file
from gitsm.errors import UnwritableError, UsageError


@verb(
    examples="""
    gitsm schema service                   one kind
    gitsm schema                           a record of any kind
    gitsm schema --with-ids ci             with this repository's ids and classes
    gitsm schema --with-ids --write .vscode/gitsm    all of them, for "yaml.schemas" in .vscode/settings.json:
    {".vscode/gitsm/record.json": ["catalog/**/*.yaml", "cmdb/**/*.yaml", "changes/**/*.yaml"]}
    """
)
@click.argument("kind", required=False)
@click.option("--with-ids", is_flag=True, help="List the ids and classes that exist, so that an editor completes them.")
@click.option("--write", type=click.Path(path_type=Path), metavar="DIR", help="Write one file per kind there.")
def command(context: Context, kind: str | None, *, with_ids: bool, write: Path | None) -> None:
    """Print the JSON Schema (2020-12) of a KIND of record, or of a record of any kind."""
    from gitsm.exchange.json_schema import EVERY, schema, schemas, text
    from gitsm_schemas import KINDS

    if kind is not None and kind not in {*KINDS, EVERY}:
        near = get_close_matches(kind, KINDS, n=1)
        raise UsageError(f"no kind {kind}", f"did you mean {near[0]}?" if near else f"the kinds are {', '.join(KINDS)}")
    snapshot = context.load().snapshot if with_ids else None
    if write is None:
        context.emit(text(schema(kind or EVERY, snapshot)))
        return
    files = {name: content for name, content in schemas(snapshot).items() if kind in {None, name.removesuffix(".json")}}
    try:
        write.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UnwritableError(str(write), (error.strerror or str(error)).lower()) from error
    for name, content in files.items():
        write_file(write / name, content)
    context.say(f"{len(files)} schema{'' if len(files) == 1 else 's'} in {write}")
