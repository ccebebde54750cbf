"""What became of what was to be posted."""

from dataclasses import dataclass

from gitsm.errors import GitsmError


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one thing that was to be posted.

    Attributes:
        what: comment, check, code scanning or verdict.
        done: created, edited, unchanged, off where the forge does not offer it, or none.
        why: why not; empty where it was.
    """

    what: str
    done: str
    why: str = ""

    @property
    def failed(self) -> bool:
        """Whether it should be there and is not."""
        return self.done == "none"


def why(error: GitsmError) -> str:
    """Say in a line why something was not done."""
    return error.message + (f"; {error.hint}" if error.hint else "")
