"""A form that was sent in, before anybody has looked at its answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Submission:
    """A form as it came.

    Attributes:
        sort: request or incident.
        form: the request offering, or the service something is wrong with.
        given: each answer with the label or id of its field, in the order they came.
        by_label: whether fields are named by their labels.
        by: the handle of whoever sent it.
        at: when; None where the payload does not say.
        origin: the system and the issue it is in; None for plain JSON.
    """

    sort: str
    form: str
    given: tuple[tuple[str, Any], ...]
    by_label: bool
    by: str
    at: datetime | None
    origin: tuple[str, str] | None
