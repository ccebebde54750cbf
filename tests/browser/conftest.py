"""One site and one browser for all tests of the portal."""

import os
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.program import gitsm

ROOT = Path(__file__).parents[2]
NOW = "2026-11-25T12:00:00Z"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def build(into: Path, *more: str) -> Path:
    done = gitsm("site", "build", "--root", ROOT, "--into", into, "--as-of", NOW, *more)
    assert done.returncode == 0, done.stderr
    return into


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the portal of the example organisation."""
    return build(tmp_path_factory.mktemp("portal") / "site")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # as the library has it
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder to this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with serving(site) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = os.environ.get("GITSM_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("no Chromium on this machine; apt-get install chromium, or name one in GITSM_CHROMIUM")
    if sys.platform == "win32":
        pytest.skip("the browser tests start a Chromium of Linux or macOS")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield launched
        launched.close()
