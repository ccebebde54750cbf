"""What a word without quotes means in YAML, where every parser takes it for the same."""

import re
from enum import Enum
from typing import Any, Final

KEY: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}\Z", re.ASCII)
_INTEGER: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z", re.ASCII)
_DECIMAL: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,14})\.[0-9]{1,15}\Z", re.ASCII)
# What YAML 1.1 or 1.2 takes for a number, in a form the two read differently or that people misread.
_ODD_NUMBER: Final = re.compile(
    r"[-+]?(?:[0-9][0-9_]*|0[xob][0-9A-Fa-f_]+|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|[0-9][0-9_]*\.[0-9_]*(?:[eE][-+]?[0-9]+)?|[0-9][0-9_]*[eE][-+]?[0-9]+|\.[0-9][0-9_]*(?:[eE][-+]?[0-9]+)?"
    r"|\.(?:inf|Inf|INF|nan|NaN|NAN))\Z",
    re.ASCII,
)
WORDS: Final[dict[str, Any]] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
ODD_WORDS: Final = frozenset({"yes", "no", "on", "off", "y", "n"})
_ODD_SIGNS: Final = frozenset({"=", "<<"})
_FIRST: Final = frozenset("0123456789+-.~=<yYnNtTfFoO")
KNOWN: Final[dict[str, str]] = {}
"""Plain keys that were looked at and found right: a catalogue has few, and each thousands of times, kept once."""
MOST_KNOWN: Final = 1000


class Odd(Enum):
    """Parsers differ in what a word means."""

    ODD = "odd"


def meaning(word: str) -> Any:  # noqa: ANN401  # the word's own type
    """Tell what a word without quotes means; `Odd.ODD` where parsers differ."""
    if word[:1] not in _FIRST and word:
        return word
    if word in WORDS:
        return WORDS[word]
    if _INTEGER.match(word):
        return int(word)
    if _DECIMAL.match(word):
        return float(word)
    if word.lower() in ODD_WORDS or word in _ODD_SIGNS or _ODD_NUMBER.match(word):
        return Odd.ODD
    return word
