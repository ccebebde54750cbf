"""The portal as files for another generator: Markdown with front matter, and what the pages need beside them."""

import json
import re
from collections.abc import Iterator
from importlib.resources import files as resources
from typing import Final

from gitsm.publish.pages import Sheet
from gitsm.publish.portal import Portal
from gitsm.publish.search import PATH, index, lines

_PRE: Final = re.compile(r"<pre>.*?</pre>", re.DOTALL)
STYLES: Final = ("colors.css", "portal.css")


def files(made: Portal) -> Iterator[tuple[str, bytes]]:
    """List every file with its content."""
    for sheet in made.sheets:
        yield sheet.path, markdown(sheet).encode()
    for asset in made.assets:
        yield asset.path, asset.content.encode()
    yield PATH, index(lines(made.sheets, made.site.places)).encode()
    for name in STYLES:
        yield f"assets/gitsm/{name}", (resources("gitsm.publish.theme") / "assets" / "gitsm" / name).read_bytes()


def markdown(sheet: Sheet) -> str:
    """Write one page: its title on top, its body as one block of HTML, which ends at the first empty line."""
    head = {"title": sheet.title, "description": sheet.summary, "source": sheet.source or ""}
    front = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in head.items())
    body = _PRE.sub(lambda found: found[0].replace("\n", "&#10;"), sheet.body)
    lines_ = (line.strip() for line in body.splitlines())
    block = "\n".join(line for line in lines_ if line)
    return f'---\n{front}\n---\n\n<div class="portal">\n{block}\n</div>\n'
