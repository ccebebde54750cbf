"""The history of a record for people at a terminal."""

from collections.abc import Iterator

from gitsm.diff.chapters import Chapter, origins
from gitsm.inquiry.chronicle import Chronicle
from gitsm.render.edits.text import field_line
from gitsm.render.terminal import paint, printable, width
from gitsm.sources.repository import Commit

_DID = {"added": "written", "removed": "removed", "modified": "edited", "renamed": "renamed"}
_NOT_COMMITTED = "not committed"


def log(found: Chronicle) -> str:
    """Write the chapters of a record, newest first."""
    lines = [paint(printable(found.ref), "strong")]
    for chapter in found.chapters:
        lines += ["", *_chapter(chapter)]
    return "\n".join(lines) + "\n"


def _chapter(chapter: Chapter[Commit | None]) -> Iterator[str]:
    commit = chapter.commit
    if commit is None:
        yield paint(_NOT_COMMITTED, "warning")
    else:
        yield f"{paint(commit.short, 'warning')}  {commit.at:%Y-%m-%d %H:%M}  {printable(commit.author)}"
        yield f"    {printable(commit.subject)}"
    if chapter.edit is None:
        yield paint(f"    means the same, in {printable(chapter.path)}", "dim")
        return
    was = f" from {printable(chapter.edit.from_ref)}" if chapter.edit.from_ref else ""
    if chapter.edit.action != "modified":
        yield f"    {paint(_DID[chapter.edit.action] + was, 'note')}  {paint(printable(chapter.path), 'dim')}"
    yield from (field_line(field) for field in chapter.edit.fields)


def blame(found: Chronicle, deep: bool) -> str:  # noqa: FBT001  # one face for all formats
    """Write for each key of a record who made its value what it is."""
    if found.entry is None:
        return f"{printable(found.ref)} is gone\n"
    rows: list[tuple[str, str, str, str]] = []
    for origin in origins(found.entry, found.chapters):
        rows.append((*_who(origin.commit), printable(origin.key)))
        if deep:
            rows += [(*_who(part.commit), f"  {printable(_below(part.field.pointer))}") for part in origin.parts]
    wide = [max((width(row[column]) for row in rows), default=0) for column in range(3)]
    lines = [
        "  ".join([paint(cells[0], "warning"), *cells[1:], row[3]])
        for row in rows
        for cells in [[cell + " " * (space - width(cell)) for cell, space in zip(row[:3], wide, strict=True)]]
    ]
    return "\n".join([paint(printable(found.ref), "strong"), *lines]) + "\n"


def _who(commit: Commit | None) -> tuple[str, str, str]:
    if commit is None:
        return _NOT_COMMITTED, "", ""
    return commit.short, f"{commit.at:%Y-%m-%d}", printable(commit.author)


def _below(pointer: str) -> str:
    """Name a part below its key."""
    return pointer[1:].partition("/")[2].replace("/", ".")
