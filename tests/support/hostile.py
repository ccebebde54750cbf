"""A few hundred files that strangers might send, each with the line that must be blamed for it."""

# ruff: noqa: SIM905, RUF001  # words in a row read best as a text; some of the letters only look like ours
from collections.abc import Iterator
from dataclasses import dataclass

_LINES = (
    "kind: ci",
    "id: {name}",
    "name: Web",
    "class: server",
    "owner: desk",
    "environment: production",
    "criticality: less_critical",
    "lifecycle: operational/in_use",
)
LINE = len(_LINES) + 1
"""Where the hostile line of a record stands."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file.

    Attributes:
        family: what sort of attack it is.
        raw: the file; `{name}` stands for its own name.
        line: the line that must be blamed; None where any is right.
    """

    family: str
    raw: bytes
    line: int | None = LINE


def _record(line: str | bytes, leave: str = "") -> bytes:
    """Write a CI that is right but for one line."""
    kept = [text for text in _LINES if not leave or not text.startswith(f"{leave}:")]
    last = line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass")
    return "\n".join(kept).encode() + b"\n" + last + b"\n"


CONTROLS = [chr(code) for code in (*range(9), 11, 12, *range(14, 32), *range(127, 160))]
HIDDEN = [*"\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff"]
NUMBERS = """0x1F 0o17 0b11 010 1_000 1e3 1E-3 +5 .5 5. .inf -.inf .Inf .NaN .nan 12:30 12:30:45 1:1:1:1
1234567890123456789 -1234567890123456789 0x7fffffffffffffffffff 1e999 -1e999 1_0.5 00 01 09""".split()
WORDS = "yes Yes YES no No NO on On ON off Off OFF y Y n N =".split()
TAGS = """!!str !!int !!float !!bool !!null !!binary !!timestamp !!set !!omap !!pairs !!seq !!map ! !x !!python/none
!!python/object/apply:os.system !!python/object/new:os.system !!python/name:os.system !!python/module:os
!<tag:yaml.org,2002:str> !<!local>""".split()
KEYS = r"""1 1.5 null ~ true yes no on off y n a.b "a\u0020b" a+b é ключ 2026-11-22 .hidden -x "" "a\nb"
"__class__\0" x{65} <<""".replace("x{65}", "x" * 65).split()
DAYS = """2001-99-99 2026-02-30 2026-13-01 0000-01-01 10000-01-01 26-11-22 2026-11-22T10:00:00Z 1700000000
22-11-2026 11/22/2026 today 2026-11-2 ２０２６-11-22 "2026-11-22\\n" [2026-11-22] {a: 2026-11-22}""".split()
SHARES = """101% 1000% -1% 99.9999999999% % 99,9% 1e2% 99.9_% 0x63% .5% +99% １００% "99%\\n" [99%] true
"%s%s%n" 99%%""".split()
ADDRESSES = r"""javascript:alert(1) JAVASCRIPT:alert(1) data:text/html,x file:///etc/passwd //host/x \\\\\\\\host\\\\x
ftp://host/x vbscript:x http:x "https://a\u0020b" "https://é.example" ssh://host ext::sh ../x
"https://x\n" blob:x about:blank""".split()
NAMES = """../../etc/passwd /etc/passwd ci:../x ci:x/y ci:a..b "ci:x\\n" ci:-x ci:X1 ci: :x ci:ci:x1 ci:１２
ci:x1;id ci:$(id) ci:`id` ci:x1+ci:x2 team:desk service:x1 con/../x ci:%2e%2e ci:x\\0""".split()
LIFECYCLES = (
    "in_use operational operational/ /in_use operational/in_use/x OPERATIONAL/in_use operational\\in_use".split()
)


RIGHT = _record("description: x")
"""The same file without anything hostile in it."""


def cases() -> Iterator[Hostile]:
    """Make every file."""
    yield from _texts()
    yield from _constructs()
    yield from _fields()
    yield from _wholes()


def _texts() -> Iterator[Hostile]:
    for char in (*CONTROLS, *HIDDEN):
        yield Hostile("hidden", _record(f"description: x{char}y"), None if char in "\x85\u2028\u2029" else LINE)
        escape = f"\\u{ord(char):04x}"
        yield Hostile("escaped", _record(f'description: "x{escape}y"'))
    for escape in ("\\e", "\\0", "\\a", "\\b", "\\N", "\\L", "\\P", "\\ud800", "\\udfff", "\\xff\\x9b", "\\U00110000"):
        known = escape != "\\xff\\x9b"
        yield Hostile("escaped", _record(f'description: "{escape}]0;x"'), LINE if known else None)
    for raw in (
        b"\xff",
        b"\xc0\xaf",
        b"\xe0\x80\xaf",
        b"\xf0\x80\x80\x80",
        b"\xed\xa0\x80",
        b"\xf4\x90\x80\x80",
        b"\xc3",
    ):
        yield Hostile("not utf-8", _record(b"description: x" + raw))
    yield Hostile("tab", _record("description:\tx"))
    yield Hostile("tab", _record("\tdescription: x"))
    yield Hostile("return", _record("description: x\ry"))


