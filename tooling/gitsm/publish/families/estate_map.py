"""The map of everything: a page whose script draws it, and a list for whoever reads without."""

import json
from collections.abc import Iterator
from typing import Any, Final

from gitsm.graph.edges import edges_in
from gitsm.publish.facts import Facts
from gitsm.publish.pages import Asset, Find, Sheet
from gitsm.publish.pen import write
from gitsm.publish.site import Site
from gitsm.publish.words import said
from gitsm_schemas.flow import RELATIONS

PATH: Final = "map.md"
DATA: Final = "map-data.js"
MOST: Final = 1500
"""More boxes than these are no map: beyond, it shows services and offerings, and what delivers them."""
SCRIPTS: Final = (
    "assets/gitsm/vendor/cytoscape.min.js",
    "assets/gitsm/vendor/cytoscape-dagre.min.js",
    DATA,
    "assets/gitsm/map.js",
)
_LEAD: Final = "Choose something to see what it needs, and what fails with it."


def pages(site: Site, facts: Facts) -> Iterator[Sheet]:
    """Write the page of the map."""
    shown = _shown(site)
    if not shown:
        return
    groups = [
        ("Services", [one for one in shown if one.kind == "service"]),
        ("Offerings", [one for one in shown if one.kind == "service_offering"]),
        ("Components", [one for one in shown if one.kind == "ci"]),
    ]
    body = write(
        site,
        PATH,
        "map.html",
        lead=_LEAD,
        groups=[(title, found) for title, found in groups if found],
        direct=facts.direct,
    )
    yield Sheet(PATH, "Map", body, None, PATH, _LEAD, Find("overview", ("graph", "topology"), _LEAD), scripts=SCRIPTS)


def _shown(site: Site) -> tuple[Any, ...]:
    services = (*site.all("service"), *site.all("service_offering"))
    components = site.all("ci")
    return (*services, *components) if len(services) + len(components) <= MOST else services


def assets(site: Site, facts: Facts) -> Iterator[Asset]:
    """Write the data of the map, as a script, which a page may load from a folder, too."""
    shown = _shown(site)
    refs = {one.ref for one in shown}
    nodes = [
        [
            one.ref,
            site.name_of(one.ref),
            said(one.class_ if one.kind == "ci" else one.kind),
            _address(site, one.ref),
            one.kind,
        ]
        for one in shown
    ]
    edges = sorted({edge for one in shown for edge in _edges(site, one.ref) if refs.issuperset(edge[:2])})
    data = {
        "nodes": nodes,
        "edges": edges,
        "services": _between(facts),
        "hits": {one.ref: _hits(site, one.ref, refs) for one in shown},
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    yield Asset(DATA, f"gitsmMap={text};\n")


def _edges(site: Site, ref: str) -> Iterator[tuple[str, str, str]]:
    """List what a record needs, as it states it: who needs, what, how."""
    data = site.estate.get(ref) or {}
    for edge in edges_in(ref, data):
        if edge.carries == "none":
            continue
        style = "any" if edge.group else edge.strength
        turned = RELATIONS[edge.relation].flow == "source_to_target"
        yield (edge.target, ref, style) if turned else (ref, edge.target, style)
    service = getattr(site.get(ref), "service", None)
    if service:
        yield service, ref, "hard"


def _address(site: Site, ref: str) -> str:
    path, _, place = (site.place(ref) or PATH).partition("#")
    return site.places.address(path) + (f"#{place}" if place else "")


def _between(facts: Facts) -> list[tuple[str, str]]:
    """List which service stands on which, whatever lies between; what follows from two others is left out."""
    needs = facts.services_needed
    return sorted(
        (ref, other)
        for ref, others in needs.items()
        for other in others
        if not any(other in needs[between] and ref not in needs[between] for between in others - {other})
    )


def _hits(site: Site, ref: str, refs: set[str]) -> dict[str, int]:
    return {other: int(level) for other, level in sorted(site.if_it_fails(ref).items()) if other in refs}
