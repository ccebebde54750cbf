"""The door to a forge: pages, patience, refusals, and a token that goes nowhere else."""

import os
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from gitsm.errors import ForgeRefusedError, ForgeUnreachableError, GitsmError
from gitsm.forge import web
from gitsm.forge.web import Clock, Web
from tests.support.forges import TOKEN, Fault, State, forge

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
RESET = str(int((NOW + timedelta(seconds=5)).timestamp()))
SECRET = ("Authorization", f"Bearer {TOKEN}")


@pytest.fixture
def place() -> Iterator[tuple[State, str]]:
    with forge("gitlab") as found:
        found[0].user = "amara"
        yield found


def door(address: str, waits: list[float] | None = None, secret: tuple[str, str] | None = SECRET) -> Web:
    kept: list[float] = [] if waits is None else waits
    return Web(address, secret, Clock(lambda: NOW, kept.append))


def test_a_list_is_read_page_by_page(place: tuple[State, str]) -> None:
    state, address = place
    state.page = 2
    state.files = [{"new_path": str(number), "old_path": str(number)} for number in range(5)]
    found = list(door(address).pages("/projects/tern%2Fservices/merge_requests/1/diffs"))
    assert [one["new_path"] for one in found] == ["0", "1", "2", "3", "4"]
    assert [one.path.rpartition("page=")[2] for one in state.asked] == ["100", "2", "3"]


def test_a_link_to_another_machine_takes_no_token_there(place: tuple[State, str]) -> None:
    state, address = place
    state.faults = [
        Fault("GET", "/list", 200, headers={"Link": '<https://evil.example/steal?page=2>; rel="next"'}, body="[1]"),
        Fault("GET", "/list", 200, body="[2]"),
    ]
    assert list(door(address).pages("/list")) == [1, 2]
    assert state.asked[1].path == "/list?page=2"


@pytest.mark.parametrize(
    ("fault", "waits"),
    [
        (Fault("GET", "/user", 429, headers={"Retry-After": "7"}), [7.0]),
        (Fault("GET", "/user", 429, headers={"Retry-After": "Wed, 25 Nov 2026 12:00:09 GMT"}), [9.0]),
        (Fault("GET", "/user", 403, headers={"Retry-After": "3"}), [3.0]),
        (Fault("GET", "/user", 403, headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": RESET}), [5.0]),
        (Fault("GET", "/user", 429, headers={"Retry-After": "soon"}), [2.0]),
        (Fault("GET", "/user", 500), [2.0]),
        (Fault("GET", "/user", 502, times=3), [2.0, 4.0, 8.0]),
        (Fault("GET", "/user", 503), [2.0]),
        (Fault("GET", "/user", 0), [2.0]),
        (Fault("GET", "/user", -1, times=2), [2.0, 4.0]),
    ],
)  # fmt: skip
def test_what_is_only_busy_is_asked_again(place: tuple[State, str], fault: Fault, waits: list[float]) -> None:
    state, address = place
    state.faults = [fault]
    waited: list[float] = []
    assert door(address, waited).ask("GET", "/user").data() == {"username": "amara"}
    assert waited == waits


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault("GET", "/user", 401, body='{"message": "Bad credentials"}'), "refuses it (401: Bad credentials)"),
        (Fault("GET", "/user", 403), "refuses it (403: out of order)"),
        (Fault("GET", "/user", 404, body="<html>"), "refuses it (404)"),
        (Fault("GET", "/user", 422), "refuses it (422"),
        (Fault("GET", "/user", 503, times=9), "refuses it (503"),
        (Fault("GET", "/user", 429, times=9, headers={"Retry-After": "3600"}), "refuses it (429"),
        (Fault("GET", "/user", 301, headers={"Location": "https://evil.example/"}), "it has moved (301)"),
        (Fault("GET", "/user", 200, body="<html>hello</html>"), "the answer is no JSON"),
        (Fault("GET", "/user", 0, times=9), "the answer was cut off"),
        (Fault("GET", "/user", -1, times=9), "the answer was cut off"),
    ],
)
def test_a_refusal_is_said_plainly_and_without_the_token(place: tuple[State, str], fault: Fault, said: str) -> None:
    state, address = place
    state.faults = [fault]
    with pytest.raises(GitsmError) as caught:
        door(address).ask("GET", "/user").data()
    assert said in caught.value.message
    assert TOKEN not in f"{caught.value.message}{caught.value.hint}{caught.value!r}"


