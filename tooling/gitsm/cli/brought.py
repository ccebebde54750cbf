"""What an import reads: the files of another system, as records of ours."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gitsm.errors import BadMappingError, UnreadableSourceError, UsageError
from gitsm.exchange.foreign import Value, read
from gitsm.exchange.mapping import Imported, Skipped

if TYPE_CHECKING:
    from gitsm.exchange.articles import Shelf
    from gitsm.exchange.mapping_file import MappingFile
    from gitsm.snapshot import Snapshot

_KNOWN: Final = frozenset({".csv", ".json", ".md", ".yaml", ".yml"})
PROFILES: Final = (
    "cstate",
    "cstate-events",
    "gitlab-runbooks",
    "netbox",
    "servicenow-change",
    "servicenow-cmdb",
    "servicenow-incident",
    "servicenow-request",
)
Brought = tuple[str, list[Imported | Skipped]]
Files = list[tuple[str, list[Value]]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for.

    Attributes:
        kind: the format.
        sources: files and folders.
        mapping: a mapping file, or the name of a profile.
        owner: the team that keeps articles no folder gives a keeper.
        reviewed_at: when somebody last looked at them.
        cluster: what the cluster is called.
        infer_env: whether variables count as dependencies.
    """

    kind: str
    sources: tuple[Path, ...]
    mapping: str | None = None
    owner: str | None = None
    reviewed_at: str | None = None
    cluster: str = ""
    infer_env: bool = False


def brought(asked: Asked, snapshot: "Snapshot") -> Brought:
    """Read every source; the system's name comes first.

    One of several files that cannot be read is told, and keeps no other from being read.

    Raises:
        UsageError: when something is missing that the format needs.
        UnreadableSourceError: when the only file cannot be read.
    """
    unread: list[Skipped] = []
    system, found = _READERS[asked.kind](asked, snapshot, unread)
    return system, [*found, *unread]


def of_incidents(
    found: list[Imported | Skipped], snapshot: "Snapshot"
) -> tuple[str, list[Imported | Skipped], dict[str, str]]:
    """Find the incident of each post-mortem; last, by article, its incident."""
    from gitsm.exchange.postmortems import SYSTEM, told
    from gitsm.policy import Policies

    pairs = list(told(found, snapshot, Policies.of_tree(snapshot).knowledge.language))
    incidents = {one.ref: ref for one, ref in pairs if isinstance(one, Imported) and ref is not None}
    return SYSTEM, [one for one, _ in pairs], incidents


def _mapping(asked: Asked, snapshot: "Snapshot", unread: list[Skipped]) -> Brought:
    from gitsm.exchange.mapping import convert
    from gitsm.exchange.relating import relate
    from gitsm.policy import Policies

    if asked.mapping is None:
        raise UsageError("say by which mapping file", f"--map FILE, or --map with one of {', '.join(PROFILES)}")
    rules = mapping_file(asked.mapping)
    documents = _documents(_files(asked.sources), unread)
    seen: set[str] = set()
    aliases, matrix = aliases_of(snapshot), Policies.of_tree(snapshot).priority_matrix
    found = [one for name, each in documents for one in convert(rules, name, each, aliases, seen, matrix=matrix)]
    return rules.source_system, relate(rules, documents, found)


def _markdown(asked: Asked, snapshot: "Snapshot", unread: list[Skipped]) -> Brought:
    from gitsm.exchange.articles import SYSTEM, article

    del unread  # a page that is none is an article all the same, or skipped for what it says
    about = _shelf(snapshot, asked.owner, asked.reviewed_at)
    return SYSTEM, [article(name, _bytes(path), about) for name, path in _pages(asked.sources)]


def _compose(asked: Asked, snapshot: "Snapshot", unread: list[Skipped]) -> Brought:
    from gitsm.exchange import compose

    del snapshot
    files = _documents(asked.sources, unread)
    return compose.SYSTEM, compose.convert(asked.sources[0].resolve().parent.name, files)


def _kubernetes(asked: Asked, snapshot: "Snapshot", unread: list[Skipped]) -> Brought:
    from gitsm.exchange import kubernetes

    del snapshot
    files = _documents(_files(asked.sources), unread)
    return kubernetes.SYSTEM, kubernetes.convert(files, asked.cluster, infer=asked.infer_env)


def _terraform(asked: Asked, snapshot: "Snapshot", unread: list[Skipped]) -> Brought:
    from gitsm.exchange import terraform

    del snapshot
    return terraform.SYSTEM, terraform.convert(_documents(_files(asked.sources), unread, _as_json))


