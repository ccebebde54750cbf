"""What stands around every page: where a reader can go, which state is shown, where it comes from."""

from base64 import b64encode
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from gitsm.publish.places import Places
from gitsm.publish.site import Stamp
from gitsm.publish.words import moment

_MAIN: Final = (
    ("services.md", "Services"),
    ("requests.md", "Requests"),
    ("articles.md", "Knowledge"),
    ("changes.md", "Changes"),
    ("incidents.md", "Status"),
    ("map.md", "Map"),
)
_MORE: Final = (
    (
        "What we promise",
        (("agreements.md", "Agreements"), ("known-errors.md", "Known errors"), ("problems.md", "Problems")),
    ),
    (
        "What it takes",
        (
            ("cmdb.md", "Components"),
            ("teams.md", "Teams"),
            ("suppliers.md", "Suppliers"),
            ("customers.md", "Customers"),
            ("lifecycle.md", "Life cycle"),
        ),
    ),
    (
        "How we get better",
        (
            ("scorecards.md", "Scorecards"),
            ("improvements.md", "Improvements"),
            ("glossary.md", "Glossary"),
            ("manual.md", "Manual"),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Way:
    """A link to a part of the site: its page, its address below the top, its name."""

    path: str
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Group:
    """Ways under one heading."""

    title: str
    items: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """How the page of what is not there finds the rest of the site, wherever it is shown.

    Attributes:
        top: where a server has the top of the site.
        script: what looks for it beside the page, where the page was opened from a folder.
        digest: lets browsers run that script and no other.
    """

    top: str
    script: str = 'if(location.protocol==="file:")document.querySelector("base").href="./"'

    @property
    def digest(self) -> str:
        """Sum the script up as a content security policy does."""
        return f"sha256-{b64encode(sha256(self.script.encode()).digest()).decode()}"


@dataclass(frozen=True, slots=True)
class Told:
    """Which state is shown."""

    iso: str
    when: str
    short: str


@dataclass(frozen=True, slots=True)
class Chrome:
    """What stands around every page."""

    main: tuple[Way, ...]
    more: tuple[Group, ...]
    home: str
    stamp: Told | None
    banner: str | None
    feed: str | None
    glossary: str | None


def chrome(paths: Collection[str], places: Places, stamp: Stamp | None) -> Chrome:
    """Build what stands around the pages of a site: a way to each part that there is."""

    def ways(listed: tuple[tuple[str, str], ...]) -> tuple[Way, ...]:
        return tuple(Way(path, places.address(path), title) for path, title in listed if path in paths)

    groups = (Group(title, ways(listed)) for title, listed in _MORE)
    told = Told(stamp.at.isoformat(), moment(stamp.at), stamp.short) if stamp else None
    past = f"This is the past: {stamp.label}, as it stood on {moment(stamp.at)}." if stamp and stamp.label else None
    return Chrome(
        ways(_MAIN),
        tuple(group for group in groups if group.items),
        places.address("index.md") or ".",
        told,
        past,
        "feed.xml" if "feed.xml" in paths else None,
        places.address("glossary.md") if "glossary.md" in paths else None,
    )
