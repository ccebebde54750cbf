"""What git's history tells of articles: who wrote them, and when what they are about was last edited."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from mmap import mmap
from typing import Final
from zlib import crc32

from gitsm.diff.compare import Edit, compare
from gitsm.errors import GitFailedError
from gitsm.load.cache import file_for, recall, remember
from gitsm.load.records import parse
from gitsm.operations.knowledge import Told
from gitsm.snapshot import Entry, Snapshot
from gitsm.sources.repository import Repository
from gitsm.sources.trails import Step, Trail, trails
from gitsm_schemas.knowledge import KnowledgeArticle

MOST_SUBJECTS: Final = 5000
"""So many things that articles are about are looked at."""
MOST_EDITS: Final = 5000
"""So many edits of them are read, the newest of each first."""
_NOREPLY: Final = re.compile(r"(?:[0-9]+\+)?(?P<handle>[A-Za-z0-9-]+)@users\.noreply\.")
_ABOUT: Final = ("ci:", "service:", "service_offering:")


def told(repository: Repository, snapshot: Snapshot, start: Sequence[str]) -> Told:
    """Ask history about every article in use, and about what the articles are about.

    A person is known by the handle of their mail address: what stands before the @, or the name in a forge's own. Where
    a clone is cut off, or an article's beginning is not found, nothing is said of who wrote it.

    Args:
        repository: where the catalogue is.
        snapshot: its records.
        start: the commits history is read back from, hex.
    """
    found = [(entry, one) for entry, one in snapshot.records(KnowledgeArticle) if one.confidence != "archived"]
    if not found:
        return Told()
    asked = _Asked(repository, tuple(found), snapshot, tuple(start))
    kept = file_for("told", asked.name)
    known = _recalled(recall(kept))
    if known is None:
        known = Told(dict(asked.authors()), dict(asked.altered()))
        remember(kept, [_written(known)])
    return known


@dataclass(frozen=True)
class _Asked:
    """A question to history, and what is read to answer it."""

    repository: Repository
    articles: tuple[tuple[Entry, KnowledgeArticle], ...]
    snapshot: Snapshot
    start: tuple[str, ...]

    @cached_property
    def subjects(self) -> dict[str, Entry]:
        """What the articles are about, by reference."""
        refs = sorted({ref for _, one in self.articles for ref in one.applies_to if ref.startswith(_ABOUT)})
        return {ref: entry for ref in refs[:MOST_SUBJECTS] if (entry := self.snapshot.get(ref)) is not None}

    @property
    def name(self) -> str:
        """Everything an answer hangs on besides this very program."""
        cut = sorted(self.repository.boundary())
        articles = [[entry.ref, entry.path, str(one.reviewed_at), one.applies_to] for entry, one in self.articles]
        names = {path: sorted(stems) for path, stems in self._wanted.items()}
        about = {ref: entry.path for ref, entry in self.subjects.items()}
        return json.dumps([self.repository.repo.git_dir, self.start, cut, articles, about, names])

    @cached_property
    def _wanted(self) -> dict[str, set[str]]:
        entries = [*(entry for entry, _ in self.articles), *self.subjects.values()]
        return {entry.path: {entry.id, *_former(entry)} for entry in entries}

    @cached_property
    def _trails(self) -> Mapping[str, Trail]:
        return trails(self.repository, self._wanted, self.start)

    def authors(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Tell who wrote each article, where all of them are known."""
        for entry, _ in self.articles:
            trail = self._trails.get(entry.path)
            if trail is not None and trail.whole:
                yield entry.ref, frozenset(_handle(mail) for step in trail.steps for mail in step.mails)

    def altered(self) -> Iterator[tuple[str, tuple[tuple[str, date], ...]]]:
        """Tell what of each article's subjects was altered after its review, and on what day last."""
        edits = _Edits(self._contents)
        for entry, article in self.articles:
            found = []
            for ref in article.applies_to:
                about = self.subjects.get(ref)
                for step in self._since(about, article.reviewed_at) if about else ():
                    # An edit that came with a review is what was reviewed, whenever the two were merged.
                    if edits.operational(step, about) and not self._reviewed_with(entry, step, edits):
                        found.append((ref, step.day))
                        break
            if found:
                yield entry.ref, tuple(found)

    def _since(self, entry: Entry, day: date) -> Iterator[Step]:
        """List the edits of a record after a day, newest first; what was recorded later may have run long before."""
        trail = self._trails.get(entry.path)
        return (step for step in trail.steps if step.day > day and step.before and step.after) if trail else iter(())

    def _reviewed_with(self, article: Entry, step: Step, edits: "_Edits") -> bool:
        trail = self._trails.get(article.path)
        same = [one for one in trail.steps if one.commit == step.commit] if trail else []
        return any(one.before is None or edits.touches(one, "/reviewed_at") for one in same)

    @cached_property
    def _contents(self) -> Mapping[str, bytes]:
        """Read what edits made of the subjects since the oldest review, and of the articles that came with them."""
        since = min(article.reviewed_at for _, article in self.articles)
        steps = [step for about in self.subjects.values() for step in self._since(about, since)]
        steps = sorted(steps, key=lambda step: step.day, reverse=True)[:MOST_EDITS]
        commits = {step.commit for step in steps}
        for entry, _ in self.articles:
            trail = self._trails.get(entry.path)
            steps += [step for step in trail.steps if step.commit in commits] if trail else []
        return _read(self.repository, {oid for step in steps for oid in (step.before, step.after) if oid})


