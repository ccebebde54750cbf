"""Measures the portal against stock MkDocs and Hugo: `python -m tests.benchmarks.portal [PAGES...]`.

gitsm reads, judges, computes, draws and writes; the others get the same pages as finished Markdown, and write them.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.benchmarks.generate import generate
from tests.benchmarks.measure import Case, bench_environment, interleaved
from tests.support.program import gitsm

ROUNDS: Final = 3
_GITSM: Final = str(Path(sys.executable).with_name("gitsm"))
_MKDOCS: Final = str(Path(sys.executable).with_name("mkdocs"))
_MOST_IN_NAVIGATION: Final = 1_000
"""With every page in the navigation stock MkDocs is quadratic: ten minutes for 5,000."""
_HUGO: Final = """
baseURL = "https://portal.example/"
disableKinds = ["taxonomy", "term", "RSS", "sitemap"]
[markup.goldmark.renderer]
unsafe = true
"""
_LAYOUT: Final = "<!doctype html><html><head><title>{{ .Title }}</title></head><body>{{ .Content }}</body></html>"


def cases(work: Path, pages: int) -> Iterator[Case]:
    """List what builds a site of so many pages."""
    records = work / f"r{pages}"
    generate(records, pages)
    out = work / "out"
    yield Case("gitsm site build", [_GITSM, "site", "build", "--into", str(out)], records, after=lambda: _clear(out))
    done = gitsm("site", "render", "--root", records, "--out", work / f"md{pages}")
    assert done.returncode == 0, done.stderr
    stock, hugo = work / f"stock{pages}", work / f"hugo{pages}"
    shutil.copytree(work / f"md{pages}", stock / "docs")
    listed = "" if pages <= _MOST_IN_NAVIGATION else "nav: [index.md]\n"
    (stock / "mkdocs.yml").write_text(
        f"site_name: Portal\nplugins: []\n{listed}validation: {{omitted_files: ignore}}\n"
    )
    name = "stock MkDocs, every page in the navigation" if not listed else "stock MkDocs, one page in the navigation"
    yield Case(name, [_MKDOCS, "build", "-q", "-d", str(out)], stock, after=lambda: _clear(out), once=True)
    shutil.copytree(work / f"md{pages}", hugo / "content")
    (hugo / "config.toml").write_text(_HUGO)
    for layout in ("single", "list"):
        path = hugo / "layouts" / "_default" / f"{layout}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_LAYOUT)
    if shutil.which("hugo"):
        yield Case("hugo, a minimal theme", ["hugo", "--quiet", "-d", str(out)], hugo, after=lambda: _clear(out))


def _clear(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    """Measure, and print a table."""
    sizes = [int(word) for word in sys.argv[1:]] or [1_000, 5_000]
    with tempfile.TemporaryDirectory(prefix="gitsm-bench-") as folder:
        for pages in sizes:
            found = interleaved(list(cases(Path(folder), pages)), ROUNDS, bench_environment(Path(folder) / "cache"))
            for name, cost in found.items():
                cpu, _, peak = cost.median()
                each = cpu / pages * 1000
                sys.stdout.write(f"{pages:>6}  {name:<44} {cpu:7.2f} s CPU {each:6.2f} ms a page {peak:6.0f} MiB\n")


if __name__ == "__main__":
    main()
