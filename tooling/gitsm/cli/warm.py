"""`gitsm check` of a tree that was checked before: what was said then is said again, and nothing else is loaded."""

# Imports only what the interpreter has loaded or built in: half of a warm run is the interpreter's own start. The key
# names the commit (so the tree and its history), the day, the format and this very program; a work tree is named only
# while git calls it clean. Whatever is doubtful is no hit, and the whole way is gone.
import os
import sys
import time
from zlib import crc32

from gitsm.fingerprint import cache_folder, fingerprint
from gitsm.hardened import environment
from gitsm.render.color import wants_color

_ROOTS = ("catalog", "cmdb", "changes")
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./@~^{}+-")
_MOST_ANSWERS = 64
_FLAGS = {"--quiet": "quiet", "-q": "quiet", "--verbose": "verbose", "-v": "verbose"}
_VALUES = {"--root": "root", "--at": "at", "--format": "format", "--color": "color"}
_HEAD = "gitsm-answer-1"


class Answer:
    """What a check said: exit status, result and summary, with colours and without."""

    __slots__ = ("out", "out_plain", "said", "said_plain", "status")

    def __init__(self, status: int, out: str, out_plain: str, said: str, said_plain: str) -> None:
        self.status = status
        self.out = out
        self.out_plain = out_plain
        self.said = said
        self.said_plain = said_plain


def say_again(arguments: list[str], look: "Look") -> int | None:
    """Answer `check` from memory and return its exit status; None where the whole way has to be gone."""
    options = _options(arguments)
    if options is None:
        return None
    named = key(options.get("root"), options.get("at"), options.get("format") or default_format(), look)
    answer = _recall(named) if named else None
    if answer is None:
        return None
    color = options.get("color", "auto")
    painted = wants_color(color, os.environ, terminal=sys.stdout.isatty())
    sys.stdout.write(answer.out if painted else answer.out_plain)
    if "quiet" not in options:
        painted = wants_color(color, os.environ, terminal=sys.stderr.isatty())
        sys.stdout.flush()
        sys.stderr.write(answer.said if painted else answer.said_plain)
    return answer.status


def default_format() -> str:
    """Choose the format where none is given: annotations on GitHub's runners, text elsewhere."""
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


def _options(arguments: list[str]) -> dict[str, str] | None:
    """Read the options that an answer can be remembered for; None where there are others."""
    found: dict[str, str] = {}
    rest = iter(arguments)
    for word in rest:
        name, equals, value = word.partition("=")
        if word in _FLAGS:
            found[_FLAGS[word]] = word
        elif name in _VALUES:
            given = value if equals else next(rest, None)
            if given is None:
                return None
            found[_VALUES[name]] = given
        else:
            return None
    fine = found.get("color", "auto") in {"auto", "always", "never"}
    return found if fine else None


def key(root: str | None, at: str | None, form: str, look: "Look") -> str | None:
    """Name everything an answer hangs on; None where something about it is doubtful.

    Args:
        root: --root as given.
        at: --at as given.
        form: the format.
        look: what is seen of the files.
    """
    folder = _root(root)
    place = _git_dir(folder) if folder else None
    if folder is None or place is None:
        return None
    top, git_dir = place
    commit = look.clean_head(git_dir, folder) if at is None else _commit(git_dir, at)
    if commit is None:
        return None
    prefix = os.path.relpath(folder, top) if top else "."
    today = time.strftime("%Y-%m-%d", time.gmtime())
    sort = "files" if at is None else "tree"
    return "\t".join((_HEAD, commit, sort, prefix, form, today, fingerprint(), _edge(git_dir), git_dir))


def _edge(git_dir: str) -> str:
    """Tell where a shallow clone is cut off: fetching more of its history alters what is known, and no commit."""
    try:
        with open(f"{git_dir}/shallow", "rb") as stream:
            return f"{crc32(stream.read()):08x}"
    except OSError:
        return "whole"


