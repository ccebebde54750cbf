"""Some keys of a record's file set anew; comments, order and quotes of all others survive."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from gitsm.editing.emit import scalar
from gitsm.errors import EditRefusedError
from gitsm.load.reader import read


def update(name: str, text: str, values: Mapping[str, Any]) -> str:
    """Set top-level keys of a record.

    The result is read again by the strict reader: only what was meant may differ.

    Args:
        name: the file, for messages.
        text: its content.
        values: the new values, by key; a value of None removes the key.

    Raises:
        EditRefusedError: when the file cannot be read, or would say anything else afterwards.
    """
    before = read(text.encode())
    if not isinstance(before.data, dict):
        raise EditRefusedError(name, "it cannot be read", "gitsm check says why")
    wanted = {key: value for key, value in {**before.data, **values}.items() if value is not None}
    if wanted == before.data:
        return text
    stream = StringIO()
    with round_trip(name) as yaml:
        document = yaml.load(text)
        for key, value in values.items():
            if value is None:
                document.pop(key, None)
            elif document.get(key) != value:
                document[key] = quoted(value)
        yaml.dump(document, stream)
    after = stream.getvalue()
    if read(after.encode()).data != wanted:
        raise EditRefusedError(name, "it would say something else afterwards", "edit it by hand")
    return after


def quoted(value: Any) -> Any:  # noqa: ANN401  # any of YAML
    """Mark the texts that only quotes keep from being read as something else: `no`, `1.0`, `a: b`."""
    if isinstance(value, str):
        return DoubleQuotedScalarString(value) if "\n" not in value and scalar(value).startswith('"') else value
    if isinstance(value, Mapping):
        return {key: quoted(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [quoted(item) for item in value]
    return value


@contextmanager
def round_trip(name: str) -> Iterator[YAML]:
    """Read and write a file so that comments, order and quotes survive.

    Raises:
        EditRefusedError: when the file is one that cannot be written back.
    """
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    try:
        yield yaml
    except (
        YAMLError,
        ValueError,
        TypeError,
        NotImplementedError,
        AssertionError,
        AttributeError,
        LookupError,
    ) as error:
        raise EditRefusedError(name, f"it cannot be written back: {type(error).__name__}") from error
