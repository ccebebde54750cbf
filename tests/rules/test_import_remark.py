"""Remarks that an import left."""

import pytest

from tests.support.judging import service, spots

SOURCE = "source: {system: x, id: aa, path: c.yml, line: 3, remarks: ["


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (service("aa", "source: {system: x, id: aa}\n"), []),
        (service("aa", SOURCE + "{line: 5, what: empty}]}\n"), ["service:aa/source/remarks/0"]),
        # What names something is told by unknown-reference, and only while it is missing.
        (service("aa", SOURCE + "{line: 5, what: bb is nowhere, ref: service:bb}]}\n"), []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("import-remark", text) == expected
