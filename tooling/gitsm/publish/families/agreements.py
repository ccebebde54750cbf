"""Agreements: an overview of what is promised, and a page for each."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from gitsm.publish.facts import Facts
from gitsm.publish.pages import Find, Sheet
from gitsm.publish.pen import sheet, write
from gitsm.publish.site import Site

SECTION: Final = "agreements.md"
_LEAD: Final = "What we promise, what others promise us, and whether what it stands on carries it."
_TYPES: Final = {
    "sla": "With customers",
    "ola": "Between our teams",
    "ua": "With suppliers",
    "uc": "With suppliers",
}
VERDICTS: Final = {
    "backed": ("Backed", "good"),
    "not_backed": ("Not backed", "bad"),
    "calendar_gap": ("Gap in hours", "warn"),
    "unknown": ("Unknown", "warn"),
    "not_judged": ("Their word", ""),
}
PROMISING: Final = (
    "promise",
    "guarantee",
    "availability",
    "available",
    "uptime",
    "downtime",
    "down",
    "outage",
    "credit",
)
"""How people ask for what is promised."""
SOON: Final = timedelta(days=60)


def pages(site: Site, facts: Facts) -> Iterator[Sheet]:
    """Write the pages of agreements."""
    found = site.all("agreement")
    if not found:
        return
    groups: dict[str, list[Any]] = {}
    for one in sorted(found, key=lambda one: list(_TYPES).index(one.type)):
        groups.setdefault(_TYPES[one.type], []).append(one)
    body = write(
        site,
        SECTION,
        "agreements.html",
        lead=_LEAD,
        groups=list(groups.items()),
        standing=facts.standing,
        verdicts=VERDICTS,
        soon=site.today + SOON,
    )
    yield Sheet(SECTION, "Agreements", body, None, SECTION, _LEAD, Find("overview", ("sla", "ola", "promises"), _LEAD))
    for one in found:
        yield sheet(
            site,
            one,
            "agreement.html",
            SECTION,
            rank=1,
            found_by=PROMISING,
            text=f"{_TYPES[one.type]}: what is promised for {', '.join(site.name_of(ref) for ref in one.covers)}",
            other=one.customer or one.supplier,
            type_said=_TYPES[one.type],
            covered=", ".join(site.name_of(ref) for ref in site.known(one.covers)),
            achieved=facts.achieved(one),
            burns=facts.burns(one),
            standing=facts.standing(one),
            verdicts=VERDICTS,
            hours=facts.hours(one.calendar),
            days=facts.past.month(one.covers),
        )
