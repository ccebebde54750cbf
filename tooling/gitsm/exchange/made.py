"""Records that an import makes, each with where it came from."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from gitsm.exchange.mapping import Imported
from gitsm_schemas import KINDS

Remarks = list[tuple[int, str]]
Named = list[tuple[int, str, str]]


class Origin(NamedTuple):
    """Where a record came from: the system, what it is called there, the file and the line."""

    system: str
    id: str
    path: str
    line: int


def made(ref: str, origin: Origin, data: dict[str, Any], remarks: Remarks, named: Named) -> Imported:
    """Make a record of what it says, in the order its kind has."""
    kind, _, name = ref.partition(":")
    source: dict[str, Any] = {"system": origin.system, "id": origin.id, "path": origin.path, "line": origin.line}
    if remarks:
        source["remarks"] = [{"line": line, "what": what} for line, what in remarks]
    source["fields"] = sorted(data)
    whole = {"kind": kind, "id": name, **data, "source": source}
    order = [info.alias or key for key, info in KINDS[kind].model_fields.items()]
    ordered = {key: whole[key] for key in order if key in whole}
    return Imported(kind, name, origin.line, ordered, tuple(remarks), tuple(named))


def service(name: str, origin: Origin, said: str, description: str, cis: Iterable[str]) -> Imported:
    """Make a service that is delivered by what was imported; people say better, and keep it."""
    data = {
        "class": "technology_management_service",
        "name": said,
        "description": description,
        "owner": "team:unowned",
        "phase": "pipeline",
        "criticality": "somewhat_critical",
        "next_review": "2027-01-01",
        "delivered_by": [f"ci:{each}" for each in dict.fromkeys(cis)],
    }
    return made(f"service:{name}", origin, data, [], [(origin.line, "owner", "team:unowned")])
