"""The history of a record for programs."""

from gitsm.diff.chapters import origins
from gitsm.inquiry.chronicle import Chronicle
from gitsm.render import escape
from gitsm.render.edits.json import fields
from gitsm.sources.repository import Commit


def log(found: Chronicle) -> str:
    """Write the chapters of a record, newest first."""
    return escape.json(
        {
            "schema": "gitsm/log/v1",
            "ref": found.ref,
            "chapters": [
                {
                    "commit": _commit(chapter.commit),
                    "path": chapter.path,
                    "action": chapter.edit.action if chapter.edit else "none",
                    "from_ref": chapter.edit.from_ref if chapter.edit else None,
                    "fields": fields(chapter.edit) if chapter.edit else [],
                }
                for chapter in found.chapters
            ],
        }
    )


def blame(found: Chronicle, deep: bool) -> str:  # noqa: FBT001  # one face for all formats
    """Write for each key of a record which commit made its value what it is."""
    told = origins(found.entry, found.chapters) if found.entry else ()
    return escape.json(
        {
            "schema": "gitsm/blame/v1",
            "ref": found.ref,
            "keys": [
                {
                    "key": origin.key,
                    "commit": _commit(origin.commit),
                    "parts": [
                        {"pointer": part.field.pointer, "commit": _commit(part.commit)} for part in origin.parts if deep
                    ],
                }
                for origin in told
            ],
        }
    )


def _commit(commit: Commit | None) -> dict[str, str] | None:
    if commit is None:
        return None
    return {"id": commit.oid, "at": commit.at.isoformat(), "author": commit.author, "subject": commit.subject}