class _Edits:
    """What steps altered in records, each looked at once."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self._contents = contents
        self._known: dict[tuple[str | None, str | None], Edit | None] = {}

    def operational(self, step: Step, entry: Entry | None) -> bool:
        """Tell whether a step altered what matters for what runs, of a record or of what it was called before."""
        edit = self._edit(step)
        if edit is None or entry is None:
            return False
        kind, _, name = edit.ref.partition(":")
        return kind == entry.kind and name in {entry.id, *_former(entry)} and edit.operational

    def touches(self, step: Step, pointer: str) -> bool:
        """Tell whether a step altered a field."""
        edit = self._edit(step)
        return edit is not None and any(field.pointer == pointer for field in edit.fields)

    def _edit(self, step: Step) -> Edit | None:
        pair = (step.before, step.after)
        if pair not in self._known:
            self._known[pair] = self._compared(*pair)
        return self._known[pair]

    def _compared(self, before: str | None, after: str | None) -> Edit | None:
        sides = []
        for oid in (before, after):
            content = self._contents.get(oid or "")
            if content is None:
                return None
            entry, _ = parse("record.yaml", oid or "", content)
            sides.append(Snapshot.of([entry] if entry else []))
        return next((edit for edit in compare(*sides) if edit.action == "modified"), None)


def _read(repository: Repository, oids: Iterable[str]) -> Mapping[str, bytes]:
    """Read what stood in files; a clone may lack old content, and then nothing is known of any."""
    try:
        return dict(repository.repo.contents(sorted(oids)))
    except GitFailedError:
        return {}


def _former(entry: Entry) -> Iterator[str]:
    moved = (entry.data or {}).get("moved")
    was = moved.get("from") if isinstance(moved, Mapping) else None
    if isinstance(was, str):
        yield was


def _handle(mail: str) -> str:
    match = _NOREPLY.match(mail)
    return (match["handle"] if match else mail.partition("@")[0]).casefold()


def _written(known: Told) -> bytes:
    altered = {ref: [[of, str(day)] for of, day in found] for ref, found in known.altered.items()}
    text = json.dumps([{ref: sorted(names) for ref, names in known.authors.items()}, altered]).encode()
    return b"%08x\n" % crc32(text) + text


def _recalled(content: mmap | None) -> Told | None:
    if content is None:
        return None
    check, _, text = bytes(content).partition(b"\n")
    if check != b"%08x" % crc32(text):
        return None
    authors, altered = json.loads(text)
    return Told(
        {ref: frozenset(names) for ref, names in authors.items()},
        {ref: tuple((of, date.fromisoformat(day)) for of, day in found) for ref, found in altered.items()},
    )
