"""Configuration items: an overview by class, and a page for each."""

from collections.abc import Iterator
from typing import Any, Final

from gitsm.publish.drawing import drawn
from gitsm.publish.facts import Facts
from gitsm.publish.families import tables
from gitsm.publish.pages import Find, Sheet
from gitsm.publish.pen import sheet, write
from gitsm.publish.site import Site
from gitsm.publish.words import said
from gitsm_schemas.flow import RELATIONS

SECTION: Final = "cmdb.md"
MOST_HIT: Final = 12
_LEAD: Final = "Everything that services run on: who answers for it, where it is, and what fails with it."


def pages(site: Site, facts: Facts) -> Iterator[Sheet]:
    """Write the pages of CIs."""
    found = site.all("ci")
    if not found:
        return
    classes: dict[str, list[Any]] = {}
    for one in found:
        classes.setdefault(one.class_, []).append(one)
    groups = [(name, classes[name]) for name in sorted(classes, key=said)]
    if site.classed:
        yield from tables.pages(site, groups, _LEAD)
    else:
        yield _all(site, groups)
    for one in () if site.tabled else found:
        yield _component(site, facts, one)


def _all(site: Site, groups: list[tuple[str, list[Any]]]) -> Sheet:
    total = sum(len(members) for _, members in groups)
    body = write(site, SECTION, "components.html", lead=_LEAD, groups=groups, total=total)
    return Sheet(
        SECTION, "Components", body, None, SECTION, _LEAD, Find("overview", ("cmdb", "configuration items"), _LEAD)
    )


def _component(site: Site, facts: Facts, ci: Any) -> Sheet:  # a CI
    hit = site.if_it_fails(ci.ref)
    first = sorted(hit, key=lambda ref: (ref.startswith("ci:"), -hit[ref], ref))[:MOST_HIT]
    shown = site.because_it_fails(ci.ref, first) if first else ()
    refs = (ci.ref,)
    return sheet(
        site,
        ci,
        "ci.html",
        SECTION,
        rank=-2,
        flaws=facts.flaws.get(ci.ref, ()),
        attributes=sorted((name, _value(value)) for name, value in ci.attributes.items()),
        identifiers=sorted(ci.identifiers.items()),
        hit=shown,
        more_hit=len(hit) - len(shown),
        drawn=drawn(site, ci.ref, site.around(ci.ref)),
        around=facts.direct(ci.ref),
        relations=_relations(site, ci),
        changes=facts.changes_of(refs)[:8],
        states=facts.states,
        incidents=facts.incidents(refs)[:8],
        articles=facts.articles((ci.ref, f"ci_class:{ci.class_}")),
    )


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _relations(site: Site, ci: Any) -> list[tuple[str, tuple[str, ...]]]:  # a CI
    """List the relations of a CI from both ends, by their names."""
    found: dict[str, list[str]] = {}
    near = site.around(ci.ref)
    for link in (*near.needs.get(ci.ref, ()), *near.needed_by.get(ci.ref, ())):
        name = link.relation if link.source == ci.ref else RELATIONS[link.relation].inverse
        found.setdefault(name, []).append(link.other(ci.ref))
    listed = [(name, site.known(dict.fromkeys(refs))) for name, refs in sorted(found.items())]
    return [(name, refs) for name, refs in listed if refs]
