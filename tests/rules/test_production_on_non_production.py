"""Production that stands on something else."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import service, spots


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ci("aa", "depends_on: [ci:bb]\n") + ci("bb", environment="staging"), ["ci:aa/depends_on/0"]),
        (ci("aa", "depends_on: [ci:bb]\n") + ci("bb", environment="disaster_recovery"), []),
        (ci("aa", "depends_on: [ci:bb]\n", environment="test") + ci("bb", environment="staging"), []),
        (ci("aa", "sends_data_to: [ci:bb]\nmanages: [ci:bb]\n") + ci("bb", environment="staging"), []),
        (service("aa", "delivered_by: [ci:bb]\n") + ci("bb", environment="test"), ["service:aa/delivered_by/0"]),
        (service("aa", "delivered_by: [ci:bb]\n", phase="pipeline") + ci("bb", environment="test"), []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("production-on-non-production", text) == expected
