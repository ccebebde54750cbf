"""One page of the site, before a site generator makes HTML of it."""

from dataclasses import dataclass, field


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


@dataclass(frozen=True, slots=True)
class Find:
    """How the search finds a page.

    Attributes:
        kind: what it is, in a word a reader knows.
        words: further words that it is found by: aliases, tags, its id.
        text: what it says, in short.
        rank: what is shown first among equals; higher is earlier.
    """

    kind: str
    words: tuple[str, ...] = ()
    text: str = ""
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of the portal; its body is HTML.

    Attributes:
        path: where it stands in the site, with `/`, ending in `.md` as if somebody had written it.
        title: its name.
        body: what it says, in HTML that needs no cleaning.
        source: the record's file it is about; None for one that is about many.
        section: the part of the site that it belongs to, a path of an overview.
        summary: a sentence, for whoever sees the page in a list.
        find: how the search finds it; None keeps it out.
        line: the line of the source where the record begins.
        scripts: files of the theme that this page alone needs.
    """

    path: str
    title: str
    body: str
    source: str | None = None
    section: str = "index.md"
    summary: str = ""
    find: Find | None = None
    line: int = 1
    scripts: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the site that is no page: a feed, an index, data of a table."""

    path: str
    content: str
