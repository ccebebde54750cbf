"""Judging what an edit reaches gives what judging everything gives, for every rule and whatever the edit."""

import re
from collections.abc import Mapping
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gitsm.recheck.ledger import TooWideError
from gitsm.rules import all_rules
from gitsm.rules.judgement import STEERING
from gitsm.rules.manual import manual
from tests.support.backdrop import BACKDROP
from tests.support.catalogues import ci, files
from tests.support.judging import agreement, article, offering, service
from tests.support.pool import pool
from tests.support.rechecking import Tree, again, whole
from tests.support.tangles import tangle


def tree(text: str) -> dict[str, bytes]:
    return {path: content.encode() for path, content in files(text + BACKDROP).items()}


def found(tree: Tree) -> set[tuple[str, str | None]]:
    return {(finding.rule, finding.subject) for finding in whole(tree)[1]}


def agrees(before: Tree, after: Tree) -> bool:
    """Hold judging again against judging everything; where that gives up, it is no answer at all."""
    try:
        loaded, findings = again(before, after)
    except TooWideError:
        return False
    expected, everything = whole(after)
    assert findings == everything
    assert len(loaded.snapshot) == len(expected.snapshot)
    return True


def steers(before: Tree, after: Tree) -> bool:
    differing = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
    kinds = "|".join(STEERING)
    return any(
        re.search(rb"^kind: (%b)$" % kinds.encode(), content, re.MULTILINE)
        for path in differing
        for content in (before.get(path, b""), after.get(path, b""))
    )


@pytest.mark.parametrize("rule", [page.id for page in manual().values() if page.bad])
def test_a_finding_of_every_rule_comes_and_goes_with_an_edit(rule: str) -> None:
    bad, good = tree(manual()[rule].bad), tree(manual()[rule].good)
    assert rule in {name for name, _ in found(bad)} - {name for name, _ in found(good)}
    twice = rule == "duplicate-id"
    if not twice:
        assert agrees(bad, good) is not steers(bad, good)
    assert agrees(good, bad) is not (twice or steers(bad, good))


