"""`gitsm site build`: the pages, written."""

import gc
from pathlib import Path

import click

from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb
from gitsm.cli.site.settings import options, settings, swapped


@options
@verb(
    as_of=True,
    examples="""
    gitsm site build                       into build/site; open build/site/index.html
    gitsm site build --at 2026-10-01       the past, with a banner that says so
    gitsm site build --audience public     what everybody may read, and nothing else
    """,
)
@click.option("--into", type=click.Path(path_type=Path), metavar="DIR", help="Default: build/site below the root.")
def command(context: Context, into: Path | None, config: Path | None, audience: str | None) -> int:
    """Write the portal: a page for each service, article, component, change and more; open it without a server.

    site/mkdocs.yml says what is special; without it there is a site nevertheless. `mkdocs build -f site/mkdocs.yml`
    gives the same. The old site stays until the new one is whole.
    """
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort

    # What is made here lives until the process ends: looking for garbage in it costs a tenth of the time.
    gc.disable()
    target = (into or context.root / "build" / "site").resolve()
    with settings(context, config, audience) as asked, swapped(target) as fresh:
        loaded = load_config(**asked, site_dir=str(fresh))
        try:
            loaded.plugins.on_startup(command="build", dirty=False)
            build(loaded)
        except Abort as error:
            context.say(f"the site was not built: {error}")
            return FINDINGS
        finally:
            loaded.plugins.on_shutdown()
        count = sum(1 for _ in fresh.rglob("*.html"))
    context.say(f"{count} pages in {target}; open {target / 'index.html'}")
    return FINE
