"""A tree opened for publishing: its records as an audience may read them, and which commit they are from."""

from datetime import UTC

from gitsm.checking import judged
from gitsm.cli.levels import levels
from gitsm.cli.options import Context
from gitsm.errors import EmptyRevisionError, NotARepositoryError, UnknownRevisionError
from gitsm.improvement.health import health
from gitsm.publish.audiences import for_audience
from gitsm.publish.places import Places
from gitsm.publish.site import Forge, Site, Stamp


def opened(context: Context, *, name: str, audience: str, forge: Forge, places: Places) -> Site:
    """Read the records that --at or the work tree holds.

    Raises:
        EmptyRevisionError: when the revision that was asked for holds none.
    """
    today = context.as_of.astimezone(UTC).date()
    tree = judged(context.source(), today)
    if context.at and not tree.source.blobs:
        raise EmptyRevisionError(context.at)
    inside = audience == "internal"
    return Site(
        for_audience(tree.loaded.snapshot, audience),
        context.as_of.astimezone(UTC),
        name=name,
        stamp=_stamp(context),
        forge=forge if inside else Forge(issue=forge.issue),
        audience=audience,
        places=places,
        health=health(tree.loaded.snapshot, tree.findings, today) if inside else None,
        happened=levels(context)[1] if inside else None,
    )


def _stamp(context: Context) -> Stamp | None:
    try:
        commit = context.repository.resolve(context.at or "HEAD")
    except (NotARepositoryError, UnknownRevisionError):
        if context.at:
            raise
        return None
    return Stamp(commit.short, commit.at, commit.subject, context.at)
