"""The plan that was reviewed, read from a verdict as JSON."""

import json
from typing import Any, Final

from gitsm.errors import BadStatementError

MOST_BYTES: Final = 16 << 20

Reviewed = tuple[tuple[str, Any, Any], ...]
"""What was to be altered: the name of each value, what it was and what it would be."""


def read(content: bytes, name: str) -> tuple[str, Reviewed]:
    """Read the hash of a plan and its pieces.

    Raises:
        BadStatementError: when it is no verdict of the gate.
    """
    if len(content) > MOST_BYTES:
        raise BadStatementError(name, f"it is larger than {MOST_BYTES} bytes")
    try:
        data = json.loads(content)
        if data["schema"] != "gitsm/gate/v1" or not isinstance(data["plan_hash"], str):
            raise BadStatementError(name, "it is no verdict of gitsm gate")
        return data["plan_hash"], tuple(
            (f"{one['ref']}{one['pointer']}", one["before"], one["after"]) for one in data["plan"]
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadStatementError(name, "it is no verdict of gitsm gate as JSON") from None
