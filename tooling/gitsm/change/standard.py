"""Whether a change that says it is standard is one: proved by its diff, its risk and its model, never claimed."""

from collections.abc import Iterable, Iterator
from datetime import date

from gitsm.change.coverage import outside
from gitsm.change.pieces import Piece
from gitsm.change.risk import higher
from gitsm_schemas.changes import Change, ChangeModel, Risk

_MOST: int = 5


def unproved(
    change: Change, model: ChangeModel | None, others: Iterable[Piece], band: Risk, today: date
) -> tuple[str, ...]:
    """List what keeps a change from being standard; none: it is one.

    Args:
        change: its record.
        model: its model as the target branch has it; None where it has none.
        others: the change without its own record.
        band: its computed risk.
        today: the day the model's expiry is held against.
    """
    return tuple(_reasons(change, model, tuple(others), band, today))


def _reasons(
    change: Change, model: ChangeModel | None, others: tuple[Piece, ...], band: Risk, today: date
) -> Iterator[str]:
    if change.model is None:
        yield "it names no model"
        return
    if model is None:
        yield f"the target branch has no {change.model}"
        return
    if model.type != "standard":
        yield f"{model.ref} is for {model.type} changes"
    if model.expires < today:
        yield f"{model.ref} ended on {model.expires}"
    beyond = outside(others, model)
    if beyond:
        more = f" and {len(beyond) - _MOST} more" if len(beyond) > _MOST else ""
        yield f"{model.ref} does not allow {', '.join(piece.name for piece in beyond[:_MOST])}{more}"
    if higher(band, model.max_risk):
        yield f"its risk is {band}, and {model.ref} is for {model.max_risk} at most"
