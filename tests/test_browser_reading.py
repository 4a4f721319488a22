"""Reading a long law, done in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from browser import chromium, served
from test_browser import opened
from test_reading import APP
from test_reading import LAW_ADDRESS as LAW

from indexer.engines.memory import MemoryEngine
from indexer.index import Index
from search_ui import create_app

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served(APP) as found:
        yield found


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    page = opened(browser, address, viewport={"width": 1280, "height": 800})
    yield page
    page.context.close()


@pytest.fixture
def phone(browser: Any, address: str) -> Iterator[Any]:
    page = opened(browser, address, viewport={"width": 360, "height": 740}, has_touch=True)
    yield page
    page.context.close()


@pytest.fixture
def plain(browser: Any, address: str) -> Iterator[Any]:
    page = opened(browser, address, java_script_enabled=False)
    yield page
    page.context.close()


def test_contents_and_the_line_above_follow_the_reading(page: Any) -> None:
    page.goto(f"{LAW}/dieu-30#dieu-30")
    page.locator("#dieu-33").evaluate("element => element.scrollIntoView()")
    current = page.locator("#muc-luc [aria-current]")
    page.locator("#muc-luc [aria-current][data-to='dieu-33']").wait_for()
    where = page.locator("[data-where]").inner_text()
    assert (current.is_visible(), "Điều 33. Trách nhiệm thứ 33" in where) == (True, True)


def test_the_next_sheet_joins_while_reading(page: Any) -> None:
    page.goto(LAW)
    before = page.locator(".text > section").count()
    page.locator('[data-sheet="below"]').scroll_into_view_if_needed()
    page.locator(".text > section").nth(before).wait_for(state="attached")
    ids = page.locator(".text > section").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))


def test_the_sheet_before_joins_where_asked(page: Any) -> None:
    page.goto(f"{LAW}/dieu-60#dieu-60")
    first = page.locator(".text > section").first.get_attribute("id")
    page.locator('[data-sheet="above"]').click()
    page.locator(f".text > section + [id='{first}']").wait_for()
    assert page.locator(f"[id='{first}']").count() == 1


def test_an_old_address_still_leads_to_its_clause(page: Any) -> None:
    page.goto(f"{LAW}?q=nước#dieu-99.khoan-2")
    page.wait_for_url("**/dieu-99.khoan-2?**#dieu-99.khoan-2")
    assert page.locator(":target").inner_text().startswith("2. Cổ đông thứ 99")


def test_copying_clauses_gives_clean_text(page: Any) -> None:
    page.goto(f"{LAW}/dieu-5#dieu-5")
    page.locator("[id='dieu-5.khoan-2']").hover()
    copied = page.evaluate(
        """() => {
          const range = document.createRange();
          range.setStartBefore(document.getElementById("dieu-5.khoan-2"));
          range.setEndAfter(document.getElementById("dieu-5.khoan-3"));
          const selected = getSelection();
          selected.removeAllRanges();
          selected.addRange(range);
          return selected.toString();
        }"""
    )
    assert re.sub(r"\s*\n\s*", "\n", copied).strip() == (
        "2. Cổ đông thứ 5 theo khoản 1 Điều này.\n3. Người có đồng hồ nước theo Điều 1 Luật này."
    )


COPIES = [
    ("Chép nội dung", r"2\. Cổ đông thứ 5 theo khoản 1 Điều này\."),
    ("Chép kèm viện dẫn", r"2\. Cổ đông.*\n\(khoản 2 Điều 5 Luật 99/2030/QH15, http.*khoan-2\)"),
    ("Chép viện dẫn", r"khoản 2 Điều 5 Luật 99/2030/QH15"),
    ("Chép liên kết", r"http://127\.0\.0\.1:\d+/van-ban/.*/dieu-5\.khoan-2#dieu-5\.khoan-2"),
]


@pytest.mark.parametrize(("button", "copied"), COPIES, ids=[c[0] for c in COPIES])
def test_a_clause_can_be_copied(browser: Any, address: str, button: str, copied: str) -> None:
    page = opened(browser, address, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{LAW}/dieu-5#dieu-5")
    clause = page.locator("[id='dieu-5.khoan-2']")
    clause.hover()
    clause.get_by_role("button", name=button, exact=True).click()
    page.get_by_text("Đã chép").wait_for()
    got = page.evaluate("navigator.clipboard.readText()")
    page.context.close()
    assert re.fullmatch(copied, got, re.DOTALL)


def test_back_returns_to_the_same_hit(page: Any) -> None:
    page.goto("/?q=cổ+đông&limit=20")
    page.locator(".others summary").first.click()
    page.locator("#kq-15 h2 a").click()
    page.wait_for_url("**/van-ban/**")
    page.locator(".back").click()
    page.wait_for_url("**#kq-15")
    assert page.locator("#kq-15").is_visible()


def test_a_citation_is_shown_where_it_stands(page: Any) -> None:
    page.goto(f"{LAW}/dieu-5#dieu-5")
    page.locator("[id='dieu-5.khoan-3'] a.cite").hover()
    page.locator("#xem-truoc").wait_for()
    assert "Điều 1. Trách nhiệm thứ 1" in page.locator("#xem-truoc").inner_text()


def test_a_citation_is_shown_to_the_keyboard(page: Any) -> None:
    page.goto(f"{LAW}/dieu-5#dieu-5")
    link = page.locator("[id='dieu-5.khoan-3'] a.cite")
    page.keyboard.press("Tab")
    link.focus()
    page.locator("#xem-truoc").wait_for()
    page.keyboard.press("Escape")
    assert page.locator("#xem-truoc").is_hidden()


def test_a_tap_shows_a_citation_before_it_is_followed(phone: Any) -> None:
    phone.goto(f"{LAW}/dieu-5#dieu-5")
    phone.locator("[id='dieu-5.khoan-3'] a.cite").tap()
    phone.locator("#xem-truoc").get_by_role("link").tap()
    phone.wait_for_url("**#dieu-1")
    assert phone.locator(":target").inner_text().startswith("Điều 1.")


def test_contents_are_behind_a_button_on_a_phone(phone: Any) -> None:
    phone.goto(f"{LAW}/dieu-30#dieu-30")
    phone.get_by_role("link", name="Mục lục", exact=True).click()
    phone.get_by_label("Tìm trong mục lục").fill("thu 47")
    phone.get_by_role("link", name="Điều 47. Trách nhiệm thứ 47").click()
    phone.wait_for_url("**#dieu-47")
    assert phone.locator(".contents.panel").count() == 0


def test_escape_closes_the_contents_on_a_phone(phone: Any) -> None:
    phone.goto(f"{LAW}/dieu-30#dieu-30")
    opener = phone.get_by_role("link", name="Mục lục", exact=True)
    opener.click()
    phone.keyboard.press("Escape")
    assert (
        phone.locator(".panel").count(),
        opener.evaluate("e => e === document.activeElement"),
    ) == (0, True)


def test_few_stops_stand_before_the_text(page: Any) -> None:
    page.goto(f"{LAW}/dieu-30#dieu-30")
    stops = page.evaluate(
        """() => [...document.querySelectorAll("a, button, input, summary")].filter((one) =>
             one.checkVisibility() && one.compareDocumentPosition(document.querySelector(".text"))
               & Node.DOCUMENT_POSITION_FOLLOWING).length"""
    )
    assert stops < 60


def test_without_a_script_everything_is_reachable(plain: Any) -> None:
    plain.goto(LAW)
    plain.get_by_text("Mục lục", exact=True).first.click()
    plain.get_by_text("Chương IX").first.click()
    plain.get_by_role("link", name="Điều 100. Trách nhiệm thứ 100").click()
    plain.wait_for_url("**/dieu-100#dieu-100")
    tools = plain.locator(":target .tools a").all_inner_texts()
    plain.locator(".move a", has_text="→").click()
    plain.wait_for_url("**/dieu-101#dieu-101")
    assert tools == ["Đoạn gần giống", "Ai viện dẫn", ".docx", ".txt"]


def test_answers_go_on_over_sheets(page: Any) -> None:
    page.goto(f'{LAW}/dieu-1.khoan-2?q="cổ đông thứ"#dieu-1.khoan-2')
    page.keyboard.press("n")
    page.keyboard.press("n")
    assert page.locator(".now").get_attribute("id") == "dieu-3.khoan-2"


def test_paper_has_the_text_alone(page: Any) -> None:
    page.goto(f"{LAW}/dieu-30#dieu-30")
    page.emulate_media(media="print")
    hidden = [
        page.locator(part).first.is_hidden() for part in (".frame", ".contents", ".here", ".bar")
    ]
    assert (hidden, page.locator("#dieu-30").is_visible()) == ([True] * 4, True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["", "/dieu-30.khoan-1?q=cổ+đông&kq=2", "/toan-van"])
def test_a_long_law_is_accessible(browser: Any, address: str, scheme: str, path: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = opened(
        browser,
        address,
        color_scheme=scheme,
        viewport={"width": 360, "height": 740},
        bypass_csp=True,
    )
    page.goto(f"{LAW}{path}")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    width = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    rules = [(rule["id"], [node["html"] for node in rule["nodes"]][:3]) for rule in found]
    assert (rules, width) == ([], 360)


def test_filters_are_a_dialog_on_a_phone(phone: Any) -> None:
    phone.goto("/?q=nước")
    opener = phone.get_by_role("link", name="Lọc kết quả")
    opener.focus()
    phone.keyboard.press("Enter")
    dialog = phone.get_by_role("dialog", name="Lọc kết quả")
    dialog.wait_for()
    dialog.get_by_label("Từ ngày").fill("1/1/2020")
    dialog.get_by_role("button", name="Áp dụng").press("Enter")
    phone.wait_for_url("**from=1%2F1%2F2020*")


def test_escape_closes_the_filters_on_a_phone(phone: Any) -> None:
    phone.goto("/?q=nước")
    opener = phone.get_by_role("link", name="Lọc kết quả")
    opener.click()
    phone.keyboard.press("Escape")
    focused = opener.evaluate("element => element === document.activeElement")
    assert (phone.get_by_role("dialog").count(), focused) == (0, True)


@pytest.fixture(scope="module")
def many() -> Iterator[str]:
    index = Index(MemoryEngine())
    text = "Số: {0}/KH-UBND\n\nKẾ HOẠCH\n\n1. Thi đua yêu nước.\n"
    names = ("An", "Anh", "Bình", "Cường", "Dương", "Giang", "Hà", "Hải", "Khê", "La", "Ngạc")
    places = [f"Ủy ban nhân dân xã Đông {name}" for name in names]
    index.add_texts(
        [(text.format(n), f"{n}.txt", {"issuer": place}) for n, place in enumerate(places)]
    )
    with served(create_app(index)) as found:
        yield found


def test_a_long_list_of_values_can_be_searched(browser: Any, many: str) -> None:
    page = opened(browser, many, viewport={"width": 1280, "height": 800})
    page.goto("/?q=thi+dua")
    page.locator("[data-seek-rows] input").first.fill("dong ngac")
    facet = page.locator(".facet", has=page.locator("[data-seek-rows]")).first
    seen = [row for row in facet.locator("li").all_inner_texts() if row.strip()]
    visible = facet.locator("li:visible").count()
    page.context.close()
    assert (visible, "Đông Ngạc" in " ".join(seen)) == (1, True)
