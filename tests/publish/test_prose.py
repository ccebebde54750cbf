"""What strangers write becomes HTML that does nothing."""

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitsm.publish.prose import ATTRIBUTES, TAGS, clean, inert, plain, prose
from gitsm.rules.renderable import MOST_CHARACTERS
from gitsm.rules.written_links import SCHEMES

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "script-split": "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "handler": '<p onclick="alert(1)">x</p>',
    "image": '<img src=x onerror="alert(1)">',
    "image-markdown": "![beacon](https://evil.example/b.png)",
    "image-reference": "![b][1]\n\n[1]: https://evil.example/b.png",
    "svg": '<svg onload="alert(1)"><animate attributeName="href" values="javascript:alert(1)"/></svg>',
    "math": '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)">',
    "iframe": '<iframe src="https://evil.example"></iframe>',
    "object": '<object data="https://evil.example"></object><embed src="https://evil.example">',
    "form": '<form action="https://evil.example"><input name=password></form>',
    "style": '<style>@import "https://evil.example"</style><p style="background:url(https://evil.example)">x</p>',
    "base": '<base href="https://evil.example/">',
    "meta": '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    "link": '<link rel="stylesheet" href="https://evil.example">',
    "javascript": "[x](javascript:alert(1))",
    "javascript-case": "[x](JaVaScRiPt:alert(1))",
    "javascript-entity": "[x](java&#115;cript:alert(1))",
    "javascript-tab": '<a href="java\tscript:alert(1)">x</a>',
    "javascript-nul": '<a href="\x01javascript:alert(1)">x</a>',
    "data": "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "vbscript": "[x](vbscript:msgbox)",
    "protocol-relative": "[x](//evil.example)",
    "protocol-relative-backslash": '<a href="/\\evil.example">x</a>',
    "protocol-relative-tab": '<a href="/\t/evil.example">x</a>',
    "autolink": "<javascript:alert(1)>",
    "title": '[x](https://a.example "\\" onmouseover=alert(1) x=\\"")',
    "id": '<p id="content" name="x" class="alert">x</p>',
    "comment": "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "noscript": '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "template": "<template><script>alert(1)</script></template>",
    "meta-in-code": "```html\n<script>alert(1)</script>\n```",
    "jinja": "{{ config.__class__ }} {% for x in y %}",
    "snippet": '--8<-- "/etc/passwd"',
}


def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    """List the elements as a browser's parser sees them."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [
        (str(node.tag), dict(node.attrib)) for node in tree.iter() if node is not tree and isinstance(node.tag, str)
    ]


def assert_harmless(html: str) -> None:
    for tag, attributes in elements(html):
        assert tag in TAGS, tag
        for name, value in attributes.items():
            assert name in ATTRIBUTES.get(tag, set()) | {"rel"}, (tag, name)
            if name == "href":
                assert value.split(":")[0].lower() in SCHEMES, value


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_nothing_active_survives(text: str) -> None:
    html = prose(text)
    assert_harmless(html)
    assert_harmless(clean(text))
    assert "evil.example" not in "".join(value for _, found in elements(html) for value in found.values())


PARTS = [
    "<",
    ">",
    '"',
    "'",
    "&",
    "a",
    "script",
    "img",
    "",
    "src=",
    "",
    "href=",
    "javascript:",
    "//",
    "on",
    "error=",
    "![",
    "](",
    ")",
    "`",
    "\\",
    "svg",
    "style",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "table",
    "&#x6a;",
]


@given(st.lists(st.sampled_from([*PARTS, " ", "\n", "\t"]), max_size=24))
def test_nothing_active_survives_whatever_is_written(parts: list[str]) -> None:
    assert_harmless(prose("".join(parts)))


def test_what_authors_use_stays() -> None:
    html = prose(
        "# Title\n\n1. **Do** `this`\n2. Then\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```sh\nls\n```\n\n"
        '<details><summary>More</summary>text</details>\n\n[site](https://a.example "t") <mailto:a@b.example>'
    )
    tags = {tag for tag, _ in elements(html)}
    assert {"h3", "ol", "li", "strong", "code", "table", "td", "pre", "details", "summary", "a"} <= tags
    links = [found for tag, found in elements(html) if tag == "a"]
    assert links[0] == {"href": "https://a.example", "title": "t", "rel": "noopener noreferrer"}


def test_texts_do_not_leak_into_each_other() -> None:
    prose("[x][1]\n\n[1]: https://a.example")
    assert "a.example" not in prose("[x][1]")


@pytest.mark.parametrize(
    "text", ["<b>" * 600, "[" * 2000, "a" * (MOST_CHARACTERS + 1)], ids=["tags", "brackets", "long"]
)
def test_a_text_that_would_take_long_is_shown_as_it_is_written(text: str) -> None:
    assert elements(prose(text)) == [("pre", {})]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("One.\nTwo.\n\nThree.\n", "<p>One.<br>Two.</p><p>Three.</p>"),
        ("*a* [b](https://c.example) `d`", "<p>*a* [b](https://c.example) `d`</p>"),
        ("<script>x</script>\r\n\r\n# & more", "<p>&lt;script&gt;x&lt;/script&gt;</p><p># &amp; more</p>"),
        (" \n \n", ""),
    ],
)
def test_what_was_written_in_a_form_is_text(text: str, shown: str) -> None:
    assert inert(text) == shown


def test_plain_takes_the_words() -> None:
    assert plain("**Open** the [portal](https://a.example)\n\n- then `wait`") == "Open the portal - then wait"
    assert plain("See [it][1] there.\n\n[1]: ci:secret") == "See it there."
    assert plain("word " * 100, 20) == "word word word word…"


def test_a_link_to_a_record_leads_to_its_page_and_one_to_nowhere_is_words() -> None:
    def page(ref: str) -> str | None:
        return {"service:booking": "../services/booking.html"}.get(ref)

    text = "[a](service:booking) [b](service:gone) [c](../x.html) [d](#e) [f](service:booking#g)\n\n[TOC]\n\n# H"
    html = prose(text, page)
    assert [found for tag, found in elements(html) if tag == "a" and found.get("href")] == [
        {"href": "../services/booking.html", "rel": "noopener noreferrer"}
    ]
    assert all(word in html for word in (">b</a>", ">c</a>", ">d</a>", "[TOC]"))
