"""Links in texts: what leads nowhere is found where it stands, and no link that is rendered is missed."""

import subprocess
import sys
from pathlib import Path

import html5lib
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown

from gitsm.rules.written_links import links
from tests.support.catalogues import ci
from tests.support.gates import change
from tests.support.judging import article, findings, service, spots
from tests.support.program import environment, gitsm
from tests.support.repositories import write

PLACE = ["knowledge_article:kb/resolution"]


def saying(text: str) -> str:
    return article("kb", "resolution: |\n" + "".join(f"  {line}\n" for line in text.split("\n")))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[x](ci:web)", []),
        ("[x](<ci:web>), [y][1]\n\n[1]: team:desk", []),
        ("[x](https://a.example/b) <https://a.example> [m](mailto:a@b.example)", []),
        ("[x](ci_class:application)", []),
        ("[x](ci:wbe)", PLACE),
        ("[x](ci:web#top)", PLACE),
        ("[x][1]\n\n[1]: ci:wbe", PLACE),
        ('<a href="ci:wbe">x</a>', PLACE),
        ("[x](../cmdb/web.html)", PLACE),
        ("[x](#steps)", PLACE),
        ("[x]()", PLACE),
        ("[x](//a.example)", PLACE),
        ("[x](javascript:alert(1))", PLACE),
        ("[x](ftp://a.example)", PLACE),
        ("`[x](ci:wbe)` and ``a ` [x](ci:wbe)``", []),
        ("```\n[x](ci:wbe)\n```", []),
        (r"\[x\](ci:wbe)", []),
        ("see ci:wbe", []),
    ],
)
def test_what_is_found(text: str, expected: list[str]) -> None:
    assert spots("dead-link", saying(text) + ci("web")) == expected


def test_the_hint_says_what_was_meant() -> None:
    moved, near, path = findings(
        "dead-link",
        saying("[a](ci:wbe) [b](ci:old-name) [c](web.html)") + ci("web") + ci("zz", "moved: {from: old-name}\n"),
    )
    assert near.hint == "did you mean ci:web?"
    assert moved.hint == "it is called ci:zz now"
    assert path.message == "the link leads nowhere: web.html is neither a record nor a full address"


def test_a_dead_link_is_shown_in_its_line(tmp_path: Path) -> None:
    lines = ci("web").removeprefix("---\n") + (
        "description: >\n  Sells passages.\n\n  Ask [them](team:dsek) first,\n  or [them again](team:dsek).\n"
    )
    write(tmp_path, {"cmdb/web.yaml": lines, "catalog/desk.yaml": "kind: team\nid: desk\nname: Desk\n"})
    number = lines.split("\n").index("  Ask [them](team:dsek) first,") + 1
    told = gitsm("check", "--root", tmp_path).stdout
    assert f"cmdb/web.yaml:{number}:14: warning[dead-link] the link leads nowhere: there is no team dsek" in told
    assert told.count("warning[dead-link]") == 1


def test_texts_inside_parts_are_looked_at() -> None:
    text = ci("db") + change(backout_plan="{steps: '[a](ci:gone)', tested: true}", reason="'[b](ci:gone)'")
    ref = "change:chg-2026-11-24-work"
    assert spots("dead-link", text) == [f"{ref}/backout_plan/steps", f"{ref}/reason"]


def test_what_was_typed_into_a_form_has_no_links() -> None:
    text = (
        "---\nkind: incident\nid: inc-2026-11-01-slow\ntitle: Slow\nimpact: high\nurgency: high\n"
        "services: [service:shop]\nstarted_at: 2026-11-01T08:00:00Z\n"
        "detected_at: 2026-11-01T08:00:00Z\ndescription: See [it](../page.html).\n"
    )
    shop = service("shop", phase="pipeline")
    assert spots("dead-link", shop + text) == ["incident:inc-2026-11-01-slow/description"]
    assert spots("dead-link", shop + text + "reported_by: maja\n") == []


PARTS = [
    *("[", "]", "(", ")", "](", "]: ", "[1]", "<", ">", '"', "'", "`", "``", "```\n", "~~~\n", "\\", "!", "\n", "\n\n"),
    *(
        " ",
        "    ",
        "a",
        "ci:web",
        "../b",
        "#c",
        "<a href=",
        "<a\nhref='",
        "</a>",
        "&",
        "- ",
        "> ",
        "# ",
        "*",
        "<!--",
        "-->",
    ),
]


@given(st.lists(st.sampled_from(PARTS), max_size=16))
@example(["[a][1]", "\n\n", "[1]: ", "ci:web"])
def test_no_link_that_is_rendered_is_missed(parts: list[str]) -> None:
    text = "".join(parts)
    html = Markdown(extensions=["tables", "fenced_code", "sane_lists", "toc"]).convert(text)
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    hrefs = {node.get("href") for node in tree.iter("a")} - {None}
    # An address may be written in entities or in parts; what is a record's is not taken for one then.
    assert {href for href in hrefs if href == "ci:web"} <= set(links(text))


HOSTILE = (
    *("](" * 50_000, "[x]:" + " " * 99_000, "[x]: \n" * 999, "`" * 99_000, "` `` " * 20_000, "~~~a\n" * 5_000),
    *("~" * 50_000 + "\n" + "b" * 49_000, "<a href" * 499 + " " * 90_000, "](x(" * 25_000, "<a " + "href " * 19_000),
)


def test_hostile_texts_are_looked_through_in_a_moment() -> None:
    # Of processor time, so that a busy machine does not fail it; what is quadratic uses it up.
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (15, 15))\n"
        "from gitsm.rules.written_links import links\n"
        "from tests.rules.test_dead_link import HOSTILE\n"
        "[list(links(text)) for text in HOSTILE]\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(PYTHONPATH="."), capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()[-500:]
