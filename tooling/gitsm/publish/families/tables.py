"""CIs of an estate too large for a page each: a table for each class, fed by a compact file of data."""

import json
from collections.abc import Iterator
from typing import Any, Final

from gitsm.publish.facts import Facts
from gitsm.publish.pages import Asset, Find, Sheet
from gitsm.publish.pen import write
from gitsm.publish.site import Site
from gitsm.publish.words import headed, said

SECTION: Final = "cmdb.md"
SCRIPT: Final = "assets/gitsm/table.js"


def pages(site: Site, groups: list[tuple[str, list[Any]]], lead: str) -> Iterator[Sheet]:
    """Write the overview of the classes, and the page of each."""
    total = sum(len(members) for _, members in groups)
    body = write(site, SECTION, "classes.html", lead=lead, groups=groups, total=total)
    yield Sheet(SECTION, "Components", body, None, SECTION, lead, Find("overview", ("cmdb",), lead))
    for name, members in groups:
        path = f"cmdb/class-{name}.md"
        body = write(site, path, "class.html", name=name, count_=len(members), data=_data(name))
        yield Sheet(
            path,
            headed(name),
            body,
            None,
            SECTION,
            f"Every {said(name)}.",
            Find("class", (name,), f"{len(members):,} components", -1),
            scripts=(SCRIPT, _data(name)),
        )


def _data(name: str) -> str:
    return f"cmdb/class-{name}.js"


def assets(site: Site, facts: Facts) -> Iterator[Asset]:
    """Write the data of the tables, as scripts, which a page may load from a folder, too."""
    if not site.classed:
        return
    classes: dict[str, list[list[Any]]] = {}
    for one in site.all("ci"):
        near = facts.direct(one.ref)
        row = [one.id, one.name, headed(one.environment), site.name_of(one.owner), headed(one.status)]
        needs = [[site.name_of(ref), _address(site, ref)] for ref in near.needs]
        needed = [[site.name_of(ref), _address(site, ref)] for ref in near.needed_by]
        classes.setdefault(one.class_, []).append([*row, needs, needed, "" if site.tabled else _address(site, one.ref)])
    for name, rows in sorted(classes.items()):
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
        yield Asset(_data(name), f"gitsmTable({text});\n")


def _address(site: Site, ref: str) -> str:
    path, _, place = (site.place(ref) or SECTION).partition("#")
    return site.places.address(path) + (f"#{place}" if place else "")
