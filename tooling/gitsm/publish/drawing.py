"""Pictures of records, as the pages of a site show them."""

from gitsm.graph.propagation import Level
from gitsm.graph.surroundings import Surroundings
from gitsm.publish.pen import Pen
from gitsm.publish.pictures.dependencies import Node, Picture, dependencies
from gitsm.publish.places import page_of
from gitsm.publish.site import Site
from gitsm.publish.words import IF_IT_FAILS, said


def drawn(site: Site, ref: str, around: Surroundings) -> Picture | None:
    """Draw what is around a record; what is hit when it fails is marked."""
    levels = {hit.ref: hit.level for hit in site.if_it_fails(ref)}
    path = page_of(ref)
    assert path is not None
    pen = Pen(site, path)

    def describe(other: str) -> Node | None:
        record = site.get(other)
        if record is None:
            return None
        level = levels.get(other, Level.NONE)
        what = said(getattr(record, "class_", record.kind)) if record.kind == "ci" else said(record.kind)
        told = f"{what} · {IF_IT_FAILS[level]}" if level else what
        return Node(site.name_of(other), told, pen.page(other), level)

    return dependencies(around, describe)
