import json

from gitsm.rules.manual import manual
from tests.support.program import gitsm


def test_no_id_lists_every_rule_with_what_must_hold() -> None:
    done = gitsm("rule")
    assert done.returncode == 0
    rows = {line.split()[1]: line for line in done.stdout.splitlines()}
    assert rows.keys() == manual().keys()
    assert rows["unknown-reference"].startswith("error ")
    assert gitsm("rule", "--format", "markdown").stdout.count("\n| ") == len(rows) + 1


def test_a_page_says_why_and_shows_examples() -> None:
    text = gitsm("rule", "unknown-reference").stdout
    assert text.startswith("unknown-reference (error): ")
    assert "```" not in text
    assert "\n    kind: ci\n" in text
    assert gitsm("rule", "unknown-reference", "--format", "markdown").stdout.startswith("# unknown-reference\n")


def test_pages_for_programs() -> None:
    shown = json.loads(gitsm("rule", "unknown-reference", "--format", "json").stdout)
    assert shown["schema"] == "gitsm/rule/v1"
    assert [(one["id"], one["severity"]) for one in shown["rules"]] == [("unknown-reference", "error")]


def test_an_unknown_rule_is_2_and_recognised() -> None:
    done = gitsm("rule", "unknown-referense")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: no rule unknown-referense\nhint: did you mean unknown-reference")
