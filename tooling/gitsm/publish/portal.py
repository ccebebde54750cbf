"""The portal: every page and every other file that follows from the records of a tree."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gitsm.publish.facts import Facts
from gitsm.publish.families import articles, components, home, services
from gitsm.publish.pages import Asset, Sheet
from gitsm.publish.site import Site

FAMILIES: Final = (home, services, articles, components)


@dataclass(frozen=True, slots=True)
class Portal:
    """What a site shows of the records."""

    site: Site
    sheets: tuple[Sheet, ...]
    assets: tuple[Asset, ...]


def portal(site: Site) -> Portal:
    """Write every page of a site."""
    facts = Facts(site)
    sheets = tuple(sheet for family in FAMILIES for sheet in family.pages(site, facts))
    return Portal(site, sheets, tuple(_assets(site, facts)))


def _assets(site: Site, facts: Facts) -> Iterator[Asset]:
    del site, facts
    yield from ()
