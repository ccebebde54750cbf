"""Findings for GitHub's code scanning: written anew from what was read, so that no file of a stranger is handed on."""

import gzip
from typing import Final

from gitsm.errors import ForgeRefusedError, GitsmError
from gitsm.forge.actions import GitHubActions
from gitsm.forge.posted import Posted, why
from gitsm.forge.results import Result
from gitsm.render.findings.sarif import MOST_RESULTS, render

MOST_PACKED: Final = 10_000_000
"""Bytes of SARIF that GitHub takes, packed by gzip."""
_OFF: Final = frozenset({403, 404})
"""What GitHub answers where code scanning is not switched on, or the token may not write there."""


def scanned(forge: GitHubActions, commit: str, ref: str, result: Result) -> Posted:
    """Hand the findings of a result to code scanning; nothing that the forge does raises.

    Args:
        forge: where.
        commit: what was judged, as GitHub says, hex.
        ref: the branch or the pull request it is the head of.
        result: what was found; one of another commit is not handed on.
    """
    if result.found is None or result.about.head != commit:
        return Posted("code scanning", "none", "the job left no findings on this commit")
    try:
        forge.scanned(commit, ref, sarif(result))
    except ForgeRefusedError as error:
        return Posted("code scanning", "off" if error.status in _OFF else "none", why(error))
    except GitsmError as error:
        return Posted("code scanning", "none", why(error))
    return Posted("code scanning", "created")


def sarif(result: Result, most: int = MOST_PACKED) -> str:
    """Write the findings of a result as SARIF, the worst first and so many that GitHub takes them."""
    assert result.found is not None
    count = min(MOST_RESULTS, len(result.found.findings))
    while True:
        text = render(result.found.report(count))
        if count == 0 or len(gzip.compress(text.encode(), mtime=0)) <= most:
            return text
        count //= 2
