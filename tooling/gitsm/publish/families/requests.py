"""What may be asked for: an overview, and a page with the form of each."""

from collections.abc import Iterator
from typing import Any, Final

from gitsm.publish.facts import Facts
from gitsm.publish.pages import Find, Sheet
from gitsm.publish.pen import Pen, sheet, write
from gitsm.publish.places import page_of
from gitsm.publish.site import Site, name_of

SECTION: Final = "requests.md"
FILLED: Final = "{filled}"
"""Where the script of the page puts the answers."""
_LEAD: Final = "What you may ask for, what it takes, and how long."

ASKING: Final = ("request", "order", "ask", "apply", "need", "new", "access")
"""How people ask for something."""


def pages(site: Site, facts: Facts) -> Iterator[Sheet]:
    """Write the pages of the request catalogue."""
    found = site.all("request_offering")
    if not found:
        return
    groups: dict[str, list[Any]] = {}
    for one in found:
        groups.setdefault(_service(site, one), []).append(one)
    in_order = sorted(groups.items(), key=lambda item: site.name_of(item[0]))
    body = write(site, SECTION, "requests.html", lead=_LEAD, groups=in_order)
    yield Sheet(SECTION, "Requests", body, None, SECTION, _LEAD, Find("overview", ("order", "catalogue"), _LEAD))
    for one in found:
        yield _request(site, facts, one)


def _service(site: Site, request: Any) -> str:
    return str(getattr(site.get(request.offering), "service", None) or request.offering)


def _request(site: Site, facts: Facts, request: Any) -> Sheet:
    pen = Pen(site, page_of(request.ref) or SECTION)
    offering = site.get(request.offering)
    service = site.get(_service(site, request))
    return sheet(
        site,
        request,
        "request.html",
        SECTION,
        rank=8,
        found_by=ASKING,
        offering=offering,
        service=service,
        audience=site.known(request.audience),
        help=facts.help(service) if service is not None and service.kind == "service" else None,
        target=pen.issue("request", name_of(request), f"Request: {request.ref}\n\n{FILLED}", request.ref),
    )
