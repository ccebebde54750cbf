"""Which forge to speak to, with which token: what a pipeline's environment says, or the user's."""

from collections.abc import Mapping
from typing import Final

from gitsm.errors import NoForgeError
from gitsm.forge.actions import GitHubActions
from gitsm.forge.gitea import Forgejo, Gitea
from gitsm.forge.gitlab import GitLab
from gitsm.forge.interface import Forge
from gitsm.forge.web import Clock, Web

_TOKENS: Final = {
    "github": ("GITSM_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"),
    "gitlab": ("GITSM_TOKEN", "GITLAB_TOKEN"),
    "gitea": ("GITSM_TOKEN", "GITEA_TOKEN", "GITHUB_TOKEN"),
}
"""By forge, the variables that may hold the token; the first that is set counts. A token is never an argument."""
_ADDRESSES: Final = {
    "github": ("GITHUB_API_URL", "https://api.github.com"),
    "gitlab": ("CI_API_V4_URL", "https://gitlab.com/api/v4"),
    "gitea": ("GITHUB_API_URL", ""),
}
_REPOSITORIES: Final = {"github": "GITHUB_REPOSITORY", "gitlab": "CI_PROJECT_ID", "gitea": "GITHUB_REPOSITORY"}


def kind(env: Mapping[str, str]) -> str | None:
    """Tell which forge a pipeline runs on; None outside of any."""
    if env.get("GITSM_FORGE") in _TOKENS:
        return env["GITSM_FORGE"]
    if env.get("GITEA_ACTIONS") == "true" or env.get("FORGEJO_ACTIONS") == "true":
        return "gitea"
    if env.get("GITLAB_CI") == "true":
        return "gitlab"
    return "github" if env.get("GITHUB_ACTIONS") == "true" or env.get("GITHUB_REPOSITORY") else None


def connect(env: Mapping[str, str], clock: Clock) -> Forge:
    """Find the forge, as a pipeline's environment names it.

    Raises:
        NoForgeError: when it names none, no repository, or no token is set.
    """
    name = kind(env)
    if name is None:
        raise NoForgeError("which forge to speak to", "set GITSM_FORGE to github, gitlab or gitea")
    variable, usual = _ADDRESSES[name]
    address = env.get(variable) or usual
    repository = env.get(_REPOSITORIES[name], "")
    token = next((env[key] for key in _TOKENS[name] if env.get(key)), None)
    if not address:
        raise NoForgeError("where the forge's API is", f"set {variable}")
    if not repository:
        raise NoForgeError("which repository it is", f"set {_REPOSITORIES[name]}")
    if token is None:
        raise NoForgeError("who speaks to the forge", f"put a token into {' or '.join(_TOKENS[name])}")
    if name == "gitlab":
        return GitLab(Web(address, ("PRIVATE-TOKEN", token), clock), repository)
    if name == "gitea":
        place = Forgejo if env.get("FORGEJO_ACTIONS") == "true" else Gitea
        return place(Web(address, ("Authorization", f"token {token}"), clock, size="limit=50"), repository)
    return GitHubActions(Web(address, ("Authorization", f"Bearer {token}"), clock), repository)
