"""Personal data in a text: found by what it looks like, and by its check digits where it has some."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from gitsm.snapshot import Snapshot

_NATIONAL_LENGTH: Final = 11


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of personal data: where it stands, and what sort it is, with its article."""

    start: int
    end: int
    text: str
    sort: str


class _Sort(NamedTuple):
    """One sort of personal data: what it looks like, and whether it is what it looks like."""

    name: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool]


def pieces(text: str) -> Iterator[Piece]:
    """Find personal data, sort by sort; a card number is no telephone number as well."""
    taken: list[range] = []
    for sort in _SORTS:
        for match in sort.pattern.finditer(text):
            start, end = match.span()
            # The first sort that holds has it.
            if any(start < other.stop and other.start < end for other in taken):
                continue
            if sort.holds(match[0]):
                taken.append(range(start, end))
                yield Piece(start, end, match[0], sort.name)


def redacted(text: str, roles: Collection[str] = ()) -> tuple[str, tuple[str, ...]]:
    """Replace personal data by what it was.

    Args:
        text: what somebody wrote.
        roles: addresses and numbers that are a role's, as `contacts` lists them; they stay.

    Returns:
        The text without it, and the sorts that were replaced, in their order.
    """
    found = sorted((piece for piece in pieces(text) if plain(piece.text) not in roles), key=lambda piece: piece.start)
    said, last = [], 0
    for piece in found:
        said += [text[last : piece.start], f"[{piece.sort}]"]
        last = piece.end
    return "".join([*said, text[last:]]), tuple(piece.sort for piece in found)


def plain(text: str) -> str:
    """Write an address or a number as `contacts` does: in lower case, or as bare digits."""
    return text.casefold() if "@" in text else re.sub(r"[^0-9]", "", text).removeprefix("00")


def contacts(snapshot: Snapshot) -> frozenset[str]:
    """List mail addresses in lower case and telephone numbers as digits that are given as a role's contact."""
    found: set[str] = set()
    for kind in ("team", "supplier", "customer", "service"):
        for entry in snapshot.of_kind(kind):
            support = getattr(entry.record, "support", None)
            contact = getattr(entry.record, "contact", None) or getattr(support, "contact", None)
            if contact is not None:
                found |= {(contact.mail or "").casefold(), plain(contact.phone or "")}
    return frozenset(found - {""})


def _digits(text: str) -> list[int]:
    return [int(char) for char in text if char in "0123456789"]


def luhn(text: str) -> bool:
    """Tell whether the last digit is right by ISO/IEC 7812-1, Annex B."""
    digits = _digits(text)
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def iban(text: str) -> bool:
    """Tell whether the check digits are right by ISO 13616: modulo 97."""
    compact = text.replace(" ", "")
    moved = compact[4:] + compact[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1


def norwegian(text: str) -> bool:
    """Tell whether both check digits of a Norwegian identity number are right: modulo 11."""
    digits = _digits(text)
    sums = (
        sum(a * b for a, b in zip(digits, weights, strict=False))
        for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1))
    )
    return len(digits) == _NATIONAL_LENGTH and len(set(digits)) > 1 and all(total % 11 == 0 for total in sums)


def _born(text: str, *, year_first: bool) -> bool:
    """Tell whether six digits are a day of a year."""
    digits = re.sub(r"[^0-9]", "", text)
    pairs = [int(digits[index : index + 2]) for index in (0, 2, 4)]
    year, month, day = pairs if year_first else reversed(pairs)
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True


def swedish(text: str) -> bool:
    """Tell whether a Swedish identity number holds a day and its check digit is right: Luhn."""
    return _born(text, year_first=True) and luhn(text)


def finnish(text: str) -> bool:
    """Tell whether the check character of a Finnish identity code is right: modulo 31."""
    number = int(text[:6] + text[7:10])
    return _born(text[:6], year_first=False) and text[10] == "0123456789ABCDEFHJKLMNPRSTUVWXY"[number % 31]


def _danish(text: str) -> bool:
    return _born(text[:6], year_first=False)


def _always(text: str) -> bool:  # noqa: ARG001  # the pattern says it all
    return True


# Each run is bounded, so a text of any length is searched in linear time.
_SORTS: Final = (
    _Sort(
        "a mail address",
        re.compile(r"(?<![\w.%+-])[A-Za-z0-9][\w.%+-]{0,63}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.){1,5}[A-Za-z]{2,24}\b"),
        _always,
    ),
    _Sort(
        "a bank account number (IBAN)",
        re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b"),
        iban,
    ),
    _Sort("a card number", re.compile(r"(?<![0-9+-])[2-6](?:[ -]?[0-9]){12,18}(?![0-9-])"), luhn),
    _Sort("a Norwegian identity number", re.compile(r"(?<![0-9])[0-9]{6} ?[0-9]{5}(?![0-9])"), norwegian),
    _Sort("a Swedish identity number", re.compile(r"(?<![0-9])[0-9]{6}[-+][0-9]{4}(?![0-9])"), swedish),
    _Sort("a Danish identity number", re.compile(r"(?<![0-9])[0-9]{6}-[0-9]{4}(?![0-9])"), _danish),
    _Sort("a Finnish identity code", re.compile(r"(?<![0-9])[0-9]{6}[-+A][0-9]{3}[0-9A-Y]\b"), finnish),
    _Sort(
        "a United States social security number",
        re.compile(r"(?<![0-9-])[0-8][0-9]{2}-[0-9]{2}-[0-9]{4}(?![0-9-])"),
        _always,
    ),
    _Sort(
        "a telephone number",
        re.compile(r"(?<![\w+.:-])(?:\+|00)[1-9][0-9]{0,2}[ ]?(?:\(0\)[ ]?)?[0-9](?:[ ./-]?[0-9]){5,11}(?![\w])"),
        _always,
    ),
)
