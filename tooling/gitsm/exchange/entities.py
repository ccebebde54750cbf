"""Backstage entities as records of ours: groups, systems, components, resources and APIs."""

# https://backstage.io/docs/features/software-catalog/descriptor-format

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gitsm.exchange.fields import slug
from gitsm.exchange.foreign import Value
from gitsm.exchange.mapping import Imported, Skipped
from gitsm_schemas import KINDS

SYSTEM: Final = "backstage"
_OURS: Final[Mapping[str, str]] = {
    "group": "team", "domain": "service", "system": "service", "component": "ci", "resource": "ci", "api": "ci"
}  # fmt: skip
_CLASSES: Final[Mapping[str, str]] = {
    "service": "application", "website": "application", "library": "application", "database": "database_instance",
    "cluster": "cluster", "kubernetes-cluster": "cluster", "s3-bucket": "storage_volume", "queue": "queue",
}  # fmt: skip
_LIFECYCLES: Final[Mapping[str, str]] = {
    "production": "operational/in_use", "experimental": "ideation/pilot", "deprecated": "operational/pending_retirement"
}  # fmt: skip
_REF: Final = re.compile(r"(?:(?P<kind>[A-Za-z]+):)?(?:(?P<space>[^/:]+)/)?(?P<name>[^/:]+)\Z")
_HANDLE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}\Z", re.ASCII)
_TAG: Final = re.compile(r"[a-z0-9][a-z0-9_.:/-]{0,62}\Z", re.ASCII)
_SLUG: Final = re.compile(r"[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+\Z", re.ASCII)
_NO_KIND: Final = ("component", "resource")
"""What a dependency without a kind may be; Backstage asks for the kind."""


@dataclass(frozen=True, slots=True)
class _Entity:
    """One entity: its kind in lower case, its name, and where it stands."""

    kind: str
    name: str
    path: str
    value: Value

    def said(self, path: str) -> str:
        """Read a text; empty where there is none."""
        found = self.value.get(path).data
        return found.strip() if isinstance(found, str) else ""

    def listed(self, path: str) -> tuple[Value, ...]:
        """Read a list of texts with their lines."""
        found = self.value.get(path).data
        items = found if isinstance(found, tuple) else ()
        return tuple(item for item in items if isinstance(item.data, str))


class _Catalogue:
    """Every entity by kind and name, compared without case; what is stated at the other end is kept for it."""

    def __init__(self, entities: Iterable[_Entity]) -> None:
        self.first: dict[tuple[str, str], _Entity] = {}
        for one in entities:
            self.first.setdefault((one.kind, one.name.lower()), one)
        self.taken = {slug(name) for kind, name in self.first if kind in _NO_KIND}

    def ours(self, kind: str, name: str) -> str:
        """Name the record an entity becomes; an API that is called like a component says that it is one."""
        made = slug(name)
        return f"{_OURS.get(kind, 'ci')}:{made}{'-api' if kind == 'api' and made in self.taken else ''}"

    def named(self, text: str, default: str) -> str | None:
        """Read a reference `[kind:][namespace/]name`; None for what is none or names a kind we do not keep."""
        match = _REF.match(text)
        if match is None:
            return None
        kind, name = (match["kind"] or default).lower(), match["name"]
        if not match["kind"] and default in _NO_KIND:
            kind = next((each for each in _NO_KIND if (each, name.lower()) in self.first), default)
        return self.ours(kind, name) if kind in _OURS and len(slug(name)) > 1 else None


