"""The difference of two trees as JSON, as `interface.md` promises it."""

from gitsm.diff.compare import Edit
from gitsm.render import escape
from gitsm.render.edits import Difference


def fields(edit: Edit) -> list[dict[str, object]]:
    """List the fields of an edit."""
    return [
        {
            "pointer": one.pointer,
            "before": one.before,
            "after": one.after,
            "effect": one.effect,
            "operational": one.operational,
        }
        for one in edit.fields
    ]


def difference(found: Difference) -> str:
    """Write a difference."""
    return escape.json(
        {
            "schema": "gitsm/diff/v1",
            "base": found.base,
            "head": found.head,
            "changes": [
                {
                    "ref": edit.ref,
                    "action": edit.action,
                    "from_ref": edit.from_ref,
                    "path": edit.path,
                    "fields": fields(edit),
                }
                for edit in found.edits
            ],
        }
    )
