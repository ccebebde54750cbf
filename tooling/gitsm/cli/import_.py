"""`gitsm import`: another system's records become ours."""

from pathlib import Path

import click

from gitsm.cli import edits
from gitsm.cli.door import FINDINGS, FINE
from gitsm.cli.options import Context, verb

FORMATS = ("text", "json")
KINDS = ("mapping", "markdown", "post-mortems", "backstage", "compose", "kubernetes", "terraform")


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
    from gitsm.cli.brought import Asked, brought, of_incidents
    from gitsm.editing.transaction import FileEdit
    from gitsm.exchange.mapping import Imported, Skipped
    from gitsm.exchange.plan import gone, plan, unresolved
    from gitsm.exchange.postmortems import linked
    from gitsm.render import imports

    edits.ready(context)
    texts = edits.contents(context.source())
    snapshot = context.load().snapshot
    asked = Asked(kind, sources, mapping, owner, reviewed_at, cluster, infer_env)
    system, found = brought(asked, snapshot)
    incidents: dict[str, str] = {}
    if kind == "post-mortems":
        system, found, incidents = of_incidents(found, snapshot)
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
