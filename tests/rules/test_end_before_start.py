"""Periods of every kind that hold no time."""

import pytest

from tests.support.judging import agreement, spots

INCIDENT = "incident:inc-2026-07-18-slow"


def outage(start: str, end: str) -> str:
    return f"---\nkind: outage\nid: out-2026-07-18-down\ntype: outage\naffects: [ci:aa]\nstart: {start}\nend: {end}\n"


def window(start: str, end: str) -> str:
    return (
        "---\nkind: window\nid: freeze\ntype: blackout\nreason: Summer.\napplies_to: {all: true}\n"
        f"at: {{start: {start}, end: {end}}}\n"
    )


def change(start: str, end: str) -> str:
    return (
        "---\nkind: change\nid: chg-2026-07-18-up\ntitle: Up\ntype: normal\nreason: R.\naffected: [{ci: aa}]\n"
        "assignee: amara\nimplementation_plan: P.\ntest_plan: T.\nbackout_plan: {steps: S., tested: true}\n"
        f"planned: {{start: {start}, end: {end}}}\n"
    )


def incident(detected: str, rest: str = "") -> str:
    return (
        "---\nkind: incident\nid: inc-2026-07-18-slow\ntitle: Slow\nimpact: low\nurgency: low\n"
        f"services: [service:aa]\nstarted_at: 2026-07-18T09:00:00Z\ndetected_at: {detected}\n{rest}"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (agreement("sla", "sla", "ci:aa", "2026-01-02", "2026-01-01"), ["agreement:sla/ends"]),
        (agreement("sla", "sla", "ci:aa", "2026-01-01", "2026-01-01"), []),
        (agreement("sla", "sla", "ci:aa", "2026-01-01", None), []),
        (outage("2026-07-18T10:00:00Z", "2026-07-18T11:00:00Z"), []),
        (outage("2026-07-18T10:00:00Z", "2026-07-18T10:00:00Z"), ["outage:out-2026-07-18-down/end"]),
        # 11:00 in Oslo is 09:00 UTC.
        (outage("2026-07-18T10:00:00Z", "2026-07-18T11:00:00+02:00"), ["outage:out-2026-07-18-down/end"]),
        (window("2026-07-18T10:00:00Z", "2026-07-18T09:00:00Z"), ["window:freeze/at/end"]),
        (change("2026-07-18T10:00:00Z", "2026-07-18T09:00:00Z"), ["change:chg-2026-07-18-up/planned/end"]),
        (incident("2026-07-18T10:00:00Z", "resolved_at: 2026-07-18T11:00:00Z\n"), []),
        (incident("2026-07-18T08:59:00Z"), [f"{INCIDENT}/detected_at"]),
        (incident("2026-07-18T10:00:00Z", "acknowledged_at: 2026-07-18T09:59:00Z\n"), [f"{INCIDENT}/acknowledged_at"]),
        (
            incident("2026-07-18T10:00:00Z", "restored_at: 2026-07-18T12:00:00Z\nresolved_at: 2026-07-18T11:00:00Z\n"),
            [f"{INCIDENT}/resolved_at"],
        ),
        (incident("2026-07-18T10:00:00Z", "resolved_at: 2026-07-18T08:00:00Z\n"), [f"{INCIDENT}/resolved_at"]),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("end-before-start", text) == expected
