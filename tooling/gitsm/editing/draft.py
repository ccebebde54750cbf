"""A change record drafted from what was edited: what is known is written, what is not is asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gitsm.change.coverage import outside
from gitsm.change.impact import Impact
from gitsm.change.pieces import Piece, pieces
from gitsm.change.risk import assess, higher
from gitsm.change.stakes import Scene, stakes
from gitsm.diff.compare import Edit
from gitsm.editing.append import append
from gitsm.editing.skeleton import Skeleton, dated, skeleton
from gitsm.graph.estate import PARTS
from gitsm.policy import Policies
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas.changes import ChangeModel

_VERBS = {"added": "Add", "removed": "Remove", "modified": "Edit", "renamed": "Rename"}
_MOST_NAMED = 2


@dataclass(frozen=True, slots=True)
class Edited:
    """What somebody edited.

    Attributes:
        before: the records it started from.
        after: the records as they are.
        edits: what lies between them.
        impact: what it reaches.
    """

    before: Snapshot
    after: Snapshot
    edits: tuple[Edit, ...]
    impact: Impact

    @property
    def own(self) -> Entry | None:
        """The change record that was drafted already; None where there is none, or more than one."""
        found = [edit for edit in self.edits if edit.ref.startswith("change:") and edit.action == "added"]
        entries = [
            entry for edit in found if (entry := self.after.get(edit.ref)) and not (entry.data or {}).get("outcome")
        ]
        return entries[0] if len(entries) == 1 else None

    @property
    def others(self) -> tuple[Edit, ...]:
        """What was edited besides change records."""
        return tuple(edit for edit in self.edits if not _is_change(edit))

    @property
    def touched(self) -> tuple[str, ...]:
        """What was edited and can fail, in order."""
        return tuple(edit.ref for edit in self.others if edit.ref.partition(":")[0] in PARTS and edit.operational)


def _is_change(edit: Edit) -> bool:
    return edit.ref.startswith("change:")


def model_for(edited: Edited, today: date) -> ChangeModel | None:
    """Find the model that an edit fits: a standard one whose risk it stays below, else one for its type."""
    plan = tuple(piece for piece in pieces(edited.edits, edited.before, edited.after) if piece.kind != "change")
    models = sorted(
        (one for _, one in edited.before.records(ChangeModel)), key=lambda one: (one.type != "standard", one.id)
    )
    fitting = (one for one in models if plan and one.expires >= today and not outside(plan, one))
    return next((one for one in fitting if one.type != "standard" or not _too_risky(edited, plan, one)), None)


def _too_risky(edited: Edited, plan: tuple[Piece, ...], model: ChangeModel) -> bool:
    policies = Policies.of_tree(edited.before)
    scene = Scene(edited.before, edited.after, plan, controlled=False, change=None, model=model, impact=edited.impact)
    return higher(assess(stakes(scene, policies), policies.risk).band, model.max_risk)


def titled(edits: Iterable[Edit]) -> str:
    """Say in a line what was edited: `Edit booking-web and pg-main`."""
    known = list(edits)
    verbs = {_VERBS[edit.action] for edit in known}
    names = [edit.ref.partition(":")[2] for edit in known]
    many = " and ".join(names) if len(names) <= _MOST_NAMED else f"{names[0]} and {len(names) - 1} more"
    return f"{verbs.pop() if len(verbs) == 1 else 'Edit'} {many}"


def drafted(edited: Edited, known: Mapping[str, Any], today: date) -> Skeleton:
    """Write a change record: what follows from the edits, what the model says, and what is still asked for.

    Args:
        edited: what was edited.
        known: what somebody said already, by key.
        today: what counts as today.
    """
    model = model_for(edited, today)
    title = str(known.get("title") or titled(edited.others))
    values: dict[str, Any] = {"title": title, "type": model.type if model is not None else "normal"}
    if model is not None:
        values |= {"model": model.id, **_preset(model)}
    values["affected"] = [_item(ref) for ref in edited.touched]
    return skeleton("change", dated("change", _slug(title), today), {**values, **known, "title": title}, today)


def _preset(model: ChangeModel) -> dict[str, Any]:
    """Take a model's texts; the way back is a mapping in the record."""
    texts: dict[str, Any] = dict(model.preset)
    steps = texts.pop("backout_plan", None)
    return texts if steps is None else {**texts, "backout_plan": {"steps": steps, "tested": False}}


def _item(ref: str) -> dict[str, str]:
    return {"ci": ref.partition(":")[2]} if ref.startswith("ci:") else {"service": ref}


def _slug(title: str) -> str:
    words = "".join(char if char.isascii() and char.isalnum() else " " for char in title.lower()).split()
    return "-".join(words)[:40].strip("-") or "work"


def brought_up_to_date(entry: Entry, text: str, edited: Edited) -> str:
    """Add what was edited since to `affected`; not a byte of what the author wrote besides changes."""
    items = (entry.data or {}).get("affected")
    there: set[str] = set()
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            there |= {str(item[key]).rpartition(":")[2] for key in ("ci", "service") if key in item}
    for ref in edited.touched:
        if ref.partition(":")[2] not in there:
            text = append(entry.path, text, ("affected",), _item(ref))
    return text
