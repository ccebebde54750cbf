"""The manual of every rule holds: its bad example gives the finding, its good one gives none."""

from pathlib import Path

import pytest

from gitsm.diagnostics import Finding, Severity
from gitsm.load.records import load
from gitsm.rules import all_rules, judge
from gitsm.rules.manual import Manual, manual
from tests.support.backdrop import BACKDROP, TODAY
from tests.support.catalogues import memory

PAGES = manual()
TESTS = Path(__file__).parents[1]


def _judged(text: str) -> tuple[Finding, ...]:
    loaded = load(memory(text + BACKDROP))
    return judge(loaded.snapshot, TODAY, loaded.findings)


@pytest.mark.parametrize("page", [each for each in PAGES.values() if each.bad], ids=lambda each: each.id)
def test_the_bad_example_gives_the_finding_and_the_good_one_none(page: Manual) -> None:
    assert page.id in {finding.rule for finding in _judged(page.bad)}
    assert _judged(page.good) == ()


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda each: each.id)
def test_every_rule_says_what_must_hold_and_why(page: Manual) -> None:
    assert page.summary.endswith(".")
    assert "\n" not in page.summary
    assert page.text.partition("\n\n")[0].rstrip().endswith(".")


@pytest.mark.parametrize("rule", all_rules())
def test_every_rule_has_a_test_module_and_examples(rule: str) -> None:
    assert (TESTS / "rules" / f"test_{rule.replace('-', '_')}.py").is_file()
    assert (TESTS / "examples" / "invalid" / rule / "expected.txt").is_file()
    assert (TESTS / "examples" / "valid" / rule).is_dir()


def test_rules_of_loading_are_errors_and_fixed() -> None:
    loading = PAGES.keys() - all_rules().keys()

    assert "duplicate-key" in loading
    assert {(PAGES[rule].severity, PAGES[rule].fixed) for rule in loading} == {(Severity.ERROR, True)}


def test_a_rule_is_called_like_its_module() -> None:
    folder = {path.stem.replace("_", "-") for path in Path(judge.__code__.co_filename).parent.glob("*.py")}

    assert all_rules().keys() <= folder
