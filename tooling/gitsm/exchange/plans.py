"""The plan that was reviewed, read from a verdict as JSON."""

from typing import Any, Final

from gitsm.errors import BadStatementError
from gitsm.load import json_reader

MOST_BYTES: Final = 16 << 20

Reviewed = tuple[tuple[str, Any, Any], ...]
"""What was to be altered: the name of each value, what it was and what it would be."""


def read(content: bytes, name: str) -> tuple[str, Reviewed]:
    """Read the hash of a plan and its pieces.

    Raises:
        BadStatementError: when it is no verdict of the gate.
    """
    try:
        data = json_reader.read(content, MOST_BYTES)
    except json_reader.NotPlainJsonError as error:
        raise BadStatementError(name, str(error)) from None
    try:
        if data["schema"] != "gitsm/gate/v1" or not isinstance(data["plan_hash"], str):
            raise BadStatementError(name, "it is no verdict of gitsm gate")
        return data["plan_hash"], tuple(
            (f"{one['ref']}{one['pointer']}", one["before"], one["after"]) for one in data["plan"]
        )
    except (KeyError, TypeError):
        raise BadStatementError(name, "it is no verdict of gitsm gate as JSON") from None
