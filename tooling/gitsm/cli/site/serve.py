"""`gitsm site serve`: the pages, shown while somebody edits."""

from pathlib import Path

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.cli.site.settings import options, settings


@options
@verb(as_of=True, examples="gitsm site serve\ngitsm site serve --address 127.0.0.1:8001")
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to listen.")
def command(context: Context, address: str, config: Path | None, audience: str | None) -> int:
    """Show the portal at an address of this machine, and build it again when a record or a page changes."""
    from mkdocs.commands.serve import serve

    with settings(context, config, audience) as asked:
        context.say(f"http://{address}/ (stop with Ctrl-C)")
        serve(**asked, dev_addr=address)
    return FINE
