"""What a person does, done in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browser import chromium, opened, served
from site_fixture import sample_index

from search_ui import create_app

pytestmark = pytest.mark.browser

DECISION = "/van-ban/30-qd-ubnd.2023-02-01"
PATHS = {
    "home": "/",
    "hits": "/?q=thi+dua",
    "groups": "/?q=thi+dua&group=document&type=Quyết+định",
    "nothing found": '/?q="dua+thi"&year=2021',
    "wrong": "/?q=thi&from=2022-01-01&to=2021-01-01",
    "document": f"{DECISION}?q=thi+dua",
    "hostile document": "/van-ban/ac-y.2022-01-01?q=thi",
    "stub": "/van-ban/34-ct-tw.2014-04-07",
    "clause": f"{DECISION}/dieu-2.khoan-1?q=thi+dua&kq=1",
    "whole": f"{DECISION}/toan-van",
    "relations": f"{DECISION.replace('/van-ban/', '/quan-he/')}",
    "similar": f"{DECISION.replace('/van-ban/', '/gan-giong/')}/dieu-2.khoan-1",
    "browse": "/duyet?type=Chỉ+thị",
    "help": "/tro-giup",
    "api": "/api",
    "not there": "/none",
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(create_app(sample_index())) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    page = opened(browser, address)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def shared(browser: Any, address: str) -> Iterator[Any]:
    """One page for tests that leave no trace in it."""
    page = opened(browser, address)
    yield page
    page.context.close()


@pytest.fixture(scope="module", params=[True, False], ids=["javascript", "no javascript"])
def either(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    page = opened(browser, address, java_script_enabled=request.param)
    yield page
    page.context.close()


@pytest.fixture(scope="module", params=["light", "dark"])
def themed(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A narrow page in each theme; one for all tests, since a new one costs more than a test."""
    size = {"width": 360, "height": 740}
    page = opened(browser, address, color_scheme=request.param, viewport=size, bypass_csp=True)
    yield page
    page.context.close()


