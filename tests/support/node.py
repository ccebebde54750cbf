"""Programs of Node that a pipeline installs into build/node (see .ci/run), where they are there."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

MODULES = Path(__file__).parents[2] / "build" / "node" / "node_modules"


def module(name: str) -> Path:
    """Find a module, or skip."""
    if shutil.which("node") is None:
        pytest.skip("node is not on this machine")
    if not (MODULES / name).is_dir():
        pytest.skip(f"npm's {name} is not in build/node; .ci/run installs it")
    return MODULES / name


class LanguageServer:
    """A language server, spoken to as an editor does."""

    def __init__(self, process: "subprocess.Popen[bytes]", settings: dict[str, Any]) -> None:
        self._process = process
        self._settings = settings
        self._next = 0
        self.diagnostics: dict[str, list[Any]] = {}

    def ask(self, method: str, params: Any) -> Any:
        self._next += 1
        self._send({"id": self._next, "method": method, "params": params})
        while True:
            message = self._hear()
            if message.get("id") == self._next and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]

    def tell(self, method: str, params: Any) -> None:
        self._send({"method": method, "params": params})

    def until_diagnosed(self, uri: str) -> list[Any]:
        while uri not in self.diagnostics:
            self._hear()
        return self.diagnostics.pop(uri)

    def _send(self, message: dict[str, Any]) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(content) + content)
        self._process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the server has ended"
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        if message.get("method") == "workspace/configuration":
            answers = [self._settings.get(item["section"], {}) for item in message["params"]["items"]]
            self._send({"id": message["id"], "result": answers})
        elif message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            self._send({"id": message["id"], "result": None})
        return message


@contextmanager
def language_server(folder: Path, settings: dict[str, Any]) -> Iterator[LanguageServer]:
    """Start the YAML language server on a folder."""
    program = module("yaml-language-server") / "bin" / "yaml-language-server"
    command = ["node", str(program), "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        server = LanguageServer(process, settings)
        try:
            capabilities = {
                "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}},
                "textDocument": {"completion": {"completionItem": {"snippetSupport": False}}},
            }
            folders = [{"uri": folder.as_uri(), "name": "x"}]
            server.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": capabilities,
                                      "workspaceFolders": folders})  # fmt: skip
            server.tell("initialized", {})
            server.tell("workspace/didChangeConfiguration", {"settings": settings})
            yield server
        finally:
            process.kill()
