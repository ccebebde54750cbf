"""Kubernetes objects as records of ours: a CI for each workload and each way in, with what they depend on."""

# https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gitsm.exchange.fields import slug
from gitsm.exchange.foreign import Value
from gitsm.exchange.images import class_of, tagged
from gitsm.exchange.made import Named, Origin, Remarks, made, service
from gitsm.exchange.manifests import Object, key, listed, objects_in, said, texts
from gitsm.exchange.mapping import Imported, Skipped

SYSTEM: Final = "kubernetes"
_WORKLOADS: Final = frozenset(
    {"Deployment", "StatefulSet", "DaemonSet", "CronJob", "Job", "ReplicaSet", "Pod", "Rollout"}
)
_WAYS_IN: Final = frozenset({"Ingress", "HTTPRoute"})
_ENDPOINT: Final = re.compile(
    r"(?:https?://)?(?P<host>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?P<port>:[0-9]{1,5})?(?:/\S*)?\Z"
)
_MOST_VERSION: Final = 100
_UNOWNED: Final = "team:unowned"


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Everything that was read, and what each workload is called here."""

    spaces: Mapping[str, Object]
    ids: Mapping[tuple[str, str, str], str]
    behind: Mapping[tuple[str, str], tuple[str, ...]]
    """By namespace and name, the CIs that a Service stands for."""


def convert(
    files: Iterable[tuple[str, Iterable[Value]]], cluster: str = "", *, infer: bool = False
) -> list[Imported | Skipped]:
    """Turn objects into records, in their order. No secret, no configuration and no variable's value is kept.

    Args:
        files: by name, the documents of each file.
        cluster: what the cluster is called; part of every id.
        infer: whether a variable that names a Service and its port is taken for a dependency.
    """
    read = [one for path, documents in files for document in documents for one in objects_in(path, document)]
    first: dict[tuple[str, str, str], Object] = {}
    for one in read:
        first.setdefault(key(one), one)
    objects = list(first.values())
    kept = {id(one) for one in objects}
    skipped = [
        Skipped(one.path, one.value.line, f"{said(one)} was there before") for one in read if id(one) not in kept
    ]
    workloads = [
        one for one in objects if one.kind in _WORKLOADS and not one.value.get("metadata.ownerReferences").data
    ]
    ways = [one for one in objects if one.kind in _WAYS_IN]
    outside = [one for one in objects if one.kind == "Service" and one.said("spec.type") == "ExternalName"]
    ids, nameless = _ids([*workloads, *outside, *ways], cluster)
    behind, lost = _behind([one for one in objects if one.kind == "Service" and one not in outside], workloads, ids)
    behind |= {(one.space, one.name): (ids[key(one)],) for one in outside if key(one) in ids}
    known = _Cluster({one.name: one for one in objects if one.kind == "Namespace"}, ids, behind)
    found: list[Imported | Skipped] = []
    found += [_workload(known, one, cluster, infer=infer) for one in workloads if key(one) in ids]
    found += [_outside(known, one) for one in outside if key(one) in ids]
    found += [_way_in(known, one) for one in ways if key(one) in ids]
    return [*_services(workloads, known), *found, *skipped, *nameless, *lost]


def _ids(objects: Iterable[Object], cluster: str) -> tuple[dict[tuple[str, str, str], str], list[Skipped]]:
    """Choose an id for each object; one whose id is taken says its kind, too."""
    ids: dict[tuple[str, str, str], str] = {}
    taken = {""}
    skipped = []
    for one in objects:
        words = [cluster, "" if one.space == "default" else one.space, one.name]
        plain = slug("-".join(filter(None, words)))
        name = next((each for each in (plain, slug(f"{plain}-{one.kind}")) if each not in taken), "")
        if len(name) < 2:  # noqa: PLR2004  # ids have two characters at least
            skipped.append(Skipped(one.path, one.value.line, f"{said(one)} makes no id that is free"))
        else:
            ids[key(one)] = name
            taken.add(name)
    return ids, skipped


def _behind(
    services: Iterable[Object], workloads: Iterable[Object], ids: Mapping[tuple[str, str, str], str]
) -> tuple[dict[tuple[str, str], tuple[str, ...]], list[Skipped]]:
    """Find the workloads that each Service's selector chooses, in its own namespace."""
    carrying: dict[tuple[str, str, str], list[Object]] = {}
    for each in workloads:
        for label, value in each.labels.items() if key(each) in ids else ():
            carrying.setdefault((each.space, label, value), []).append(each)
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    lost = []
    for one in services:
        wanted = texts(one.value.get("spec.selector")).items()
        near = [carrying.get((one.space, *pair), []) for pair in wanted]
        chosen = [ids[key(each)] for each in min(near, key=len, default=()) if wanted <= each.labels.items()]
        found[one.space, one.name] = tuple(dict.fromkeys(chosen))
        if wanted and not chosen:
            lost.append(Skipped(one.path, one.value.line, f"{said(one)} selects no workload"))
    return found, lost


