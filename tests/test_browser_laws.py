"""Real laws, read in a real browser: the largest code, and one law held in two files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browser import chromium, served
from shared_data import SHARED, needs_shared
from test_browser import opened

from indexer.engines.memory import MemoryEngine
from indexer.index import Index
from search_ui import Settings, create_app

pytestmark = [pytest.mark.browser, *needs_shared]
LAWS = SHARED / "corpora/laws"


def made() -> Index:
    """The law on enterprises twice, and the largest code that there is."""
    law = (LAWS / "luat-doanh-nghiep.txt").read_text(encoding="utf-8")
    largest = max(LAWS.glob("*.txt"), key=lambda path: path.stat().st_size)
    index = Index(MemoryEngine())
    index.add_texts(
        [
            (law, "luat-doanh-nghiep.txt", {}),
            (law, "luat-doanh-nghiep (1).txt", {}),
            (largest.read_text(encoding="utf-8"), "largest.txt", {}),
        ]
    )
    return index


@pytest.fixture(scope="module")
def index() -> Index:
    return made()


@pytest.fixture(scope="module")
def address(index: Index) -> Iterator[str]:
    with served(create_app(index, Settings.unbounded())) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    page = opened(browser, address, viewport={"width": 1440, "height": 900})
    page.set_default_timeout(60_000)
    yield page
    page.context.close()


def id_of(index: Index, source: str) -> str:
    return next(d.id for d in index.documents() if d.source == source)


def test_marks_in_a_law_are_what_was_asked(page: Any, index: Index) -> None:
    page.goto(f"/van-ban/{id_of(index, 'luat-doanh-nghiep.txt')}/toan-van?q=cổ+đông")
    marked = page.locator(".text mark").all_inner_texts()
    meant = [text for text in marked if " ".join(text.split()).lower() == "cổ đông"]
    assert (len(marked) > 300, len(meant) / len(marked) >= 0.95) == (True, True)


def test_two_files_of_one_law_are_one_result(page: Any) -> None:
    page.goto("/?q=đại+hội+đồng+cổ+đông+bất+thường&limit=5")
    hit = page.locator(".list > li").first
    hit.locator(".same summary").first.click()
    assert "luat-doanh-nghiep" in hit.locator(".same li .count").first.inner_text()


def test_exact_accents_are_a_switch(page: Any) -> None:
    page.goto("/?q=cổ+đông&limit=50")
    page.get_by_role("link", name="Chỉ đúng dấu như gõ").click()
    page.wait_for_url("**accents=typed*")
    marked = page.locator(".hit mark").all_text_contents()
    others = {text.lower() for text in marked} - {"cổ đông", "cổ", "đông"}
    assert (bool(marked), others) == (True, set())


def test_the_address_of_an_article_leads_to_it(page: Any, index: Index) -> None:
    page.goto(f"/van-ban/{id_of(index, 'largest.txt')}/dieu-105")
    top = page.locator("#dieu-105").evaluate("e => e.getBoundingClientRect().top")
    assert (0 < top < 450, page.locator(".contents [aria-current]").count()) == (True, 1)


def test_the_line_above_names_the_article_on_a_phone(
    browser: Any, address: str, index: Index
) -> None:
    phone = opened(browser, address, viewport={"width": 360, "height": 740}, has_touch=True)
    phone.goto(f"/van-ban/{id_of(index, 'largest.txt')}/dieu-105?q=tài+sản&kq=1#dieu-105")
    last = phone.locator("[data-where] a").last
    seen = last.evaluate(
        "e => [e.textContent.startsWith('Điều 105.'), e.getBoundingClientRect().right <= 360]"
    )
    frame = phone.locator(".frame").evaluate("e => e.getBoundingClientRect().height")
    phone.context.close()
    assert (seen, frame < 90) == ([True, True], True)


def test_law_text_takes_half_of_a_hit(page: Any) -> None:
    """Where there is more of it than one line."""
    page.goto("/?q=đại+hội+đồng+cổ+đông&limit=20")
    heights = page.locator(".list .hit").evaluate_all(
        """all => all.map(hit => [hit.querySelector(".snippet"), hit])
             .map(pair => pair.map(one => one.getBoundingClientRect().height))"""
    )
    shares = [text / hit for text, hit in heights if text > 40]
    assert min(shares) >= 0.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "/dieu-105?q=tài+sản&kq=2", "/toan-van"])
def test_the_largest_code_is_accessible(
    browser: Any, address: str, index: Index, scheme: str, path: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    size = {"width": 360, "height": 740}
    page = opened(browser, address, color_scheme=scheme, viewport=size, bypass_csp=True)
    page.set_default_timeout(120_000)
    page.goto(f"/van-ban/{id_of(index, 'largest.txt')}{path}")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    width = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    rules = [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found]
    assert (rules, width) == ([], 360)
