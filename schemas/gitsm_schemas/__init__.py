"""The data contract of gitsm: what a record of each kind may hold."""

from typing import TYPE_CHECKING, Any

from gitsm_schemas.folders import FOLDERS

if TYPE_CHECKING:
    from gitsm_schemas.kinds import KINDS
    from gitsm_schemas.record import Record

__all__ = ["FOLDERS", "KINDS", "Record"]


def __getattr__(name: str) -> Any:  # noqa: ANN401  # as the language has it
    # The models cost 0.15 s; notation and flow, beside them, serve those who only read.
    if name not in __all__:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from gitsm_schemas import kinds

    return getattr(kinds, name)
