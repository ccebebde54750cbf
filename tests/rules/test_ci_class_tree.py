"""Classes that refine nothing known, or themselves."""

import pytest

from tests.support.judging import spots


def kind(name: str, parent: str, rest: str = "") -> str:
    return f"---\nkind: ci_class\nid: {name}\nparent: {parent}\ndescription: D.\n{rest}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (kind("aa", "server"), []),
        (kind("aa", "serverr"), ["ci_class:aa/parent"]),
        (kind("aa", "bb") + kind("bb", "aa"), ["ci_class:aa/parent", "ci_class:bb/parent"]),
        (kind("aa", "bb") + kind("bb", "cc") + kind("cc", "bb"), ["ci_class:bb/parent", "ci_class:cc/parent"]),
        (kind("aa", "aa"), ["ci_class:aa/parent"]),
        (kind("server", "compute"), []),
        (kind("server", "network"), ["ci_class:server/parent"]),
        (kind("aa", "server", "relations: {runs_onn: [server]}\n"), ["ci_class:aa/relations/runs_onn"]),
        (kind("aa", "server", "relations: {runs_on: [server, nothing]}\n"), ["ci_class:aa/relations/runs_on/1"]),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("ci-class-tree", text) == expected