WINDOW = "---\nkind: window\nid: {id}\nname: W\ntype: {type}\napplies_to: {{cis: [ci:db]}}\n{rest}"
NIGHT = "at: {start: '2026-12-01T02:00:00Z', end: '2026-12-01T04:00:00Z'}\n"
DAY = "at: {start: '2026-12-01T09:00:00Z', end: '2026-12-01T12:00:00Z'}\n"
CLUSTER = ci("cc", class_="cluster") + ci("n1", "member_of: [ci:cc]\n") + ci("n2", "member_of: [ci:cc]\n")
PAIR = "depends_on: [{any_of: [ci:n1, ci:n2], min_up: 1}]\n"
PROMISED = (
    ci("web", "depends_on: [ci:db]\n", availability="99.99%")
    + ci("db", availability="99.99%")
    + service("booking", "delivered_by: [ci:web]\n")
    + agreement("sla", "sla", "service:booking")
)
FAR: Final[Mapping[str, tuple[str, str, str, str, str]]] = {
    "agreement-period": (
        service("booking", "delivered_by: [ci:line]\n")
        + ci("line", class_="external_service")
        + agreement("sla", "sla", "service:booking")
        + agreement("ua", "ua", "ci:line"),
        *("catalog/ua.yaml", "ends: 2026-12-31", "ends: 2026-11-30", "agreement:sla"),
    ),
    "calendar-gap": (
        manual()["calendar-gap"].bad,
        *("catalog/office-hours.yaml", 'hours: {mon: ["08:00-16:00"], tue: ["08:00-16:00"]}', "hours: always"),
        "agreement:booking-sla",
    ),
    "catalog-service-agreement": (PROMISED, "catalog/sla.yaml", "2026-12-31", "2026-01-31", "service:booking"),
    "catalog-service-delivery": (
        service("booking") + ci("web") + offering("agents", "booking", "delivered_by: [ci:web]\n"),
        *("catalog/agents.yaml", "delivered_by: [ci:web]\n", "", "service:booking"),
    ),
    "change-in-blackout": (
        manual()["change-in-blackout"].bad,
        *("changes/winter-freeze.yaml", "2026-12-18", "2026-12-25", "change:chg-2026-12-19-db"),
    ),
    "change-outside-window": (
        manual()["change-outside-window"].bad.replace("{cis: [booking-db]}", "{tags: [till]}") + "tags: [till]\n",
        *("cmdb/booking-db.yaml", "tags: [till]", "tags: [tills]", "change:chg-2026-12-19-db"),
    ),
    "common-mode": (
        CLUSTER.replace("member_of: [ci:cc]", "part_of: [ci:r1]", 1).replace("member_of: [ci:cc]", "part_of: [ci:r2]")
        + ci("r1", "part_of: [ci:site]\n")
        + ci("r2")
        + ci("site")
        + ci("web", PAIR),
        *("cmdb/r2.yaml", "operational/in_use", "operational/in_use\npart_of: [ci:site]", "ci:web"),
    ),
    "contradicting-blackouts": (
        WINDOW.format(id="one", type="blackout", rest=f"reason: R.\nexempt: [emergency]\n{DAY}")
        + WINDOW.format(id="two", type="blackout", rest=f"reason: R.\nexempt: [emergency]\n{DAY}")
        + ci("db"),
        *("changes/two.yaml", "exempt: [emergency]\n", "", "window:one"),
    ),
    "dead-link": (
        ci("aa", "description: See [it](ci:bb).\n") + ci("bb"),
        *("cmdb/bb.yaml", "id: bb", "id: cc", "ci:aa"),
    ),
    "dependency-cycle": (
        ci("aa", "depends_on: [ci:bb]\n") + ci("bb"),
        *("cmdb/bb.yaml", "operational/in_use", "operational/in_use\ndepends_on: [ci:aa]", "ci:aa"),
    ),
    "duplicate-alias": (
        ci("aa") + ci("bb", "aliases: [shop]\n"),
        *("cmdb/aa.yaml", "operational/in_use", "operational/in_use\naliases: [Shop]", "ci:bb"),
    ),
    "end-of-life-dependency": (
        ci("aa", "runs_on: [ci:bb]\n") + ci("bb"),
        *("cmdb/bb.yaml", "operational/in_use", "end_of_life/retired", "ci:aa"),
    ),
    "external-service-agreement": (
        ci("line", class_="external_service") + agreement("ua", "ua", "ci:line"),
        *("catalog/ua.yaml", "2026-12-31", "2026-01-31", "ci:line"),
    ),
    "known-error-closed": (
        manual()["known-error-closed"].bad,
        *("changes/prb-2026-06-04-sold-out.yaml", "resolution_code: fix_applied", "aliases: [full]"),
        "knowledge_article:kb-sold-out",
    ),
    "known-error-workaround": (
        manual()["known-error-closed"].good,
        *("catalog/kb-sold-out.yaml", "not_validated", "archived", "problem:prb-2026-06-04-sold-out"),
    ),
    "min-up-exceeds-members": (
        CLUSTER.replace("class: cluster", "class: cluster\nmin_up: 2"),
        *("cmdb/n2.yaml", "member_of: [ci:cc]\n", "", "ci:cc"),
    ),
    "moved-record": (
        ci("aa") + ci("bb", "moved: {from: old}\n"),
        *("cmdb/aa.yaml", "operational/in_use", "operational/in_use\nmoved: {from: old}", "ci:bb"),
    ),
    "offering-phase": (
        service("booking") + offering("agents", "booking"),
        *("catalog/booking.yaml", "phase: catalog", "phase: retired", "service_offering:agents"),
    ),
    "personal-data": (
        article("kb", "resolution: Write to noc@northsat.example.\n"),
        *("catalog/northsat.yaml", "noc@northsat.example", "desk@northsat.example", "knowledge_article:kb"),
    ),
    "production-on-non-production": (
        ci("aa", "runs_on: [ci:bb]\n") + ci("bb"),
        *("cmdb/bb.yaml", "production", "staging", "ci:aa"),
    ),
    "promise-not-backed": (PROMISED, "cmdb/db.yaml", "99.99%", "98%", "agreement:sla"),
    "relation-cycle": (
        ci("aa", "part_of: [ci:bb]\n") + ci("bb"),
        *("cmdb/bb.yaml", "operational/in_use", "operational/in_use\npart_of: [ci:aa]", "ci:aa"),
    ),
    "relation-not-allowed": (
        "---\nkind: ci_class\nid: virtual\nparent: compute\ndescription: D.\nrelations: {hosted_on: [hypervisor]}\n"
        + ci("vm", "hosted_on: [ci:hh]\n", class_="virtual")
        + ci("hh", class_="hypervisor"),
        *("cmdb/hh.yaml", "hypervisor", "printer", "ci:vm"),
    ),
    "request-answers": (
        manual()["request-answers"].good,
        *("catalog/account.yaml", "id: agency", "id: agencies", "request:req-2026-11-20-account"),
    ),
    "retired-service-in-use": (
        service("booking", phase="pipeline") + agreement("ola", "ola", "service:booking"),
        *("catalog/booking.yaml", "phase: pipeline", "phase: retired", "agreement:ola"),
    ),
    "single-member-group": (CLUSTER, "cmdb/n2.yaml", "member_of: [ci:cc]\n", "", "ci:cc"),
    "supplier-figure": (
        ci("line", class_="external_service", availability="99.9%") + agreement("ua", "ua", "ci:line"),
        *("catalog/ua.yaml", "99.9%", "99%", "ci:line"),
    ),
    "unknown-reference": (ci("aa", "runs_on: [ci:bb]\n") + ci("bb"), "cmdb/bb.yaml", "id: bb", "id: cc", "ci:aa"),
    "unsatisfiable-approval": (
        manual()["unsatisfiable-approval"].bad,
        *("catalog/desk.yaml", "[amara]", "[amara, mei]", "policy:approvals"),
    ),
    "unused-waiver": (
        ci("aa", "depends_on: [{any_of: [ci:bb], min_up: 1}]\n")
        + ci("bb")
        + "---\nkind: policy\nid: rules\nrules:\n  waivers:\n"
        "    - {rule: single-member-group, ref: 'ci:aa', owner: desk, reason: R., expires: 2027-01-31}\n",
        *("cmdb/aa.yaml", "[ci:bb]", "[ci:bb, ci:cc]", "policy:rules"),
    ),
    "window-in-blackout": (
        manual()["window-in-blackout"].bad,
        *("changes/winter-freeze.yaml", "2027-12-01", "2026-12-01", "window:db-night"),
    ),
}
"""By rule: a tree; a file of it with words of it, and what stands there instead after the edit; a record elsewhere."""


