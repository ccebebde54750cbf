"""The catalogue as Backstage entities, and what that format cannot say."""

# https://backstage.io/docs/features/software-catalog/descriptor-format

from collections.abc import Iterator, Mapping
from typing import Any, Final

from gitsm.exchange.exported import Exported
from gitsm.graph.edges import edges_of
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas.catalogue import Service
from gitsm_schemas.classes import ClassRules, class_tree, is_a
from gitsm_schemas.configuration import Ci, CiClass
from gitsm_schemas.organisation import Team
from gitsm_schemas.record import Record

VERSION: Final = "backstage.io/v1alpha1"
_COMPONENTS: Final = ("application", "business_application", "service_instance", "container_workload")
"""Classes, with what refines them, that are software somebody develops or runs; everything else is a Resource."""
_LIFECYCLES: Final[Mapping[str, str]] = {
    "operational": "production",
    "end_of_operation": "deprecated",
    "end_of_life": "deprecated",
}
_NEEDS: Final = ("depends_on", "runs_on", "hosted_on", "powered_by", "member_of")
_TAG: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789+#-:")


def export(snapshot: Snapshot) -> Exported:
    """Turn teams into Groups, services into Systems, CIs into Components and Resources."""
    tree = class_tree(record for _, record in snapshot.records(CiClass))
    systems = _systems(snapshot)
    remarks: list[tuple[str, str]] = []
    found = [_group(entry, team) for entry, team in snapshot.records(Team)]
    for entry, service in snapshot.records(Service):
        if service.phase != "retired":
            found.append(_entity("System", entry, service, {"owner": _owner(service.owner)}))
            if service.depends_on:
                remarks.append((entry.ref, "a System depends on nothing: depends_on"))
    for entry, ci in snapshot.records(Ci):
        found.append(_ci(snapshot, entry, ci, tree, systems))
        remarks += [(entry.ref, what) for what in _lost(entry)]
    return Exported(tuple(sorted(found, key=_key)), tuple(remarks))


def _key(document: Mapping[str, Any]) -> tuple[str, str]:
    return document["kind"], document["metadata"]["name"]


def _entity(kind: str, entry: Entry, record: Record, spec: dict[str, Any]) -> dict[str, Any]:
    about: dict[str, Any] = {"name": _name(entry.ref)}
    title = getattr(record, "name", None)
    if title:
        about["title"] = title
    if record.description:
        about["description"] = record.description.strip()
    about["annotations"] = {"gitsm/ref": entry.ref}
    tags = [tag for tag in record.tags if _TAG.issuperset(tag)]
    if tags:
        about["tags"] = tags
    links = [{"url": link.url, "title": link.title} for link in record.links if link.url.startswith("http")]
    if links:
        about["links"] = links
    return {"apiVersion": VERSION, "kind": kind, "metadata": about, "spec": spec}


def _group(entry: Entry, team: Team) -> dict[str, Any]:
    profile = {"displayName": team.name} | ({"email": team.contact.mail} if team.contact.mail else {})
    spec: dict[str, Any] = {"type": "team", "profile": profile, "children": []}
    if team.parent:
        spec["parent"] = _owner(team.parent)
    return _entity("Group", entry, team, spec)


def _ci(
    snapshot: Snapshot, entry: Entry, ci: Ci, tree: Mapping[str, ClassRules], systems: Mapping[str, str]
) -> dict[str, Any]:
    kind = _kind(ci, tree)
    spec: dict[str, Any] = {"type": ci.class_}
    if kind == "Component":
        spec["lifecycle"] = _LIFECYCLES.get(ci.stage, "experimental")
    spec["owner"] = _owner(ci.owner)
    if entry.ref in systems:
        spec["system"] = _name(systems[entry.ref])
    needed: list[str] = []
    for edge in edges_of(entry):
        other = snapshot.record(edge.target)
        if not isinstance(other, Ci):
            continue
        if edge.relation in _NEEDS or (edge.relation == "part_of" and "Resource" in {kind, _kind(other, tree)}):
            needed.append(f"{_kind(other, tree).lower()}:{_name(edge.target)}")
        elif edge.relation == "part_of":
            spec["subcomponentOf"] = _name(edge.target)
    if needed:
        spec["dependsOn"] = list(dict.fromkeys(needed))
    return _entity(kind, entry, ci, spec)


def _kind(ci: Ci, tree: Mapping[str, ClassRules]) -> str:
    return "Component" if any(is_a(ci.class_, name, tree) for name in _COMPONENTS) else "Resource"


def _systems(snapshot: Snapshot) -> dict[str, str]:
    """Find the service of each CI that delivers exactly one."""
    found: dict[str, set[str]] = {}
    for entry, _ in snapshot.records(Service):
        for edge in edges_of(entry):
            if edge.relation == "delivered_by":
                found.setdefault(edge.target, set()).add(entry.ref)
    return {ref: services.pop() for ref, services in found.items() if len(services) == 1}


def _lost(entry: Entry) -> Iterator[str]:
    edges = list(edges_of(entry))
    if any(edge.group for edge in edges):
        yield "redundancy: members of a group are all needed there"
    if any(edge.strength == "soft" and edge.relation in _NEEDS for edge in edges):
        yield "what is only soft: it is needed there"
    if any(edge.relation in {"connects_to", "sends_data_to", "manages"} for edge in edges):
        yield "connections, data flows and what it manages"


def _owner(ref: str) -> str:
    return f"group:{_name(ref)}"


def _name(ref: str) -> str:
    # Backstage wants a letter or digit at the end.
    return ref.partition(":")[2].rstrip("-")
