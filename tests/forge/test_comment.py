"""A comment says the answer first, keeps within the forge's limits, and lets no record give orders."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from gitsm.forge.checks import MOST_ANNOTATIONS, check
from gitsm.forge.mark import is_ours, marker
from gitsm.forge.results import Result, from_zip
from gitsm.render.gate.markdown import MOST
from gitsm.render.gate.markdown import comment as written
from tests.support.forges import zipped
from tests.support.verdicts import about, found, gate, left, reach

CHARACTERS = 65_536


def result(**files: Any) -> Result:
    return from_zip(zipped(left(**files)))


def comment(one: Result, most: int = MOST) -> str:
    return written(one.told, most=most)


def headline(one: Result) -> str:
    return one.told.headline


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_the_answer_and_the_next_action_come_first() -> None:
    lines = comment(result()).splitlines()
    assert lines[0] == "### ⛔ Refused: 1 thing stands in the way"
    assert lines[2] == "<code>A third machine &#40;standard&#44; treated as normal&#44; major&#41;</code>"
    assert lines[4] == "**Next**: <code>desk</code>: <code>review and approve</code>"
    assert (
        "| <code>chg&#45;2026&#45;11&#45;28&#45;x</code> | authorize | **moderate** (44) | 1 service "
        "| 1 CI edited `cccccccccccc` |"
    ) in lines
    assert (
        "| <code>ci&#58;web&#47;version</code> | <code>1</code> | <code>&#91;&#34;2&#34;&#44; null&#93;</code> |"
        in lines
    )
    assert "Planned for <code>Sat 2026&#45;11&#45;28 23&#58;30 &#43;01&#58;00</code> to " in "\n".join(lines)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"about": about(status=0), "gate": gate(allowed=True, blockers=[])}, "Allowed"),
        ({}, "Refused: 1 thing stands in the way"),
        ({"gate": gate(blockers=[{**gate()["blockers"][0], "id": f"x{one}"} for one in range(3)])},
         "Refused: 3 things stand in the way"),
        # One and the same said twice is one thing.
        ({"gate": gate(blockers=gate()["blockers"] * 3)}, "Refused: 1 thing stands in the way"),
        ({"about": about(status=2), "gate": None, "impact": None}, "Cannot be judged"),
        ({"about": about(status=3), "gate": gate(allowed=True, blockers=[])},
         "Refused: the job that judged it did not end as it should"),
    ],
)  # fmt: skip
def test_one_line_says_what_came_of_it(files: dict[str, Any], said: str) -> None:
    assert headline(result(**files)) == said
    assert said in comment(result(**files))


def test_a_change_that_cannot_be_judged_is_no_yes() -> None:
    text = comment(
        result(about=about(status=2, notes=["aaaa and bbbb conflict in cmdb/x.yaml"]), gate=None, impact=None)
    )
    assert text.startswith("### ⛔ Cannot be judged")
    assert "which is no yes; its status is 2" in text
    assert "conflict in cmdb&#47;x&#46;yaml" in text


LONG = "@amara " + "😀|<!--`[x](y)\n" * 300


def numbered(blocker: dict[str, Any], many: int) -> list[dict[str, Any]]:
    return [{**blocker, "id": f"x{one}"} for one in range(many)]


def heavy(many: int) -> dict[str, Any]:
    blocker = {"message": LONG[:4000], "who": LONG[:4000], "remedy": LONG[:4000]}
    conflict = {"id": "x", "severity": "hard", "why": LONG[:4000], "remedy": LONG[:4000], "acknowledged": LONG[:100]}
    window = {"ref": "window:night", "type": "blackout", "verdict": "inside", "reason": LONG[:4000]}
    asked = {"rule": "x", "why": LONG[:4000], "pointers": [], "from": [LONG[:4000]] * many, "count": 1,
             "satisfied_by": [LONG[:4000]] * many}  # fmt: skip
    ignored = {"by": LONG[:4000], "why": LONG[:4000]}
    factor = {"name": "x", "points": 1, "why": LONG[:4000]}
    return gate(
        blockers=numbered(blocker, many), conflicts=[conflict] * many, windows=[window] * many,
        notes=[LONG[:4000]] * 40, approvals={"required": [asked], "ignored": [ignored] * many},
        risk={"band": "high", "score": 99, "upper": 99, "factors": [factor] * many},
        next={"who": LONG[:4000], "what": LONG[:4000]},
    )  # fmt: skip


def test_however_much_there_is_it_fits_and_the_worst_is_there() -> None:
    whole = result(
        about=about(notes=[LONG[:4000]] * 50), gate=heavy(50), impact=reach(5000), check=found(1800, LONG[:300])
    )
    text = comment(whole)
    assert units(f"{marker('.')}\n{text}") < CHARACTERS
    assert text.startswith("### ⛔ Refused: 50 things stand in the way\n\n<code>A third machine ")
    assert "\n**Next**: " in text
    assert "; no room for it here, gitsm gate shows it." in text
    shown = check(whole, "https://x.example", edits_pipeline=False)
    assert units(shown.summary) < CHARACTERS
    assert len(shown.annotations) == MOST_ANNOTATIONS
    assert {one.level for one in shown.annotations} == {"failure"}
    assert all(len(one.message.encode()) < 64_000 and len(one.title) <= 255 for one in shown.annotations)


@pytest.mark.parametrize("wide", ["\U0010ffff" * 1000, "😀" * 1000, "\x1b" * 1000, "|" * 1000])
def test_the_answer_alone_fits_even_if_every_letter_is_escaped(wide: str) -> None:
    blocker = {"message": wide, "who": wide, "remedy": wide}
    record = {**gate()["record"], "title": wide}
    shape = gate(
        record=record,
        blockers=numbered(blocker, 99),
        next={"who": wide, "what": wide},
        notes=[wide],
    )
    text = comment(result(about=about(notes=[wide] * 50), gate=shape, check=found(9, wide[:900])))
    assert units(text) <= MOST


@pytest.mark.parametrize("most", [55_000, 60_000, 64_000])
def test_what_does_not_fit_is_told_whole(most: int) -> None:
    text = comment(result(gate=heavy(20), impact=reach(50), check=found(100)), most=most)
    assert units(text) <= most
    assert text.count("<details") == text.count("</details>")
    assert len(re.findall(r"^```", text, re.MULTILINE)) % 2 == 0


def test_the_worst_findings_come_first() -> None:
    shown = check(result(check=found(9)), "", edits_pipeline=False)
    assert [one.level for one in shown.annotations] == ["failure"] * 3 + ["warning"] * 3 + ["notice"] * 3
    rows = re.findall(r"^- (error|warning|note) ", comment(result(check=found(9))), re.MULTILINE)
    assert rows == ["error"] * 3 + ["warning"] * 3 + ["note"] * 3


def test_a_catalogue_in_a_folder_has_its_findings_there() -> None:
    shown = check(result(check=found(1, root="it")), "", edits_pipeline=False)
    assert shown.annotations[0].path == "it/cmdb/a.yaml"


def test_who_edits_the_pipeline_gets_no_green_tick() -> None:
    yes = result(about=about(status=0), gate=gate(allowed=True, blockers=[]))
    assert check(yes, "", edits_pipeline=False).conclusion == "success"
    assert check(yes, "", edits_pipeline=True).conclusion == "action_required"
    assert "a person has to look" in check(yes, "", edits_pipeline=True).title


def test_our_comment_is_told_by_its_first_line() -> None:
    body = f"{marker('.')}\n{comment(result())}"
    assert is_ours(body, ".")
    assert not is_ours(body, "it")
    assert not is_ours(f"look: {body}", ".")
    assert not is_ours(f"> {body}", ".")
    assert marker("a --> b") == "<!-- gitsm:verdict key=a-----b -->"


def test_the_same_result_is_the_same_comment() -> None:
    assert comment(result()) == comment(result())


PIECES = [*"abc @|`*_#<>[]()!&;:-\n\r\t\\~$%{}", "\u202e", "\x1b", "::", "##[", "<!--", "-->", "✅", "😀", "www.a.b"]
TAGS = {"<code>", "</code>", "<br>", "<sub>", "</sub>"}
NASTY = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@settings(max_examples=80)
@given(NASTY, NASTY, NASTY)
def test_no_record_gives_orders_in_markdown(one: str, two: str, three: str) -> None:
    blocker = {"id": "x", "message": one, "who": two, "remedy": three}
    asked = {"rule": "x", "why": one, "pointers": [], "from": [two], "count": 1, "satisfied_by": [three]}
    conflict = {"id": "x", "severity": "soft", "why": one, "remedy": two, "acknowledged": three}
    shape = gate(
        blockers=[blocker], approvals={"required": [asked], "ignored": [{"by": two, "why": one}]},
        conflicts=[conflict], next={"who": one, "what": two}, notes=[three],
        record={**gate()["record"], "title": one},
        plan=[{**gate()["plan"][0], "pointer": two, "before": three, "after": [one]}],
        open_changes={"count": 1, "met": [one], "lanes": [[two]], "stale": [three],
                      "unreadable": [{"name": one, "paths": [two]}]},
        risk={**gate()["risk"], "decided_by": f"x{one}", "factors": [{"name": two, "points": 1, "why": three}]},
    )  # fmt: skip
    text = comment(result(about=about(notes=[one]), gate=shape, check=found(1, two)))
    plain = comment(result(about=about(notes=["x"]), gate=gate(
        blockers=[{"id": "x", "message": "x", "who": "x", "remedy": "x"}],
        approvals={"required": [{**asked, "why": "x", "from": ["x"], "satisfied_by": ["x"]}],
                   "ignored": [{"by": "x", "why": "x"}]},
        conflicts=[{**conflict, "why": "x", "remedy": "x", "acknowledged": "x"}], next={"who": "x", "what": "x"},
        notes=["x"], plan=[{**gate()["plan"][0], "before": "x"}],
        open_changes={"count": 1, "met": ["x"], "lanes": [["x"]], "stale": ["x"],
                      "unreadable": [{"name": "x", "paths": ["x"]}]},
        risk={**gate()["risk"], "decided_by": "x"},
    ), check=found(1, "x")))  # fmt: skip
    assert _structure(text) == _structure(plain)
    assert "::" not in text.replace(":::", "")
    assert "##[" not in text
    assert "@" not in text


def _structure(text: str) -> list[str]:
    """What a renderer of GitHub's Markdown makes of a text, without its words; tags are ours or there are none."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    found: list[str] = []
    for token in tokens:
        found.append(token.type)
        children = token.children or []
        assert {child.content for child in children if child.type == "html_inline"} <= TAGS
        found += [child.type for child in children if child.type not in {"text", "text_special", "html_inline"}]
    return found


def test_summaries_are_within_the_smaller_limit() -> None:
    assert MOST < 65_535
