"""What Terraform built as records of ours: a CI for each resource of a known type, with what it depends on."""

# https://developer.hashicorp.com/terraform/internals/json-format

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Final

from gitsm.exchange.fields import slug
from gitsm.exchange.foreign import Value
from gitsm.exchange.made import Named, Origin, made, service
from gitsm.exchange.mapping import Imported, Skipped

SYSTEM: Final = "terraform"
_CLASSES: Final[tuple[tuple[str, str], ...]] = (
    # The first that fits counts. What is none of these (identities, rules, records of names, data) is no CI here.
    ("aws_db_instance", "database_instance"),
    ("aws_rds_cluster*", "database_instance"),
    ("aws_elasticache_*cluster", "middleware"),
    ("aws_dynamodb_table", "database_instance"),
    ("google_sql_database_instance", "database_instance"),
    ("azurerm_*sql*_server", "database_instance"),
    ("azurerm_*sql_database*", "database_instance"),
    ("*_db_instance", "database_instance"),
    ("*_sql_database_instance", "database_instance"),
    ("aws_instance", "server"),
    ("google_compute_instance", "server"),
    ("azurerm_*virtual_machine", "server"),
    ("openstack_compute_instance_v2", "server"),
    ("hcloud_server", "server"),
    ("digitalocean_droplet", "server"),
    ("vsphere_virtual_machine", "virtual_machine"),
    ("aws_eks_cluster", "container_platform"),
    ("aws_ecs_cluster", "container_platform"),
    ("google_container_cluster", "container_platform"),
    ("azurerm_kubernetes_cluster", "container_platform"),
    ("aws_ecs_service", "container_workload"),
    ("google_cloud_run*service", "container_workload"),
    ("aws_lambda_function", "application"),
    ("google_cloudfunctions*_function", "application"),
    ("azurerm_*function_app", "application"),
    ("aws_sqs_queue", "queue"),
    ("google_pubsub_topic", "queue"),
    ("azurerm_servicebus_queue", "queue"),
    ("*_s3_bucket", "storage_volume"),
    ("*_storage_bucket", "storage_volume"),
    ("azurerm_storage_account", "storage_volume"),
    ("aws_ebs_volume", "storage_volume"),
    ("aws_efs_file_system", "file_share"),
    ("aws_lb", "load_balancer"),
    ("aws_elb", "load_balancer"),
    ("aws_alb", "load_balancer"),
    ("azurerm_lb", "load_balancer"),
    ("google_compute_forwarding_rule", "load_balancer"),
    ("*_vpc", "network"),
    ("azurerm_virtual_network", "network"),
    ("google_compute_network", "network"),
    ("*_subnet", "subnet"),
    ("*_subnetwork", "subnet"),
)
_KEPT: Final = ("region", "location", "zone", "availability_zone", "instance_type", "machine_type", "size", "engine")
"""Attributes that are taken over, and no other."""
_VERSIONS: Final = ("engine_version", "database_version", "version")
_ENVIRONMENTS: Final[Mapping[str, str]] = {
    "prod": "production", "production": "production", "live": "production", "staging": "staging", "stage": "staging",
    "test": "test", "qa": "test", "dev": "development", "development": "development",
}  # fmt: skip
_STATE: Final = 4
_INDEX: Final = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class _Resource:
    """One resource: where it is, what it is, and what it says."""

    address: str
    type: str
    values: Value
    hidden: frozenset[str]
    """Its attributes that are secret; none of them is read."""
    needs: tuple[str, ...]
    path: str

    def said(self, name: str) -> Any:  # noqa: ANN401  # any value
        """Read an attribute that is no secret."""
        return None if name in self.hidden else self.values.get(name).data

    @property
    def tags(self) -> dict[str, str]:
        """Its tags or labels, by name in lower case."""
        found: dict[str, str] = {}
        for name in ("tags_all", "tags", "labels"):
            said = self.said(name)
            for key, value in said.items() if isinstance(said, dict) else ():
                if isinstance(value.data, str) and value.data.strip():
                    found[str(key).casefold()] = value.data.strip()
        return found


def convert(files: Iterable[tuple[str, Iterable[Value]]]) -> list[Imported | Skipped]:
    """Turn resources into records, in their order.

    Of their attributes only a few that are no secret are kept. A dependency counts where both ends are taken over.

    Args:
        files: by name, what `terraform show -json` prints of a state, or a state of version 4.
    """
    found: list[_Resource] = []
    skipped: list[Skipped] = []
    for path, documents in files:
        for document in documents:
            read = _read(path, document)
            (skipped.append(read) if isinstance(read, Skipped) else found.extend(read))
    kept: dict[str, tuple[_Resource, str]] = {}
    taken: set[str] = set()
    for one in found:
        name = slug(one.address)
        if _class(one.type) is None or one.address in kept:
            continue
        if name in taken:
            skipped.append(Skipped(one.path, one.values.line, f"ci:{name} was there before, of another address"))
            continue
        kept[one.address] = (one, name)
        taken.add(name)
    meant = _meant(kept)
    records = [_record(one, name, meant) for one, name in kept.values()]
    return [*_services(kept.values()), *records, *skipped]


