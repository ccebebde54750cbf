"""What a new data repository begins with: the packaged template, and what follows from it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files as resources
from importlib.resources.abc import Traversable
from string import Template
from typing import Final

from gitsm import __version__
from gitsm.exchange.json_schema import schemas
from gitsm.forge.codeowners import DIALECTS
from gitsm.forge.forms import DIALECTS as FORMS
from gitsm.forge.forms import files
from gitsm.forge.ownership import ownership
from gitsm.load.records import parse
from gitsm.snapshot import Snapshot
from gitsm.sources import ROOTS
from gitsm.sources.worktree import blob_oid

FORGES: Final = ("github", "gitlab", "gitea")
SCHEMAS: Final = ".vscode/gitsm"
_NOBODY: Final = ("your-handle-",)
"""Nobody: no forge lets a name end so, and a real one would be somebody who may approve."""
_DOT: Final = "dot-"
"""How a name begins that is to begin with a dot: a packaged .gitignore would hide files of the package."""
_OF_FORGE: Final = {".github": "github", ".gitlab": "gitlab", ".gitlab-ci.yml": "gitlab", ".gitea": "gitea"}
_SATURDAY: Final = 5
_REVIEW: Final = timedelta(days=180)


class _Text(Template):
    """A packaged file; `$` has a meaning of its own in pipelines."""

    delimiter = "§"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a new repository should be.

    Attributes:
        organisation: whose it is, one line.
        handles: of the first team's members on the forge.
        forges: which forges it gets pipelines for.
        package: what a pipeline installs, as pip is told.
        today: the day its records begin.
    """

    organisation: str
    handles: tuple[str, ...]
    forges: Collection[str]
    today: date
    package: str = f"gitsm=={__version__}"


def scaffold(wishes: Wishes) -> dict[str, str]:
    """Write the files of a new repository, by path."""
    words = {
        "organisation": wishes.organisation,
        "handles": ", ".join(wishes.handles or _NOBODY),
        "package": wishes.package,
        "today": wishes.today.isoformat(),
        "next_review": (wishes.today + _REVIEW).isoformat(),
        "saturday": (wishes.today + timedelta(days=(_SATURDAY - wishes.today.weekday()) % 7)).isoformat(),
    }
    found = {
        path: _Text(text).substitute(words)
        for path, text in _packaged(resources("gitsm.forge") / "template", "")
        if _OF_FORGE.get(path.partition("/")[0], None) in {None, *wishes.forges}
    }
    snapshot = _snapshot(found)
    who = ownership(snapshot)
    found |= {DIALECTS[name].path: DIALECTS[name].write(who, "") for name in FORGES if name in wishes.forges}
    for name in FORMS:
        found |= files(snapshot, name) if name in wishes.forges else {}
    found |= {f"{SCHEMAS}/{name}": text for name, text in schemas(snapshot).items()}
    return dict(sorted(found.items()))


def is_record(path: str) -> bool:
    """Tell whether a file of a scaffold belongs to its worked example."""
    return path.startswith(tuple(f"{root}/" for root in ROOTS))


def _packaged(folder: Traversable, path: str) -> Iterator[tuple[str, str]]:
    for item in sorted(folder.iterdir(), key=lambda each: each.name):
        name = f".{item.name.removeprefix(_DOT)}" if item.name.startswith(_DOT) else item.name
        if item.is_dir():
            yield from _packaged(item, f"{path}{name}/")
        else:
            yield path + name, item.read_text("utf-8")


def _snapshot(texts: dict[str, str]) -> Snapshot:
    contents = ((path, text.encode()) for path, text in texts.items() if is_record(path))
    entries = (parse(path, blob_oid(content), content)[0] for path, content in contents)
    return Snapshot.of(entry for entry in entries if entry is not None)