def test_every_rule_that_looks_at_other_records_is_seen_to() -> None:
    assert FAR.keys() == {rule.id for rule in all_rules().values() if rule.reach not in {"self", "steering", "history"}}


@pytest.mark.parametrize("rule", FAR)
def test_an_edit_alters_the_verdict_on_a_record_elsewhere(rule: str) -> None:
    text, path, old, new, subject = FAR[rule]
    before = tree(text)
    assert old in before[path].decode(), sorted(before)
    after = {**before, path: before[path].replace(old.encode(), new.encode())}
    about = (rule, subject)

    assert (about in found(before)) is not (about in found(after)), found(after) ^ found(before)
    assert subject.partition(":")[2] not in path
    assert agrees(before, after)
    assert agrees(after, before)


@pytest.mark.parametrize("link", ["<A HREF=ci:bb>it</A>", "[it](\\nci:bb)", "[it](\\t<ci:bb>)", "[it]:\\n\\tci:bb"])
def test_a_link_is_followed_however_it_is_written(link: str) -> None:
    before = tree(ci("aa", f'description: "{link}"\n') + ci("bb"))
    after = tree(ci("aa", f'description: "{link}"\n') + ci("cc"))
    assert ("dead-link", "ci:aa") in found(after) - found(before)
    assert agrees(before, after)
    assert agrees(after, before)


