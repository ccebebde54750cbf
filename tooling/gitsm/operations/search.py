"""What fits a text in a user's words: articles, known errors and things that may be requested."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from gitsm.operations.ranking import SILENT, Ranking
from gitsm.operations.words import stems
from gitsm.snapshot import Entry, Snapshot
from gitsm_schemas.catalogue import RequestOffering, Service, ServiceOffering
from gitsm_schemas.configuration import Ci
from gitsm_schemas.knowledge import KnowledgeArticle
from gitsm_schemas.operations import Problem

ARTICLE, KNOWN_ERROR, REQUEST = "article", "known error", "request"
MOST_CHARACTERS: Final = 20_000
"""Of a question; what follows says nothing that its beginning did not."""
_WEIGHTS: Final = {"title": 3, "aliases": 3, "tags": 2, "issue": 2, "about": 1, "text": 1}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something fits: words of the question that stand in one of its parts."""

    part: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that fits.

    Attributes:
        ref: the record.
        sort: article, known error or request.
        title: what people call it.
        score: the higher, the better; comparable within one answer only.
        reasons: why, the weightiest part first.
    """

    ref: str
    sort: str
    title: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """What is searched of a record: by part, its words by their stem."""

    sort: str
    title: str
    parts: Mapping[str, tuple[str, ...]]

    @property
    def words(self) -> tuple[str, ...]:
        """Every word, as often as its part weighs."""
        return tuple(word for part, words in self.parts.items() for word in words * _WEIGHTS[part])


class Library:
    """What a catalogue knows, made ready to be asked.

    Args:
        snapshot: the records; archived articles, closed problems and retired offers are left out.
        language: what its texts are written in, as a stemmer calls it.
    """

    def __init__(self, snapshot: Snapshot, language: str = "english") -> None:
        self._language = language
        self._texts = {ref: self._read(*told) for ref, told in _told(snapshot)}
        self._ranking = Ranking({ref: text.words for ref, text in self._texts.items()})

    def suggest(self, question: str, most: int = 10) -> tuple[Suggestion, ...]:
        """Rank what fits a question, the best first.

        Args:
            question: a text in a user's words.
            most: how many are wanted.
        """
        asked = dict(self._words(question[:MOST_CHARACTERS]))
        scores = self._ranking.scores(tuple(asked))
        best = sorted(scores, key=lambda ref: (-scores[ref], ref))[:most]
        return tuple(
            Suggestion(ref, text.sort, text.title, scores[ref], tuple(_reasons(text, asked)))
            for ref in best
            for text in [self._texts[ref]]
        )

    def _read(self, sort: str, title: str, parts: Mapping[str, Iterable[str | None]]) -> _Text:
        read = {
            part: tuple(stem for text in texts if text for stem, _ in self._words(text))
            for part, texts in parts.items()
        }
        return _Text(sort, title, read)

    def _words(self, text: str) -> Iterator[tuple[str, str]]:
        return ((stem, word) for stem, word in stems(text, self._language) if word.casefold() not in SILENT)


def _reasons(text: _Text, asked: Mapping[str, str]) -> Iterator[Reason]:
    for part, words in text.parts.items():
        there = set(words)
        shared = tuple(word for stem, word in asked.items() if stem in there)
        if shared:
            yield Reason(part, shared)


_Told = tuple[str, str, Mapping[str, Iterable[str | None]]]


def _told(snapshot: Snapshot) -> Iterator[tuple[str, _Told]]:
    for entry, article in snapshot.records(KnowledgeArticle):
        if article.confidence != "archived":
            yield entry.ref, _article(entry, article, snapshot)
    for entry, problem in snapshot.records(Problem):
        if problem.is_known_error:
            yield entry.ref, _problem(entry, problem, snapshot)
    for entry, request in snapshot.records(RequestOffering):
        offering = snapshot.record(request.offering)
        if not isinstance(offering, ServiceOffering) or offering.phase == "catalog":
            yield entry.ref, _request(entry, request, snapshot)


def _article(entry: Entry, article: KnowledgeArticle, snapshot: Snapshot) -> _Told:
    parts = {
        "title": (article.title,),
        "aliases": article.aliases,
        "tags": article.tags,
        "issue": (article.issue,),
        "about": (*_called(article.applies_to, snapshot), entry.id),
        "text": (article.description, article.environment, article.cause, article.resolution),
    }
    return ARTICLE, article.title, parts


def _problem(entry: Entry, problem: Problem, snapshot: Snapshot) -> _Told:
    parts = {
        "title": (problem.statement,),
        "aliases": problem.aliases,
        "tags": problem.tags,
        "issue": (problem.symptom,),
        "about": (*_called((*problem.services, *problem.cis), snapshot), entry.id),
        "text": (problem.description, problem.cause, problem.workaround),
    }
    return KNOWN_ERROR, problem.statement, parts


def _request(entry: Entry, request: RequestOffering, snapshot: Snapshot) -> _Told:
    title = request.name or entry.id
    parts = {
        "title": (title,),
        "aliases": request.aliases,
        "tags": request.tags,
        "issue": (request.description,),
        "about": (*_called((request.offering,), snapshot), entry.id),
        "text": tuple(f"{one.label} {one.help or ''}" for one in request.fields),
    }
    return REQUEST, title, parts


def _called(refs: Iterable[str], snapshot: Snapshot) -> Iterator[str]:
    """List what people call some records."""
    for ref in refs:
        yield ref.partition(":")[2]
        record = snapshot.record(ref)
        if isinstance(record, Service | ServiceOffering | Ci):
            yield record.name
        if record is not None:
            yield from record.aliases