def _backstage(asked: Asked, snapshot: "Snapshot", unread: list[Skipped]) -> Brought:
    from gitsm.exchange import entities

    del snapshot
    return entities.SYSTEM, entities.convert(_documents(_files(asked.sources), unread))


_READERS: Final[Mapping[str, Callable[[Asked, "Snapshot", list[Skipped]], Brought]]] = {
    "mapping": _mapping,
    "markdown": _markdown,
    "post-mortems": _markdown,
    "backstage": _backstage,
    "compose": _compose,
    "kubernetes": _kubernetes,
    "terraform": _terraform,
}


def _documents(
    paths: "Iterator[Path] | tuple[Path, ...]",
    unread: list[Skipped],
    named: Callable[[Path], str] = lambda path: path.name,
) -> Files:
    """Read the documents of some files; one of several that cannot be read is told."""
    listed, found = list(paths), Files()
    for path in listed:
        raw = _bytes(path)
        try:
            found.append((path.name, read(named(path), raw)))
        except UnreadableSourceError as error:
            if len(listed) == 1:
                raise
            template = "it is a template, and was not rendered: " if b"{{" in raw else ""
            unread.append(Skipped(path.name, error.line, template + error.reason))
    return found


def _as_json(path: Path) -> str:
    """Name a file so that it is read as JSON; states have an ending of their own."""
    return path.name if path.suffix == ".json" else f"{path.name}.json"


def _files(sources: tuple[Path, ...]) -> "Iterator[Path]":
    """List the files to read; a folder stands for the files in it whose endings are known."""
    for source in sources:
        if source.is_dir():
            yield from sorted(path for path in source.iterdir() if path.suffix in _KNOWN and path.is_file())
        else:
            yield source


def aliases_of(snapshot: "Snapshot") -> dict[str, str]:
    """List the other names of records, in lower case."""
    return {
        alias.casefold(): entry.ref for entry in snapshot if entry.record is not None for alias in entry.record.aliases
    }


def _pages(sources: tuple[Path, ...]) -> "Iterator[tuple[str, Path]]":
    """List the Markdown files at or below some paths, each with its place; links are not followed."""
    for source in sources:
        if not source.is_dir():
            yield f"{source.resolve().parent.name}/{source.name}", source
            continue
        for path in sorted(source.rglob("*.md")):
            if path.is_file() and not any(one.is_symlink() for one in (path, *path.parents) if one != source):
                yield path.relative_to(source).as_posix(), path


def _shelf(snapshot: "Snapshot", owner: str | None, reviewed_at: str | None) -> "Shelf":
    from gitsm.exchange.articles import Shelf
    from gitsm.graph.estate import Memory, find
    from gitsm_schemas.notation import reference
    from gitsm_schemas.scalars import day

    if owner is None or reviewed_at is None:
        raise UsageError("say who keeps the articles, and when they were last looked at", "--owner and --reviewed-at")
    estate, named = Memory.of(snapshot), owner.removeprefix("team:")

    def subject(folder: str) -> tuple[str, str] | None:
        found = [ref for ref in find(estate, folder.lower()) if ref.partition(":")[0] in {"service", "ci"}]
        for ref in sorted(found, reverse=True):  # a service before a CI
            keeper = reference((estate.get(ref) or {}).get("owner"), ("team",))
            return ref, keeper or f"team:{named}"
        return None

    try:
        return Shelf(f"team:{named}", day(reviewed_at), subject)
    except ValueError as error:
        raise UsageError(f"--reviewed-at: {error}") from None


def mapping_file(name: str) -> "MappingFile":
    """Read a mapping file, or a profile that ships with gitsm."""
    from pydantic import ValidationError

    from gitsm.exchange.mapping_file import MappingFile

    if name in PROFILES:
        raw = resources("gitsm.exchange").joinpath("profiles", f"{name}.yaml").read_bytes()
    else:
        raw = _bytes(Path(name))
    try:
        # Their words are keys here, such as `1 - most critical`: more than our own reader takes for one.
        (document,) = read("mapping.yaml", raw)
    except UnreadableSourceError as error:
        raise BadMappingError(name, error.message.removeprefix("mapping.yaml:")) from None
    except ValueError:
        raise BadMappingError(name, "it is not one document") from None
    try:
        return MappingFile.model_validate(document.plain())
    except ValidationError as error:
        first = error.errors()[0]
        raise BadMappingError(name, f"{'.'.join(map(str, first['loc']))}: {first['msg'].lower()}") from None


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableSourceError(str(path), 1, (error.strerror or "it cannot be read").lower()) from None
