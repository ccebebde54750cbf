"""A docker compose project as records of ours: a service, and a CI for each container with what it depends on."""

# https://github.com/compose-spec/compose-spec/blob/main/spec.md

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from gitsm.exchange.fields import slug
from gitsm.exchange.foreign import Value
from gitsm.exchange.images import class_of, tagged
from gitsm.exchange.made import Origin, made, service
from gitsm.exchange.mapping import Imported, Skipped

SYSTEM: Final = "compose"
_CRITICAL: Final[Mapping[str, str]] = {
    "critical": "most_critical", "high": "somewhat_critical", "medium": "less_critical", "low": "not_critical"
}  # fmt: skip
_DEFAULT: Final = re.compile(r"\$\{[A-Za-z_][A-Za-z0-9_]*:?-([^${}]*)\}")
_MOST_VERSION: Final = 100


@dataclass(slots=True)
class _Container:
    """One service of the project, merged from every file that says something of it."""

    key: str
    path: str
    line: int
    image: str = ""
    environment: dict[str, str] = field(default_factory=dict)
    needs: dict[str, tuple[int, bool]] = field(default_factory=dict)


def convert(project: str, files: Iterable[tuple[str, Iterable[Value]]]) -> list[Imported | Skipped]:
    """Turn one project into records; later files add to earlier ones and override them, as compose does.

    Of the environment only OpenTelemetry's names are read; no value of it, no command and no secret is kept.

    Args:
        project: what it is called, unless a file says so.
        files: by name, the documents of each file.
    """
    found: dict[str, _Container] = {}
    skipped: list[Imported | Skipped] = []
    first = None
    for path, documents in files:
        listed = next((document for document in documents if document.data is not None), Value(None, 1))
        services = listed.get("services").data
        said = listed.get("name").data
        project = said if isinstance(said, str) else project
        if not isinstance(services, dict):
            skipped.append(Skipped(path, listed.line, "it has no services"))
            continue
        first = first or (path, listed.line)
        for key, value in services.items():
            _merge(found.setdefault(key, _Container(key, path, value.line)), value)
    if first is None or len(slug(project)) < 2:  # noqa: PLR2004  # ids have two characters at least
        return skipped
    name = slug(project)
    ids: dict[str, str] = {}
    for key, one in list(found.items()):
        id_ = slug(f"{name}-{key}")
        if id_ in ids.values():
            skipped.append(Skipped(one.path, one.line, f"ci:{id_} was there before, under another name"))
            del found[key]
        ids[key] = id_
    whole = service(name, Origin(SYSTEM, project, *first), project, f"The compose project {project}.", ids.values())
    return [whole, *(_record(name, ids, one) for one in found.values()), *skipped]


def _merge(one: _Container, value: Value) -> None:
    image = value.get("image").data
    one.image = image if isinstance(image, str) else one.image
    one.environment.update(_environment(value.get("environment").data))
    for target, line, soft in _needed(value):
        known = one.needs.get(target)
        one.needs[target] = (line, soft and (known is None or known[1]))


def _environment(data: object) -> Iterator[tuple[str, str]]:
    """Read a list of `NAME=value` or a mapping, OpenTelemetry's names only."""
    pairs = (
        [(name, item.data) for name, item in data.items()]
        if isinstance(data, dict)
        else [tuple(str(item.data).split("=", 1)) for item in data if "=" in str(item.data)]
        if isinstance(data, tuple)
        else []
    )
    yield from ((name, str(text)) for name, text in pairs if name in {"OTEL_SERVICE_NAME", "OTEL_RESOURCE_ATTRIBUTES"})


def _needed(value: Value) -> Iterator[tuple[str, int, bool]]:
    """List what a service needs, with the line, and whether it can do without once it runs."""
    needs = value.get("depends_on").data
    if isinstance(needs, dict):
        for target, how in needs.items():
            done = how.get("condition").data == "service_completed_successfully"
            yield target, how.line, done or how.get("required").data is False
    elif isinstance(needs, tuple):
        yield from ((str(item.data), item.line, False) for item in needs)
    for key in ("links", "volumes_from"):
        items = value.get(key).data
        for item in items if isinstance(items, tuple) else ():
            target = str(item.data).partition(":")[0]
            if target != "container":
                yield target, item.line, False
    mode = value.get("network_mode")
    if isinstance(mode.data, str) and mode.data.startswith("service:"):
        yield mode.data.removeprefix("service:"), mode.line, False


def _record(project: str, ids: Mapping[str, str], one: _Container) -> Imported:
    told = dict(
        pair.split("=", 1) for pair in one.environment.get("OTEL_RESOURCE_ATTRIBUTES", "").split(",") if "=" in pair
    )
    owner = f"team:{slug(told.get('team', '')) or 'unowned'}"
    image = _DEFAULT.sub(lambda match: match[1], one.image)
    remarks = [(one.line, "the image holds a variable without a default")] if "$" in image else []
    base, tag = tagged(image)
    needs = [(target, line, soft) for target, (line, soft) in sorted(one.needs.items())]
    entries: list[Any] = []
    for target, _, soft in needs:
        ref = f"ci:{ids.get(target, slug(f'{project}-{target}'))}"
        entries.append({"target": ref, "strength": "soft"} if soft else ref)
    data: dict[str, Any] = {
        "name": one.environment.get("OTEL_SERVICE_NAME", "").strip() or one.key,
        "class": class_of(base),
        "owner": owner,
        "environment": "production",
        "criticality": _CRITICAL.get(told.get("service.criticality", "").strip(), "less_critical"),
        "lifecycle": "operational/in_use",
    }
    if "$" in data["name"]:
        data["name"] = one.key
    if tag and "$" not in tag:
        data["version"] = tag[:_MOST_VERSION]
    if base and "$" not in base:
        data["attributes"] = {"image": base}
    if entries:
        data["depends_on"] = entries
    named = [(line, "depends_on", f"ci:{ids.get(target, slug(f'{project}-{target}'))}") for target, line, _ in needs]
    named.append((one.line, "owner", owner))
    return made(f"ci:{ids[one.key]}", Origin(SYSTEM, f"{project}/{one.key}", one.path, one.line), data, remarks, named)
