"""What a person sees of whether a law is in force, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browser import chromium, opened, served
from made_laws import FILES, LETTER, NEW, OLD, put

from indexer.engines.memory import MemoryEngine
from indexer.index import Index
from search_ui import create_app

pytestmark = pytest.mark.browser

PATHS = {
    "hits": "/?q=phà",
    "hits at another day": "/?q=phà&at=2012-01-01&status=con",
    "documents": "/duyet?status=het",
    "a law that has ended": f"/van-ban/{OLD}",
    "an amended clause": f"/van-ban/{OLD}/dieu-2.khoan-2",
    "a scheme": f"/quan-he/{OLD}",
    "a consolidated text": f"/hop-nhat/{OLD}",
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    index = Index(MemoryEngine())
    put(index.engine, {**FILES, "thu.txt": LETTER})
    with served(create_app(index)) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module", params=[True, False], ids=["javascript", "no javascript"])
def either(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    page = opened(browser, address, java_script_enabled=request.param)
    yield page
    page.context.close()


@pytest.fixture(scope="module", params=["light", "dark"])
def themed(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    size = {"width": 360, "height": 740}
    page = opened(browser, address, color_scheme=request.param, viewport=size, bypass_csp=True)
    yield page
    page.context.close()


def test_a_hit_of_an_ended_law_leads_to_the_clause_that_ends_it(either: Any) -> None:
    either.goto("/?q=phà")
    mark = either.locator(".hit", has_text="Luật Cầu phà 2010").first.locator(".standing").first
    assert "Hết hiệu lực từ 1/1/2021" in mark.inner_text()
    mark.locator("a").click()
    either.wait_for_url(f"**/van-ban/{NEW}/**")
    assert "hết hiệu lực kể từ ngày Luật này" in either.locator(":target").inner_text()


def test_the_mark_is_a_shape_and_words_not_a_colour_alone(either: Any) -> None:
    either.goto("/?q=phà")
    shapes = either.locator(".hit .standing .shape").all_inner_texts()
    states = either.locator(".hit .standing .state").all_inner_texts()
    assert {"✕", "●", "?"} <= {*shapes}
    assert {state.split(" từ ")[0] for state in states} == {
        "Hết hiệu lực",
        "Còn hiệu lực",
        "Chưa rõ hiệu lực",
    }


def test_the_filter_gives_what_its_count_says(either: Any) -> None:
    either.goto("/?q=phà")
    row = either.locator(".facet a", has_text="Hết hiệu lực")
    count = row.locator(".count").inner_text()
    row.click()
    either.wait_for_url("**status=het*")
    assert either.locator("#tong").inner_text().startswith(f"{count} đoạn")
    assert "Hết hiệu lực" in either.locator(".chips").inner_text()


def test_the_two_texts_of_an_amended_clause_stand_side_by_side(browser: Any, address: str) -> None:
    page = opened(browser, address, viewport={"width": 1440, "height": 900})
    page.goto(f"/van-ban/{OLD}/dieu-2.khoan-2")
    old, new = (page.locator(f".amended .{side}").bounding_box() for side in ("old", "new"))
    words = page.locator(".amended del").inner_text(), page.locator(".amended ins").inner_text()
    page.context.close()
    assert old["x"] + old["width"] <= new["x"]
    assert abs(old["y"] - new["y"]) < 2
    assert ("năm" in words[0], "mười" in words[1]) == (True, True)


def test_what_is_gone_and_new_is_said_to_those_who_listen(either: Any) -> None:
    either.goto(f"/van-ban/{OLD}/dieu-2.khoan-2")
    assert either.locator(".amended del .unseen").first.text_content() == "[bỏ: "
    assert either.locator(".amended ins .unseen").first.text_content() == "[thêm: "


def test_the_two_texts_open_without_javascript(either: Any) -> None:
    either.goto(f"/van-ban/{OLD}")
    either.locator(".amended summary").click()
    assert either.locator(".amended .new").is_visible()


def test_the_scheme_leads_to_the_law_that_came_later(either: Any) -> None:
    either.goto(f"/quan-he/{OLD}")
    either.locator("#luoc-do svg a", has_text="Luật Bến phà").click()
    either.wait_for_url(f"**/van-ban/{NEW}")


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS.keys())
def test_a_page_is_accessible_and_fits_a_narrow_screen(themed: Any, path: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    themed.goto(path)
    found = Axe().run(themed, options={"resultTypes": ["violations"]}).response["violations"]
    width = themed.evaluate("document.documentElement.scrollWidth")
    rules = [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found]
    assert (rules, width) == ([], 360)


def test_original_and_consolidated_text_are_one_link_apart(either: Any) -> None:
    either.goto(f"/van-ban/{OLD}/dieu-2.khoan-2")
    either.locator("a", has_text="Bản hợp nhất đến hôm nay").first.click()
    either.wait_for_url(f"**/hop-nhat/{OLD}*")
    assert "mười" in either.locator("section#dieu-2\\.khoan-2").inner_text()
    either.locator("a", has_text="lời cũ trong bản gốc").first.click()
    either.wait_for_url(f"**/van-ban/{OLD}/**")
