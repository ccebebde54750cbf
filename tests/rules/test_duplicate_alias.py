"""Aliases that two records claim."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import service, spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ci("aa", "aliases: [Shop]\n") + ci("bb", "aliases: [shop]\n"), ["ci:bb/aliases/0"]),
        (ci("aa", "aliases: [Shop, shop]\n"), ["ci:aa/aliases/1"]),
        (ci("aa", "aliases: [bb]\n") + ci("bb"), ["ci:aa/aliases/0"]),
        (ci("desk", "aliases: [always]\n"), []),
        (service("aa", "aliases: [Shop]\n") + ci("bb", "aliases: [shop]\n"), ["ci:bb/aliases/0"]),
        (ci("aa", "aliases: [aa]\n"), []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("duplicate-alias", text) == expected
