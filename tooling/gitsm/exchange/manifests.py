"""Objects of Kubernetes as they are written: what they are called, what they carry, and what they run."""

from collections.abc import Iterator
from dataclasses import dataclass

from gitsm.exchange.foreign import Value


@dataclass(frozen=True, slots=True)
class Object:
    """One object: its kind, where it lives, and where it stands."""

    kind: str
    name: str
    space: str
    path: str
    value: Value

    def said(self, path: str) -> str:
        """Read a text; empty where there is none."""
        found = self.value.get(path).data
        return found.strip() if isinstance(found, str) else ""

    def marked(self, *names: str) -> str:
        """Read the first of some labels or annotations that says something; their names hold dots."""
        for where in ("metadata.labels", "metadata.annotations"):
            marks = self.value.get(where).data
            for name in names if isinstance(marks, dict) else ():
                text = marks[name].data if name in marks else None
                if isinstance(text, str) and text.strip():
                    return text.strip()
        return ""

    @property
    def template(self) -> Value:
        """The pod it runs: itself, or what its template makes."""
        inside = {"Pod": "spec", "CronJob": "spec.jobTemplate.spec.template.spec"}
        return self.value.get(inside.get(self.kind, "spec.template.spec"))

    @property
    def labels(self) -> dict[str, str]:
        """The labels of its pods."""
        inside = {"Pod": "metadata.labels", "CronJob": "spec.jobTemplate.spec.template.metadata.labels"}
        return texts(self.value.get(inside.get(self.kind, "spec.template.metadata.labels")))

    @property
    def containers(self) -> tuple[Value, ...]:
        """The containers of its pods."""
        found = self.template.get("containers").data
        return found if isinstance(found, tuple) else ()


def objects_in(path: str, document: Value) -> Iterator[Object]:
    """List the objects of a document; a list stands for what is in it."""
    items = document.get("items").data
    if str(document.get("kind").data).endswith("List") and isinstance(items, tuple):
        for item in items:
            yield from objects_in(path, item)
        return
    kind, name = document.get("kind").data, document.get("metadata.name").data
    if isinstance(kind, str) and isinstance(name, str) and name:
        space = document.get("metadata.namespace").data
        yield Object(kind, name, space if isinstance(space, str) and space else "default", path, document)


def key(one: Object) -> tuple[str, str, str]:
    """Tell what no other object of a cluster is."""
    return one.kind, one.space, one.name


def said(one: Object) -> str:
    """Name an object in a sentence."""
    return f"{one.kind} {one.space}/{one.name}"


def listed(value: Value, path: str) -> tuple[Value, ...]:
    """List the items at a path; none where there is no list."""
    found = value.get(path).data
    return found if isinstance(found, tuple) else ()


def texts(value: Value) -> dict[str, str]:
    """Read a mapping of texts; none where there is no mapping."""
    found = value.data
    return {key: str(item.data) for key, item in found.items()} if isinstance(found, dict) else {}
