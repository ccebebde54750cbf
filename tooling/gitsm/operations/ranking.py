"""Texts ranked by the words they share with a question: Okapi BM25 (Robertson and Zaragoza 2009)."""

from collections.abc import Mapping, Sequence
from typing import Final

import bm25s
from bm25s.stopwords import STOPWORDS_EN_PLUS

TOLD_BY_DIRECTION: Final = frozenset({"down", "off", "out", "up", "over", "under"})
"""Little words that say what is wrong: a service is down, a disk runs out."""
SILENT: Final = frozenset(STOPWORDS_EN_PLUS) - TOLD_BY_DIRECTION
"""Words that say nothing of what a text is about."""
_DIGITS: Final = 6


class Ranking:
    """Texts, made ready to be compared.

    Args:
        texts: by name, the words of each text; a word counts as often as it stands there.
    """

    def __init__(self, texts: Mapping[str, Sequence[str]]) -> None:
        self._names = [name for name, words in texts.items() if words]
        self._index = bm25s.BM25(k1=1.2, b=0.75)
        if self._names:
            self._index.index([list(texts[name]) for name in self._names], show_progress=False)

    def scores(self, words: Sequence[str]) -> dict[str, float]:
        """Score the texts that share a word with the question, rounded so that machines agree."""
        known = [word for word in words if self._names and word in self._index.vocab_dict]
        if not known:
            return {}
        found = self._index.get_scores(known)
        return {name: round(float(score), _DIGITS) for name, score in zip(self._names, found, strict=True) if score > 0}
