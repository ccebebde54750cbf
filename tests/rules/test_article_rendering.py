"""Texts that would take long to render are refused, and the worst that pass do not."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.rules.renderable import HARMLESS, LIMITS, MOST_CHARACTERS, MOST_LEVELS, unrenderable
from tests.support.judging import article, spots
from tests.support.program import environment


def quoted(text: str) -> str:
    return "resolution: |\n" + "\n".join(f"  {line}" for line in text.split("\n")) + "\n"


@pytest.mark.parametrize(
    ("issue", "expected"),
    [
        ("<b>" * 600, ["knowledge_article:kb/resolution"]),
        ("[" * 1001, ["knowledge_article:kb/resolution"]),
        ("[" * 1000, []),
        ("# a\n" * 501, ["knowledge_article:kb/resolution"]),
        ("word " * 400 + "\n" + "    " * 21 + "- a", ["knowledge_article:kb/resolution"]),
        ("word " * 400 + "\n" + "    " * 20 + "- a", []),
        ("word " * 400 + "\n" + "> " * 30 + "a", ["knowledge_article:kb/resolution"]),
        ("word " * 4000, []),
    ],
)
def test_what_is_found(issue: str, expected: list[str]) -> None:
    assert spots("article-rendering", article("kb", quoted(issue))) == expected


WORST = {
    "brackets": "[" * 1000,
    "images": "![" * 1000,
    "links": "[a](" * 1000,
    "cdata": "<![CDATA[" * 500,
    "tags": "<a href='" * 500,
    "comments": "<!--" * 500,
    "headings": "# a\n" * 490,
    "underlined": "a\n=\n" * 490,
    "lists": "\n".join("    " * (number % (MOST_LEVELS + 1)) + "- a" for number in range(2_000)),
    "quotes": "\n\n".join("> " * (number % (MOST_LEVELS + 1)) + "a" for number in range(2_400)),
    "emphasis": "*a _b **c __d " * (MOST_CHARACTERS // 14),
    "backticks": "` `` ``` " * (MOST_CHARACTERS // 9),
    "ampersands": "&amp " * (MOST_CHARACTERS // 5),
    "tables": "|a" * 25_000 + "\n" + "|-" * 12_000,
    "one word": "a" * MOST_CHARACTERS,
    "blanks": "a" + " " * (MOST_CHARACTERS - 2) + "a",
}


def test_the_worst_that_passes_is_rendered_in_a_moment() -> None:
    # The limit is of processor time, so that a busy machine does not fail it; a renderer that hangs uses it up.
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_CPU, (20, 20))\n"
        "from tests.rules.test_article_rendering import WORST\n"
        "from gitsm.publish.prose import prose\n"
        "[prose(text) for text in WORST.values()]\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(PYTHONPATH="."), capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr.decode()[-500:]


@pytest.mark.parametrize("text", WORST.values(), ids=WORST)
def test_these_texts_do_pass(text: str) -> None:
    assert unrenderable(text) is None


@given(st.text(alphabet="[<#> \n-=", max_size=HARMLESS))
def test_short_texts_pass(text: str) -> None:
    assert unrenderable(text) is None


@pytest.mark.parametrize("what", LIMITS)
def test_a_refusal_says_what_there_is_too_much_of(what: str) -> None:
    marks = {"characters": "a", "lines": "\n", "opening brackets": "[", "less-than signs": "<", "headings": "#\n"}
    most, _ = LIMITS[what]
    assert what in str(unrenderable(marks[what] * (most + 1)))
