"""Whether there are colours."""

# Imports nothing: the warm path of `gitsm check` asks before anything else is loaded.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def wants_color(when: str, environment: "Mapping[str, str]", *, terminal: bool) -> bool:
    """Decide on colours: the option wins, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal."""
    if when != "auto":
        return when == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return environment["FORCE_COLOR"] != "0"
    return terminal and environment.get("TERM", "") not in {"", "dumb"}
