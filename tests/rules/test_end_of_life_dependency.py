"""What stands on something that is at the end of its life."""

import pytest

from tests.support.catalogues import ci
from tests.support.judging import service, spots

OLD = ci("bb", lifecycle="end_of_life/retired")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ci("aa", "depends_on: [ci:bb]\n") + OLD, ["ci:aa/depends_on/0"]),
        (ci("aa", "runs_on: [{any_of: [ci:bb, ci:cc], min_up: 1}]\n") + OLD + ci("cc"), ["ci:aa/runs_on/0/any_of/0"]),
        (service("aa", "delivered_by: [ci:bb]\n") + OLD, ["service:aa/delivered_by/0"]),
        (service("aa", "delivered_by: [ci:bb]\n", phase="pipeline") + OLD, []),
        (ci("aa", "depends_on: [ci:bb]\n", lifecycle="design/build") + OLD, []),
        # What it sends data to or manages does not hurt it.
        (ci("aa", "manages: [ci:bb]\nsends_data_to: [ci:bb]\nconnects_to: [ci:bb]\n") + OLD, []),
        (ci("aa", "connects_to: [{target: ci:bb, uplink: true}]\n") + OLD, ["ci:aa/connects_to/0/target"]),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("end-of-life-dependency", text) == expected
