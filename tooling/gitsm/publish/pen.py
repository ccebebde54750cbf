"""What a template writes with: links, words, texts and pictures, as seen from one page."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from gitsm.publish import rows, words
from gitsm.publish.pages import Find, Sheet
from gitsm.publish.places import page_of
from gitsm.publish.prose import inert, plain, prose
from gitsm.publish.site import Site, name_of

DIAGRAMS: Final = ("assets/gitsm/vendor/mermaid.min.js", "assets/gitsm/diagrams.js")
"""What draws the diagrams of authors; loaded where there are any."""
_MARKED: Final = re.compile(r"[\[\]*_`<>#|~&\\]|\n(?!\Z)|^\s*(?:[-+]|\d+[.)])\s|://")
"""What a renderer of Markdown would make something of."""
MOST_IN_ADDRESS: Final = 1500
"""Servers refuse long addresses."""


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes what one page says."""

    site: Site
    here: str

    def url(self, path: str) -> str:
        """Link to a page or a file of the site."""
        return self.site.places.between(self.here, path)

    def page(self, ref: str) -> str | None:
        """Link to the page of a record; None where it has none here."""
        path = self.site.place(ref)
        return self.url(path) if path else None

    def to(self, ref: str | None, text: str | None = None) -> Markup:
        """Write a link to a record by its name."""
        if not ref:
            return Markup()
        known = self.site.written
        key = (self.here.rpartition("/")[0] if self.site.places.style != "folder" else self.here, ref, text)
        if key not in known:
            name, link = text or self.site.name_of(ref), self.page(ref)
            known[key] = Markup('<a href="{}">{}</a>').format(link, name) if link else escape(name)
        found: Markup = known[key]
        return found

    def prose(self, text: str | None) -> Markup:
        """Render what a stranger wrote."""
        if not text:
            return Markup()
        return Markup(f'<div class="prose">{prose(text, self.page)}</div>')  # noqa: S704  # sanitised

    def inert(self, text: str | None) -> Markup:
        """Show what somebody wrote in a form: text is text."""
        return Markup(f'<div class="prose">{inert(text)}</div>') if text else Markup()  # noqa: S704  # escaped

    def lead(self, text: str) -> Markup:
        """Write what stands under the name of a page; most of it is one plain sentence."""
        if not _MARKED.search(text):
            return Markup('<p class="lead">{}</p>').format(text)
        return Markup(f'<div class="lead prose">{prose(text, self.page)}</div>')  # noqa: S704  # sanitised

    def edit(self, ref: str) -> str | None:
        """Where the record's file is edited."""
        entry, form = self.site.snapshot.get(ref), self.site.forge.edit
        if entry is None or form is None:
            return None
        return form.replace("{path}", quote(entry.path)).replace("{line}", str(self.site.lines.get(ref, 1)))

    def issue(self, kind: str, title: str, body: str = "", ref: str = "") -> str | None:
        """Where something is reported or asked for, with what is known filled in."""
        form = self.site.forge.issue
        if form is None:
            return None
        known = {"kind": kind, "form": self._form(kind, ref), "title": title, "body": body, "ref": ref}
        for name, value in known.items():
            form = form.replace(f"{{{name}}}", quote(value[:MOST_IN_ADDRESS], safe=""))
        return form

    def _form(self, kind: str, ref: str) -> str:
        """Name the form that `gitsm forms` writes for it: a service has one for all its offerings."""
        record = self.site.snapshot.record(ref)
        if kind == "feedback" or record is None:
            return kind
        return f"{kind}-{getattr(record, 'service', ref).partition(':')[2]}"


def write(site: Site, path: str, template: str, **values: Any) -> str:  # as templates ask
    """Write the body of a page."""
    pen = Pen(site, path)
    return templates().get_template(template).render(pen=pen, site=site, **values)


def write_part(template: str, **values: Any) -> Markup:
    """Write something that stands around pages."""
    return Markup(templates().get_template(template).render(**values))  # noqa: S704  # the template escapes


def sheet(  # noqa: PLR0913  # each says another thing of the page
    site: Site,
    record: Any,
    template: str,
    section: str,
    *,
    rank: int = 0,
    text: str = "",
    found_by: tuple[str, ...] = (),
    **values: Any,
) -> Sheet:
    """Write the page of one record; people also find it by words that do not stand in its name."""
    path = page_of(record.ref)
    assert path is not None
    entry = site.snapshot.entries[record.ref]
    summary = plain(text or record.description or "")
    body = write(site, path, template, record=record, **values)
    return Sheet(
        path,
        name_of(record),
        body,
        entry.path,
        section,
        summary,
        Find(
            words.said(record.kind),
            (*record.aliases, *record.tags, record.id, *_class(record), *found_by),
            summary,
            rank,
        ),
        site.lines.get(record.ref, 1),
        DIAGRAMS if 'class="language-mermaid"' in body else (),
    )


def _class(record: Any) -> tuple[str, ...]:
    """Name the class of a CI: who looks for a database finds those whose names do not say so."""
    return (words.said(record.class_),) if record.kind == "ci" else ()


@cache
def templates() -> Environment:
    """Open the templates of the package; what they are given is data, never a template."""
    env = Environment(
        loader=PackageLoader("gitsm.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    for name in (
        "said",
        "headed",
        "day",
        "last_day",
        "weekday",
        "moment",
        "span",
        "lasting",
        "service_time",
        "duration",
        "percent",
        "at_least",
        "allowance",
    ):
        env.filters[name] = getattr(words, name)
    env.filters["plain"] = plain
    env.filters["name"] = name_of
    env.globals["count"] = words.count
    for part in (rows.chip, rows.links, rows.hit_rows):
        env.globals[part.__name__] = part
    env.globals["initials"] = words.initials
    return env


__all__ = ["Markup", "Pen", "sheet", "templates", "write", "write_part"]
