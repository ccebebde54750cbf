"""JSONPath (RFC 9535) as far as policies and models use it: the parts of a record that an expression means."""

import re
from typing import Annotated, Final

from pydantic import AfterValidator, Field

_STEP: Final = re.compile(
    r"\.(?P<name>[A-Za-z_][A-Za-z0-9_-]*)|\[(?P<quote>['\"])(?P<quoted>[^'\"\[\]]+)(?P=quote)\]"
    r"|\[(?P<index>0|[1-9][0-9]{0,5})\]|(?P<any>\.\*|\[\*\])",
    re.ASCII,
)

Step = str | int | None
"""A name, the number of an item, or None for any."""


def steps(path: str) -> tuple[Step, ...]:
    """Split a path into its steps.

    Raises:
        ValueError: when it is none, or uses what is not understood: `..`, slices and filters.
    """
    found: list[Step] = []
    place = 1
    while path.startswith("$") and place < len(path):
        match = _STEP.match(path, place)
        if match is None:
            break
        place = match.end()
        found.append(
            None if match["any"] else int(match["index"]) if match["index"] else match["name"] or match["quoted"]
        )
    if not path.startswith("$") or place != len(path):
        message = "write a path like $.targets, $.depends_on[*] or $.attributes['expires']"
        raise ValueError(message)
    return tuple(found)


def covers(path: tuple[Step, ...], parts: tuple[str, ...]) -> bool:
    """Tell whether a part lies at or below what a path means.

    Args:
        path: steps of a path. The number of an item covers nothing: items are told by what they are.
        parts: keys of the part, from the record down.
    """
    return len(path) <= len(parts) and all(
        step is None or step == part for step, part in zip(path, parts, strict=False)
    )


def touches(path: tuple[Step, ...], parts: tuple[str, ...]) -> bool:
    """Tell whether a part may lie at, below or above what a path means; the number of an item may be any item."""
    return all(not isinstance(step, str) or step == part for step, part in zip(path, parts, strict=False))


def _known(path: str) -> str:
    steps(path)
    return path


JsonPath = Annotated[str, Field(pattern=r"""^\$[A-Za-z0-9_.\[\]*'"-]*$""", max_length=200), AfterValidator(_known)]
"""A part of a record, in a policy or a model."""
