"""`gitsm import`: another system's records become ours."""

from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gitsm.cli import edits
from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb
from gitsm.errors import BadMappingError, UnreadableSourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gitsm.exchange.articles import Shelf
    from gitsm.exchange.mapping import Imported, Skipped
    from gitsm.exchange.mapping_file import MappingFile
    from gitsm.snapshot import Snapshot

FORMATS = ("text", "json")
KINDS = ("mapping", "markdown", "post-mortems", "backstage", "compose", "kubernetes", "terraform")
_KNOWN = frozenset({".csv", ".json", ".md", ".yaml", ".yml"})
PROFILES = (
    "cstate",
    "cstate-events",
    "gitlab-runbooks",
    "netbox",
    "servicenow-change",
    "servicenow-cmdb",
    "servicenow-incident",
    "servicenow-request",
)


@verb(
    formats=FORMATS,
    at=False,
    examples="""
    gitsm import mapping --map gitlab-runbooks service-catalog.yml teams.yml
    gitsm import mapping --map ours.yaml export.csv --dry-run
    gitsm import mapping --map cstate status-page/content/issues
    gitsm import mapping --map ours.yaml export.csv --prune --strict
    gitsm import backstage catalog-info.yaml groups.yaml
    gitsm import compose compose.yaml compose.override.yaml
    gitsm import kubernetes manifests/ --cluster bergen --infer-env
    gitsm import terraform show.json
    gitsm import markdown runbooks --owner platform-team --reviewed-at 2026-11-01
    gitsm import post-mortems postmortems --owner service-desk --reviewed-at 2026-11-01
    """,
)
@click.argument("kind", metavar="FORMAT", type=click.Choice(KINDS))
@click.argument("sources", nargs=-1, required=True, metavar="SRC...", type=click.Path(path_type=Path))
@click.option("--map", "mapping", metavar="FILE", help="For mapping: a mapping file, or the name of a profile.")
@click.option("--owner", metavar="TEAM", help="For Markdown: the team that keeps what has no owner by its folder.")
@click.option("--reviewed-at", metavar="DAY", help="For Markdown: when somebody last looked at the files.")
@click.option("--cluster", default="", metavar="NAME", help="For kubernetes: what the cluster is called.")
@click.option("--infer-env", is_flag=True, help="For kubernetes: take variables that name a Service for dependencies.")
@click.option("--prune", is_flag=True, help="Remove what an earlier import brought and the source has no more.")
@click.option("--strict", is_flag=True, help="Exit with 1 where a reference leads nowhere.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def command(  # noqa: PLR0913, PLR0917  # an argument for each word of the command line
    context: Context,
    kind: str,
    sources: tuple[Path, ...],
    mapping: str | None,
    owner: str | None,
    reviewed_at: str | None,
    cluster: str,
    *,
    infer_env: bool,
    prune: bool,
    strict: bool,
    dry_run: bool,
) -> int:
    """Turn records of another system into records of this catalogue.

    mapping reads CSV, JSON, YAML or the front matter of Markdown by a mapping file; of a folder, every such file.
    markdown reads a folder of Markdown: each file becomes an article of type runbook that applies to the service or CI
    its folder is called after.

    post-mortems reads Markdown, too: each file becomes an article of the incident, among those that are here, that
    began within two days of the date the file's name begins with and shares most of its words; the incident names it.

    backstage reads entities: Groups become teams, Systems and Domains services, Components, Resources and APIs CIs.
    Give all files at once, for they name each other.

    compose reads the files of one docker compose project, later ones over earlier ones: the project becomes a service,
    each container a CI with what it depends on. No command, secret or variable is taken over.

    kubernetes reads manifests, or what kubectl get -o yaml prints: each workload becomes a CI, and so does each way in,
    which depends on the workloads behind it. No secret, no configuration and no variable's value is taken over.

    terraform reads what terraform show -json prints of a state: each resource of a known type becomes a CI.

    A second import updates what the first one wrote, and leaves alone what people wrote. References that lead nowhere
    are kept and told with their line; gitsm check names them, too. Files are written all or none.
    """
    from gitsm.editing.transaction import FileEdit
    from gitsm.exchange.mapping import Imported, Skipped
    from gitsm.exchange.plan import gone, plan, unresolved
    from gitsm.exchange.postmortems import linked
    from gitsm.render import imports

    edits.ready(context)
    texts = edits.contents(context.source())
    snapshot = context.load().snapshot
    if kind == "kubernetes":
        system, found = _kubernetes(sources, cluster, infer=infer_env)
    else:
        system, found = _read(kind, sources, mapping, lambda: _shelf(snapshot, owner, reviewed_at), snapshot)
    incidents: dict[str, str] = {}
    if kind == "post-mortems":
        system, found, incidents = _of_incidents(found, snapshot)
    skipped = tuple(one for one in found if isinstance(one, Skipped))
    records = unresolved(snapshot, [one for one in found if isinstance(one, Imported)])
    known = {path: raw.decode("utf-8", "replace") for path, raw in texts.items()}
    steps = (
        *plan(snapshot, records, known),
        *linked(snapshot, known, incidents),
        *gone(snapshot, system, records),
    )
    # What could not be read may be what seems to be gone.
    pruned = prune and not skipped
    report = imports.Report(steps, records, skipped, dry_run, pruned)
    if not dry_run:
        written = {
            step.path: None if step.text is None else step.text.encode()
            for step in steps
            if step.action != "gone" or pruned
        }
        edits.carry_out(context, {path: FileEdit(texts.get(path), text) for path, text in written.items()})
    context.emit(imports.json(report) if context.format == "json" else imports.text(report))
    return FINDINGS if skipped or (strict and report.unresolved) else FINE


