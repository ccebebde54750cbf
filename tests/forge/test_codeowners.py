"""Who is asked by each forge's own reading of the file is who owns the record."""

import re
from collections.abc import Mapping
from fnmatch import fnmatch

import pytest
from codeowners import CodeOwners
from hypothesis import given
from hypothesis import strategies as st

from gitsm.forge.codeowners import DIALECTS, apart, nested
from gitsm.forge.ownership import ownership
from tests.support.catalogues import ci, snapshot
from tests.support.judging import agreement, article, offering, service

TEXT = (
    "---\nkind: team\nid: desk\nname: Desk\nmembers: [amara, bo]\ncontact: {chat: '#desk'}\n"
    "---\nkind: team\nid: web\nname: Web\nmembers: [cy]\nforge_group: tern/web\ncontact: {chat: '#web'}\n"
    "---\nkind: team\nid: board\nname: Board\nmembers: [di]\ncontact: {chat: '#board'}\n"
    "---\nkind: policy\nid: approvals\napprovals: {default: [board]}\n"
    "---\nkind: calendar\nid: always\ntimezone: Europe/Oslo\nhours: always\n"
    "---\nkind: customer\nid: guests\nname: Guests\n"
    + service("shop").replace("kind: service\n", "# path: catalog/services/shop/shop.yaml\nkind: service\n")
    + offering("shop-web", "shop").replace("---\n", "---\n# path: catalog/services/shop/shop-web.yaml\n")
    + agreement("shop-sla", "sla", "service:shop")
    .replace("customer:passengers", "customer:guests")
    .replace("provider: desk", "provider: web")
    .replace("---\n", "---\n# path: catalog/services/shop/shop-sla.yaml\n")
    + "---\n# path: catalog/services/shop/ask.yaml\nkind: request_offering\nid: ask\nname: Ask\noffering: shop-web\n"
    + article("kb-shop")
    .replace("owner: desk", "owner: web")
    .replace("---\n", "---\n# path: catalog/services/kb-shop.yaml\n")
    + ci("n1").replace("---\n", "---\n# path: cmdb/hall/n1.yaml\n")
    + ci("n2").replace("---\n", "---\n# path: cmdb/hall/n2.yaml\n")
    + ci("n3", owner="web").replace("---\n", "---\n# path: cmdb/hall/n3.yaml\n")
    + "---\n# path: changes/changes/chg-2026-01-02-n1.yaml\nkind: change\nid: chg-2026-01-02-n1\n"
    "title: T\ntype: normal\nreason: R\naffected: [{ci: n1}]\n"
    "planned: {start: 2026-01-02T10:00Z, end: 2026-01-02T11:00Z}\n"
    "assignee: amara\nimplementation_plan: a\ntest_plan: a\nbackout_plan: {steps: a, tested: true}\n"
)
OWNED = {
    "catalog/services/shop/shop.yaml": {"@amara", "@bo"},
    "catalog/services/shop/shop-web.yaml": {"@amara", "@bo"},
    "catalog/services/shop/shop-sla.yaml": {"@tern/web"},
    "catalog/services/shop/ask.yaml": {"@amara", "@bo"},
    "catalog/services/kb-shop.yaml": {"@tern/web"},
    "cmdb/hall/n1.yaml": {"@amara", "@bo"},
    "cmdb/hall/n2.yaml": {"@amara", "@bo"},
    "cmdb/hall/n3.yaml": {"@tern/web"},
    "catalog/web.yaml": {"@di"},
    "changes/approvals.yaml": {"@di"},
    "README.md": {"@di"},
    ".github/workflows/gitsm.yml": {"@di"},
    "changes/changes/chg-2026-01-02-n1.yaml": set(),
}
"""Written by hand: what the records say."""


def github(text: str, path: str) -> set[str]:
    return {name for _, name in CodeOwners(text).of(path)}


def gitlab(text: str, path: str) -> set[str]:
    """As documented: each section one of whose entries matches, and none of its exclusions, asks its owners."""
    found: set[str] = set()
    for section in re.split(r"(?m)^(?=\[)", text):
        head, *lines = section.strip().splitlines()
        patterns = [line for line in lines if line and not line.startswith("#")]
        matches = [one for one in patterns if _globbed(path, one.removeprefix("!"))]
        if matches and not any(one.startswith("!") for one in matches):
            found |= set(head.split()[1:])
    return found


def _globbed(path: str, pattern: str) -> bool:
    if pattern == "*":
        return True
    whole = pattern.removeprefix("/")
    return path.startswith(whole) if whole.endswith("/") else fnmatch(path, whole)


def gitea(text: str, path: str) -> set[str]:
    """As its source has it: whole match, all rules count, `!` turns a rule round."""
    found: set[str] = set()
    for line in text.splitlines():
        if not line.startswith("#"):
            rule, *names = line.split()
            if bool(re.fullmatch(rule.removeprefix("!"), path)) is not rule.startswith("!"):
                found |= set(names)
    return found


@pytest.mark.parametrize(("dialect", "read"), [("github", github), ("gitlab", gitlab), ("gitea", gitea)])
@pytest.mark.parametrize("path", OWNED)
def test_a_forge_asks_whoever_owns_the_record(dialect: str, read: object, path: str) -> None:
    text = DIALECTS[dialect].write(ownership(snapshot(TEXT)), "")
    assert callable(read)
    assert read(text, path) == OWNED[path]


def test_a_catalogue_in_a_folder_is_found_there() -> None:
    who = ownership(snapshot(TEXT))
    for dialect, read in (("github", github), ("gitlab", gitlab), ("gitea", gitea)):
        text = DIALECTS[dialect].write(who, "it/data/")
        assert read(text, "it/data/cmdb/hall/n3.yaml") == {"@tern/web"}, dialect
        assert read(text, "cmdb/hall/n3.yaml") == {"@di"}, dialect


def test_what_would_leave_nobody_asked_is_told() -> None:
    text = (
        "---\nkind: team\nid: desk\nname: Desk\nmembers: []\ncontact: {chat: '#desk'}\n"
        "---\nkind: policy\nid: approvals\napprovals: {default: [gone]}\n" + ci("n1", owner="lost")
    )
    assert ownership(snapshot(text)).problems == (
        "the default approvers team:gone are no team here",
        "cmdb/n1.yaml: its owner team:lost is no team here; the default approvers are asked",
        "team:desk has no members and no group on the forge, so nobody is asked",
    )
    assert "no policy names default approvers" in ownership(snapshot(ci("n1"))).problems[0]


NAMES = st.sampled_from(["a", "b", "c", "d.yaml", "e.yaml"])
PATHS = st.lists(NAMES, min_size=1, max_size=5).map(lambda parts: "/".join([*parts[:-1], f"{parts[-1]}-f"]))


@given(st.dictionaries(PATHS, st.sampled_from(["x", "y", "z", ""]), max_size=30))
def test_every_file_gets_its_owner_whatever_the_folders(files: Mapping[str, str]) -> None:
    lines = list(nested(files, "x"))
    separate = list(apart(files))
    for path, owner in files.items():
        last = [team for line, team in lines if _covers(line, path)]
        assert (last or ["x"])[-1] == owner
        assert [team for line, team in separate if _covers(line, path)] == [owner]
    assert len(lines) <= len(files) + 1


def _covers(line: str, path: str) -> bool:
    return path.startswith(line) if line.endswith("/") else path == line
