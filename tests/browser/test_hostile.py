"""Texts of strangers in a real browser, without the policy that would stop them: nothing runs, nothing is fetched."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import serving
from tests.support.hostile_articles import AWAY, SLOW, TEXTS
from tests.support.program import gitsm
from tests.support.repositories import write

SETTINGS = """
site_name: Ours
docs_dir: docs
use_directory_urls: false
theme: {name: gitsm}
plugins: [{gitsm: {manual: false}}]
markdown_extensions: [admonition, attr_list, md_in_html, tables, fenced_code, meta, {toc: {permalink: true}}]
"""
DESK = {"kind": "team", "id": "desk", "name": "Desk", "members": ["amara"], "contact": {"mail": "desk@ours.example"}}
STEERING = f"""---
title: Ours
description: About "us"
scripts: ["https://{AWAY}/x.js"]
section: "https://{AWAY}/"
template: 404.html
portal: true
---
# Ours
"""
LOOK = r"""() => {
  const said = [], told = (one) => said.push(one.outerHTML.slice(0, 200)), main = document.querySelector("main");
  const active = "script, iframe, frame, object, embed, form, button, input, textarea, select, base, meta, link, " +
    "video, audio, template, dialog, style, image, foreignObject, animate, set, math, [popover], [style*='position']";
  if (window.pwned !== undefined) said.push("it ran");
  for (const box of main.querySelectorAll(".prose"))
    for (const one of box.querySelectorAll(active)) if (!one.matches(".diagram > svg > style")) told(one);
  for (const one of main.querySelectorAll("svg image, iframe, object, embed, base, meta, link, script")) told(one);
  for (const one of document.querySelectorAll("*")) for (const name of one.getAttributeNames()) {
    const value = one.getAttribute(name), leads = /href|src|action|ping|poster|background|cite/.test(name);
    if (name.startsWith("on")) told(one);
    if (leads && !/^(https?|mailto|tel):/i.test(value) && /^[^\/?#]*:|^[\s\/\\]{2}/.test(value)) told(one);
    if (name === "style" && /url|@|expression/i.test(value)) told(one);
  }
  for (const name of ["body > header.top", "body > footer.foot", "main", "#_content"])
    if (document.querySelectorAll(name).length !== 1) said.push("the frame is broken: " + name);
  if (!document.querySelector("footer.foot").checkVisibility()) said.push("the frame is hidden");
  return said;
}"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a site of articles and pages that strangers wrote, as anybody builds one."""
    root = tmp_path_factory.mktemp("hostile")
    records: dict[str, Any] = {"catalog/desk.yaml": DESK}
    for name, text in TEXTS.items():
        title = " ".join(text.split())[:200]
        records[f"catalog/kb-{name}.yaml"] = {
            "kind": "knowledge_article",
            "id": f"kb-{name}",
            "title": title,
            "type": "information",
            "confidence": "not_validated",
            "audience": "internal",
            "governance": "experience_based",
            "applies_to": ["ci_class:application"],
            "owner": "desk",
            "reviewed_at": "2026-11-01",
            "issue": text,
            "resolution": text,
            "aliases": [f"{title[:150]} {name}"],
        }
    files: dict[str, str | bytes | None] = {path: json.dumps(each) for path, each in records.items()}
    files |= {f"site/docs/pages/{name}.md": f"{text}\n\nend\n" for name, text in TEXTS.items()}
    write(root, {**files, "site/mkdocs.yml": SETTINGS})
    done = gitsm("site", "build", "--root", root, "--into", root / "out")
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    for name in SLOW:
        assert f"pages/slow-{name}.md: not published: " in done.stderr
    return root


@pytest.fixture(scope="module")
def there(hostile: Path) -> Iterator[str]:
    with serving(hostile / "out") as address:
        yield address


def seen(page: Page, address: str) -> list[str]:
    """Look at a page as somebody does who waits for its diagrams, and list what is wrong with it."""
    page.goto(address)
    if page.locator("code.language-mermaid").count():
        page.wait_for_timeout(800)
    found: list[str] = page.evaluate(LOOK)
    return found + ([f"it led away to {page.url}"] if page.url != address else [])


@pytest.mark.browser
def test_nothing_runs_and_nothing_is_fetched(browser: Browser, hostile: Path, there: str) -> None:
    context = browser.new_context(bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    asked: list[str] = []
    wrong: dict[str, list[str]] = {}
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: wrong.setdefault(page.url, []).append(f"it said {dialog.message}"))
    paths = sorted(path.relative_to(hostile / "out").as_posix() for path in (hostile / "out").rglob("*.html"))
    assert len([path for path in paths if path.startswith(("articles/", "pages/"))]) == 2 * len(TEXTS)
    for path in paths:
        found = seen(page, f"{there}/{path}")
        if found:
            wrong.setdefault(path, []).extend(found)
    page.goto(f"{there}/index.html")
    page.keyboard.press("/")
    for words in ("script", "onerror", "javascript", "element"):
        page.keyboard.press("Control+A")
        page.keyboard.type(words)
        page.wait_for_selector(".found li")
        if page.evaluate("window.pwned !== undefined || document.querySelector('.found :is(img, script, iframe)')"):
            wrong.setdefault("the search", []).append(words)
    context.close()
    assert wrong == {}, json.dumps(wrong, indent=1)[:4000]
    assert [url for url in asked if not url.startswith((there, "data:image/svg"))] == []


@pytest.mark.browser
def test_what_a_browser_would_block_is_not_even_tried(browser: Browser, there: str) -> None:
    page = browser.new_page(reduced_motion="reduce")
    said: list[str] = []
    page.on(
        "console",
        lambda message: said.append(f"{page.url}: {message.text}") if message.type in {"error", "warning"} else None,
    )
    for name in TEXTS:
        if name.startswith("diagram-") or "script" in name:
            page.goto(f"{there}/articles/kb-{name}.html")
    page.close()
    assert said == []


def test_what_a_page_says_on_top_does_not_steer_the_theme(tmp_path: Path) -> None:
    write(tmp_path, {"catalog/desk.yaml": json.dumps(DESK), "site/mkdocs.yml": SETTINGS, "site/docs/own.md": STEERING})
    done = gitsm("site", "build", "--root", tmp_path, "--into", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "out" / "own.html").read_text("utf-8")
    assert AWAY not in text
    assert 'class="manual prose"' in text
    assert 'content="About &#34;us&#34;"' in text


def test_the_check_refuses_what_would_hang_a_build(hostile: Path) -> None:
    done = gitsm("check", "--root", hostile)
    assert "Traceback" not in done.stderr
    for name in SLOW:
        assert f"catalog/kb-slow-{name}.yaml:1:" in done.stdout
    refused = {line.split(":")[0] for line in done.stdout.splitlines() if "error[article-rendering]" in line}
    assert refused == {f"catalog/kb-slow-{name}.yaml" for name in SLOW}
