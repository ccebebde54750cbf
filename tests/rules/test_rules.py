"""Every rule: its page holds an example of each, and what the page says is so."""

import re
from datetime import date
from pathlib import Path

import pytest

import gitsm.rules
from gitsm.rules import all_rules, judge
from gitsm.rules.manual import manual
from tests.support.catalogues import TEAM, snapshot

AS_OF = date(2026, 11, 23)
BASE = (
    TEAM
    + "---\nkind: supplier\nid: northsat\nname: Northsat\ncontact: {mail: noc@northsat.example}\n"
    + "---\nkind: customer\nid: passengers\nname: Passengers\n"
    + "---\nkind: calendar\nid: always\ntimezone: UTC\nhours: always\n---\n"
)
RULES = sorted(all_rules())


def examples(rule: str) -> tuple[str, str]:
    bad, good = re.findall(r"```yaml\n(.*?)```", manual()[rule].text, re.DOTALL)
    return bad, good


def rules_found(text: str) -> set[str]:
    return {finding.rule for finding in judge(snapshot(BASE + text), AS_OF)}


@pytest.mark.parametrize("rule", RULES)
def test_the_bad_example_is_found_and_the_good_one_is_not(rule: str) -> None:
    bad, good = examples(rule)
    assert rule in rules_found(bad)
    assert rule not in rules_found(good)


@pytest.mark.parametrize("rule", RULES)
def test_a_finding_says_what_to_do(rule: str) -> None:
    found = [finding for finding in judge(snapshot(BASE + examples(rule)[0]), AS_OF) if finding.rule == rule]
    for finding in found:
        assert finding.hint
        assert not finding.message.endswith(".")
        assert finding.subject


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_page(rule: str) -> None:
    page = manual()[rule]
    assert page.summary.endswith(".")
    assert "\n" not in page.summary
    assert all_rules()[rule].REACH in {"self", "neighbours", "closure"}


def test_the_folder_is_the_registry() -> None:
    modules = {path.stem.replace("_", "-") for path in Path(gitsm.rules.__path__[0]).glob("*.py")}
    assert modules - {"--init--", "world", "manual"} == set(RULES)


def test_policy_sets_severities_and_waives() -> None:
    bad, _ = examples("single-member-group")
    policy = "---\nkind: policy\nid: rules\nrules:\n"
    assert "single-member-group" not in rules_found(bad + policy + "  severity: {single-member-group: 'off'}\n")
    waiver = "  waivers: [{{rule: single-member-group, ref: ci:app-1, owner: desk, reason: R, expires: {day}}}]\n"
    assert rules_found(bad + policy + waiver.format(day="2026-11-23")) == set()
    assert rules_found(bad + policy + waiver.format(day="2026-11-22")) == {"single-member-group", "expired-waiver"}


def test_findings_do_not_depend_on_the_order_of_files() -> None:
    bad, _ = examples("common-mode")
    forward = judge(snapshot(BASE + bad), AS_OF)
    backward = judge(snapshot("---\n".join(reversed((BASE + bad).split("---\n")))), AS_OF)
    assert forward == backward
