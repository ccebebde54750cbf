"""The picture in the README: what `gitsm impact` shows on the demonstration, as a drawing of a terminal."""

import re
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from tests.support.program import gitsm

PICTURE = Path(__file__).parents[2] / "site" / "docs" / "assets" / "impact.svg"


def picture() -> str:
    """Draw it; no font and nothing else is loaded from anywhere."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "tern"
        assert gitsm("demo", "--into", made, cwd=Path(folder)).returncode == 0
        shown = gitsm("impact", "main", "change/one-city", "--color", "always", cwd=made).stdout
    console = Console(record=True, width=112, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi("$ gitsm impact main change/one-city\n" + shown.rstrip("\n")))
    svg = console.export_svg(title="gitsm", unique_id="gitsm")
    return re.sub(r"@font-face \{.*?\}\s*|<!--.*?-->\s*", "", svg, flags=re.DOTALL)


if __name__ == "__main__":
    PICTURE.write_text(picture(), "utf-8")
