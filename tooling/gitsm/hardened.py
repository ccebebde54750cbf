"""The environment git is started in: nothing of the caller's git is believed (security.md §7)."""

# Imports nothing but `os`: the warm path of `gitsm check` starts git before anything else is loaded.
import os

_SETTINGS = {
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.quotePath": "false",
    "protocol.allow": "never",
    "safe.bareRepository": "explicit",
}
_FIXED = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PROTOCOL_FROM_USER": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


def environment() -> dict[str, str]:
    """Build git's environment: every GIT_* of the caller dropped, the hardened set put in.

    HOME stays: the user's `safe.directory` is theirs to set, and git's own advice about it is passed on.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") and name != "LC_ALL"}
    settings = {"GIT_CONFIG_COUNT": str(len(_SETTINGS))}
    for index, (key, value) in enumerate(_SETTINGS.items()):
        settings[f"GIT_CONFIG_KEY_{index}"] = key
        settings[f"GIT_CONFIG_VALUE_{index}"] = value
    return {**kept, **_FIXED, **settings}
