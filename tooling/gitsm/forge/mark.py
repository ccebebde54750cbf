"""How our comment is found again: by its first line, which nobody sees, and by who wrote it."""

import re
from typing import Final

_MARKER: Final = re.compile(r"\A<!-- gitsm:verdict key=([A-Za-z0-9._/-]{1,200}) -->")


def marker(key: str) -> str:
    """Write what tells our comment from others.

    Args:
        key: which catalogue of the repository it is about: its folder.
    """
    plain = re.sub(r"[^A-Za-z0-9._/-]", "-", key)[:200] or "."
    return f"<!-- gitsm:verdict key={plain} -->"


def is_ours(body: str, key: str) -> bool:
    """Tell whether a comment begins with our mark; who wrote it has to be looked at as well."""
    found = _MARKER.match(body)
    return found is not None and found[0] == marker(key)