def _workload(known: _Cluster, one: Object, cluster: str, *, infer: bool) -> Imported:
    images = [image for each in one.containers if isinstance(image := each.get("image").data, str) and "$" not in image]
    base, tag = tagged(images[0]) if images else ("", "")
    part = one.marked("app.kubernetes.io/component").lower()
    kind = {"database": "database_instance", "cache": "middleware", "queue": "queue"}.get(part, class_of(base))
    version = one.marked("app.kubernetes.io/version") or tag
    attributes: dict[str, Any] = {"kind": one.kind, "namespace": one.space}
    attributes |= {"cluster": cluster} if cluster else {}
    attributes |= {"image": base} if base else {}
    replicas = one.value.get("spec.replicas").data
    attributes |= {"replicas": replicas} if isinstance(replicas, int) else {}
    inferred = dict(_inferred(known, one)) if infer else {}
    if inferred:
        attributes["inferred"] = [f"{ref.partition(':')[2]}: env {names}" for ref, names in sorted(inferred.items())]
    named: Named = []
    data = _common(known, one, named) | {"class": kind, "attributes": attributes}
    data |= {"version": version[:_MOST_VERSION]} if version else {}
    data |= {"depends_on": sorted(inferred)} if inferred else {}
    return made(f"ci:{known.ids[key(one)]}", _origin(one), data, [], named)


def _inferred(known: _Cluster, one: Object) -> Iterator[tuple[str, str]]:
    """List what variables name by a Service and its port, with their names; the first name of each counts."""
    told: set[str] = set()
    for container in one.containers:
        variables = container.get("env").data
        for variable in variables if isinstance(variables, tuple) else ():
            name, text = variable.get("name").data, variable.get("value").data
            match = _ENDPOINT.match(text) if isinstance(text, str) else None
            if match is None or not (match["port"] or text.startswith("http")):
                continue
            host, _, rest = match["host"].partition(".")
            space = rest.partition(".")[0] or one.space
            for ci in known.behind.get((space, host), ()):
                if f"ci:{ci}" not in told and ci != known.ids[key(one)]:
                    told.add(f"ci:{ci}")
                    yield f"ci:{ci}", str(name)


def _outside(known: _Cluster, one: Object) -> Imported:
    named: Named = []
    data = _common(known, one, named) | {"class": "external_service"}
    data["attributes"] = {"host": one.said("spec.externalName"), "namespace": one.space}
    return made(f"ci:{known.ids[key(one)]}", _origin(one), data, [], named)


def _way_in(known: _Cluster, one: Object) -> Imported:
    """Make an endpoint of an Ingress or a route, which depends on what its Services stand for."""
    named: Named = []
    remarks: Remarks = []
    data = _common(known, one, named) | {"class": "url"}
    hosts = [*listed(one.value, "spec.hostnames"), *(rule.get("host") for rule in listed(one.value, "spec.rules"))]
    said = [host.data for host in hosts if isinstance(host.data, str)]
    data["attributes"] = {"namespace": one.space, **({"hosts": list(dict.fromkeys(said))} if said else {})}
    needed: list[str] = []
    for target in _backends(one):
        name = str(target.data)
        behind = known.behind.get((one.space, name), ())
        if not behind:
            remarks.append((target.line, f"it leads to the Service {name}, which stands for nothing here"))
        needed += [f"ci:{ci}" for ci in behind]
    if needed:
        data["depends_on"] = list(dict.fromkeys(needed))
    return made(f"ci:{known.ids[key(one)]}", _origin(one), data, sorted(set(remarks)), named)


def _backends(one: Object) -> Iterator[Value]:
    """List the names of the Services that an Ingress or a route leads to."""
    found = [one.value.get("spec.defaultBackend.service.name")]
    for rule in listed(one.value, "spec.rules"):
        found += [path.get("backend.service.name") for path in listed(rule, "http.paths")]
        found += [backend.get("name") for backend in listed(rule, "backendRefs")]
    yield from (name for name in found if isinstance(name.data, str))


def _services(workloads: Iterable[Object], known: _Cluster) -> Iterator[Imported]:
    """Make a service of everything that says to be part of something."""
    parts: dict[str, list[Object]] = {}
    for one in workloads:
        whole = one.marked("app.kubernetes.io/part-of")
        if len(slug(whole)) > 1 and key(one) in known.ids:
            parts.setdefault(slug(whole), []).append(one)
    for name, its in parts.items():
        said = its[0].marked("app.kubernetes.io/part-of")
        origin = Origin(SYSTEM, f"part-of/{said}", its[0].path, its[0].value.line)
        yield service(name, origin, said, f"What runs as part of {said}.", [known.ids[key(one)] for one in its])


def _common(known: _Cluster, one: Object, named: Named) -> dict[str, Any]:
    """Read what labels and annotations say of whatever carries them; the namespace says who owns what says nothing."""
    space = known.spaces.get(one.space)
    owner = one.marked("a8r.io/owner", "team", "owner") or (
        space.marked("a8r.io/owner", "team", "owner") if space else ""
    )
    ref = f"team:{slug(owner)}" if len(slug(owner)) > 1 else _UNOWNED
    named.append((one.value.line, "owner", ref))
    data: dict[str, Any] = {"name": one.name, "owner": ref, "environment": "production"}
    data |= {"criticality": "less_critical", "lifecycle": "operational/in_use"}
    description = one.marked("a8r.io/description")
    data |= {"description": description} if description else {}
    marks = (("Runbook", "a8r.io/runbook"), ("Repository", "a8r.io/repository"), ("Chat", "a8r.io/chat"))
    links = [{"title": title, "url": url} for title, mark in marks if (url := one.marked(mark)).startswith("https://")]
    return data | ({"links": links} if links else {})


def _origin(one: Object) -> Origin:
    return Origin(SYSTEM, f"{one.space}/{one.kind}/{one.name}", one.path, one.value.line)
