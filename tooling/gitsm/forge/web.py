"""The one door to other machines: asks a forge's API, patiently, and says plainly what it was refused."""

# The standard library: proxies and certificates of the environment hold (HTTPS_PROXY, NO_PROXY, SSL_CERT_FILE), and a
# dozen endpoints need no client of a third party.

import http.client
import json
import re
import ssl
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, Literal
from urllib.parse import urlsplit

from gitsm import __version__
from gitsm.errors import ForgeRefusedError, ForgeUnreachableError

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
MOST_BYTES: Final = 20_000_000
MOST_PAGES: Final = 100
_TIMEOUT: Final = 20.0
_TRIES: Final = 4
_LONGEST_WAIT: Final = 90.0
"""Seconds in all; a pipeline costs more than a comment is worth."""
_LATER: Final = frozenset({429, 500, 502, 503, 504})
_AGAIN: Final = frozenset({"GET", "PUT", "PATCH", "DELETE"})
"""What may be asked twice; a POST that got no answer may have been done."""
_MOVED: Final = 300
_NEXT: Final = re.compile(r'<([^<>"\s]{1,2000})>\s*;[^,]{0,200}?\brel="?next"?')
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a forge answered: 2xx or 3xx."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def data(self) -> Any:  # noqa: ANN401  # JSON; whoever asks looks at what came
        """Read it as JSON.

        Raises:
            ForgeUnreachableError: when it is none; a proxy's page, perhaps.
        """
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            raise ForgeUnreachableError("the answer is no JSON") from None


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, which tests give: what it is, and how it passes."""

    now: Callable[[], datetime]
    sleep: Callable[[float], None]


class Web:
    """One forge's API.

    Args:
        base: its address, without a slash at the end.
        secret: the header that carries the token: its name and value; it is sent nowhere else and never shown.
        clock: how to wait.
        size: how the forge is asked for long pages.
    """

    def __init__(self, base: str, secret: tuple[str, str] | None, clock: Clock, size: str = "per_page=100") -> None:
        parts = urlsplit(base)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise ForgeUnreachableError("its address is no https address", "the token would travel in the clear")
        self.base = base.rstrip("/")
        self._secret = secret
        self._clock = clock
        self._size = size
        self._opener = urllib.request.build_opener(
            _Stay(), urllib.request.HTTPSHandler(context=ssl.create_default_context())
        )

    @property
    def trusted(self) -> bool:
        """Whether there is a token at all."""
        return self._secret is not None

    def ask(self, method: Method, path: str, content: object = None) -> Answer:
        """Ask for one thing; what is only busy is asked again.

        Raises:
            ForgeRefusedError: when it says no.
            ForgeUnreachableError: when it does not answer, or not wholly.
        """
        answer = self._patiently(method, path, content)
        if answer.status >= _MOVED:
            raise ForgeUnreachableError(f"it has moved ({answer.status})", "the address of its API is wrong")
        return answer

    def _patiently(self, method: Method, path: str, content: object = None) -> Answer:
        left = _LONGEST_WAIT
        for attempt in range(1, _TRIES + 1):
            try:
                return self._once(method, f"{self.base}{path}", content, secret=True)
            except _BusyError as busy:
                wait = min(2.0**attempt, 30.0) if busy.wait is None else busy.wait
                if attempt == _TRIES or wait > left or (method not in _AGAIN and not busy.undone):
                    raise busy.error from None
                left -= wait
                self._clock.sleep(wait)
        raise AssertionError

    def pages(self, path: str, *, sized: bool = True) -> Iterator[Any]:
        """Go through a list, page by page, as the forge links them.

        Args:
            path: the list, with its own query.
            sized: whether the forge can be asked for long pages of it.

        Raises:
            ForgeRefusedError: when it says no.
            ForgeUnreachableError: when it does not answer, or has more pages than are read: the rest might count.
        """
        place, _, query = path.partition("?")
        query = "&".join(part for part in (query, self._size if sized else "") if part)
        for _ in range(MOST_PAGES):
            answer = self.ask("GET", f"{place}?{query}" if query else place)
            items = answer.data()
            if not isinstance(items, list):
                raise ForgeUnreachableError("the answer is no list")
            yield from items
            found = _NEXT.search(answer.headers.get("link", ""))
            if found is None:
                return
            # Only the query is taken: the token goes where this address says, whatever a link says.
            query = urlsplit(found[1]).query
        raise ForgeUnreachableError(f"the list has more than {MOST_PAGES} pages")

    def fetch(self, path: str) -> bytes:
        """Fetch a file, which may lie on another machine; the token stays here."""
        answer = self._patiently("GET", path)
        for _ in range(3):
            if answer.status < _MOVED:
                return answer.body
            address = answer.headers.get("location", "")
            parts = urlsplit(address)
            if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
                break
            try:
                answer = self._once("GET", address, None, secret=False)
            except _BusyError as busy:
                raise busy.error from None
        raise ForgeUnreachableError("the file has moved too often, or to no https address")

    def _once(self, method: Method, address: str, content: object, *, secret: bool) -> Answer:
        headers = {"Accept": "application/json", "User-Agent": f"gitsm/{__version__}"}
        if secret and self._secret is not None:
            headers[self._secret[0]] = self._secret[1]
        body = None if content is None else json.dumps(content).encode()
        if body is not None:
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(address, body, headers, method=method)  # noqa: S310  # https, or this machine
        try:
            with self._opener.open(request, timeout=_TIMEOUT) as response:
                return Answer(response.status, _lowered(response.headers), _whole(response))
        except urllib.error.HTTPError as error:
            with error:
                if _MOVED <= error.code < 400:  # noqa: PLR2004  # whoever asked decides
                    return Answer(error.code, _lowered(error.headers), b"")
                raise self._refusal(method, error) from None
        except urllib.error.URLError as error:
            raise _BusyError(ForgeUnreachableError(_plainly(error.reason)), undone=_not_sent(error.reason)) from None
        except (http.client.HTTPException, OSError) as error:
            raise _BusyError(ForgeUnreachableError(_plainly(error))) from None

    def _refusal(self, method: Method, error: urllib.error.HTTPError) -> Exception:
        headers = _lowered(error.headers)
        refused = ForgeRefusedError(error.code, _said(error))
        limited = error.code == 403 and ("retry-after" in headers or headers.get("x-ratelimit-remaining") == "0")  # noqa: PLR2004
        if error.code in _LATER or limited:
            # A server that says when to come back has not done it.
            undone = limited or error.code in {429, 503}
            return _BusyError(refused, wait=self._wait(headers), undone=undone or method in _AGAIN)
        return refused

    def _wait(self, headers: Mapping[str, str]) -> float | None:
        """Read how long to wait, in seconds; None where the forge does not say."""
        said = headers.get("retry-after", "")
        if re.fullmatch(r"[0-9]{1,6}", said):
            return float(said)
        reset = headers.get("x-ratelimit-reset", "")
        try:
            if said:
                return max(0.0, (parsedate_to_datetime(said) - self._clock.now()).total_seconds())
            if headers.get("x-ratelimit-remaining") == "0" and re.fullmatch(r"[0-9]{1,11}", reset):
                return max(0.0, float(reset) - self._clock.now().timestamp())
        except (ValueError, TypeError):
            return None
        return None


class _BusyError(Exception):
    """Something that may go well later; `undone` where it is sure that nothing was done."""

    def __init__(self, error: Exception, *, wait: float | None = None, undone: bool = False) -> None:
        super().__init__()
        self.error = error
        self.wait = wait
        self.undone = undone


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing: urllib would send the token along."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Refuse to follow."""


