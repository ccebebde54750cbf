"""A text is rendered in a moment.

Texts are Markdown, and renderers of Markdown take seconds or minutes for a few kilobytes of brackets, tags or nested
lists. Such a text would hang the build of the portal after it was merged, so it is refused before.

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
issue: |
  A sailing shows as sold out. What we know of it is written down below in the order in which it came to us,
  with the names of those who told us left out, and with the times as the log of the booking application has
  them. Nobody has read the log of the web edge yet; whoever does is asked to add what it says about the hour
  before, and to keep the indentation of the list as it is, because a program reads it afterwards and gets
  lost otherwise. The list begins with what the passengers saw.

  - seen
                                                                                        - and heard
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
issue: |
  A sailing shows as sold out.

  - seen
    - and heard
```
"""

from collections.abc import Iterator
from typing import Final

from gitsm.diagnostics import Severity, pointer
from gitsm.rules.finding import Found
from gitsm.rules.renderable import HARMLESS, unrenderable
from gitsm.rules.world import World
from gitsm.snapshot import Entry

SEVERITY = Severity.ERROR
KINDS = ("*",)
REACH = "self"
FIXED = True
MOST_DEEP: Final = 6
"""No record has texts further inside."""


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report each text that would take too long."""
    del world
    if not _has_long(entry.data):  # nearly none has, and every record is asked
        return
    for place, text in _texts(entry.data, ()):
        reason = unrenderable(text)
        if reason is not None:
            yield Found(pointer(place), f"the text cannot be rendered: {reason}", "split it, or say it more plainly")


def _has_long(data: object) -> bool:
    pending = [data]
    for value in pending:  # grows meanwhile
        if isinstance(value, str):
            if len(value) > HARMLESS:
                return True
        elif isinstance(value, dict):
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return False


def _texts(value: object, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """List the texts of a record that are long enough to be slow."""
    if isinstance(value, str):
        if len(value) > HARMLESS:
            yield place, value
    elif len(place) < MOST_DEEP:
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, each in items:
            yield from _texts(each, (*place, key))
