"""Knowledge: an overview, and a page for each article."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from gitsm.publish.facts import Facts
from gitsm.publish.pages import Find, Sheet
from gitsm.publish.pen import Pen, sheet, write
from gitsm.publish.places import page_of
from gitsm.publish.prose import plain
from gitsm.publish.site import Site

SECTION: Final = "articles.md"
_LEAD: Final = "How to do it, what to do when it breaks, and what is known to be wrong."
_AUDIENCES: Final = {"internal": "staff", "partner": "partners", "customer": "customers", "public": "everybody"}
SOON: Final = timedelta(days=30)

MOST_LETTERS: Final = 600
LONG: Final = 5
"""Shorter words say little."""


def pages(site: Site, facts: Facts) -> Iterator[Sheet]:
    """Write the pages of articles."""
    found = site.all("knowledge_article")
    if not found:
        return
    shown = [one for one in found if one.confidence != "archived"]
    rows = [(one, _about(site, one), _words(site, one)) for one in shown]
    body = write(
        site,
        SECTION,
        "articles.html",
        lead=_LEAD,
        rows=rows,
        types=sorted({one.type for one in shown}),
        services=sorted({ref for _, about, _ in rows for ref in about if ref.startswith("service:")}, key=site.name_of),
        overdue=[one for one in shown if one.valid_to and one.valid_to < site.today],
        soon=[one for one in shown if one.valid_to and site.today <= one.valid_to < site.today + SOON],
    )
    yield Sheet(SECTION, "Knowledge", body, None, SECTION, _LEAD, Find("overview", ("articles", "help"), _LEAD))
    for one in found:
        yield _article(site, facts, one)


def _about(site: Site, article: Any) -> tuple[str, ...]:  # an article
    """List what an article is about, and the services of the offerings it is about."""
    refs = list(article.applies_to)
    refs += [site.get(ref).service for ref in site.known(refs) if ref.startswith("service_offering:")]
    return site.known(dict.fromkeys(refs))


def _words(site: Site, article: Any) -> str:  # an article
    about = (site.name_of(ref) for ref in _about(site, article))
    return " ".join((article.title, article.issue, *article.aliases, *article.tags, *about)).casefold()


def _article(site: Site, facts: Facts, article: Any) -> Sheet:  # an article
    del facts
    pen = Pen(site, page_of(article.ref) or SECTION)
    ask = f"Article: {article.ref}\n\n"
    return sheet(
        site,
        article,
        "article.html",
        SECTION,
        rank=10 if article.confidence == "validated" else 0 if article.confidence == "archived" else 6,
        text=article.issue,
        found_by=_telling(article),
        team=site.get(article.owner),
        audience=_AUDIENCES[article.audience],
        warning=warning(site, article),
        replaced_by=[one.ref for one in site.naming(article.ref, "knowledge_article", "supersedes")],
        about=site.known(article.applies_to),
        related=[site.get(ref) for ref in site.known(article.related)],
        yes=pen.issue("feedback", f"Helpful: {article.title}", ask, article.ref),
        no=pen.issue("feedback", f"Not helpful: {article.title}", f"{ask}What was missing or wrong:\n", article.ref),
    )


def warning(site: Site, article: Any) -> str | None:  # an article
    """Say why an article is to be read with care; None where it is not."""
    if article.confidence == "archived":
        return "This article is archived: it is kept for the record and may be wrong."
    if article.valid_to and article.valid_to < site.today:
        return (
            f"This article was to be looked at again by {article.valid_to.day} {article.valid_to:%b %Y}, and was not."
        )
    if article.confidence == "work_in_progress":
        return "This article is being written."
    if article.confidence == "not_validated":
        return "Nobody but its author has checked this article yet."
    return None


def _telling(article: Any) -> tuple[str, ...]:
    """List the words of what helps, each once: people look for what they have heard of, too."""
    said = plain(" ".join(filter(None, (article.resolution, article.environment, article.cause))), MOST_LETTERS)
    words = (word.strip(".,;:!?()\"'") for word in said.lower().split())
    return tuple(dict.fromkeys(word for word in words if len(word) >= LONG))
