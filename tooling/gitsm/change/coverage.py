"""Which pieces of a change a policy or a model speaks of."""

from collections.abc import Collection, Iterable

from gitsm.change.pieces import Piece
from gitsm_schemas.changes import Allowed, ChangeModel
from gitsm_schemas.json_path import covers, steps, touches
from gitsm_schemas.policies import ApprovalScope, ChangeControlPolicy, Controlled


def controlled(pieces: Iterable[Piece], policy: ChangeControlPolicy) -> tuple[Piece, ...]:
    """List the pieces that need a change record."""
    return tuple(piece for piece in pieces if any(_is_controlled(piece, one) for one in policy.controlled))


def _is_controlled(piece: Piece, one: Controlled) -> bool:
    if not _speaks_of(piece, one.kinds, one.classes, one.fields):
        return False
    effects = set(one.effects)
    return "any" in effects or piece.effect in effects or ("operational" in effects and piece.operational)


def in_scope(piece: Piece, scope: ApprovalScope) -> bool:
    """Tell whether an approval rule is about a piece."""
    return _speaks_of(piece, scope.kinds, scope.classes, scope.fields)


def _speaks_of(piece: Piece, kinds: Collection[str], classes: Collection[str], fields: Collection[str]) -> bool:
    """Tell whether a piece lies in a scope; where that cannot be told, it does."""
    if kinds and piece.kind not in kinds:
        return False
    if classes and piece.classes.isdisjoint(classes):
        return False
    return not fields or any(touches(steps(path), piece.parts) for path in fields)


def outside(pieces: Iterable[Piece], model: ChangeModel) -> tuple[Piece, ...]:
    """List the pieces that a model does not allow; where that cannot be told, it does not."""
    return tuple(piece for piece in pieces if not any(_is_allowed(piece, one) for one in model.allowed))


def _is_allowed(piece: Piece, one: Allowed) -> bool:
    if piece.kind != one.kind or piece.action not in one.actions:
        return False
    if one.class_ is not None and one.class_ not in piece.surely:
        return False
    return not one.fields or any(covers(steps(path), piece.parts) for path in one.fields)
