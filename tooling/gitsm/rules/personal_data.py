"""Articles hold no personal data.

Articles are read widely and git forgets nothing. Addresses of roles are fine where a team, supplier or customer
states them as its contact.

Bad:

```yaml
kind: knowledge_article
id: kb-sold-out
title: Booking shows sold out
type: how_to
confidence: validated
audience: internal
governance: experience_based
applies_to: [ci_class:server]
owner: desk
reviewed_at: 2026-01-10
issue: Ask kari.nordmann@mail.example about it.
resolution: Clear the cache.
```

Good:

```yaml
kind: knowledge_article
id: kb-sold-out
title: Booking shows sold out
type: how_to
confidence: validated
audience: internal
governance: experience_based
applies_to: [ci_class:server]
owner: desk
reviewed_at: 2026-01-10
issue: Ask the desk about it.
resolution: Clear the cache.
```
"""

import re
from collections.abc import Iterator
from typing import Final

from gitsm.diagnostics import Severity
from gitsm.rules.world import Found, World
from gitsm.snapshot import Entry
from gitsm_schemas.knowledge import KnowledgeArticle
from gitsm_schemas.organisation import Customer, Supplier, Team

SEVERITY = Severity.WARNING
KINDS = ("knowledge_article",)
REACH = "neighbours"


_MAIL: Final = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_PHONE: Final = re.compile(r"(?<![\w.])(?:\+|00)[1-9][0-9 ()-]{7,20}[0-9](?![\w.])")
_IBAN: Final = re.compile(r"(?<!\w)[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?!\w)")
_CARD: Final = re.compile(r"(?<![\w-])(?:[0-9][ -]?){13,19}(?![\w-])")


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Find mail addresses and telephone numbers of no role, account and card numbers."""
    assert isinstance(entry.record, KnowledgeArticle)
    for name in ("title", "issue", "environment", "resolution", "cause"):
        for what, text in _personal(getattr(entry.record, name) or ""):
            if text.replace(" ", "").casefold() not in _roles(world):
                yield Found(f"/{name}", f"the text holds {what}", "name the role or team instead")


def _personal(text: str) -> Iterator[tuple[str, str]]:
    for what, pattern in (("a mail address", _MAIL), ("a telephone number", _PHONE), ("an account number", _IBAN)):
        for match in pattern.finditer(text):
            if what != "an account number" or _is_iban(match[0].replace(" ", "")):
                yield what, match[0]
    for match in _CARD.finditer(text):
        if _is_card([int(char) for char in match[0] if char.isdigit()]):
            yield "a card number", match[0]


def _is_iban(text: str) -> bool:
    """Check an account number by ISO 13616: modulo 97 leaves 1."""
    turned = text[4:] + text[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def _is_card(digits: list[int]) -> bool:
    """Check a card number by ISO/IEC 7812, Luhn's algorithm."""
    doubled = [digit if index % 2 == 0 else sum(divmod(digit * 2, 10)) for index, digit in enumerate(reversed(digits))]
    return sum(doubled) % 10 == 0


def _roles(world: World) -> set[str]:
    found: set[str] = set()
    for kind in ("team", "supplier", "customer"):
        for entry in world.snapshot.of_kind(kind):
            contact = entry.record.contact if isinstance(entry.record, Team | Supplier | Customer) else None
            if contact:
                found |= {text.replace(" ", "").casefold() for text in (contact.mail, contact.phone) if text}
    return found