def _whole(response: http.client.HTTPResponse) -> bytes:
    content = response.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise ForgeUnreachableError(f"the answer has more than {MOST_BYTES} bytes")
    expected = response.headers.get("content-length", "")
    if expected.isdecimal() and len(content) < int(expected):
        raise http.client.IncompleteRead(content, int(expected) - len(content))
    return content


def _lowered(headers: Any) -> dict[str, str]:  # noqa: ANN401  # http.client's message
    return {name.lower(): value for name, value in headers.items()}


def _said(error: urllib.error.HTTPError) -> str:
    """Take the forge's own sentence out of a refusal."""
    try:
        found = json.loads(error.read(100_000))
    except (ValueError, RecursionError, OSError, http.client.HTTPException):
        return ""
    message = found.get("message") or found.get("error") if isinstance(found, dict) else None
    return str(message)[:300] if message else ""


def _not_sent(reason: object) -> bool:
    """Tell whether a request never left this machine."""
    return isinstance(reason, ConnectionRefusedError | ssl.SSLCertVerificationError) or "resolve" in str(reason)


def _plainly(reason: object) -> str:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({reason.verify_message})"
    if isinstance(reason, TimeoutError):
        return "it does not answer in time"
    if isinstance(reason, http.client.IncompleteRead | http.client.RemoteDisconnected | ConnectionResetError):
        return "the answer was cut off"
    text = getattr(reason, "strerror", None) or str(reason)
    return str(text).lower() or "it does not answer"
