"""The MkDocs plugin `gitsm`: it adds the generated pages to a site; a page written by hand wins."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files as resources
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import write_file

from gitsm.cli.options import ROOTS, Context, moment
from gitsm.cli.published import decisions, opened
from gitsm.cli.reference import verbs
from gitsm.publish.chrome import Chrome, Lost, chrome
from gitsm.publish.handwritten import admitted, harmless, refused
from gitsm.publish.manual import pages
from gitsm.publish.pages import Sheet
from gitsm.publish.pen import Markup, write_part
from gitsm.publish.places import Places
from gitsm.publish.portal import Portal, portal
from gitsm.publish.search import PATH as INDEX
from gitsm.publish.search import Line, index, lines, written
from gitsm.publish.site import Forge
from gitsm.rules.renderable import unrenderable

_LOG: Final = get_plugin_logger("gitsm")
THEME: Final = "gitsm"
ASSETS: Final = "assets/gitsm"
LOST: Final = "404.html"
_HEADING: Final = re.compile(r'<h2 id="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)


class GitsmConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves its hook untyped
    """Its settings."""

    root = config_options.Type(str, default="")
    at = config_options.Optional(config_options.Type(str))
    as_of = config_options.Optional(config_options.Type(str))
    audience = config_options.Choice(("internal", "partner", "customer", "public"), default="internal")
    edit = config_options.Optional(config_options.Type(str))
    issue = config_options.Optional(config_options.Type(str))
    evidence = config_options.Optional(config_options.Type(str))
    manual = config_options.Type(bool, default=True)


class PortalPage(Page):
    """A page whose body is there already."""

    def __init__(self, sheet: Sheet, file: File, config: MkDocsConfig, edit: str | None) -> None:
        super().__init__(sheet.title, file, config)
        self.sheet = sheet
        self.edit_url = edit

    def read_source(self, config: MkDocsConfig) -> None:
        """There is nothing to read."""
        sheet = self.sheet
        self.markdown = ""
        self.meta = {
            "portal": True,
            "section": sheet.section,
            "description": sheet.summary,
            "scripts": sheet.scripts,
            "wide": sheet.source is None,
            "search": {"exclude": True},
        }

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Take the body as it is, and its headings."""
        self.content = self.sheet.body
        heads = _HEADING.findall(self.sheet.body)
        self.toc = get_toc([{"level": 2, "id": id_, "name": text, "children": []} for id_, text in heads])
        self.present_anchor_ids = set(re.findall(r' id="([^"]+)"', self.sheet.body))


class Around:
    """What the theme asks about what stands around a page."""

    def __init__(self, frame: Chrome, nav: Navigation | None, *, serving: bool) -> None:
        self._frame = frame
        self._nav = nav
        self.serving = serving
        self._menus: dict[tuple[str, str, str], Markup] = {}

    def __getattr__(self, name: str) -> Any:  # whatever the frame has
        return getattr(self._frame, name)

    def menu(self, section: str, page: Page | None, base: str) -> Markup:
        """Write the ways to the parts of the site; the same for all pages of a part that lie as deep."""
        base = base.rstrip("/")
        here = page.file.src_uri if page and page.file else ""
        current = here if here == section else ""
        key = (section, current, base)
        if key not in self._menus:
            self._menus[key] = write_part("menu.html", frame=self._frame, section=section, here=current, base=base)
        return self._menus[key]

    def drawer(self, base: str) -> Markup:
        """Write the same for small screens."""
        base = base.rstrip("/")
        key = ("drawer", "", base)
        if key not in self._menus:
            self._menus[key] = write_part("drawer.html", frame=self._frame, base=base)
        return self._menus[key]

    def beside(self, page: Page) -> list[dict[str, Any]]:
        """List the pages of the manual, in groups."""
        found = []
        for section in self._nav.items if self._nav else ():
            items = [
                {"title": one.title, "url": one.url, "current": one is page}
                for one in section.children or ()
                if one.is_page
            ]
            if items:
                found.append({"title": section.title, "pages": items, "open": any(one["current"] for one in items)})
        return found

    def heads(self, page: Page) -> list[Any]:
        """List the headings that a reader may jump to."""
        items = list(page.toc)
        return list(items[0].children) if len(items) == 1 and items[0].level == 1 else items


