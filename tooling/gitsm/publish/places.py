"""Where the page of each record stands, and how one page links to another."""

import posixpath
from dataclasses import dataclass, field
from typing import Final, Literal

FOLDERS: Final = {
    "service": "services",
    "service_offering": "offerings",
    "agreement": "agreements",
    "ci": "cmdb",
    "knowledge_article": "articles",
    "request_offering": "requests",
    "incident": "incidents",
    "problem": "problems",
    "change": "changes",
    "team": "teams",
    "supplier": "suppliers",
    "customer": "customers",
    "release": "releases",
    "improvement": "improvements",
}
"""By kind, the folder of its pages; a kind that is not here has none of its own."""
Style = Literal["file", "folder", "markdown"]


def page_of(ref: str) -> str | None:
    """Name the page of a record; None where its kind has none."""
    kind, _, name = ref.partition(":")
    folder = FOLDERS.get(kind)
    return f"{folder}/{name}.md" if folder else None


@dataclass(frozen=True, slots=True)
class Places:
    """How links are written.

    Attributes:
        style: file: `services/booking.html`, which works from a folder without a server; folder: `services/booking/`;
            markdown: `services/booking.md`, for another generator.
    """

    style: Style = "file"
    _known: dict[tuple[str, str], str] = field(default_factory=dict, compare=False, repr=False)

    def address(self, path: str) -> str:
        """Name the address of a page below the top of the site; other files are as they are."""
        if not path.endswith(".md") or self.style == "markdown":
            return path
        stem = path.removesuffix(".md")
        if self.style == "file":
            return stem + ".html"
        return "" if stem == "index" else stem.removesuffix("/index") + "/"

    def between(self, here: str, there: str) -> str:
        """Link from one page to a page or file."""
        # A page's address says its folder, where pages do not have one each: much faster than splitting it as a path.
        folder = here if self.style == "folder" else here.rpartition("/")[0]
        known = self._known.get((folder, there))
        if known is None:
            known = self._known[folder, there] = self._between(here, there)
        return known

    def _between(self, here: str, there: str) -> str:
        target, _, anchor = there.partition("#")
        suffix = f"#{anchor}" if anchor else ""
        if not target:
            return suffix
        folder = self.address(here) if self.style == "folder" else posixpath.dirname(here)
        found = self.address(target)
        link = posixpath.relpath(found or ".", folder or ".")
        return link + ("/" if found.endswith("/") or not found else "") + suffix