def convert(files: Iterable[tuple[str, Iterable[Value]]]) -> list[Imported | Skipped]:
    """Turn entities into records, in their order; those that are there twice are skipped but for the first.

    Args:
        files: by name, the documents of each file.
    """
    found: list[Skipped] = []
    entities: list[_Entity] = []
    for path, documents in files:
        for document in documents:
            if document.data is None:
                continue  # a separator with nothing behind it
            one = _read(path, document)
            (entities if isinstance(one, _Entity) else found).append(one)  # type: ignore[arg-type]
    known = _Catalogue(entities)
    given = _given(known)
    records: list[Imported | Skipped] = []
    seen: set[str] = set()
    for one in entities:
        ref = known.ours(one.kind, one.name)
        if known.first[one.kind, one.name.lower()] is not one:
            why = f"{one.kind} {one.name} was there before; names are compared without case"
            records.append(Skipped(one.path, one.value.line, why))
        elif ref in seen:
            records.append(Skipped(one.path, one.value.line, f"{ref} was there before, under another name"))
        else:
            seen.add(ref)
            records.append(_record(known, given, one))
    return [*records, *found]


def _read(path: str, document: Value) -> "_Entity | Skipped":
    kind, name = document.get("kind").data, document.get("metadata.name").data
    if not isinstance(kind, str) or not isinstance(name, str) or len(slug(name)) < 2:  # noqa: PLR2004  # as ids have
        return Skipped(path, document.line, "it is no entity: kind or metadata.name is missing")
    if kind.lower() == "location":
        return Skipped(path, document.line, "a Location is not followed; import the files it names")
    if kind.lower() not in _OURS:
        return Skipped(path, document.line, f"nothing here is a {kind}")
    return _Entity(kind.lower(), name, path, document)


def _given(known: _Catalogue) -> dict[str, dict[str, list[str]]]:
    """List what is stated at one end and written at the other: by our record, by field."""
    found: dict[str, dict[str, list[str]]] = {}

    def give(to: str | None, key: str, ref: str) -> None:
        if to is not None:
            found.setdefault(to, {}).setdefault(key, []).append(ref)

    for (kind, _), one in known.first.items():
        own = known.ours(kind, one.name)
        if kind in {"component", "resource", "api"}:
            give(known.named(one.said("spec.system"), "system"), "delivered_by", own)
        for item in one.listed("spec.dependencyOf"):
            give(known.named(item.data, "component"), "depends_on", own)
        for item in one.listed("spec.providesApis"):
            give(known.named(item.data, "api"), "depends_on", own)
    return found


def _record(known: _Catalogue, given: Mapping[str, Mapping[str, list[str]]], one: _Entity) -> Imported:
    ref = known.ours(one.kind, one.name)
    kind = ref.partition(":")[0]
    remarks: list[tuple[int, str]] = []
    named: list[tuple[int, str, str]] = []
    data: dict[str, Any] = {"kind": kind, "id": ref.partition(":")[2], "name": one.said("metadata.title") or one.name}
    description = one.said("metadata.description")
    if description or kind == "service":
        data["description"] = description or data["name"]
    tags = [tag.data for tag in one.listed("metadata.tags") if _TAG.match(tag.data)]
    data |= {"tags": tags} if tags else {}
    links = list(_links(one))
    data |= {"links": links} if links else {}
    parts = {"team": _team, "service": _service, "ci": _ci}[kind]
    data |= dict(parts(known, one, remarks, named))
    for key, refs in given.get(ref, {}).items():
        data[key] = list(dict.fromkeys([*data.get(key, ()), *(each for each in refs if each != ref)]))
    origin: dict[str, Any] = {
        "system": SYSTEM,
        "id": f"{one.kind}:{one.name}",
        "path": one.path,
        "line": one.value.line,
    }
    if remarks:
        origin["remarks"] = [{"line": line, "what": what} for line, what in sorted(set(remarks))]
    origin["fields"] = sorted(data.keys() - {"kind", "id"})
    data["source"] = origin
    order = [info.alias or name for name, info in KINDS[kind].model_fields.items()]
    ordered = {key: data[key] for key in order if key in data}
    return Imported(kind, data["id"], one.value.line, ordered, tuple(remarks), tuple(named))


Told = Iterator[tuple[str, Any]]
Remarks = list[tuple[int, str]]
Named = list[tuple[int, str, str]]


