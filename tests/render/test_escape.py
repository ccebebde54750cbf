import csv
import html
import io
import json
import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from gitsm.render import escape
from gitsm.render.terminal import printable

ANY = st.text(max_size=60) | st.text(alphabet="|`*_<>[]()!#@:\\&;\n\"'=-+%,/ ab", max_size=60)


class Reader(HTMLParser):
    """What a browser would make of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  # the parser's signature
        self.tags.append(tag)
        if tag in {"td", "p"}:
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells:
            self.cells[-1] += data


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def whole(text: str) -> str:
    return re.sub("[\0\ud800-\udfff]", "\ufffd", text)


@given(ANY)
def test_markdown_reads_as_it_is_in_a_table(text: str) -> None:
    page = MarkdownIt("gfm-like", {"linkify": False}).render(
        f"| a | b | c |\n|---|---|---|\n| x | {escape.markdown(text)} | y |\n"
    )
    reader = read(page)
    assert [tag for tag in reader.tags if tag not in {"table", "thead", "tbody", "tr", "th", "td"}] == ["code"]
    assert len(reader.cells) == 3
    assert reader.cells[1].split() == printable(text, "\n").split()


@given(ANY)
def test_html_reads_as_it_is(text: str) -> None:
    assert html.unescape(escape.html(text)) == html.unescape(html.escape(whole(text)))
    assert not set(escape.html(text)) & set("<>\"'")


@given(ANY)
def test_a_command_stays_one_command(text: str) -> None:
    line = escape.command_data(text)
    assert "\n" not in line
    assert "\r" not in line
    assert line.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%") == text


@given(ANY)
def test_a_property_ends_where_it_should(text: str) -> None:
    assert not set(escape.command_property(text)) & set(":,\r\n")


@given(ANY)
def test_mermaid_label_holds_no_syntax(text: str) -> None:
    label = escape.mermaid(text)
    assert re.fullmatch(r"(?:[A-Za-z0-9 ]|#[0-9]+;)*", label)
    assert re.sub(r"#([0-9]+);", lambda match: chr(int(match[1])), label) == printable(text, "\n")


@given(ANY)
def test_dot_string_ends_at_its_quote(text: str) -> None:
    assert re.fullmatch(r'"(?:[^"\\\n]|\\.)*"', f'"{escape.dot(text)}"')


@given(ANY)
def test_no_cell_is_a_formula(text: str) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerow([escape.csv_cell(text)])
    cell = next(csv.reader(io.StringIO(stream.getvalue(), newline="")))[0] if text else ""
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.dictionaries(ANY, ANY | st.integers() | st.none() | st.lists(ANY, max_size=3), max_size=4))
def test_json_means_the_same_and_can_be_printed(value: dict[str, object]) -> None:
    text = escape.json(value)
    assert json.loads(text) == value
    assert "##[" not in text
    assert text.replace("\n", "").isprintable()
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
