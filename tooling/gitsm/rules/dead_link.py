"""A link in a text leads somewhere.

Texts of records are Markdown. A link in one leads to another record by its reference, or to a full address
(`https`, `http`, `mailto`, `tel`). Whoever publishes the text puts the page of the record in; a path or an anchor would
fit one place of the many where a text is shown. A link that leads nowhere is published as its words alone.

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
resolution: |
  Ask [the desk](team:dsek), and see [how to clear the cache](../cache.html).
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
resolution: |
  Ask [the desk](team:desk), and see [how to clear the cache](https://wiki.tern-ferries.example/cache).
```
"""

from collections.abc import Iterator

from gitsm.diagnostics import Severity, pointer
from gitsm.rules.finding import Found
from gitsm.rules.renderable import unrenderable
from gitsm.rules.world import World
from gitsm.rules.written_links import SCHEMES, links, outside, record_of, texts
from gitsm.snapshot import Entry

SEVERITY = Severity.WARNING
KINDS = ("*",)
REACH = "names"


def suspects(world: World) -> Iterator[str]:
    """List the records with a text that may have a link: most have one text, and no bracket in it."""
    for entry in world.snapshot:
        record = entry.record
        if record is not None and any("]" in text or "<a" in text.lower() for _, text in texts(record)):
            yield entry.ref


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report each link that leads nowhere, once in each text."""
    for place, text in texts(entry.record):
        if unrenderable(text) is None and not _from_a_form(entry, place):
            for link in dict.fromkeys(links(text)):
                found = _judged(link, world)
                if found is not None:
                    yield Found(pointer(place), *found, words=link)


def _from_a_form(entry: Entry, place: tuple[str | int, ...]) -> bool:
    """Tell whether whoever reported an incident typed a text into a form: it is shown as letters, and has no links."""
    return place == ("description",) and getattr(entry.record, "reported_by", None) is not None


def _judged(link: str, world: World) -> tuple[str, str] | None:
    ref = record_of(link)
    if ref is None:
        return None if outside(link) else _nowhere(link)
    kind, _, name = ref.partition(":")
    if ref in world.snapshot or (kind == "ci_class" and name in world.classes):
        return None
    moved, near = world.moved.get(ref), world.near(ref)
    hint = f"write a record {ref}, or take the link out"
    if moved:
        hint = f"it is called {moved[0].ref} now"
    elif near:
        hint = f"did you mean {' or '.join(near)}?"
    return f"the link leads nowhere: there is no {kind.replace('_', ' ')} {name}", hint


def _nowhere(link: str) -> tuple[str, str]:
    ways = f"link a record by its reference, such as service:booking, or a full address ({', '.join(sorted(SCHEMES))})"
    if not link:
        return "the link leads nowhere: it is empty", ways
    return f"the link leads nowhere: {link} is neither a record nor a full address", ways
