"""How a site is built: as its own settings say, with what the command line adds."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from gitsm.cli.options import Context
from gitsm.errors import OccupiedError, SiteSettingsError, UsageError

PLACES: Final = ("site/mkdocs.yml", "mkdocs.yml")
AUDIENCES: Final = ("internal", "partner", "customer", "public")
_OWN: Final = """
site_name: Service portal
theme: {name: gitsm}
use_directory_urls: false
plugins: [{gitsm: {manual: false}}]
validation: {omitted_files: ignore}
"""
_QUIET: Final = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


class _Lasting(dict[str, Any]):
    """Settings that MkDocs takes apart when it reads them, and that `serve` reads again for every build."""

    def popitem(self) -> tuple[str, Any]:
        """Return the last item, and keep it."""
        key = next(reversed(self))
        return key, dict(self[key])


def options(command: click.Command) -> click.Command:
    """Add what build and serve share."""
    command.params += [
        click.Option(["--config"], type=click.Path(path_type=Path), metavar="FILE", help="Default: site/mkdocs.yml."),
        click.Option(
            ["--audience"], type=click.Choice(AUDIENCES), help="Publish what these may read; default: as the file says."
        ),
    ]
    return command


@contextmanager
def settings(context: Context, config: Path | None, audience: str | None) -> Iterator[dict[str, Any]]:
    """Find the settings of a site, and add what the command line says.

    Settings are code: they come from the folder at hand, never from a tree that is only looked at.

    Yields:
        What MkDocs is to be started with.

    Raises:
        SiteSettingsError: when they cannot be read, or do not ask for the plugin.
    """
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.exceptions import ConfigurationError

    os.environ.update(_QUIET)
    with tempfile.TemporaryDirectory(prefix="gitsm-site-") as folder:
        path = _file(context, config) or _own(Path(folder))
        try:
            with path.open("rb") as file:
                written = MkDocsConfig(str(path))
                written.load_file(file)
            plugins = list(written.user_configs[-1].get("plugins") or [])
        except (ConfigurationError, AttributeError, TypeError, OSError) as error:
            raise SiteSettingsError(str(path), str(error)) from None
        told = {
            "root": str(context.root.resolve()),
            "at": context.at,
            "as_of": None if context.now else context.as_of.isoformat(),
            "audience": audience,
        }
        added = False
        for index, one in enumerate(plugins):
            name, own = next(iter(one.items())) if isinstance(one, dict) else (one, None)
            if name == "gitsm":
                added = True
                more = {key: value for key, value in told.items() if value}
                plugins[index] = _Lasting({name: {**(own or {}), **more}})
        if not added:
            raise SiteSettingsError(str(path), "it does not ask for the plugin gitsm")
        yield {"config_file": str(path), "plugins": plugins}


def _file(context: Context, config: Path | None) -> Path | None:
    if config is not None:
        if not config.is_file():
            raise UsageError(f"there is no file {config}")
        return config
    return next((context.root / name for name in PLACES if (context.root / name).is_file()), None)


def _own(folder: Path) -> Path:
    """Write settings for a catalogue that has none."""
    (folder / "docs").mkdir()
    path = folder / "mkdocs.yml"
    path.write_text(_OWN, "utf-8")
    return path


@contextmanager
def swapped(target: Path) -> Iterator[Path]:
    """Build beside a folder, and put the result in its place only when it is whole.

    Raises:
        OccupiedError: when the folder holds something that no site is made of.
    """
    if target.exists() and any(target.iterdir()) and not (target / "assets" / "gitsm").is_dir():
        raise OccupiedError(str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = (target.with_name(f".{target.name}.{word}-{os.getpid()}") for word in ("new", "old"))
    try:
        yield fresh
        if target.exists():
            target.rename(old)
        fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
