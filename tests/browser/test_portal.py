"""The portal in a real browser: it asks nobody else, breaks nowhere, and everybody can use it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PAGES = (
    "index.html",
    "services.html",
    "services-technical.html",
    "services/booking.html",
    "offerings/booking-online.html",
    "agreements.html",
    "agreements/booking-passengers-sla.html",
    "requests.html",
    "requests/agent-account.html",
    "articles.html",
    "articles/kb-booking-failover.html",
    "known-errors.html",
    "problems.html",
    "problems/prb-2026-10-19-queue-consumers.html",
    "incidents.html",
    "incidents/inc-2026-10-18-payments-stuck.html",
    "changes.html",
    "changes/chg-2026-11-28-booking-5-4.html",
    "cmdb.html",
    "cmdb/pg-main.html",
    "teams.html",
    "teams/booking-team.html",
    "suppliers.html",
    "suppliers/northsat.html",
    "customers.html",
    "customers/passengers.html",
    "releases/rel-2026-11-28-booking-5-4.html",
    "scorecards.html",
    "improvements.html",
    "improvements/imp-2026-10-26-rehearse-with-consumers.html",
    "lifecycle.html",
    "map.html",
    "glossary.html",
    "rules/common-mode.html",
    "kinds/service.html",
    "404.html",
)
"""One of each type."""
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RULES = json.dumps({"resultTypes": ["violations"], "runOnly": TAGS})


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1366, "height": 900}, reduced_motion="reduce")
    yield page
    page.close()


def violations(page: Page) -> list[str]:
    found = page.evaluate(f"axe.run(document, {RULES}).then(result => result.violations)")
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"][:3]]


@pytest.mark.browser
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_sound(tab: Page, address: str, path: str) -> None:
    said: list[str] = []
    asked: list[str] = []
    listeners: dict[str, Any] = {
        "console": lambda message: said.append(message.text) if message.type in {"error", "warning"} else None,
        "pageerror": lambda error: said.append(str(error)),
        "request": lambda request: asked.append(request.url),
    }
    for event, listener in listeners.items():
        tab.on(event, listener)  # type: ignore[call-overload]  # the events are literals there
    tab.set_viewport_size({"width": 1366, "height": 900})
    tab.emulate_media(color_scheme="light")
    tab.goto(f"{address}/{path}")
    outside = [url for url in asked if not url.startswith((address, "data:"))]
    assert outside == []

    tab.evaluate(AXE.read_text("utf-8"))
    assert violations(tab) == []
    tab.emulate_media(color_scheme="dark")
    assert violations(tab) == []

    tab.set_viewport_size({"width": 360, "height": 740})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    assert said == []
    for event, listener in listeners.items():
        tab.remove_listener(event, listener)


@pytest.mark.browser
def test_search_finds_services_and_articles_first_by_keyboard_alone(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/index.html")
    page.keyboard.press("/")
    page.keyboard.type("why was my card declined")
    page.wait_for_selector(".found li")
    assert "declined" in page.inner_text(".found li:first-child b")
    page.keyboard.press("Control+A")
    page.keyboard.type("booking")
    kinds = page.locator(".found li i").all_inner_texts()
    assert kinds[0] == "service"
    assert kinds.index("article") < kinds.index("component")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/services/booking.html")
    page.close()


@pytest.mark.browser
def test_what_people_ask_for_is_three_steps_away(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    # What a service promises: one step.
    page.goto(f"{address}/index.html")
    page.locator("main .card a", has_text="Booking").first.click()
    assert "at most 2 hours 53 minutes down in a month" in page.inner_text("section:has(#promises)")
    # How to ask for something: two, and the form is filled in on the page.
    page.goto(f"{address}/index.html")
    page.click("main >> text=Request something")
    page.click("main >> text=Shared mailbox")
    assert page.locator("main form").count() == 1
    # How to mend something oneself: two, and one to whoever helps if it does not.
    page.goto(f"{address}/index.html")
    page.click("main >> text=Read an article")
    page.click("main >> text=Why was my card declined?")
    assert page.locator("#resolution").count() == 1
    page.close()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("asked", "kind", "title"),
    [
        ("what does booking promise", "service", "Booking"),
        ("how much downtime booking passengers", "agreement", "Booking for passengers"),
        ("guarantee wifi", "agreement", "Guest Wi-Fi"),
        ("I need a new laptop", "request", "New laptop"),
        ("shared mailbox", "request", "Shared mailbox"),
        ("locked out", "article", "My account is locked"),
        ("forgot password", "article", "My account is locked"),
        ("card declined", "article", "Why was my card declined?"),
        ("pg-main", "component", "Main database"),
        ("christmas freeze", "overview", "Changes"),
    ],
)
def test_a_question_in_ones_own_words_is_answered_first(
    tab: Page, address: str, asked: str, kind: str, title: str
) -> None:
    tab.goto(f"{address}/index.html")
    tab.keyboard.press("/")
    tab.keyboard.type(asked)
    tab.wait_for_selector(".found li")
    first = tab.locator(".found li").first
    assert (first.locator("i").inner_text(), first.locator("b").inner_text()) == (kind, title)


@pytest.mark.browser
def test_a_search_without_an_answer_says_where_to_look(tab: Page, address: str) -> None:
    tab.goto(f"{address}/index.html")
    tab.keyboard.press("/")
    tab.keyboard.type("zeppelin")
    tab.wait_for_selector(".found li")
    assert tab.inner_text(".told").startswith("Nothing fits")
    tab.click(".found >> text=Requests")
    tab.wait_for_url("**/requests.html")


@pytest.mark.browser
def test_an_alias_finds_what_it_is_an_alias_of(browser: Browser, address: str, site: Path) -> None:
    rows = json.loads((site / "search-index.js").read_text("utf-8").removeprefix("gitsmSearch(").rstrip(");\n"))
    title, words = next((row[1], row[5]) for row in rows if row[2] == "service" and " " in row[5])
    page = browser.new_page()
    page.goto(f"{address}/index.html")
    page.keyboard.press("/")
    page.keyboard.type(words.split()[0])
    page.wait_for_selector(".found li")
    assert title in page.locator(".found li b").all_inner_texts()
    page.close()


@pytest.mark.browser
def test_the_portal_works_from_a_folder(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto((site / "index.html").as_uri())
    page.click("text=All services")
    page.wait_for_url("**/services.html")
    page.keyboard.press("/")
    page.keyboard.type("wifi")
    page.wait_for_selector(".found li")
    page.goto((site / "map.html").as_uri() + "#service:booking")
    page.wait_for_selector("[data-map] aside a")
    assert page.inner_text("[data-map] aside h2") == "Booking"
    assert said == []
    page.close()


@pytest.mark.browser
def test_the_page_of_what_is_not_there_finds_the_rest(browser: Browser, site: Path, address: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    for there in ((site / "404.html").as_uri(), f"{address}/404.html"):
        page.goto(there)
        assert "Inter" in page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
        page.click("text=Start page")
        page.wait_for_url("**/index.html")
    # A server shows it at any address.
    lost = f"{address}/not/there.html"
    page.route(lost, lambda route: route.fulfill(path=site / "404.html"))
    page.goto(lost)
    page.keyboard.press("/")
    page.keyboard.type("wifi")
    page.click(".found li:first-child a")
    page.wait_for_url(f"{address}/articles/*.html")
    assert said == []
    page.close()


@pytest.mark.browser
def test_the_keyboard_reaches_everything(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.goto(f"{address}/services/booking.html")
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button, summary, input, [tabindex=\"0\"]')]"
        ".filter(each => each.checkVisibility()).map((each, index) => (each.dataset.n = index))"
    )
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(len(wanted) + 5):
        reached.add(page.evaluate("document.activeElement.dataset.n"))
        page.keyboard.press("Tab")
    assert {str(number) for number in wanted} - reached == set()
    page.close()


@pytest.mark.browser
def test_the_map_is_walked_by_keyboard(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.goto(f"{address}/map.html#service:booking")
    page.wait_for_selector("[data-map] aside a")
    page.focus("[data-map] .ground")
    page.keyboard.press("ArrowRight")
    name = page.inner_text("[data-map] aside h2")
    assert name not in {"Booking", "Nothing chosen"}
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    assert page.inner_text("[data-map] aside h2") == "Nothing chosen"
    page.goto(f"{address}/index.html")
    page.goto(f"{address}/map.html#service:payments")
    page.wait_for_selector("[data-map] aside a")
    page.focus("[data-map] .ground")
    page.keyboard.press("Enter")
    page.wait_for_url("**/services/payments.html")
    page.close()


@pytest.mark.browser
def test_the_reader_chooses_the_colours(browser: Browser, address: str) -> None:
    page = browser.new_page(color_scheme="light")
    page.goto(f"{address}/index.html")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("button[data-mode]")
    page.click("button[data-mode]")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto(f"{address}/services.html")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark != light
    page.close()


@pytest.mark.browser
def test_a_filter_narrows_a_table(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/services.html")
    page.fill("input[name=words]", "sailings passages")
    assert page.locator("#rows tbody tr:visible th a").all_inner_texts() == ["Booking"]
    assert page.inner_text("output").startswith("1 of")
    page.close()


@pytest.mark.browser
def test_on_a_phone_a_row_is_a_card_and_a_month_a_list(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(f"{address}/services.html")
    boxes = (
        page.locator("#rows tbody tr")
        .first.locator("th, td")
        .evaluate_all(
            "cells => cells.filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect().left)"
        )
    )
    assert max(boxes) - min(boxes) < 20
    assert "Owner" in page.locator("#rows tbody td").nth(2).evaluate("one => getComputedStyle(one, '::before').content")
    # It is a table still, to whoever hears it.
    assert page.get_by_role("row").count() > 2
    page.goto(f"{address}/changes.html")
    assert page.locator("table.month td.out:visible").count() == 0
    assert page.locator("table.month .ev:visible").count() > 5
    page.close()


@pytest.mark.browser
def test_paper_shows_the_content_and_not_the_frame(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/services/booking.html")
    page.emulate_media(media="print")
    assert not page.is_visible("header.top")
    assert page.is_visible("h1")
    assert page.is_visible("svg.picture")
    document = page.pdf(format="A4")
    assert document.startswith(b"%PDF")
    assert len(document) > 20_000
    # Paper is light, whatever the reader chose, and nothing is cut off at its edge.
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("document.documentElement.dataset.mode = 'dark'")
    page.set_viewport_size({"width": 680, "height": 960})
    for path in ("services/booking.html", "changes.html"):
        page.goto(f"{address}/{path}")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        cut = "[...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth + 1).length"
        assert page.evaluate(cut) == 0
    page.close()
