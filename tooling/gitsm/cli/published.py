"""A tree opened for publishing: its records, and which commit they are from."""

from gitsm.cli.options import Context
from gitsm.errors import NotARepositoryError, UnknownRevisionError
from gitsm.publish.places import Places
from gitsm.publish.site import Forge, Site, Stamp


def opened(context: Context, *, name: str, audience: str, forge: Forge, places: Places) -> Site:
    """Read the records that --at or the work tree holds."""
    snapshot = context.load().snapshot
    return Site(
        snapshot,
        context.as_of,
        name=name,
        stamp=_stamp(context),
        forge=forge,
        audience=audience,
        places=places,
    )


def _stamp(context: Context) -> Stamp | None:
    try:
        commit = context.repository.resolve(context.at or "HEAD")
    except (NotARepositoryError, UnknownRevisionError):
        if context.at:
            raise
        return None
    return Stamp(commit.short, commit.at, commit.subject, context.at)
