"""Walking over all that is found, a page at a time, from Python."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import khoan


@pytest.fixture
def index(tmp_path: Path) -> Iterator[khoan.Index]:
    text = "KẾ HOẠCH\n\n" + "\n\n".join(f"{n}. Thi đua lần thứ {n}." for n in range(1, 24))
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    khoan.index(tmp_path / "a.txt", tmp_path / "index")
    with khoan.open_index(tmp_path / "index") as opened:
        yield opened


def walked(index: khoan.Index, limit: int) -> list[str]:
    seen: list[str] = []
    cursor: str | None = "*"
    while cursor:
        page = index.search("thi dua", limit=limit, cursor=cursor)
        seen += [hit.clause.id for hit in page.hits]
        cursor = page.next_cursor
    return seen


@pytest.mark.parametrize("limit", [1, 5, 23, 100])
def test_a_walk_gives_every_hit_once_in_order(index: khoan.Index, limit: int) -> None:
    whole = [hit.clause.id for hit in index.search("thi dua", limit=100).hits]
    assert walked(index, limit) == whole


def test_a_page_without_a_cursor_has_none(index: khoan.Index) -> None:
    assert index.search("thi dua", limit=2).next_cursor is None


REFUSED = [
    ("no cursor", {"cursor": "!!"}),
    ("of another query", {"query": "lan thu"}),
    ("of other filters", {"filters": {"type": "Luật"}}),
    ("of another order", {"sort": "date"}),
]


@pytest.mark.parametrize("other", [r[1] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_a_cursor_of_another_search_is_refused(
    index: khoan.Index, other: dict[str, object]
) -> None:
    cursor = index.search("thi dua", limit=2, cursor="*").next_cursor
    asked = {"query": "thi dua", "cursor": cursor, **other}
    with pytest.raises(khoan.BadCursor):
        index.search(**asked)  # type: ignore[arg-type]


def test_a_cursor_is_refused_once_the_index_has_changed(index: khoan.Index) -> None:
    cursor = index.search("thi dua", limit=2, cursor="*").next_cursor
    index.add_text("1. Thi đua.", "db/1", {})
    with pytest.raises(khoan.BadCursor, match=r"cursor=\*"):
        index.search("thi dua", limit=2, cursor=cursor)


@pytest.mark.parametrize("wrong", [{"offset": 1}, {"limit": 0}])
def test_a_cursor_is_all_that_says_where(index: khoan.Index, wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="cursor"):
        index.search("thi dua", cursor="*", **wrong)  # type: ignore[arg-type]
