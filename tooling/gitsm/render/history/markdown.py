"""The history of a record in Markdown."""

from collections.abc import Iterator

from gitsm.diff.chapters import Chapter, origins
from gitsm.inquiry.chronicle import Chronicle
from gitsm.render.edits.text import shown
from gitsm.render.escape import markdown
from gitsm.sources.repository import Commit


def log(found: Chronicle) -> str:
    """Write the chapters of a record, newest first."""
    lines = [f"### History of {markdown(found.ref)}", ""]
    for chapter in found.chapters:
        lines += _chapter(chapter)
    return "\n".join(lines) + "\n"


def _chapter(chapter: Chapter[Commit | None]) -> Iterator[str]:
    commit = chapter.commit
    yield f"- {_who(commit)}" + (f": {markdown(commit.subject)}" if commit else "")
    edit = chapter.edit
    if edit is None:
        yield f"  - means the same, in {markdown(chapter.path)}"
        return
    if edit.action != "modified":
        yield f"  - {edit.action}" + (f" from {markdown(edit.from_ref)}" if edit.from_ref else "")
    for field in edit.fields:
        was, now = ("nothing" if value is None else markdown(shown(value)) for value in (field.before, field.after))
        yield f"  - {markdown(field.pointer[1:])}: {was} → {now}"


def blame(found: Chronicle, deep: bool) -> str:  # noqa: FBT001  # one face for all formats
    """Write for each key of a record who made its value what it is, as a table."""
    lines = [f"### Who wrote {markdown(found.ref)}", "", "| key | by |", "| --- | --- |"]
    for origin in origins(found.entry, found.chapters) if found.entry else ():
        lines.append(f"| {markdown(origin.key)} | {_who(origin.commit)} |")
        parts = origin.parts if deep else ()
        lines += [f"| {markdown(part.field.pointer[1:])} | {_who(part.commit)} |" for part in parts]
    return "\n".join(lines) + "\n"


def _who(commit: Commit | None) -> str:
    return "not committed" if commit is None else f"{commit.short} {commit.at:%Y-%m-%d} {markdown(commit.author)}"
