"""Which team answers for a record: its owner, its provider, or that of what it belongs to."""

from collections.abc import Callable, Mapping
from typing import Final

from gitsm.snapshot import Plain
from gitsm_schemas.notation import reference

_TEAM: Final = ("team",)
_NAMED: Final[Mapping[str, str]] = {"agreement": "provider"}
"""By kind, the field that names who answers, where it is not `owner`."""
_LENT: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "service_offering": ("service", ("service",)),
    "request_offering": ("offering", ("service_offering",)),
    "request": ("offering", ("request_offering",)),
}
"""By kind, the field that names whose owner answers, where the record names none itself, and of which kind that is."""


def answering(ref: str, find: Callable[[str], Plain | None]) -> str | None:
    """Name the team that answers for a record; None where nobody does, or there is no such record.

    Args:
        ref: the record.
        find: looks up what stands in a record, valid or not.
    """
    data = find(ref)
    if data is None:
        return None
    kind = ref.partition(":")[0]
    named = reference(data.get(_NAMED.get(kind, "owner")), _TEAM)
    if named or kind not in _LENT:
        return named
    field, kinds = _LENT[kind]
    # Each step leads to another kind, so that it ends.
    lender = reference(data.get(field), kinds)
    return answering(lender, find) if lender else None
