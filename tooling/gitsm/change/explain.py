"""Who may approve each part of a record, by the target branch's rules."""

from dataclasses import dataclass

from gitsm.change.pieces import Piece, classes_of
from gitsm.change.requirements import Requirement, Tip, for_parts
from gitsm.diff.leaves import leaves_of
from gitsm.snapshot import Entry


@dataclass(frozen=True, slots=True)
class Part:
    """A top-level part of a record, with who is asked when any of it is edited.

    Attributes:
        key: its key.
        asked: who must agree; `names` of each tells to which of its values.
        whole: whether all of them are asked for all of it.
    """

    key: str
    asked: tuple[Requirement, ...]
    whole: bool


def explained(entry: Entry, tip: Tip) -> tuple[Part, ...]:
    """Tell for each key of a record who must agree to an edit of it.

    Args:
        entry: the record.
        tip: who decides.
    """
    classes = classes_of(entry, tip.snapshot)
    pieces = [
        Piece(entry.ref, pointer, "modified", value, None, classes=classes, surely=classes)
        for pointer, value in leaves_of(entry).items()
    ]
    by_key: dict[str, list[Piece]] = {}
    for piece in pieces:
        by_key.setdefault(piece.parts[0], []).append(piece)
    found = []
    for key, its in by_key.items():
        asked = for_parts(its, tip, tip.snapshot)
        found.append(Part(key, asked, all(len(one.pieces) == len(its) for one in asked)))
    return tuple(found)