def _owner(known: _Catalogue, one: _Entity, named: Named) -> Told:
    value = one.value.get("spec.owner")
    ref = known.named(str(value.data), "group") if isinstance(value.data, str) else None
    ref = ref if ref and ref.startswith("team:") else "team:unowned"
    named.append((value.line, "owner", ref))
    yield "owner", ref


def _team(known: _Catalogue, one: _Entity, _: Remarks, named: Named) -> Told:
    mail = one.said("spec.profile.email")
    yield "members", [item.data for item in one.listed("spec.members") if _HANDLE.match(item.data)]
    yield "contact", {"mail": mail} if "@" in mail else {"chat": f"#{slug(one.name)}"}
    parent = known.named(one.said("spec.parent"), "group")
    if parent is not None:
        named.append((one.value.get("spec.parent").line, "parent", parent))
        yield "parent", parent


def _service(known: _Catalogue, one: _Entity, remarks: Remarks, named: Named) -> Told:
    yield from _owner(known, one, named)
    yield from {
        "class": "technology_management_service",
        "phase": "pipeline",
        "criticality": "somewhat_critical",
    }.items()
    yield "next_review", "2027-01-01"
    if above := one.said("spec.domain") or one.said("spec.subdomainOf"):
        remarks.append((one.value.line, f"services have one level: it was part of {above}"))


def _ci(known: _Catalogue, one: _Entity, remarks: Remarks, named: Named) -> Told:
    yield from _owner(known, one, named)
    theirs = one.said("spec.type").lower()
    ours = "api" if one.kind == "api" else _CLASSES.get(theirs)
    if ours is None:
        remarks.append((one.value.get("spec.type").line, f"no class is known for a {one.kind} of type {theirs or '?'}"))
    yield "class", ours or ("application" if one.kind == "component" else "service_instance")
    yield from {"environment": "production", "criticality": "somewhat_critical"}.items()
    life = one.said("spec.lifecycle").lower()
    if life and life not in _LIFECYCLES:
        remarks.append((one.value.get("spec.lifecycle").line, f"no lifecycle is known for {life}"))
    yield "lifecycle", _LIFECYCLES.get(life, "operational/in_use")
    needed = [
        (item, known.named(item.data, default))
        for key, default in (("dependsOn", "component"), ("consumesApis", "api"))
        for item in one.listed(f"spec.{key}")
    ]
    refs = [(item.line, ref) for item, ref in needed if ref is not None and ref.startswith("ci:")]
    named += [(line, "depends_on", ref) for line, ref in refs]
    if refs:
        yield "depends_on", list(dict.fromkeys(ref for _, ref in refs))
    whole = known.named(one.said("spec.subcomponentOf"), "component")
    if whole is not None:
        named.append((one.value.get("spec.subcomponentOf").line, "part_of", whole))
        yield "part_of", [whole]
    system = one.said("spec.system")
    ref_ = _REF.match(system)
    if ref_ and ("system", ref_["name"].lower()) not in known.first:
        remarks.append((one.value.get("spec.system").line, f"the system {system} is not among the entities"))


def _links(one: _Entity) -> Iterator[dict[str, str]]:
    found: dict[str, str] = {}
    for link in one.value.get("metadata.links").data or ():
        url, title = link.get("url").data, link.get("title").data
        if isinstance(url, str) and url.startswith(("https://", "http://")):
            found.setdefault(url, title if isinstance(title, str) and title.strip() else "Link")
    # Names of annotations hold dots, so they are looked up whole; of all others none is read.
    annotations = one.value.get("metadata.annotations").data
    for name in ("github.com/project-slug", "backstage.io/source-location"):
        value = annotations.get(name) if isinstance(annotations, dict) else None
        text = value.data if value is not None and isinstance(value.data, str) else ""
        url = f"https://github.com/{text}" if _SLUG.match(text) else text.removeprefix("url:")
        if url.startswith("https://"):
            found.setdefault(url.rstrip("/"), "Repository")
    yield from ({"title": title, "url": url} for url, title in found.items())
