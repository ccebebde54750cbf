"""The portal: every page and every other file that follows from the records of a tree."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gitsm.publish.facts import Facts
from gitsm.publish.families import (
    agreements,
    articles,
    betterment,
    changes,
    components,
    estate_map,
    home,
    people,
    requests,
    services,
    tables,
    trouble,
)
from gitsm.publish.feeds import feeds
from gitsm.publish.pages import Asset, Sheet
from gitsm.publish.site import Site

FAMILIES: Final = (
    home,
    services,
    agreements,
    requests,
    articles,
    trouble,
    changes,
    components,
    people,
    betterment,
    estate_map,
)
"""The order of the pages is theirs."""
OUTSIDE: Final = (home, services, agreements, requests, articles)
"""What readers outside are shown."""


@dataclass(frozen=True, slots=True)
class Portal:
    """What a site shows of the records."""

    site: Site
    sheets: tuple[Sheet, ...]
    assets: tuple[Asset, ...]


def portal(site: Site) -> Portal:
    """Write every page of a site."""
    facts = Facts(site)
    families = FAMILIES if site.inside else OUTSIDE
    sheets = tuple(sheet for family in families for sheet in family.pages(site, facts))
    return Portal(site, sheets, tuple(_assets(site, facts)))


def _assets(site: Site, facts: Facts) -> Iterator[Asset]:
    if site.inside:
        yield from feeds(site, facts)
        yield from estate_map.assets(site, facts)
        yield from tables.assets(site, facts)
