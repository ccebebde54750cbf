"""What suppliers run, and the agreements that underpin it."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import agreement, spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ci("aa", class_="external_service"), ["ci:aa/class"]),
        (ci("aa", class_="external_service") + agreement("ua", "ua", "ci:aa"), []),
        (ci("aa", class_="external_service") + agreement("uc", "uc", "ci:aa"), []),
        (ci("aa", class_="external_service") + agreement("ola", "ola", "ci:aa"), ["ci:aa/class"]),
        (ci("aa", class_="external_service") + agreement("ua", "ua", "ci:aa", ends="2026-11-23"), ["ci:aa/class"]),
        (ci("aa", class_="external_service", lifecycle="end_of_life/retired"), []),
        (
            "---\nkind: ci_class\nid: saas\nparent: external_service\ndescription: D.\n" + ci("aa", class_="saas"),
            ["ci:aa/class"],
        ),
        (ci("aa"), []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("external-service-agreement", text) == expected