def _of_incidents(
    found: "list[Imported | Skipped]", snapshot: "Snapshot"
) -> "tuple[str, list[Imported | Skipped], dict[str, str]]":
    """Find the incident of each post-mortem; last, by article, its incident."""
    from gitsm.exchange.mapping import Imported
    from gitsm.exchange.postmortems import SYSTEM, told
    from gitsm.policy import Policies

    pairs = list(told(found, snapshot, Policies.of_tree(snapshot).knowledge.language))
    incidents = {one.ref: ref for one, ref in pairs if isinstance(one, Imported) and ref is not None}
    return SYSTEM, [one for one, _ in pairs], incidents


def _read(
    kind: str,
    sources: tuple[Path, ...],
    mapping: str | None,
    shelf: "Callable[[], Shelf]",
    snapshot: "Snapshot",
) -> "tuple[str, list[Imported | Skipped]]":
    """Read every source; the system's name comes first."""
    from gitsm.exchange.articles import SYSTEM, article
    from gitsm.exchange.foreign import read
    from gitsm.exchange.mapping import convert
    from gitsm.exchange.relating import relate
    from gitsm.policy import Policies

    if kind in {"markdown", "post-mortems"}:
        about = shelf()
        return SYSTEM, [article(name, _bytes(path), about) for name, path in _pages(sources)]
    if kind == "compose":
        from gitsm.exchange import compose

        files = [(path.name, read(path.name, _bytes(path))) for path in sources]
        return compose.SYSTEM, compose.convert(sources[0].resolve().parent.name, files)
    if kind == "terraform":
        from gitsm.exchange import terraform

        states = [(path.name, read(_as_json(path), _bytes(path))) for path in _files(sources)]
        return terraform.SYSTEM, terraform.convert(states)
    if kind == "backstage":
        from gitsm.exchange import entities

        documents = [(path.name, read(path.name, _bytes(path))) for path in _files(sources)]
        return entities.SYSTEM, entities.convert(documents)
    if mapping is None:
        raise UsageError("say by which mapping file", f"--map FILE, or --map with one of {', '.join(PROFILES)}")
    rules = mapping_file(mapping)
    documents = [(path.name, read(path.name, _bytes(path))) for path in _files(sources)]
    seen: set[str] = set()
    aliases, matrix = aliases_of(snapshot), Policies.of_tree(snapshot).priority_matrix
    found = [one for name, each in documents for one in convert(rules, name, each, aliases, seen, matrix=matrix)]
    return rules.source_system, relate(rules, documents, found)


def _kubernetes(sources: tuple[Path, ...], cluster: str, *, infer: bool) -> "tuple[str, list[Imported | Skipped]]":
    """Read manifests; one that is no YAML yet, because it is a template, is told and keeps no other from being read."""
    from gitsm.exchange import kubernetes
    from gitsm.exchange.foreign import read
    from gitsm.exchange.mapping import Skipped

    files, unread = [], []
    for path in _files(sources):
        raw = _bytes(path)
        try:
            files.append((path.name, read(path.name, raw)))
        except UnreadableSourceError as error:
            if b"{{" not in raw:
                raise
            unread.append(Skipped(path.name, 1, f"it is a template, and was not rendered ({error.message})"))
    return kubernetes.SYSTEM, [*kubernetes.convert(files, cluster, infer=infer), *unread]


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

    from gitsm.exchange.foreign import read
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
