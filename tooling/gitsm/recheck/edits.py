"""What differs between two trees, as far as verdicts hang on it."""

from dataclasses import dataclass
from typing import Final

from gitsm.snapshot import Entry, Plain

WHOLE: Final = "*"
"""Stands for every key: the record is new, gone, in another file, or could or cannot be read."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One record that is not what it was; `keys` are those that differ, `WHOLE` for all."""

    ref: str
    before: Entry | None
    after: Entry | None

    @property
    def kind(self) -> str:
        """The kind of the record."""
        return self.ref.partition(":")[0]

    @property
    def versions(self) -> tuple[Plain, ...]:
        """What stood in it, and what stands in it."""
        return tuple(entry.data for entry in (self.before, self.after) if entry is not None and entry.data is not None)

    @property
    def keys(self) -> frozenset[str]:
        """List the keys that differ."""
        before, after = self.before, self.after
        if before is None or after is None or before.path != after.path or before.data is None or after.data is None:
            return frozenset({WHOLE})
        if (before.record is None) != (after.record is None):
            return frozenset({WHOLE})
        every = before.data.keys() | after.data.keys()
        return frozenset(key for key in every if _differs(key, before.data, after.data))


def _differs(key: str, one: Plain, other: Plain) -> bool:
    # Plain values are equal across types, as 1 and true are: what is written counts.
    return key not in one or key not in other or repr(one[key]) != repr(other[key])
