"""A record's file in its canonical layout; comments, order and quotes survive."""

from io import StringIO

from gitsm.editing.update import round_trip
from gitsm.errors import EditRefusedError
from gitsm.load.places import comments
from gitsm.load.reader import read


def laid_out(name: str, text: str) -> str:
    """Lay a record's file out: two spaces of indent, list items below their key, one line end, no blanks at line ends.

    Args:
        name: the file, for messages.
        text: its content; a file with a fault is not touched.

    Raises:
        EditRefusedError: when it cannot be read, or cannot be laid out without losing something.
    """
    before = read(text.encode())
    if before.problems or not isinstance(before.data, dict):
        raise EditRefusedError(name, "it has a fault", "gitsm check says which")
    after = text.replace("\r\n", "\n")
    for _ in range(2):  # what is written may be read with a comment in another place, once
        after = _rewritten(name, after)
    if read(after.encode()).data != before.data or comments(after) != comments(text):
        raise EditRefusedError(name, "it cannot be laid out without losing something", "lay it out by hand")
    return after


def _rewritten(name: str, text: str) -> str:
    stream = StringIO()
    with round_trip(name) as yaml:
        yaml.dump(yaml.load(text), stream)
    return stream.getvalue().strip("\n") + "\n"