def test_a_forge_that_is_silent_is_not_waited_for_long(
    place: tuple[State, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    state, address = place
    monkeypatch.setattr(web, "_TIMEOUT", 0.05)
    state.faults = [Fault("GET", "/user", -2, times=9)]
    with pytest.raises(ForgeUnreachableError, match="it does not answer in time"):
        door(address).ask("GET", "/user")
    assert len(state.asked) == 4


def test_a_forge_that_is_down_is_told() -> None:
    with pytest.raises(ForgeUnreachableError, match="connection refused"):
        door("http://127.0.0.1:9").ask("GET", "/user")


@pytest.mark.parametrize(("status", "times"), [(500, 1), (0, 1), (-1, 1)])
def test_what_may_have_been_written_is_not_written_twice(place: tuple[State, str], status: int, times: int) -> None:
    state, address = place
    state.faults = [Fault("POST", "/notes", status, times=times)]
    with pytest.raises(GitsmError):
        door(address).ask("POST", "/projects/tern%2Fservices/merge_requests/1/notes", {"body": "x"})
    assert len(state.asked) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_what_was_turned_away_is_written_again(place: tuple[State, str], status: int) -> None:
    state, address = place
    state.pulls[1] = {}
    state.faults = [Fault("POST", "/notes", status, headers={"Retry-After": "1"})]
    door(address).ask("POST", "/projects/tern%2Fservices/merge_requests/1/notes", {"body": "x"})
    assert [one["body"] for one in state.comments.values()] == ["x"]


def test_an_endless_answer_is_cut(place: tuple[State, str], monkeypatch: pytest.MonkeyPatch) -> None:
    state, address = place
    monkeypatch.setattr(web, "MOST_BYTES", 100)
    state.faults = [Fault("GET", "/user", 200, body="x" * 101)]
    with pytest.raises(ForgeUnreachableError, match="more than 100 bytes"):
        door(address).ask("GET", "/user")


def test_a_token_does_not_travel_in_the_clear() -> None:
    with pytest.raises(ForgeUnreachableError, match="no https address"):
        door("http://forge.example/api")


def test_a_list_without_an_end_is_not_taken_for_whole(
    place: tuple[State, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    state, address = place
    monkeypatch.setattr(web, "MOST_PAGES", 5)
    state.faults = [Fault("GET", "/loop", 200, times=99, headers={"Link": '</loop?page=2>; rel="next"'}, body="[1]")]
    with pytest.raises(ForgeUnreachableError, match="more than 5 pages"):
        list(door(address).pages("/loop"))
    assert len(state.asked) == 5


def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Proxy)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("no_proxy", "")
    assert door("http://localhost:9/api").ask("GET", "/user").data() == {}
    thread.join()
    server.server_close()
    assert seen == ["http://localhost:9/api/user"]


def test_a_certificate_of_ones_own_is_trusted_where_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl, which makes the certificate, is not on this machine")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
         "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True,
    )  # fmt: skip

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        address = f"https://localhost:{server.server_port}"
        with pytest.raises(ForgeUnreachableError, match="certificate is not trusted"):
            door(address).ask("GET", "/")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert door(address).ask("GET", "/").data() == {}
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert "SSL_CERT_FILE" in os.environ


def test_a_refusal_has_a_remedy() -> None:
    assert "from a fork it may only read" in str(ForgeRefusedError(403, "").hint)
    assert ForgeRefusedError(418, "").hint is None
