"""Steps that wait for what never comes."""

import pytest

from tests.support.judging import offering, service, spots

FORM = service("booking", phase="pipeline") + offering("web", "booking", phase="pipeline")
TASKS = "---\nkind: request_offering\nid: account\noffering: web\ntasks:\n"


def task(name: str, *after: str) -> str:
    return f"  - {{name: {name}, group: desk, after: [{', '.join(after)}]}}\n"


@pytest.mark.parametrize(
    ("tasks", "expected"),
    [
        (task("a") + task("b", "a") + task("c", "a", "b"), []),
        (task("a", "z"), ["/tasks/0/after/0"]),
        (task("a", "a"), ["/tasks/0/after/0"]),
        (task("a", "c") + task("b", "a") + task("c", "b"), [f"/tasks/{each}/after/0" for each in range(3)]),
        (task("a", "b") + task("b", "b"), ["/tasks/1/after/0"]),
    ],
)
def test_what_is_found(tasks: str, expected: list[str]) -> None:
    assert spots("request-task-order", FORM + TASKS + tasks) == [f"request_offering:account{each}" for each in expected]