def search(page: Any, text: str) -> None:
    page.goto("/")
    page.locator("#q").fill(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")


def test_unaccented_words_lead_to_the_marked_clause(either: Any) -> None:
    search(either, "dang ky thi dua")
    marked = either.locator(".hit mark").first.inner_text()
    either.locator(".hit h2 a").first.click()
    either.wait_for_url("**/van-ban/**")
    clause = either.locator(":target")
    assert (marked, clause.locator("mark").inner_text()) == ("Đăng ký thi đua", "Đăng ký thi đua")


def test_a_facet_narrows_and_its_chip_widens_again(either: Any) -> None:
    search(either, "thi dua")
    before = either.locator("#tong").inner_text()
    row = either.locator(".facet a", has_text="Quyết định")
    count = row.locator(".count").inner_text()
    row.click()
    either.wait_for_url("**type=*")
    narrowed = either.locator("#tong").inner_text()
    either.locator(".chips a").first.click()
    either.wait_for_url(lambda url: "type=" not in url)
    assert (narrowed.split()[0], either.locator("#tong").inner_text()) == (count, before)


def test_a_bar_of_the_years_is_a_filter(either: Any) -> None:
    search(either, "thi dua")
    either.locator(".years a[aria-label^='2021']").click()
    either.wait_for_url("**year=2021*")
    assert set(either.locator(".hit time").all_inner_texts()) == {"19/8/2021"}


def test_pages_turn_and_the_back_button_returns(either: Any) -> None:
    either.goto("/?q=thi+dua&limit=2")
    first = either.locator(".hit h2").all_inner_texts()
    either.locator("a[rel=next]").click()
    either.wait_for_url("**offset=2*")
    second = either.locator(".hit h2").all_inner_texts()
    either.go_back()
    either.wait_for_url(lambda url: "offset" not in url)
    assert (either.locator(".hit h2").all_inner_texts(), first == second) == (first, False)


def test_a_suggestion_is_taken_by_keyboard_alone(page: Any) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    page.keyboard.press("/")
    page.keyboard.type("chong d")
    page.locator("#goi-y li", has_text="dịch").first.wait_for()
    page.keyboard.press("ArrowDown")
    box = page.get_by_role("combobox")
    chosen = page.locator(f"#{box.get_attribute('aria-activedescendant')}").inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    assert (chosen.startswith("Chống dịch"), page.locator("#q").input_value()) == (True, chosen)


def test_escape_takes_suggestions_away_and_keeps_what_was_typed(page: Any) -> None:
    page.goto("/")
    page.keyboard.type("chong d")
    page.locator("#goi-y li", has_text="dịch").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    box = page.get_by_role("combobox")
    assert (box.input_value(), box.get_attribute("aria-expanded")) == ("chong d", "false")


def test_answers_in_a_document_are_stepped_through(page: Any) -> None:
    page.goto(f"{DECISION}?q=thi+dua")
    answers = page.locator(".text .answer")
    page.get_by_role("link", name="Đoạn khớp sau").click()
    page.keyboard.press("n")
    page.keyboard.press("p")
    now = page.locator(".text .now")
    assert (now.count(), now.get_attribute("id")) == (1, answers.nth(0).get_attribute("id"))


def test_how_to_cite_a_clause_can_be_copied(browser: Any, address: str) -> None:
    page = opened(browser, address, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{DECISION}#dieu-2.khoan-1", wait_until="networkidle")
    # The driver would scroll to a button that is where the line above may be, and the mouse would
    # come to stand on another clause.
    page.locator(":target").evaluate("clause => clause.scrollIntoView({block: 'center'})")
    page.locator(":target").hover()
    page.locator(":target").get_by_role("button", name="Chép viện dẫn").click()
    page.get_by_text("Đã chép").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    page.context.close()
    assert copied == "khoản 1 Điều 2 Quyết định 30/QĐ-UBND"


def test_a_citation_leads_to_the_clause_it_means(either: Any) -> None:
    either.goto("/van-ban/12-ct-ubnd.2021-08-19")
    either.locator(".text a.cite", has_text="30/QĐ-UBND").click()
    either.wait_for_url("**#dieu-2.khoan-2")
    assert "như sau:" in either.locator(":target").inner_text()


def test_a_dark_system_gets_a_dark_page(browser: Any, address: str) -> None:
    page = opened(browser, address, color_scheme="dark")
    page.goto("/?q=thi+dua")
    color = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.context.close()
    assert sum(int(part) for part in color[4:-1].split(",")) < 3 * 64


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS.keys())
def test_a_page_is_accessible_and_fits_a_narrow_screen(themed: Any, path: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    themed.goto(path)
    found = Axe().run(themed, options={"resultTypes": ["violations"]}).response["violations"]
    width = themed.evaluate("document.documentElement.scrollWidth")
    rules = [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]
    assert (rules, width) == ([], 360)


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS.keys())
def test_the_browser_reports_nothing(shared: Any, path: str) -> None:
    messages: list[str] = []

    def hear(message: Any) -> None:
        messages.append(getattr(message, "text", None) or str(message))

    shared.on("console", hear)
    shared.on("pageerror", hear)
    shared.on("dialog", hear)
    shared.goto(path)
    for event in ("console", "pageerror", "dialog"):
        shared.remove_listener(event, hear)
    expected = "Failed to load resource"  # what Chromium says of a page that is 400 or 404 itself
    assert [text for text in messages if not text.startswith(expected)] == []


@pytest.mark.parametrize(
    "typed",
    [
        "<script>document.title='bad'</script>",
        '"><img src=x onerror="document.title=\'bad\'">',
        "'-document.title='bad'-'",
        "javascript:document.title='bad'",
        "</title><svg onload=document.title='bad'>",
    ],
)
def test_what_is_typed_does_not_run(shared: Any, typed: str) -> None:
    page = shared
    page.goto("/")
    page.locator("#q").fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    assert (page.title() != "bad", page.locator("#q").input_value()) == (True, typed)


def test_the_page_does_not_jump_while_it_loads(page: Any) -> None:
    page.goto(f"{DECISION}?q=thi+dua")
    shift = page.evaluate(
        """() => new Promise((done) => new PerformanceObserver((list) => done(
             list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
           )).observe({type: "layout-shift", buffered: true}) || setTimeout(() => done(0), 300))"""
    )
    assert shift < 0.02
