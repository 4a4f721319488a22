"""Texts that a program adds to an index, replaces and removes."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.index import Index, create_index
from indexer.querying.request import SearchRequest

TEXT = """Số: 7/KH-UBND

An Bình, ngày 3 tháng 5 năm 2024

KẾ HOẠCH

Về việc thử

1. Thi đua yêu nước.

2. Nước sạch nông thôn.
"""


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return create_index(tmp_path / "index")


def ids(index: Index) -> list[str]:
    return [document.id for document in index.documents()]


def test_a_text_is_found(index: Index) -> None:
    index.add_text(TEXT, "db/1")
    assert [hit.label for hit in index.search("nuoc sach").hits] == ["khoản 2"]


def test_a_text_has_the_id_of_a_file_that_says_the_same(index: Index) -> None:
    assert index.add_text(TEXT, "db/1") == "7-kh-ubnd.2024-05-03"


def test_what_is_known_comes_before_what_the_text_says(index: Index) -> None:
    id_ = index.add_text(TEXT, "db/1", {"number": "8/KH-UBND", "signer": "Nguyễn Văn An"})
    document = index.document(id_)
    assert document is not None
    assert (document.id, document.number, document.signer) == (
        "8-kh-ubnd.2024-05-03",
        "8/KH-UBND",
        "Nguyễn Văn An",
    )
    assert document.provenance["number"] == "stated"
    assert "number" not in document.read_at


def test_a_clause_has_the_id_of_its_document(index: Index) -> None:
    id_ = index.add_text(TEXT, "db/1", {"number": "8/KH-UBND"})
    assert {clause.document_id for clause in index.clauses(id_)} == {id_}


def test_a_name_is_replaced_even_under_another_id(index: Index) -> None:
    index.add_text(TEXT, "db/1")
    index.add_text(TEXT.replace("7/KH", "9/KH"), "db/1")
    assert ids(index) == ["9-kh-ubnd.2024-05-03"]


def test_a_name_is_replaced_within_one_commit(index: Index) -> None:
    made = index.add_texts([(TEXT, "db/1", {}), (TEXT.replace("7/KH", "9/KH"), "db/1", {})])
    assert ids(index) == made[1:]


def test_two_names_with_one_number_are_two_documents(index: Index) -> None:
    first, second = index.add_texts([(TEXT, "db/1", {}), (TEXT, "db/2", {})])
    assert (len(set(ids(index))), second.startswith(f"{first}~")) == (2, True)


def test_an_id_stays_when_a_text_is_added_again(index: Index) -> None:
    before = index.add_texts([(TEXT, "db/1", {}), (TEXT, "db/2", {})])
    assert index.add_text(TEXT, "db/2") == before[1]


BAD = [
    ("no text", 3, "a", {}, "text"),
    ("no name", TEXT, " ", {}, "name"),
    ("half a character", "\ud800", "a", {}, "U+D800"),
    ("an unknown field", TEXT, "a", {"numbr": "1"}, "numbr"),
    ("a value of another type", TEXT, "a", {"number": 1}, "number"),
    ("no date", TEXT, "a", {"date": "3/5/2024"}, "isoformat"),
    ("too long", "a " * 2_000_001, "a", {}, "limit"),
]


@pytest.mark.parametrize(
    ("text", "name", "metadata", "said"), [b[1:] for b in BAD], ids=[b[0] for b in BAD]
)
def test_what_cannot_be_used_is_named_and_nothing_is_added(
    index: Index, text: str, name: str, metadata: dict[str, str], said: str
) -> None:
    with pytest.raises(ValueError, match=said.replace("+", r"\+")):
        index.add_texts([(TEXT, "db/1", {}), (text, name, metadata)])
    assert ids(index) == []


def test_a_removed_document_is_no_longer_found(index: Index) -> None:
    id_ = index.add_text(TEXT, "db/1")
    assert (index.remove(id_, "unknown"), index.search("nuoc sach").total) == (1, 0)


WRONG = [
    ("an unknown order", {"sort": "newest"}, "relevance"),
    ("less than nothing", {"limit": -1}, "limit"),
    ("a number as text", {"limit": "3"}, "limit"),
    ("a truth as a number", {"offset": True}, "offset"),
    ("no text", {"query": None}, "query"),
    ("an unknown facet", {"facets": ("colour",)}, "colour"),
]


@pytest.mark.parametrize(("given", "said"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_a_search_says_what_it_does_not_take(given: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        SearchRequest(**given)  # type: ignore[arg-type]
