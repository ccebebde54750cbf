"""A validated article was reviewed by somebody else than who wrote it.

Whoever wrote something reads what they meant. Git tells who wrote an article: a reviewer who is its only author is no
second person. People are known by the part of their mail address before the `@`, or by the handle in a forge's own;
co-authors that a commit names count. Nothing is said where git does not have the whole history of an article: in a
shallow clone, outside of git, before it is committed.

```console
$ git log --format=%ae -- catalog/kb-sold-out.yaml
jonas-b@tern-ferries.example
$ gitsm check
catalog/kb-sold-out.yaml:12:1: warning[article-second-person] jonas-b reviewed knowledge_article:kb-sold-out
  and is the only one who wrote it
```

Let somebody else review it and write their name, or set `confidence` to `not_validated`.
"""

from collections.abc import Iterable, Iterator

from gitsm.diagnostics import Severity
from gitsm.rules.finding import Found
from gitsm.rules.world import World
from gitsm.snapshot import Entry
from gitsm_schemas.knowledge import KnowledgeArticle

SEVERITY = Severity.WARNING
KINDS = ("knowledge_article",)
REACH = "history"


def check(entry: Entry, world: World) -> Iterator[Found]:
    """Report a validated article whose reviewer is its only author."""
    article = entry.record
    assert isinstance(article, KnowledgeArticle)
    alone = world.told.alone(article) if world.told and article.confidence == "validated" else None
    if alone is not None:
        yield Found(
            "/reviewed_by",
            f"{alone} reviewed {entry.ref} and is the only one who wrote it",
            "let somebody else review it, or set confidence to not_validated",
        )


def suspects(world: World) -> Iterable[str]:
    """Name the articles whose authors are known."""
    return world.told.authors if world.told else ()