def _line(content: bytes, number: int, other: bytes) -> bytes:
    """Put a line into a file in place of one of its own."""
    lines = content.splitlines(keepends=True)
    lines[number % len(lines)] = other
    return b"".join(lines)


_paths = st.sampled_from(sorted(pool()))
_versions = st.sampled_from([version for versions in pool().values() for version in versions])
_lines = _versions.flatmap(lambda version: st.sampled_from([b"", *version.splitlines(keepends=True)]))


@st.composite
def _content(draw: st.DrawFn, path: str) -> bytes | None:
    """Draw what stands at a path: one of the manual's versions, one with an odd line, or nothing."""
    content = draw(st.sampled_from([None, *pool()[path], *pool()[path]]))
    if content is not None and not draw(st.integers(0, 3)):
        return _line(content, draw(st.integers(0, 30)), draw(_lines))
    return content


@st.composite
def _trees(draw: st.DrawFn) -> dict[str, bytes]:
    found = {path: versions[0] for path, versions in pool().items()}
    for path in draw(st.lists(_paths, max_size=25, unique=True)):
        content = draw(_content(path))
        if content is None:
            del found[path]
        else:
            found[path] = content
    for entry in whole(found)[0].snapshot.duplicates:
        del found[entry.path]
    return found


@st.composite
def _edited(draw: st.DrawFn, before: dict[str, bytes]) -> dict[str, bytes]:
    after = dict(before)
    for path in draw(st.lists(_paths, min_size=1, max_size=4, unique=True)):
        content = draw(_content(path))
        after.pop(path, None)
        folder, _, name = path.rpartition("/")
        if content is not None:
            after[f"{folder}/sub/{name}" if not draw(st.integers(0, 9)) else path] = content
    return after


@settings(max_examples=60)
@given(st.data())
def test_judging_what_edits_reach_gives_what_judging_everything_gives(data: st.DataObject) -> None:
    before = data.draw(_trees())
    after = data.draw(_edited(before))

    agrees(before, after)


@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1))
def test_in_a_tangle_judging_what_edits_reach_gives_what_judging_everything_gives(seed: int) -> None:
    choice = Random(seed)  # thousands of choices for one tree: a seed stands for them
    before, after = tangle(choice.choice)
    agrees(before, after)


WAIVED = """---
kind: policy
id: rules
rules:
  waivers:
    - {rule: dependency-cycle, ref: 'ci:aa', owner: desk, reason: Known., expires: 2027-01-31}
    - {rule: relation-cycle, ref: 'ci:xx', owner: desk, reason: Known., expires: 2027-01-31}
"""


def test_a_waived_circle_far_from_every_edit_stays_one() -> None:
    circles = (
        ci("aa", "depends_on: [ci:bb]\n")
        + ci("bb", "depends_on: [ci:aa]\n")
        + ci("xx", "part_of: [ci:yy]\n")
        + ci("yy", "part_of: [ci:xx]\n")
    )
    before = tree(circles + ci("far") + WAIVED)
    assert not {rule for rule, _ in found(before)} & {"unused-waiver", "dependency-cycle", "relation-cycle"}
    assert agrees(before, tree(circles + ci("far", lifecycle="end_of_life/retired") + WAIVED))


def test_a_hint_that_becomes_free_goes_to_whom_it_is_due() -> None:
    named = [f"n{number:03}" for number in range(101)]
    lost = "".join(ci(name, f"depends_on: [ci:{name}x]\n") for name in named)
    before = tree(lost)
    hints = [one.hint or "" for one in whole(before)[1] if one.rule == "unknown-reference"]
    assert [hint.startswith("did you mean") for hint in hints] == [True] * 100 + [False]
    agrees(before, tree(lost.replace("depends_on: [ci:n000x]\n", "")))
