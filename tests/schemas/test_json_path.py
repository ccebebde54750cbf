"""Which parts of a record a JSONPath means."""

import pytest

from gitsm_schemas.json_path import covers, steps, touches


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("$", ()),
        ("$.targets", ("targets",)),
        ("$['targets']", ("targets",)),
        ('$["a-b"].c', ("a-b", "c")),
        ("$.targets[*].value", ("targets", None, "value")),
        ("$.targets.*", ("targets", None)),
        ("$.depends_on[3]", ("depends_on", 3)),
    ],
)
def test_a_path_is_split_into_steps(path: str, found: tuple[object, ...]) -> None:
    assert steps(path) == found


@pytest.mark.parametrize("path", ["", "targets", "$.", "$..targets", "$[", "$.a[", "$.a[]", "$['a]", "$.a[-1]", "$a"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="write a path like"):
        steps(path)


@pytest.mark.parametrize(
    ("path", "part", "at_or_below", "near"),
    [
        ("$", "a/b", True, True),
        ("$.a", "a", True, True),
        ("$.a", "a/b", True, True),
        ("$.a.b", "a", False, True),
        ("$.a", "b", False, False),
        ("$.a", "ab", False, False),
        ("$.a[*].c", "a/x/c", True, True),
        ("$.a[*].c", "a/x/d", False, False),
        ("$.a[0]", "a/x", False, True),
    ],
)
def test_a_path_covers_what_is_at_or_below_it(path: str, part: str, at_or_below: bool, near: bool) -> None:  # noqa: FBT001
    parts = tuple(part.split("/"))
    assert (covers(steps(path), parts), touches(steps(path), parts)) == (at_or_below, near)
