"""Who may read what: the records that reach the site of an audience."""

from collections.abc import Iterable
from typing import Final

from gitsm.snapshot import Snapshot
from gitsm_schemas.catalogue import Agreement, RequestOffering, Service, ServiceOffering
from gitsm_schemas.knowledge import KnowledgeArticle
from gitsm_schemas.organisation import Calendar, Customer
from gitsm_schemas.record import Record

READS: Final = {
    "internal": frozenset({"internal", "partner", "customer", "public"}),
    "partner": frozenset({"partner", "customer", "public"}),
    "customer": frozenset({"customer", "public"}),
    "public": frozenset({"public"}),
}
"""By audience, the audiences whose articles it may read."""


def for_audience(snapshot: Snapshot, audience: str) -> Snapshot:
    """Keep what an audience may read.

    Staff read everything. Anybody else reads the catalogue: business services and their offerings, what may be asked
    for, and the articles written for them; the public does not read agreements. What it runs on, who works on it, what
    goes wrong and what is planned stays inside.
    """
    if audience == "internal":
        return snapshot
    services = {entry.ref for entry, one in snapshot.records(Service) if _is_offered(one)}
    offerings = {
        entry.ref
        for entry, one in snapshot.records(ServiceOffering)
        if one.service in services and one.phase == "catalog" and one.consumer == "external"
    }
    # A service that is offered to nobody outside is nobody's business outside.
    services = {one.service for _, one in snapshot.records(ServiceOffering) if one.ref in offerings}
    shown = services | offerings
    return Snapshot.of((entry for entry in snapshot if _may_read(entry.record, audience, shown)), snapshot.tree)


def _is_offered(service: Service) -> bool:
    return service.class_ == "business_service" and service.phase == "catalog"


def _may_read(record: Record | None, audience: str, shown: Iterable[str]) -> bool:
    if isinstance(record, KnowledgeArticle):
        return record.audience in READS[audience] and record.confidence == "validated"
    if isinstance(record, RequestOffering):
        return record.offering in shown and not any(ref.startswith("team:") for ref in record.audience)
    if isinstance(record, Agreement):
        return audience != "public" and record.type == "sla" and set(record.covers) <= set(shown)
    if isinstance(record, Service | ServiceOffering):
        return record.ref in shown
    return isinstance(record, Calendar | Customer)
