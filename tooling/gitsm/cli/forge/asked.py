"""The forge a verb speaks to, and the occasion a pipeline runs for, from this process's environment."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gitsm.errors import NoForgeError, UsageError

if TYPE_CHECKING:
    from gitsm.forge.interface import Forge
    from gitsm.forge.occasion import Occasion


def forge() -> "Forge":
    """Connect to the forge that the environment names.

    Raises:
        NoForgeError: when it names none.
    """
    from gitsm.forge.connection import connect
    from gitsm.forge.web import Clock

    return connect(os.environ, Clock(lambda: datetime.now(UTC), time.sleep))


def occasion() -> "Occasion":
    """Read why this pipeline runs.

    Raises:
        NoForgeError: when nothing says so.
    """
    from gitsm.forge.occasion import MOST_BYTES, occasion

    path = os.environ.get("GITHUB_EVENT_PATH")
    event = None
    if path:
        try:
            with Path(path).open("rb") as stream:
                event = stream.read(MOST_BYTES + 1)
        except OSError as error:
            raise UsageError(f"the event cannot be read: {(error.strerror or str(error)).lower()}") from None
    return occasion(os.environ, event)


def number(given: int | None) -> int:
    """Find the change that is meant: the one given, else the pipeline's.

    Raises:
        NoForgeError: when it runs for none.
    """
    if given is not None:
        return given
    found = occasion().number
    if found is None:
        raise NoForgeError("which change is meant", "give its number")
    return found
