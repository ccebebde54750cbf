"""Who else is named in the message of a commit as having made it."""

import re
from typing import Final

_TRAILER: Final = re.compile(
    r"(?im)^co-authored-by:[ \t]*([^<>\r\n]{0,200}?)[ \t]*<([^<>@\s]{1,100})@([^<>@\s]{1,200})>"
)
_HANDLE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}\Z", re.ASCII)
_NUMBERED: Final = re.compile(r"\A[0-9]{1,20}[+-]")
"""How GitHub and GitLab begin an address that hides somebody's own: `123+amara@users.noreply...`."""


def co_authors(message: str) -> tuple[str, ...]:
    """List the handles that the trailers of a message may mean.

    Anybody may write them, so they only take a voice, and never give one: nobody approves what they are said to have
    made.
    """
    found: dict[str, None] = {}
    for name, local, host in _TRAILER.findall(message):
        own = _NUMBERED.sub("", local) if host.casefold().startswith("users.noreply.") else local
        found |= dict.fromkeys(one for one in (name, own) if _HANDLE.match(one))
    return tuple(found)