def _constructs() -> Iterator[Hostile]:
    for value in ("&x y", "*x", "[&x y, *x]", "{a: &x y}", "&x [*x]", "&x"):
        yield Hostile("anchor", _record(f"description: {value}"))
    for tag in TAGS:
        yield Hostile("tag", _record(f"description: {tag} x"))
        yield Hostile("tag", _record(f"tags: [{tag} x]"))
    for word in (*WORDS, *NUMBERS):
        yield Hostile("read differently", _record(f"description: {word}"))
        yield Hostile("read differently", _record(f"tags: [a, {word}]"))
    for key in KEYS:
        yield Hostile("key", _record(f"{key}: x"))
        yield Hostile("key", _record(f"attributes: {{{key}: x}}"))
    for line in (
        "<<: {name: X}",
        "<<: *x",
        "? description\n: x",
        "[a]: x",
        "{a: b}: x",
        "&a description: x",
        "!!str d: x",
    ):
        yield Hostile("key", _record(line))
    for key in ("name", "id", "kind", '"name"', "'name'"):
        yield Hostile("twice", _record(f"{key}: Web"))
    for value in ("{a: 1, a: 2}", '{a: 1, "a": 2}', "{a: {b: 1, b: 2}}"):
        yield Hostile("twice", _record(f"attributes: {value}"))
    yield from _deep()


def _deep() -> Iterator[Hostile]:
    for opening, closing in (("[", "]"), ("{a: ", "}"), ("[{a: ", "}]")):
        for depth in (20, 100, 10_000):
            yield Hostile("deep", _record(f"attributes: {opening * depth}x{closing * depth}"))
            yield Hostile("deep and open", _record(f"attributes: {opening * depth}"), None)
    for bomb in ("- " * 5_000, "? " * 5_000, "{? " * 5_000, "a: " * 50):
        yield Hostile("deep and open", _record(f"attributes: {bomb}"), None)


def _fields() -> Iterator[Hostile]:
    for day in DAYS:
        yield Hostile("day", _record(f"verified: {{at: {day}, by: amara}}"))
    for share in SHARES:
        yield Hostile("share", _record(f"availability: {share}"))
    for address in ADDRESSES:
        yield Hostile("address", _record(f"links: [{{title: x, url: {address}}}]"))
    for name in NAMES:
        yield Hostile("reference", _record(f"depends_on: [{name}]"))
    for lifecycle in LIFECYCLES:
        yield Hostile("lifecycle", _record(f"lifecycle: {lifecycle}", "lifecycle"), LINE - 1)
    for handle in ('"a\\nb"', "../x", '"::error::x"', "'##[error]x'", "@all", "-rf", "'$(id)'", "a/b", '""'):
        yield Hostile("handle", _record(f"verified: {{at: 2026-11-22, by: {handle}}}"))
    for value in ("3", "true", "null", "[a]", "{a: b}", '"a\\nb"'):
        yield Hostile("type", _record(f"name: {value}", "name"), LINE - 1)
    for value in ("x", "3", "{a: b}", "[[ci:x1]]", "[null]", "[3]", "[{}]", "[{target: 3}]", "[{any_of: []}]"):
        yield Hostile("type", _record(f"depends_on: {value}"))
    for value in ("0", "-1", "1.5", '"0%"', '"101%"', "true", "x", "1000000000000"):
        yield Hostile("type", _record(f"runs_on: [{{any_of: [ci:x1, ci:y1], min_up: {value}}}]"))


def _wholes() -> Iterator[Hostile]:
    for head in (
        b"%YAML 1.1\n---\n",
        b"%YAML 1.2\n---\n",
        b"%YAML 9.9\n---\n",
        b"%TAG ! x:\n---\n",
        b"%FOO\n---\n",
        b"%",
    ):
        yield Hostile("directive", head + RIGHT, 1)
    for tail in (b"---\nkind: ci\n", b"...\n", b"...\nx: y\n", b"---\n", b"--- x\n"):
        yield Hostile("second document", RIGHT + tail, LINE + 1)
    for codec in ("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-8-sig"):
        odd = RIGHT.decode().replace("x", "é").encode(codec)
        yield Hostile("encoding", odd, 1 if codec in {"utf-16", "utf-32", "utf-8-sig"} else None)
    yield Hostile("encoding", RIGHT.decode().replace("x", "é").encode("latin-1"))
    for raw in (
        b"",
        b"\n",
        b"# nothing\n",
        b"null\n",
        b"[]\n",
        b"x\n",
        b"3\n",
        b"- kind: ci\n",
        b"{}\n",
        b"---\n",
        b"''\n",
    ):
        yield Hostile("no record", raw, None)
    for raw in (
        b"kind: [\n",
        b"kind: ci\n  id: x\n",
        b"kind: ci\n id: x\n",
        b"kind: {\n",
        b"'kind: ci\n",
        b"kind: 'ci",
        b"@\n",
        b"`\n",
    ):
        yield Hostile("no yaml", raw, None)
    for raw in (b"kind: cia\n", b"kind: CI\n", b"kind: ci\n", b"kind: __class__\n", b"kind: ../x\n", b"id: x1\n"):
        yield Hostile("kind", raw, None)
    for opening in (b"[", b"{", b"- ", b"? ", b"{a: ", b"- - ", b"&a [", b"!!x [", b"'", b'"', b"|\n ", b": "):
        yield Hostile("bomb", opening * (200_000 // len(opening)), None)
    yield Hostile("bomb", b"[" * 1_000_000, None)
    yield Hostile("bomb", b"a: " + b"9" * 200_000, 1)
    yield Hostile("bomb", b"".join(b"k%d: x\n" % n for n in range(25_000)), None)
    yield Hostile("bomb", RIGHT + b"tags: [" + b"a," * 30_000 + b"]\n", None)
    yield Hostile("bomb", RIGHT + b"".join(b"x%d: y\n" % n for n in range(5_000)), None)
    yield Hostile(
        "bomb", b"a: &a [x,x]\n" + b"".join(b"%c: &%c [*%c,*%c]\n" % (n + 1, n + 1, n, n) for n in range(97, 121)), 1
    )
    yield Hostile("bomb", b"---\n" * 60_000, None)
