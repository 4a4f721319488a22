"""Who cites what: keys, targets, and the way back."""

from __future__ import annotations

import pytest

from analyzers.token import Span
from indexer.citations.citing import cited_keys, keys_of, names
from indexer.core.document import Citation, Clause, Document, Metadata, Step
from indexer.engines.memory import MemoryEngine
from indexer.index import Index
from indexer.ingest.analyze import entries

SPAN = Span(0, 4)
PLACE = (Step("dieu", "5"), Step("khoan", "2"))


def indexed(
    number: str, date: str | None, *citations: Citation, title: str | None = None
) -> Document:
    """A document of one clause that holds all its citations."""
    return Document(
        id=f"{number}.{date}".replace("/", "-").lower(),
        source="x.txt",
        number=number,
        date=date,
        title=title,
        text="Theo văn bản ấy.",
        citations=citations,
    )


def index_of(*documents: Document) -> Index:
    index = Index(MemoryEngine())
    with index.engine.writer() as writer:
        for document in documents:
            clause = Clause(
                f"{document.id}#khoan-1",
                document.id,
                (Step("khoan", "1"),),
                "clause",
                document.text,
                Span(0, len(document.text)),
            )
            writer.put(document, entries(document, [clause]))
    return index


def citing(index: Index, key: str) -> list[str]:
    return [hit.clause.document_id for hit in index.cited_by(key).hits]


DATED = Citation(SPAN, number="34-CT/TW", date="2014-04-07")
UNDATED = Citation(SPAN, number="34-CT/TW")
PLACED = Citation(SPAN, number="34-CT/TW", date="2014-04-07", place=PLACE)
OWN = Citation(SPAN, place=PLACE, internal=True)
NAMED = Citation(SPAN, type="Luật", title="Luật Thi đua, khen thưởng")

KEYS: list[tuple[str, Citation, tuple[str, ...]]] = [
    ("dated", DATED, ("34-ct-tw", "34-ct-tw.2014-04-07")),
    ("undated", UNDATED, ("34-ct-tw", "34-ct-tw.-")),
    (
        "a place",
        PLACED,
        (
            "34-ct-tw",
            "34-ct-tw.2014-04-07",
            "34-ct-tw#dieu-5.khoan-2",
            "34-ct-tw.2014-04-07#dieu-5.khoan-2",
        ),
    ),
    ("by title", NAMED, ("luat-thi-dua-khen-thuong", "luat-thi-dua-khen-thuong.-")),
]


@pytest.mark.parametrize(("citation", "keys"), [k[1:] for k in KEYS], ids=[k[0] for k in KEYS])
def test_the_keys_of_a_citation(citation: Citation, keys: tuple[str, ...]) -> None:
    assert tuple(keys_of(citation)) == keys


def test_a_citation_belongs_to_the_clause_it_stands_in() -> None:
    document = indexed("1/KH", None, Citation(Span(8, 12), number="2/QĐ"))
    halves = [
        Clause("1#a", "1", (), "clause", document.text[:8], Span(0, 8)),
        Clause("1#b", "1", (), "clause", document.text[8:], Span(8, len(document.text))),
    ]
    assert ["2-qd" in keys for keys in cited_keys(document, halves)] == [False, True]


def test_a_place_in_the_document_itself_is_no_citation() -> None:
    document = indexed("1/KH", None, OWN)
    clause = Clause("1#a", "1", (), "clause", document.text, Span(0, len(document.text)))
    assert list(cited_keys(document, [clause])) == [("=1-kh",)]


def test_a_law_may_be_cited_by_its_title_with_and_without_its_type() -> None:
    law = Metadata(id="x", source="x", type="Luật", title="Thi đua, khen thưởng")
    assert set(names(law)) == {"thi-dua-khen-thuong", "luat-thi-dua-khen-thuong"}


def test_both_are_offered_under_the_number() -> None:
    index = index_of(indexed("9/CT-UBND", "2021-08-26"), indexed("9/CT-UBND", "2021-08-11"))
    assert {document.date for document in index.named("9-ct-ubnd")} == {"2021-08-26", "2021-08-11"}


def test_dated_and_undated_citations_both_count_for_the_only_one() -> None:
    index = index_of(
        indexed("34-CT/TW", "2014-04-07"),
        indexed("1/KH", "2020-01-01", DATED),
        indexed("2/KH", "2021-01-01", UNDATED),
    )
    assert citing(index, "34-ct-tw.2014-04-07") == ["2-kh.2021-01-01", "1-kh.2020-01-01"]


def test_an_undated_citation_counts_for_neither_of_two() -> None:
    index = index_of(
        indexed("9/CT-UBND", "2021-08-26"),
        indexed("9/CT-UBND", "2021-08-11"),
        indexed("1/KH", "2022-01-01", Citation(SPAN, number="9/CT-UBND")),
    )
    assert (citing(index, "9-ct-ubnd.2021-08-26"), citing(index, "9-ct-ubnd")) == (
        [],
        ["1-kh.2022-01-01"],
    )


def test_places_are_counted_each_for_itself() -> None:
    index = index_of(indexed("34-CT/TW", "2014-04-07"), indexed("1/KH", "2020-01-01", PLACED))
    assert index.citing_counts("34-ct-tw.2014-04-07") == {"dieu-5.khoan-2": 1}


def test_a_place_is_cited_by_those_who_name_it() -> None:
    index = index_of(indexed("1/KH", "2020-01-01", PLACED), indexed("2/KH", "2021-01-01", DATED))
    assert citing(index, "34-ct-tw.2014-04-07#dieu-5.khoan-2") == ["1-kh.2020-01-01"]


def test_the_passage_that_cites_is_found_again() -> None:
    index = index_of(indexed("1/KH", "2020-01-01", Citation(Span(5, 12), number="34-CT/TW")))
    hits = index.cited_by("34-ct-tw")
    assert index.quoted("34-ct-tw", hits) == [Span(5, 12)]


def test_citing_words_do_not_make_a_clause_match_a_search() -> None:
    index = index_of(indexed("1/KH", "2020-01-01", DATED))
    assert index.search("34-ct-tw.2014").total == 0
