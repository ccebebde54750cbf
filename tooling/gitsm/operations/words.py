"""The words of a text as a search compares them: in lower case, without accents, by their stem."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Final

import snowballstemmer

_TOKEN: Final = re.compile(r"[^\W_]+")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LONGEST: Final = 40
"""What is longer is no word: a hash, a key, a line of noise."""
SYNONYMS: Final = {
    "login": ("log in", "log on", "logon", "sign in", "sign on", "signin"),
    "mail": ("email", "e mail"),
    "wifi": ("wi fi", "wlan"),
    "laptop": ("notebook",),
    "phone": ("telephone", "smartphone"),
    "certificate": ("cert", "certs"),
    "database": ("db",),
    "password": ("pw", "pwd", "passphrase"),
    "kubernetes": ("k8s",),
    "mfa": ("2fa", "second factor", "two factor"),
}
"""By the word that is kept, others that users say for it; one or two words each."""
_SAME: Final = {tuple(said.split()): kept for kept, others in SYNONYMS.items() for said in others}


def stems(text: str, language: str = "english") -> Iterator[tuple[str, str]]:
    """Go through the words of a text.

    A name in camel case also gives its parts, so that `DiskFull` is found by "disk".

    Args:
        text: plain text or Markdown.
        language: the stemmer's, in English: english, norwegian, german.

    Yields:
        The stem of each word, and the word as it was written.
    """
    stem = _stemmer(language)
    for word, plain in _kept([(match[0], _folded(match[0])) for match in _TOKEN.finditer(text)]):
        if len(plain) <= _LONGEST:
            yield stem(plain), word
        humps = _HUMP.split(word)
        if len(humps) > 1:
            yield from ((stem(_folded(part)), part) for part in humps if len(part) <= _LONGEST)


def _kept(words: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Put the word that is kept in the place of its synonyms."""
    skip = False
    for (word, plain), (after, next_plain) in pairwise([*words, ("", "")]):
        both = _SAME.get((plain, next_plain))
        if skip:
            skip = False
        elif both:
            yield f"{word} {after}", both
            skip = True
        else:
            yield word, _SAME.get((plain,), plain)


def _folded(word: str) -> str:
    low = word.casefold()
    if low.isascii():
        return low
    return "".join(char for char in unicodedata.normalize("NFKD", low) if not unicodedata.combining(char))


class _Stemmer:
    """A stemmer that remembers: texts repeat their words, and stemming is slow."""

    def __init__(self, language: str) -> None:
        self._stemmer = snowballstemmer.stemmer(language)
        self._known: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._stemmer.stemWord(word)
        return found


@cache
def _stemmer(language: str) -> _Stemmer:
    return _Stemmer(language)
