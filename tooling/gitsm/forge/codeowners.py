"""CODEOWNERS in the dialects of three forges, from who owns which record."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from gitsm.forge.ownership import Ownership
from gitsm.sources import ROOTS

MOST_BYTES: Final = 3_000_000
"""GitHub ignores a larger file."""

_HEAD: Final = "# Made by `gitsm codeowners{option}` from who owns which record; edit the records, not this file.\n"
_BELOW_ROOTS: Final = 2
"""How deep a folder is whose line names a team: a new folder beside the services is the default approvers'."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one forge writes it.

    Attributes:
        path: where the forge looks first.
        write: the text, from ownership and the catalogue's folder in its repository, which is empty or ends in `/`.
    """

    path: str
    write: Callable[[Ownership, str], str]


@dataclass(slots=True)
class _Folder:
    """A folder with the owners of the files in it."""

    files: dict[str, str]
    folders: dict[str, "_Folder"]

    def votes(self) -> Counter[str]:
        """Count the files below by owner."""
        return sum((folder.votes() for folder in self.folders.values()), Counter(self.files.values()))


def _tree(files: Mapping[str, str]) -> _Folder:
    top = _Folder({}, {})
    for path, owner in sorted(files.items()):
        *parts, name = path.split("/")
        folder = top
        for part in parts:
            folder = folder.folders.setdefault(part, _Folder({}, {}))
        folder.files[name] = owner
    return top


def nested(files: Mapping[str, str], rest: str) -> Iterator[tuple[str, str]]:
    """Write lines from least to most specific, where the last one that matches a file counts.

    A folder's line names who owns more than half of what is below it; who owns the others has lines after it.

    Args:
        files: by path, the owner.
        rest: the owner of what no line matches.

    Yields:
        A path, which ends in `/` for a folder, and its owner.
    """
    yield from _nested(_tree(files), "", rest)


def _nested(folder: _Folder, path: str, rest: str) -> Iterator[tuple[str, str]]:
    if path.count("/") >= _BELOW_ROOTS:
        votes = folder.votes()
        most = min(votes, key=lambda owner: (-votes[owner], owner))
        if votes[most] * 2 > votes.total() and most != rest:
            rest = most
            yield path, most
    for name, owner in folder.files.items():
        if owner != rest:
            yield path + name, owner
    for name, inner in folder.folders.items():
        yield from _nested(inner, f"{path}{name}/", rest)


def apart(files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Write lines of which exactly one matches each file, for forges that ask the owners of all that match."""
    yield from _apart(_tree(files), "")


def _apart(folder: _Folder, path: str) -> Iterator[tuple[str, str]]:
    votes = folder.votes() if path.count("/") >= _BELOW_ROOTS else ()
    if len(votes) == 1:
        yield path, next(iter(votes))
        return
    for name, owner in folder.files.items():
        yield path + name, owner
    for name, inner in folder.folders.items():
        yield from _apart(inner, f"{path}{name}/")


def _github(who: Ownership, prefix: str) -> str:
    default = _names(who, who.default)
    lines = [_HEAD.format(option="")]
    lines += [f"* {default}\n"] if default else []
    lines += [f"/{prefix}{path} {names}".rstrip() + "\n" for path, names in nested(_asked(who, default), default)]
    return "".join(lines)


def _gitlab(who: Ownership, prefix: str) -> str:
    default = _names(who, who.default)
    lines = [_HEAD.format(option=" --dialect gitlab")]
    if default:
        lines += [f"\n[repository] {default}\n*\n", *(f"!/{prefix}{root}/\n" for root in ROOTS)]
    sections: dict[str, list[str]] = {}
    for path, names in apart(_asked(who, default)):
        sections.setdefault(names, []).append(path)
    titles = {_names(who, (team,)): team.partition(":")[2] for team in sorted(who.handles, reverse=True)}
    for names, paths in sorted(sections.items(), key=lambda each: titles.get(each[0], "")):
        if names:
            lines += [f"\n[{titles.get(names, 'catalogue')}] {names}\n", *(f"/{prefix}{path}\n" for path in paths)]
    return "".join(lines)


def _gitea(who: Ownership, prefix: str) -> str:
    default = _names(who, who.default)
    start = _literal(prefix)
    lines = [_HEAD.format(option=" --dialect gitea")]
    lines += [f"!{start}({'|'.join(ROOTS)})/.* {default}\n"] if default else []
    lines += [
        f"{start}{_literal(path)}{'.*' if path.endswith('/') else ''} {names}\n"
        for path, names in apart(_asked(who, default))
        if names
    ]
    return "".join(lines)


def _asked(who: Ownership, default: str) -> dict[str, str]:
    """Write who is asked about each file; empty for nobody."""
    return {path: "" if team is None else _names(who, (team,)) or default for path, team in sorted(who.files.items())}


def _names(who: Ownership, teams: tuple[str, ...]) -> str:
    return " ".join(dict.fromkeys(name for team in teams for name in who.handles.get(team, ())))


def _literal(path: str) -> str:
    """Write a path as a regular expression; a class needs no backslash, which Gitea would take away."""
    return "".join(char if char.isalnum() or char in "_-/" else f"[{char}]" for char in path)


DIALECTS: Final = {
    "github": Dialect(".github/CODEOWNERS", _github),
    "gitlab": Dialect(".gitlab/CODEOWNERS", _gitlab),
    "gitea": Dialect(".gitea/CODEOWNERS", _gitea),
}
