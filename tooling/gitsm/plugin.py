"""The MkDocs plugin `gitsm`: it adds the generated pages to a site; a page written by hand wins."""

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel

from gitsm.cli.reference import verbs
from gitsm.publish.manual import pages


class GitsmConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs leaves its hook untyped
    """Its settings; there are none as yet."""


class GitsmPlugin(BasePlugin[GitsmConfig]):  # type: ignore[no-untyped-call]  # likewise
    """Pages that follow from the program."""

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add what nobody has written by hand."""
        for page in pages(verbs()):
            if files.get_file_from_path(page.path) is None:
                # The navigation lists overviews; a page of each rule in it would be on every page of the site.
                listed = InclusionLevel.NOT_IN_NAV if "/" in page.path else InclusionLevel.INCLUDED
                files.append(File.generated(config, page.path, content=page.markdown, inclusion=listed))
        return files
