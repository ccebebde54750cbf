"""What is asked of somebody who reports that something is wrong, and what their answers mean."""

from collections.abc import Mapping
from typing import Final

from gitsm.snapshot import Snapshot
from gitsm_schemas.catalogue import FormField, RequestOffering, Service, ServiceOffering
from gitsm_schemas.operations import Level

WHO: Final[Mapping[str, Level]] = {
    "Everybody, or customers": "high",
    "A team, a ship or a site": "medium",
    "Only me": "low",
}
"""How many are hurt, in a user's words: the impact."""
HOW_BADLY: Final[Mapping[str, Level]] = {
    "Work stands still": "high",
    "Work is slow or takes a detour": "medium",
    "Work goes on": "low",
}
"""How soon it hurts more, in a user's words: the urgency."""


ASKED: Final = FormField(id="wanted", label="I ask for this", type="checkbox", required=True)
"""What an offering asks that asks nothing: a form has a field at least."""


def asked(offering: RequestOffering) -> tuple[FormField, ...]:
    """List the questions of a request's form."""
    return offering.fields or (ASKED,)


def requestable(snapshot: Snapshot) -> tuple[RequestOffering, ...]:
    """List what may be asked for: offers of an offering that can be had, in the order of their ids."""
    found = [
        request
        for _, request in snapshot.records(RequestOffering)
        if isinstance(of := snapshot.record(request.offering), ServiceOffering) and of.phase == "catalog"
    ]
    return tuple(sorted(found, key=lambda one: one.id))


def parts_of(snapshot: Snapshot, service: str) -> dict[str, str]:
    """List the offerings of a service that can be had, by the name customers know them by, in the order of names."""
    found = {
        offering.name: entry.ref
        for entry, offering in snapshot.records(ServiceOffering)
        if offering.service == f"service:{service}" and offering.phase == "catalog"
    }
    return dict(sorted(found.items()))


def questions(snapshot: Snapshot, service: str) -> tuple[FormField, ...]:
    """List the questions of a service's form "report a problem"; which part is asked where it has several."""
    parts = tuple(parts_of(snapshot, service))
    where = (
        [FormField(id="part", label="Where is it", type="select", options=parts, required=True)] if parts[1:] else []
    )
    return (
        FormField(
            id="summary", label="What is wrong", type="text", required=True, help="One line, as you would say it"
        ),
        *where,
        FormField(
            id="details",
            label="What do you see",
            type="textarea",
            required=True,
            help="What you did, what you expected",
        ),
        FormField(id="since", label="Since when", type="text", help="Like 2026-11-20 14:30; leave it empty for now"),
        FormField(id="who", label="Who is hurt", type="select", required=True, options=tuple(WHO)),
        FormField(id="badly", label="How badly", type="select", required=True, options=tuple(HOW_BADLY)),
    )


def reportable(snapshot: Snapshot) -> tuple[Service, ...]:
    """List the services something may be reported of: those that can be had, in the order of their ids."""
    found = [service for _, service in snapshot.records(Service) if service.phase == "catalog"]
    return tuple(sorted(found, key=lambda one: one.id))
