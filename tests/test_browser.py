"""What a person does, done in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browser import chromium, served
from site_fixture import FakeIndex

from search_ui import create_app

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(create_app(FakeIndex())) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture(params=[True, False], ids=["javascript", "no javascript"])
def page(browser: Any, address: str, request: pytest.FixtureRequest) -> Iterator[Any]:
    context = browser.new_context(base_url=address, java_script_enabled=request.param)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def test_unaccented_words_lead_to_the_marked_clause(page: Any) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("dang ky thi dua")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=*")
    marked = page.locator(".hit mark").first.inner_text()
    page.locator(".hit h2 a").first.click()
    page.wait_for_url("**/van-ban/**")
    clause = page.locator("[id='dieu-2.khoan-2.diem-dd']")
    lands = page.url.endswith("#dieu-2.khoan-2.diem-dd")
    assert (marked, lands, "Đăng ký" in clause.inner_text()) == ("Đăng ký thi đua", True, True)
