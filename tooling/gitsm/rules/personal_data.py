"""An article holds no personal data.

Articles are copied, searched and shown to customers, and git keeps every version for ever. Mail addresses and
telephone numbers are looked for (those that a team, supplier or customer gives as its contact are roles, not
persons), bank account and card numbers with a valid checksum, and national identity numbers of the Nordic countries
and the United States. What is found is not repeated in full.

Bad:

```yaml
kind: knowledge_article
id: kb-sold-out
title: Sold out sailings
type: how_to
confidence: not_validated
audience: internal
governance: experience_based
applies_to: [ci_class:application]
owner: desk
reviewed_at: 2026-09-14
issue: A sailing shows as sold out.
resolution: Write to kari.nordmann@post.example, she clears the cache.
```

Good:

```yaml
kind: knowledge_article
id: kb-sold-out
title: Sold out sailings
type: how_to
confidence: not_validated
audience: internal
governance: experience_based
applies_to: [ci_class:application]
owner: desk
reviewed_at: 2026-09-14
issue: A sailing shows as sold out.
resolution: Write to desk@tern-ferries.example, they clear the cache.
```
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Final, NamedTuple

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.knowledge import KnowledgeArticle

SEVERITY = Severity.WARNING
KINDS = ("knowledge_article",)
REACH = "closure"
_TEXTS: Final = ("title", "description", "issue", "environment", "resolution", "cause")
_NATIONAL_LENGTH: Final = 11


MOST_FOUND: Final = 50
"""In one text; what follows is left out: an article with more is a list of people, which is said by then."""


class _Sort(NamedTuple):
    """One sort of personal data: what it looks like, and whether it is what it looks like."""

    name: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool]


def suspects(world: World) -> Iterator[str]:
    """List the articles with an @ or four digits near each other."""
    for entry, article in world.snapshot.records(KnowledgeArticle):
        if any(_WORTH_A_LOOK.search(text) for name in _TEXTS if (text := getattr(article, name))):
            yield entry.ref


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report each piece of personal data once for each text."""
    for name in _TEXTS:
        text = getattr(entry.record, name, None)
        if not text or not _WORTH_A_LOOK.search(text):
            continue
        taken: list[range] = []
        for sort in _SORTS:
            for match in sort.pattern.finditer(text):
                span = range(*match.span())
                # A card number is no telephone number as well: the first sort that holds has it.
                if any(span.start < other.stop and other.start < span.stop for other in taken):
                    continue
                if sort.holds(match[0]) and not _is_role(match[0], world):
                    taken.append(span)
                    if len(taken) > MOST_FOUND:
                        return
                    line = text.count("\n", 0, match.start()) + 1
                    where = f" on its line {line}" if "\n" in text.rstrip("\n") else ""
                    yield Found(
                        f"/{name}",
                        f"{name} holds {sort.name}{where}: {_masked(match[0])}",
                        "remove it; write a role address that is a team's contact, or what to look up where",
                    )


def _is_role(text: str, world: World) -> bool:
    return _plain(text) in world.contacts


def _plain(text: str) -> str:
    return text.casefold() if "@" in text else re.sub(r"[^0-9]", "", text).removeprefix("00")


def _masked(text: str) -> str:
    name, at, domain = text.partition("@")
    return f"{name[0]}…@{domain}" if at else f"{text[:2]}…{text[-2:]}"


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


_WORTH_A_LOOK: Final = re.compile(r"@|[0-9](?:[0-9 +()./-]{0,3}[0-9]){3}|[A-Z]{2}[0-9]{2}")
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
