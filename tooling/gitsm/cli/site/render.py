"""`gitsm site render`: the pages as Markdown, for another generator."""

from pathlib import Path

import click

from gitsm.cli.door import FINE
from gitsm.cli.options import Context, verb
from gitsm.cli.site.settings import AUDIENCES
from gitsm.errors import OccupiedError


@verb(as_of=True, examples="gitsm site render --out /tmp/pages\ngitsm site render --out docs --audience public")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="A folder that is empty.")
@click.option("--name", default="Service portal", show_default=True, metavar="NAME", help="The name of the site.")
@click.option("--audience", type=click.Choice(AUDIENCES), default="internal", help="Write what these may read.")
def command(context: Context, out: Path, name: str, audience: str) -> int:
    """Write every page as Markdown with a title on top, and every feed, index and style sheet beside them."""
    from gitsm.cli.published import opened
    from gitsm.publish.markdown_files import files
    from gitsm.publish.places import Places
    from gitsm.publish.portal import portal
    from gitsm.publish.site import Forge

    if out.exists() and any(out.iterdir()):
        raise OccupiedError(str(out))
    made = portal(opened(context, name=name, audience=audience, forge=Forge(), places=Places("markdown")))
    count = 0
    for path, content in files(made):
        target = out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        count += 1
    context.say(f"{count} files in {out}")
    return FINE