def edited(root: str | None, look: "Look") -> tuple[str, dict[str, bool]] | None:
    """Name the commit the files were edited from, and every path, from the top, where they may differ from it.

    Returns:
        The commit, and by path whether a file there counts; None where git does not tell.
    """
    folder = _root(root)
    place = _git_dir(folder) if folder else None
    seen = look.seen(place[1], folder) if folder and place and place[0] else None
    if seen is None or seen.paths is None:
        return None
    return seen.commit, seen.paths


def _root(given: str | None) -> str | None:
    if given is not None:
        return os.path.realpath(given) if os.path.isdir(given) else None
    try:
        folder = os.path.realpath(os.getcwd())
    except OSError:
        return None
    while True:
        if any(os.path.isdir(f"{folder}/{name}") for name in _ROOTS):
            return folder
        parent = os.path.dirname(folder)
        if parent == folder or os.path.lexists(f"{folder}/.git"):
            return None
        folder = parent


def _git_dir(folder: str) -> tuple[str, str] | None:
    """Find the top of the work tree and the git directory; the top is empty for a bare repository."""
    if os.path.isfile(f"{folder}/HEAD") and os.path.isdir(f"{folder}/objects") and os.path.isdir(f"{folder}/refs"):
        return "", folder
    while True:
        if os.path.isdir(f"{folder}/.git"):
            return folder, f"{folder}/.git"
        parent = os.path.dirname(folder)
        # A file in its place (a linked work tree) goes the whole way: following it is not worth the code.
        if parent == folder or os.path.lexists(f"{folder}/.git"):
            return None
        folder = parent


def _commit(git_dir: str, revision: str) -> str | None:
    # A date begins with a digit, as hex ids may: those need history, so they go the whole way unless they are whole.
    whole = len(revision) in {40, 64}
    first_is_fine = revision[:1].isalpha() or revision[:1] in {"_", "@"} or (whole and revision[:1].isdigit())
    if not first_is_fine or not _PLAIN.issuperset(revision) or ".." in revision or len(revision) > 200:  # noqa: PLR2004
        return None
    output = _git(
        f"--git-dir={git_dir}", "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
    )
    return output.strip() if output else None


class _Seen:
    """What git says of the files: the commit they were edited from, and where they differ; None for doubtful."""

    __slots__ = ("commit", "paths")

    def __init__(self, commit: str, paths: dict[str, bool] | None) -> None:
        self.commit = commit
        self.paths = paths


class Look:
    """A look at the files: git is asked once for each place. Who wants to know what is there now takes another look."""

    __slots__ = ("_places",)

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], _Seen | None] = {}

    def seen(self, git_dir: str, folder: str) -> _Seen | None:
        """Tell what git says of the files below a folder; None where it says nothing that could be relied on."""
        if (git_dir, folder) not in self._places:
            self._places[git_dir, folder] = _looked(git_dir, folder)
        return self._places[git_dir, folder]

    def clean_head(self, git_dir: str, folder: str) -> str | None:
        """Name the commit that the files equal; None while anything below the catalogue's folders is not committed."""
        seen = self.seen(git_dir, folder)
        return seen.commit if seen is not None and seen.paths == {} else None


def _looked(git_dir: str, folder: str) -> _Seen | None:
    place = ("-C", folder, f"--git-dir={git_dir}", f"--work-tree={os.path.dirname(git_dir)}")
    options = ("--porcelain=v2", "-z", "--branch", "--untracked-files=all", "--ignore-submodules=none", "--no-renames")
    output = _git(*place, "status", *options, "--", *_ROOTS, aloud=True)
    # With -z only what git complains of ends in a new line, and a path with one: such a file it may take for unchanged.
    lines = output.split("\0") if output and "\n" not in output else []
    found = [line.rpartition(" ")[2] for line in lines if line.startswith("# branch.oid ")]
    if len(found) != 1 or len(found[0]) not in {40, 64}:
        return None
    return _Seen(found[0], None if _unseen(place) else _paths(lines))


