"""The files of the portal: valid, whole, small, the same every time, and nothing leaves them."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import pytest
from ruamel.yaml import YAML

from tests.browser.conftest import ROOT, build
from tests.browser.test_portal import PAGES
from tests.support.node import module

LINK = re.compile(r'\s(?:href|src)="([^"]*)"')
ID = re.compile(r'\sid="([^"]*)"')
MOST_BYTES = 60_000
MANUAL = ("glossary.html",)


@pytest.fixture(scope="module")
def texts(site: Path) -> dict[str, str]:
    return {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in sorted(site.rglob("*.html"))}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_valid(texts: dict[str, str], path: str) -> None:
    html5lib.HTMLParser(strict=True).parse(texts[path])
    ids = ID.findall(texts[path])
    assert [one for one in ids if ids.count(one) > 1] == []


@pytest.mark.parametrize("path", [path for path in PAGES if "/" not in path and path not in MANUAL])
def test_no_page_of_the_manual_stands_in_the_place_of_one_of_the_portal(texts: dict[str, str], path: str) -> None:
    assert 'class="manual prose"' not in texts[path]


def test_the_validator_of_the_w3c_has_nothing_to_say(site: Path) -> None:
    if shutil.which("java") is None:
        pytest.skip("java, which the validator is written in, is not on this machine")
    jar = module("vnu-jar") / "build" / "dist" / "vnu.jar"
    pages = [str(site / path) for path in PAGES]
    words = ["java", "-Xmx512m", "-jar", str(jar), "--stdout", "--exit-zero-always", "--format", "json", *pages]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    said = [(Path(one["url"]).name, one["message"]) for one in json.loads(done.stdout)["messages"]]
    # In a file, 'self' is nothing: these are about where the file lies, not about what stands in it.
    assert [one for one in said if "Resource violates Content Security Policy" not in one[1]] == []
    assert len(said) > len(pages)


def test_no_link_leads_nowhere(site: Path, texts: dict[str, str]) -> None:
    dead = []
    for path, text in texts.items():
        if path == "404.html":
            continue  # served at any address, its links begin at the top
        for link in LINK.findall(text):
            parts = urlsplit(link.replace("&amp;", "&"))
            if parts.scheme or parts.netloc:
                continue
            target = (site / path).parent / unquote(parts.path) if parts.path else site / path
            if not target.is_file():
                dead.append((path, link))
            elif parts.fragment and target.suffix == ".html" and target.name != "map.html":
                name = target.resolve().relative_to(site.resolve()).as_posix()
                if f'id="{unquote(parts.fragment)}"' not in texts[name]:
                    dead.append((path, link))
    assert dead[:20] == []


def test_no_page_loads_anything_from_elsewhere(texts: dict[str, str]) -> None:
    loads = re.compile(
        r"<(?:script|link|img|iframe|source|video|audio|embed|object)\b[^>]*(?:src|href|data)=\"(?:https?:)?//"
    )
    assert [path for path, text in texts.items() if loads.search(text)] == []


def test_a_site_for_the_public_names_nothing_of_the_inside(tmp_path: Path) -> None:
    out = build(tmp_path / "site", "--audience", "public")
    records = [YAML(typ="safe").load(path) for path in sorted(ROOT.glob("c*/**/*.yaml"))]
    kept = {one["id"] for one in records if one.get("audience") == "public"}
    inside = {
        word
        for one in records
        if one["kind"] in {"ci", "change", "incident", "problem", "improvement", "team", "supplier"}
        or (one["kind"] == "knowledge_article" and one["id"] not in kept)
        for word in (one["id"], one.get("title"))
        if word and ("-" in word or " " in word)
    }
    texts = {
        path: path.read_text("utf-8") for path in out.rglob("*") if path.suffix in {".html", ".xml", ".ics", ".js"}
    }
    assert any(ref in text for ref in kept for text in texts.values())
    # The manual of gitsm itself is published; its examples are from the same organisation.
    ours = {path: text for path, text in texts.items() if 'class="manual prose"' not in text}
    index = next(text for path, text in texts.items() if path.name == "search-index.js")
    rows = json.loads(index.removeprefix("gitsmSearch(").rstrip(");\n"))
    ours = {path: text for path, text in ours.items() if path.name != "search-index.js" and "vendor" not in path.parts}
    said = ["\n".join(map(str, row)) for row in rows if row[2] != "manual"] + list(ours.values())
    found = {word for word in inside for text in said if re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text)}
    assert found == set()


def test_pages_are_small(texts: dict[str, str]) -> None:
    # Overviews of everything grow with the number of records; the pages of records do not.
    large = {path: len(text.encode()) for path, text in texts.items() if len(text.encode()) > MOST_BYTES}
    assert {path for path in large if "/" in path} == set()


def test_two_builds_are_the_same(site: Path, tmp_path: Path) -> None:
    again = build(tmp_path / "site")
    first = {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}
    second = {path.relative_to(again).as_posix(): path.read_bytes() for path in again.rglob("*") if path.is_file()}
    assert first.keys() == second.keys()
    assert [path for path in sorted(first) if first[path] != second[path]] == []
