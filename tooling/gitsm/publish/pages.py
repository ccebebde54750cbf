"""One page of the site, before a site generator makes HTML of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page in Markdown.

    Attributes:
        path: where it stands in the site, with `/`, ending in `.md`.
        markdown: what it says.
        source: what it was made from, for whoever looks for a mistake: a record's file, or a part of gitsm.
    """

    path: str
    markdown: str
    source: str
