"""The graph as it stood at other times, from git."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from gitsm.graph.estate import Estate, Memory
from gitsm.graph.wiring import Wiring
from gitsm.inquiry.standing import keep, laid_over, remembered
from gitsm.load.records import load
from gitsm.service_level.spells import History
from gitsm.sources.differences import between
from gitsm.sources.repository import Commit, Repository
from gitsm.sources.revision import revision
from gitsm_schemas.operations import Outage


def history(repository: Repository, start: str, outages: Iterable[Outage], now: datetime) -> History | None:
    """Find the graph of every time in which something was down.

    Args:
        repository: where the commits are.
        start: the commit whose line is followed back, hex.
        outages: when something was down.
        now: until when an outage that still lasts has lasted.

    Returns:
        The graphs of the commits that were the newest of the first-parent line then; None where nothing was down.
    """
    line = sorted(repository.log(start), key=lambda commit: commit.at)
    wanted = list(dict.fromkeys(commit for one in outages for commit in _during(line, one.start, one.end or now)))
    if not wanted:
        return None
    newest = line[-1]
    base = _estate(repository, newest.tree)
    trees: dict[str, Wiring] = {newest.tree: Wiring(base)}
    for commit in wanted:
        if commit.tree not in trees:
            trees[commit.tree] = Wiring(_beside(repository, base, newest.tree, commit.tree))
    return History.of(*((commit.at, trees[commit.tree]) for commit in (*wanted, newest)))


def _during(line: list[Commit], start: datetime, end: datetime) -> Iterator[Commit]:
    """List the commits that held in a time: the last one before it, and those in it."""
    before = [commit for commit in line if commit.at <= start]
    yield from before[-1:] or line[:1]
    yield from (commit for commit in line if start < commit.at < end)


def _beside(repository: Repository, base: Estate, tree: str, other: str) -> Estate:
    """Look at a tree by what differs from one that is known; whole, where that is not enough."""
    found = between(repository.repo, tree, other, repository.prefix)
    compared = None if found is None else laid_over(base, found)
    return compared.after if compared else _estate(repository, other)


def _estate(repository: Repository, tree: str) -> Estate:
    known = remembered(tree, repository.prefix)
    if known is not None:
        return known
    snapshot = load(revision(repository.repo, tree, tree, repository.prefix)).snapshot
    return keep(snapshot, tree, repository.prefix) or Memory.of(snapshot)
