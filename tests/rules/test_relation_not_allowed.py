"""Relations that a class does not allow."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import spots

RULED = """---
kind: ci_class
id: vessel
parent: site
description: A ship.
relations: {powered_by: [power_source]}
---
kind: ci_class
id: ferry
parent: vessel
description: A ship with cars, which inherits what a ship may be related to.
---
kind: ci_class
id: diesel
parent: power_source
description: A generator, which is a power source.
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (RULED + ci("aa", "powered_by: [ci:bb]\n", class_="vessel") + ci("bb"), ["ci:aa/powered_by/0"]),
        (RULED + ci("aa", "powered_by: [ci:bb]\n", class_="vessel") + ci("bb", class_="power_source"), []),
        (RULED + ci("aa", "powered_by: [ci:bb]\n", class_="ferry") + ci("bb"), ["ci:aa/powered_by/0"]),
        (RULED + ci("aa", "powered_by: [ci:bb]\n", class_="vessel") + ci("bb", class_="diesel"), []),
        (RULED + ci("aa", "depends_on: [ci:bb]\n", class_="vessel") + ci("bb"), []),
        (ci("aa", "powered_by: [ci:bb]\n") + ci("bb"), []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("relation-not-allowed", text) == expected