class GitsmPlugin(BasePlugin[GitsmConfig]):  # type: ignore[no-untyped-call]  # likewise
    """Pages that follow from the program and from the records."""

    _portal: Portal | None = None
    _serving = False

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Remember whether this is for one reader at his desk."""
        self._serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Give pages under another theme the style sheets and the script they need."""
        if config.theme.name != THEME:
            config.extra_css = [*(f"{ASSETS}/{name}" for name in ("colors.css", "portal.css")), *config.extra_css]
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add what nobody has written by hand; what people wrote must be of a kind that does nothing."""
        _admit(files, config)
        self._manual(files, config)
        self._lines: list[Line] = []
        context = self._context(config)
        site = opened(
            context,
            name=config.site_name,
            audience=self.config.audience,
            forge=Forge(self.config.edit, self.config.issue),
            places=Places("folder" if config.use_directory_urls else "file"),
        )
        site = replace(site, domain=urlsplit(config.site_url or "").hostname or site.domain)
        if self.config.evidence and site.inside:
            site = replace(site, decisions=decisions(_beside(config) / self.config.evidence))
        self._portal = portal(site)
        for sheet in self._portal.sheets:
            if files.get_file_from_path(sheet.path) is None:
                file = File.generated(config, sheet.path, content="", inclusion=InclusionLevel.NOT_IN_NAV)
                file.page = PortalPage(sheet, file, config, self._edit(sheet))
                files.append(file)
            else:
                _LOG.info("%s: written by hand, it replaces the page that gitsm makes", sheet.path)
        if config.theme.name != THEME:
            for name in ("colors.css", "portal.css"):
                content = (resources("gitsm.publish.theme") / "assets" / "gitsm" / name).read_text("utf-8")
                files.append(File.generated(config, f"{ASSETS}/{name}", content=content))
        needed = {script for sheet in self._portal.sheets for script in sheet.scripts}
        for file in list(files):
            # What no page asks for is not copied: it is larger than the rest of a small site.
            path = file.src_uri
            if path.startswith(f"{ASSETS}/vendor/") and path.endswith(".js") and path not in needed:
                files.remove(file)
        for asset in self._portal.assets:
            if files.get_file_from_path(asset.path) is None:
                files.append(File.generated(config, asset.path, content=asset.content))
        return files

    def _manual(self, files: Files, config: MkDocsConfig) -> None:
        for page in pages(verbs()) if self.config.manual else ():
            if files.get_file_from_path(page.path) is None:
                # The navigation lists overviews; a page of each rule in it would be on every page of the site.
                listed = InclusionLevel.NOT_IN_NAV if "/" in page.path else InclusionLevel.INCLUDED
                files.append(File.generated(config, page.path, content=page.markdown, inclusion=listed))

    def _context(self, config: MkDocsConfig) -> Context:
        told = self.config.as_of
        return Context(
            folder=_root(_beside(config), self.config.root),
            at=self.config.at,
            as_of=moment(told) if told else datetime.now(UTC),
            now=told is None,
            format="text",
            output=None,
            color="never",
            quiet=True,
            verbose=False,
        )

    def _edit(self, sheet: Sheet) -> str | None:
        form = self.config.edit
        if form is None or sheet.source is None or self.config.audience != "internal":
            return None
        return form.replace("{path}", sheet.source).replace("{line}", str(sheet.line))

    def on_env(self, env: Any, *, config: MkDocsConfig, files: Files) -> Any:
        """Give the theme what stands around a page."""
        assert self._portal is not None
        site = self._portal.site
        frame = chrome({file.src_uri for file in files}, site.places, site.stamp)
        # Nobody edits the theme while it builds: looking for that costs a look at a file for each page.
        env.auto_reload = self._serving
        env.globals["gitsm"] = Around(frame, self._nav, serving=self._serving)
        return env

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Remember the pages that people wrote."""
        self._nav = nav
        return nav

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        """Let the page of what is not there find the rest of the site."""
        if template_name == LOST and config.theme.name == THEME:
            context["lost"] = Lost(context["base_url"])
            context["base_url"] = "."
        return context

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Let a page that people wrote say its title and what it is about, and nothing that steers the theme."""
        if isinstance(page, PortalPage):
            return markdown
        page.meta = admitted(page.meta)
        path = page.file.abs_src_path
        why = unrenderable(markdown) if path and Path(path).is_relative_to(config.docs_dir) else None
        if why:
            _LOG.warning("%s: not published: %s", page.file.src_uri, why)
        return f"# {page.file.name}\n\nThis page cannot be rendered: {why}.\n" if why else markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Clean what people wrote, and let the search find it."""
        if not isinstance(page, PortalPage):
            html = harmless(html)
            self._lines.append(written(page.file.url, str(page.title or ""), html))
        return html

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the index of the search."""
        assert self._portal is not None
        found = (*lines(self._portal.sheets, self._portal.site.places), *self._lines)
        write_file(index(found).encode(), str(Path(config.site_dir) / INDEX))

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        """Build again when a record changes."""
        for name in ROOTS:
            folder = self._context(config).root / name
            if folder.is_dir() and self.config.at is None:
                server.watch(str(folder))
        return server


def _admit(files: Files, config: MkDocsConfig) -> None:
    """Keep what people laid into the folder of the site, where it is of a kind that does nothing in a browser."""
    folder = Path(config.docs_dir)
    # The settings are code, and so is what they name.
    named = {*config.extra_css, *(str(getattr(one, "path", one)) for one in config.extra_javascript)}
    for file in list(files):
        path = Path(file.abs_src_path) if file.abs_src_path else None
        why = refused(path, folder, named=file.src_uri in named) if path and path.is_relative_to(folder) else None
        if why:
            _LOG.warning("%s: not published: %s", file.src_uri, why)
            files.remove(file)


def _beside(config: MkDocsConfig) -> Path:
    """Find the folder of the settings."""
    return Path(config.config_file_path).parent if config.config_file_path else Path.cwd()


def _root(here: Path, told: str) -> Path:
    """Find the folder of the records: as the settings say, else the nearest one at or above the settings' file."""
    if told:
        return (here / told).resolve()
    for folder in (here, *here.parents):
        if any((folder / name).is_dir() for name in ROOTS):
            return folder
        if (folder / ".git").exists():
            return folder
    return here