def _read(path: str, document: Value) -> "list[_Resource] | Skipped":
    if isinstance(document.get("values.root_module").data, dict):
        return [*_module(path, document.get("values.root_module"))]
    version = document.get("version").data
    if version == _STATE:
        return [*_state(path, document)]
    if isinstance(version, int):
        return Skipped(
            path, document.line, f"it is a state of version {version}; give what `terraform show -json` prints"
        )
    return Skipped(path, document.line, "it is neither what `terraform show -json` prints of a state, nor a state")


def _module(path: str, module: Value) -> Iterator[_Resource]:
    """List the resources of a module and of those below it."""
    for one in _listed(module, "resources"):
        address, type_ = one.get("address").data, one.get("type").data
        if one.get("mode").data != "managed" or not isinstance(address, str) or not isinstance(type_, str):
            continue
        secret = one.get("sensitive_values").data
        hidden = (
            frozenset(name for name, what in secret.items() if what.data) if isinstance(secret, dict) else frozenset()
        )
        yield _Resource(address, type_, one.get("values"), hidden, _texts(one, "depends_on"), path)
    for below in _listed(module, "child_modules"):
        yield from _module(path, below)


def _state(path: str, document: Value) -> Iterator[_Resource]:
    for one in _listed(document, "resources"):
        type_, name, module = (one.get(key).data for key in ("type", "name", "module"))
        if one.get("mode").data != "managed" or not isinstance(type_, str) or not isinstance(name, str):
            continue
        base = f"{module}.{type_}.{name}" if isinstance(module, str) else f"{type_}.{name}"
        for instance in _listed(one, "instances"):
            index = instance.get("index_key").data
            which = "" if index is None else f'["{index}"]' if isinstance(index, str) else f"[{index}]"
            hidden = frozenset(_secrets(instance))
            yield _Resource(
                base + which, type_, instance.get("attributes"), hidden, _texts(instance, "dependencies"), path
            )


def _secrets(instance: Value) -> Iterator[str]:
    """List the attributes a state calls sensitive; each is a path, of which the first step counts."""
    for path in _listed(instance, "sensitive_attributes"):
        first = path.get("0.value").data
        if isinstance(first, str):
            yield first
        elif isinstance(path.data, str):
            yield path.data


def _record(one: _Resource, name: str, meant: Mapping[str, list[str]]) -> Imported:
    tags = one.tags
    owner = next((slug(tags[key]) for key in ("owner", "team") if key in tags), "")
    ref = f"team:{owner}" if len(owner) > 1 else "team:unowned"
    environment = tags.get("environment", tags.get("env", "")).casefold()
    data: dict[str, Any] = {
        "name": tags.get("name") or one.address,
        "class": _class(one.type),
        "owner": ref,
        "environment": _ENVIRONMENTS.get(environment, "production"),
        "criticality": "less_critical",
        "lifecycle": "operational/in_use",
        "attributes": {"type": one.type}
        | {key: said for key in _KEPT if isinstance(said := one.said(key), str) and said},
    }
    version = next((said for key in _VERSIONS if isinstance(said := one.said(key), str) and said), None)
    data |= {"version": version} if version else {}
    needed = [f"ci:{id_}" for need in one.needs for id_ in meant.get(need, ()) if id_ != name]
    data |= {"depends_on": list(dict.fromkeys(needed))} if needed else {}
    named: Named = [(one.values.line, "owner", ref)]
    return made(f"ci:{name}", Origin(SYSTEM, one.address, one.path, one.values.line), data, [], named)


def _meant(kept: Mapping[str, tuple[_Resource, str]]) -> dict[str, list[str]]:
    """List what an address means: one resource, or each of a resource that was counted out."""
    found: dict[str, list[str]] = {}
    for address, (_, name) in kept.items():
        for meant in dict.fromkeys((address, _INDEX.sub("", address))):
            found.setdefault(meant, []).append(name)
    return found


def _services(kept: Iterable[tuple[_Resource, str]]) -> Iterator[Imported]:
    """Make a service of everything that a tag says to belong to one."""
    parts: dict[str, list[tuple[_Resource, str]]] = {}
    for one, name in kept:
        said = one.tags.get("service", "")
        if len(slug(said)) > 1:
            parts.setdefault(slug(said), []).append((one, name))
    for name, its in parts.items():
        first = its[0][0]
        said = first.tags["service"]
        origin = Origin(SYSTEM, f"service/{said}", first.path, first.values.line)
        yield service(name, origin, said, f"What is tagged with the service {said}.", [each for _, each in its])


def _class(type_: str) -> str | None:
    return next((ours for theirs, ours in _CLASSES if fnmatchcase(type_, theirs)), None)


def _listed(value: Value, path: str) -> tuple[Value, ...]:
    found = value.get(path).data
    return found if isinstance(found, tuple) else ()


def _texts(value: Value, path: str) -> tuple[str, ...]:
    return tuple(each.data for each in _listed(value, path) if isinstance(each.data, str))
