"""What history knows that no record says: when a change was begun, and what was altered behind an article's back."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from gitsm.diff.compare import compare
from gitsm.improvement.metrics import History
from gitsm.load.records import parse
from gitsm.snapshot import Entry, Snapshot
from gitsm.sources.firsts import first_commits, main_line
from gitsm.sources.plumbing import OID
from gitsm.sources.repository import Commit, Repository
from gitsm_schemas.changes import Change
from gitsm_schemas.knowledge import KnowledgeArticle


def history(repository: Repository, snapshot: Snapshot, start: str) -> History:
    """Read what figures ask of history.

    Args:
        repository: whose history it is.
        snapshot: the records as they are.
        start: the commit that history is read back from, hex.
    """
    added = first_commits(repository, "changes", start)
    begun = {entry.ref: added[entry.path] for entry, _ in snapshot.records(Change) if entry.path in added}
    return History(begun, _altered(repository, snapshot, start))


def _altered(repository: Repository, snapshot: Snapshot, start: str) -> dict[str, tuple[str, ...]]:
    """List by article what it is about and was altered, in what matters, after somebody last checked the article."""
    line = main_line(repository, start)
    asked: list[tuple[str, Entry, str]] = []
    for entry, article in snapshot.records(KnowledgeArticle):
        commit = _at(line, article.reviewed_at)
        if article.confidence == "archived" or commit is None:
            continue
        about = (snapshot.get(ref) for ref in article.applies_to)
        asked += [
            (entry.ref, one, f"{commit.oid}:{repository.prefix}{one.path}") for one in about if one and one.kind == "ci"
        ]
    found: dict[str, list[str]] = {}
    for (article_ref, now, _), then in zip(asked, _contents(repository, [name for *_, name in asked]), strict=True):
        if then is None or _differs(now, then):
            found.setdefault(article_ref, []).append(now.ref)
    return {ref: tuple(sorted(refs)) for ref, refs in found.items()}


def _at(line: tuple[Commit, ...], day: date) -> Commit | None:
    """Find the last commit of a day, in UTC; None where history begins after it."""
    after = datetime.combine(day + timedelta(days=1), datetime.min.time())
    return next((commit for commit in line if commit.at.replace(tzinfo=None) - _offset(commit) < after), None)


def _offset(commit: Commit) -> timedelta:
    return commit.at.utcoffset() or timedelta()


def _contents(repository: Repository, names: list[str]) -> Iterator[bytes | None]:
    """Read files by commit and path, in the order given; None where a commit has none."""
    asked = "".join(f"{name}\n" for name in names).encode()
    output = repository.repo.git("cat-file", "--batch-check=%(objectname)", stdin=asked) if names else b""
    oids = [text if OID.match(text) else None for text in output.decode("utf-8", "replace").splitlines()]
    contents = dict(repository.repo.contents(dict.fromkeys(oid for oid in oids if oid)))
    yield from (contents[oid] if oid else None for oid in oids)


def _differs(now: Entry, then: bytes) -> bool:
    before, _ = parse(now.path, "", then)
    old = Snapshot.of([before] if before is not None else [])
    return any(edit.operational for edit in compare(old, Snapshot.of([now])))