def _unseen(place: tuple[str, ...]) -> bool:
    """Tell whether git was told not to look at some files: they are sparse, or taken for unchanged."""
    output = _git(*place, "ls-files", "-v", "-z", "--", *_ROOTS)
    if output is None or not output:
        return output is None
    return not output.startswith("H ") or output.count("\0H ") + 1 != output.count("\0")


def _paths(lines: list[str]) -> dict[str, bool] | None:
    """Read the paths of git's status, and whether a file there counts; None for a state that is not worth the code."""
    found: dict[str, bool] = {}
    for line in lines:
        if line.startswith("? "):
            found[line[2:]] = True
        elif line.startswith("1 "):
            _, state, module, _, _, _, _, _, path = line.split(" ", 8)
            if module != "N...":
                return None
            found[path] = found.get(path, False) or state[0] != "D"
        elif line and not line.startswith("# "):
            return None
    return found


def _git(*arguments: str, aloud: bool = False) -> str | None:
    """Run git and return what it wrote; None when it fails. `subprocess` would cost as much as all the rest.

    Args:
        arguments: what it is asked.
        aloud: whether what it complains of is returned, too.
    """
    read, write = os.pipe()
    nowhere = os.open(os.devnull, os.O_RDWR)
    try:
        actions = [
            (os.POSIX_SPAWN_DUP2, nowhere, 0),
            (os.POSIX_SPAWN_DUP2, write, 1),
            (os.POSIX_SPAWN_DUP2, write if aloud else nowhere, 2),
        ]
        try:
            child = os.posix_spawnp("git", ["git", "--no-pager", *arguments], environment(), file_actions=actions)
        finally:
            os.close(write)
        pieces = []
        while piece := os.read(read, 1 << 16):
            pieces.append(piece)
        _, status = os.waitpid(child, 0)
    except OSError:
        return None
    finally:
        os.close(read)
        os.close(nowhere)
    return b"".join(pieces).decode("utf-8", "surrogateescape") if status == 0 else None


def _file(named: str) -> str:
    return os.path.join(
        cache_folder("answers"), f"{named.split(chr(9))[1][:16]}-{crc32(named.encode('utf-8', 'surrogateescape')):08x}"
    )


def _recall(named: str) -> Answer | None:
    try:
        with open(_file(named), "rb") as stream:
            head, _, rest = stream.read().partition(b"\n")
    except OSError:
        return None
    check, _, body = rest.partition(b"\n")
    parts = body.decode("utf-8", "surrogatepass").split("\0")
    if head != named.encode("utf-8", "surrogateescape") or check != b"%08x" % crc32(body) or len(parts) != 5:  # noqa: PLR2004
        return None
    return Answer(int(parts[0]), *parts[1:])


def remember(named: str, answer: Answer) -> None:
    """Keep an answer for next time; a full disk or a folder that cannot be written to only costs time."""
    parts = (str(answer.status), answer.out, answer.out_plain, answer.said, answer.said_plain)
    body = "\0".join(parts).encode("utf-8", "surrogatepass")
    target = _file(named)
    temporary = f"{target}.tmp-{os.getpid()}"
    try:
        os.makedirs(cache_folder("answers"), mode=0o700, exist_ok=True)
        with open(temporary, "wb") as stream:
            stream.write(named.encode("utf-8", "surrogateescape") + b"\n%08x\n" % crc32(body) + body)
        os.replace(temporary, target)
        _forget_oldest()
    except OSError:
        try:
            os.unlink(temporary)
        except OSError:
            return


def _forget_oldest() -> None:
    with os.scandir(cache_folder("answers")) as items:
        known = sorted((item.stat().st_mtime_ns, item.path) for item in items)
    for _, path in known[:-_MOST_ANSWERS]:
        os.unlink(path)
