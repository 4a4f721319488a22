"""The engine contract, over every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest
from engine_samples import fill, make, terms

from analyzers.token import Span
from indexer.core import query as q
from indexer.core.deadline import within
from indexer.core.document import Citation
from indexer.core.engine import Count, DateRange, Engine, EngineRequest, Entry, Filter, Statistics
from indexer.core.errors import QueryError
from indexer.core.ids import document_term
from indexer.engines.embedded import create_engine
from indexer.engines.memory import MemoryEngine
from indexer.ingest.texts import put_texts
from indexer.querying.listing import document_ids, listing

ENGINES: dict[str, Callable[[Path], Engine]] = {
    "memory": lambda _: MemoryEngine(),
    "whoosh": lambda folder: create_engine(folder / "index", "test"),
    "whoosh-stock": lambda folder: create_engine(folder / "index", "test", layout="stock"),
}

A = make(
    "a", ["thi dua yeu nuoc", "thi dua", "nuoc sach yeu thi"], date="2021-08-19", type="Chỉ thị"
)
B = make("b", ["dua thi dua thi", "ke hoach thi dua"], date="2024-03-28", type="Kế hoạch")
C = make("c", ["thi dua yeu nuoc thi dua"], type="CHỈ THỊ")


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    engine = ENGINES[request.param](tmp_path)
    yield engine
    engine.close()


@pytest.fixture
def engine(empty: Engine) -> Engine:
    fill(empty, A, B)
    fill(empty, C)  # a generation of its own, so that several segments are searched
    return empty


def found(engine: Engine, query: q.Query, **options: object) -> list[str]:
    return [h.clause.id for h in engine.search(EngineRequest(query, **options)).hits]  # type: ignore[arg-type]  # test


def term(text: str, weight: float = 1.0) -> q.Term:
    return q.Term("folded", text, weight)


def phrase(*texts: str) -> q.Phrase:
    return q.Phrase("folded", texts, tuple(range(len(texts))))


MATCHES: list[tuple[str, q.Query, set[str]]] = [
    ("term", term("sach"), {"a3"}),
    ("term of no entry", term("khong"), set()),
    ("term of an unknown field", q.Term("nowhere", "thi"), set()),
    ("all", q.All((term("yeu"), term("nuoc"))), {"a1", "a3", "c1"}),
    ("any", q.Any((term("sach"), term("ke"))), {"a3", "b2"}),
    ("most of", q.Any((term("sach"), term("yeu"), term("dua")), 2), {"a1", "a3", "c1"}),
    ("most of, by weight", q.Any((term("sach"), term("ke")), 3, (3, 1)), {"a3"}),
    ("best", q.Best((term("sach"), term("ke"))), {"a3", "b2"}),
    ("phrase", phrase("yeu", "nuoc"), {"a1", "c1"}),
    ("phrase with a gap", q.Phrase("folded", ("thi", "nuoc"), (0, 3)), {"a1", "c1"}),
    ("phrase of one term repeated", phrase("dua", "thi", "dua"), {"b1"}),
    ("phrase that never stands so", phrase("nuoc", "yeu"), set()),
    ("near, either order", q.Near("folded", ("nuoc", "yeu"), 1), {"a1", "c1"}),
    ("near, further apart", q.Near("folded", ("nuoc", "yeu"), 2), {"a1", "a3", "c1"}),
    ("prefix", q.Prefix("folded", "s"), {"a3"}),
    ("prefix of nothing", q.Prefix("folded", "zz"), set()),
    ("share, any of them", q.Share("folded", ("sach", "ke", "zz")), {"a3", "b2"}),
    ("share of nothing", q.Share("folded", ("zz",)), set()),
    ("not", q.All((term("thi"), q.Not(term("dua")))), {"a3"}),
    ("not alone", q.Not(term("dua")), {"a3"}),
    ("prefer does not require", q.Prefer(term("ke"), term("sach")), {"b2"}),
    ("unscored", q.Unscored(term("sach")), {"a3"}),
    ("constant", q.Constant(term("sach"), 3.0), {"a3"}),
    ("everything", q.Everything(), {"a1", "a2", "a3", "b1", "b2", "c1"}),
    ("nothing", q.Nothing(), set()),
    ("pairs", q.Term("pair", "ke_hoach"), {"b2"}),
]


@pytest.mark.parametrize(
    ("query", "expected"), [m[1:] for m in MATCHES], ids=[m[0] for m in MATCHES]
)
def test_matches(engine: Engine, query: q.Query, expected: set[str]) -> None:
    assert {i.replace("#khoan-", "") for i in found(engine, query)} == expected


def test_rare_terms_weigh_more(engine: Engine) -> None:
    assert found(engine, q.Any((term("sach"), term("thi"))))[0] == "a#khoan-3"


def test_shorter_entries_rank_first(engine: Engine) -> None:
    assert found(engine, phrase("thi", "dua"))[0] == "a#khoan-2"


def test_weights_scale_scores(engine: Engine) -> None:
    one, three = (engine.search(EngineRequest(term("sach", w))).hits[0].score for w in (1.0, 3.0))
    assert three == pytest.approx(3 * one)


def test_bm25_by_hand(engine: Engine) -> None:
    # 6 entries, 1 holds the term once; its length is 4, the average (4+2+4+4+4+6)/6 = 4.
    assert engine.search(EngineRequest(term("sach"))).hits[0].score == pytest.approx(1.540445)


@pytest.mark.parametrize(
    ("length", "other", "same"),
    [(39, 40, False), (40, 41, True), (41, 42, False), (152, 167, True), (167, 168, False)],
)
def test_lengths_are_rounded_as_lucene_does(
    empty: Engine, length: int, other: int, same: bool
) -> None:
    texts = [" ".join(["sach", *["thi"] * (count - 1)]) for count in (length, other)]
    fill(empty, make("a", texts))
    first, second = (hit.score for hit in empty.search(EngineRequest(term("sach"))).hits)
    assert (first == second) == same


def test_averages_are_those_of_exact_lengths(empty: Engine) -> None:
    fill(empty, make("a", [" ".join(["sach", *["thi"] * 40]), "sach"]))
    # 2 entries hold the term once; their lengths are 41 (counted as 40) and 1, the average is 21.
    idf = q.idf(2, 2)
    expected = [idf * (q.K1 + 1) / (1 + q.K1 * (0.25 + 0.75 * x / 21)) for x in (1, 40)]
    hits = empty.search(EngineRequest(term("sach"))).hits
    assert [hit.score for hit in hits] == pytest.approx(expected)


def settle(engine: Engine) -> None:
    """An engine may count what was deleted until it is tidied up, which is no part of a commit."""
    getattr(engine, "tidy", lambda: None)()


def test_averages_leave_out_what_was_deleted(empty: Engine) -> None:
    fill(empty, make("a", ["sach thi"]), make("b", [" ".join(["thi"] * 45)]))
    alone = empty.search(EngineRequest(term("thi"))).hits
    with empty.writer() as writer:
        writer.delete("b")
    settle(empty)
    hit = empty.search(EngineRequest(term("thi"))).hits[0]
    expected = q.idf(1, 1) * (q.K1 + 1) / (1 + q.K1)
    assert (len(alone), hit.score) == (2, pytest.approx(expected))


def test_share_is_the_squared_part_of_the_field_that_is_asked_for(engine: Engine) -> None:
    # a#khoan-3 has four terms, of which these are "sach", "thi" and "yeu".
    query = q.Share("folded", ("sach", "thi", "yeu"), 10.0, rest=2.0)
    counts = engine.frequencies("folded", ["sach", "thi", "yeu"])
    held = sum(q.idf(6, count) for count in counts)
    hit = engine.search(EngineRequest(query)).hits[0]
    expected = 10 * (held / (held + 2)) ** 2
    assert (hit.clause.id, hit.score) == ("a#khoan-3", pytest.approx(expected))


def test_near_scores_the_sum_of_its_terms(engine: Engine) -> None:
    near = q.Near("folded", ("yeu", "dua"), 3, 2.0)
    both = q.All((term("yeu", 2.0), term("dua", 2.0)))
    found, each = (engine.search(EngineRequest(query)).hits for query in (near, both))
    scores = {hit.clause.id: hit.score for hit in each}
    assert {hit.clause.id: pytest.approx(hit.score) for hit in found} == {
        hit.clause.id: scores[hit.clause.id] for hit in found
    }


def test_prefer_adds_to_the_score(engine: Engine) -> None:
    query = q.Prefer(term("yeu"), term("sach", 100.0))
    assert found(engine, query)[0] == "a#khoan-3"


def test_unscored_scores_nothing(engine: Engine) -> None:
    assert engine.search(EngineRequest(q.Unscored(term("sach")))).hits[0].score == 0


def test_a_constant_scores_its_weight(engine: Engine) -> None:
    query = q.Prefer(q.Unscored(term("yeu")), q.Constant(term("sach"), 3.0))
    found = {hit.clause.id: hit.score for hit in engine.search(EngineRequest(query)).hits}
    assert found == {"a#khoan-1": 0, "a#khoan-3": 3, "c#khoan-1": 0}


def test_ties_fall_in_the_order_of_indexing(engine: Engine) -> None:
    assert found(engine, q.Everything()) == [
        "a#khoan-1", "a#khoan-2", "a#khoan-3", "b#khoan-1", "b#khoan-2", "c#khoan-1",
    ]  # fmt: skip


def test_total_counts_beyond_the_page(engine: Engine) -> None:
    assert engine.search(EngineRequest(term("thi"), limit=1)).total == 6


def test_pages_follow_one_another(engine: Engine) -> None:
    pages = [found(engine, term("thi"), offset=o, limit=2) for o in (0, 2, 4, 6)]
    assert list(chain.from_iterable(pages)) == found(engine, term("thi"), limit=100)


def test_limit_zero_only_counts(engine: Engine) -> None:
    hits = engine.search(EngineRequest(term("thi"), limit=0))
    assert (hits.total, hits.hits) == (6, ())


FILTERS: list[tuple[str, list[Filter | DateRange], set[str]]] = [
    ("value", [Filter("type", ("Kế hoạch",))], {"b"}),
    ("value without accents, any case", [Filter("type", ("chi thi",))], {"a", "c"}),
    ("values of one field add up", [Filter("type", ("Kế hoạch", "Chỉ thị"))], {"a", "b", "c"}),
    ("filters narrow each other", [Filter("type", ("Chỉ thị",)), DateRange("2021-01-01")], {"a"}),
    ("unknown value", [Filter("type", ("Luật",))], set()),
    ("unknown field", [Filter("colour", ("x",))], set()),
    ("dates are inclusive", [DateRange("2021-08-19", "2024-03-28")], {"a", "b"}),
    ("open start", [DateRange(last="2022-01-01")], {"a"}),
    ("a value is not a prefix", [Filter("type", ("Kế",))], set()),
]


@pytest.mark.parametrize(
    ("filters", "expected"), [f[1:] for f in FILTERS], ids=[f[0] for f in FILTERS]
)
def test_filters(engine: Engine, filters: list[Filter | DateRange], expected: set[str]) -> None:
    assert {i.split("#")[0] for i in found(engine, term("thi"), filters=filters)} == expected


def test_sort_by_date_puts_the_newest_first_and_the_undated_last(engine: Engine) -> None:
    order = [i.split("#")[0] for i in found(engine, term("thi"), sort="date")]
    assert order == ["b", "b", "a", "a", "a", "c"]


def test_oldest_first_puts_the_undated_last_all_the_same(engine: Engine) -> None:
    order = [i.split("#")[0] for i in found(engine, term("thi"), sort="oldest")]
    assert order == ["a", "a", "a", "b", "b", "c"]


def test_facets_count_what_matches(engine: Engine) -> None:
    facets = engine.search(EngineRequest(term("thi"), facets=("type",))).facets
    assert facets == {"type": (Count("Chỉ thị", 4), Count("Kế hoạch", 2))}


def test_facets_respect_filters(engine: Engine) -> None:
    hits = engine.search(
        EngineRequest(term("yeu"), filters=(Filter("type", ("Kế hoạch",)),), facets=("type",))
    )
    assert hits.facets == {"type": ()}


def test_clauses_come_back_whole(engine: Engine) -> None:
    assert engine.get("a#khoan-2") == A[1][1].clause


def test_hits_carry_the_metadata(engine: Engine) -> None:
    assert engine.search(EngineRequest(term("sach"))).hits[0].document == A[0].metadata


def test_documents_come_back_whole(engine: Engine) -> None:
    assert engine.document("a") == A[0]


def test_a_document_lists_its_pieces_in_order(engine: Engine) -> None:
    assert engine.clauses("a") == tuple(entry.clause for entry in A[1])


def test_metadata_comes_without_the_text(engine: Engine) -> None:
    whole = engine.document("a")
    assert whole is not None
    assert engine.metadata("a") == whole.metadata


def test_metadata_reads_no_piece(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with engine.snapshot() as reader:
        monkeypatch.setattr(reader, "clauses", None)
        assert reader.metadata("b") is not None


def test_a_document_and_its_pieces_come_together(engine: Engine) -> None:
    assert engine.whole("a") == (engine.document("a"), engine.clauses("a"))


@pytest.mark.parametrize(
    ("start", "stop"),
    [(0, 1), (1, 2), (1, None), (0, None), (2, 9), (3, 4), (1, 1)],
    ids=["first", "second", "rest", "all", "beyond", "behind", "none"],
)
def test_pieces_can_be_read_in_part(engine: Engine, start: int, stop: int | None) -> None:
    assert engine.clauses("a", start, stop) == engine.clauses("a")[start:stop]


def test_only_the_pieces_of_a_slice_are_read(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    with engine.snapshot() as reader:
        if not hasattr(reader, "reader"):
            pytest.skip("the engine in memory has every piece at hand")
        payload = reader.reader.payload
        monkeypatch.setattr(reader.reader, "payload", lambda n: read.append(n) or payload(n))
        reader.clauses("a", 1, 2)
    assert len(read) == 1


CITING = [(Span(0, 3), "1/a"), (Span(5, 8), "2/b"), (Span(10, 14), "3/c")]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (None, ["1/a", "2/b", "3/c"]),
        (Span(0, 8), ["1/a", "2/b"]),
        (Span(1, 14), ["2/b", "3/c"]),
        (Span(10, 13), []),
    ],
    ids=["all", "to-the-end-of-one", "from-within-one", "too-short"],
)
def test_citations_come_without_the_text(
    empty: Engine, inside: Span | None, expected: list[str]
) -> None:
    document, entries = make("d", ["mot hai", "ba bon nam"])
    cited = tuple(Citation(span, number=number) for span, number in CITING)
    fill(empty, (replace(document, citations=cited), entries))
    assert [citation.number for citation in empty.citations("d", inside)] == expected


def test_documents_are_listed_in_order(engine: Engine) -> None:
    assert list(engine.documents()) == [d.metadata for d, _ in (A, B, C)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("metadata", None), ("whole", None), ("citations", ()), ("clauses", ())],
)
def test_an_unknown_document_has_nothing(engine: Engine, asked: str, expected: object) -> None:
    assert getattr(engine, asked)("zz") == expected


def test_unknown_ids_are_none(engine: Engine) -> None:
    assert (engine.get("x"), engine.document("x"), engine.clauses("x")) == (None, None, ())


def test_frequencies(engine: Engine) -> None:
    assert engine.frequencies("folded", ["thi", "sach", "khong"]) == [6, 1, 0]


def test_terms_with_a_prefix(engine: Engine) -> None:
    assert list(engine.terms("folded", "h")) == [("hoach", 1)]


@pytest.mark.parametrize("field", ["folded", "context", "pair"])
@pytest.mark.parametrize("deleted", [(), ("a",), ("b",), ("c", "a")], ids=str)
def test_terms_of_several_commits_are_counted_as_each_alone(
    engine: Engine, field: str, deleted: tuple[str, ...]
) -> None:
    with engine.writer() as writer:
        for id_ in deleted:
            writer.delete(id_)
    listed = list(engine.terms(field))
    texts = sorted(text for text, _ in listed)
    assert listed == list(zip(texts, engine.frequencies(field, texts), strict=True))
    assert all(count for _, count in listed)


@pytest.mark.parametrize("prefix", ["", "t", "thi", "zz"])
def test_the_most_frequent_terms(engine: Engine, prefix: str) -> None:
    ranked = sorted(engine.terms("folded", prefix), key=lambda term: (-term[1], term[0]))
    assert engine.most_frequent("folded", prefix, 3) == ranked[:3]


def test_the_most_frequent_terms_of_what_is_left(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.delete("b")
    assert engine.most_frequent("folded", "", 2) == [("thi", 4), ("dua", 3)]


def test_statistics(engine: Engine) -> None:
    assert engine.statistics() == Statistics(documents=3, clauses=6)


def test_replacing_forgets_the_old_text(engine: Engine) -> None:
    fill(engine, make("a", ["moi hoan toan"]))
    assert (found(engine, term("sach")), found(engine, term("moi"))) == ([], ["a#khoan-1"])


def test_replacing_within_one_writer(engine: Engine) -> None:
    fill(engine, make("d", ["lan mot"]), make("d", ["lan hai"]))
    assert (found(engine, term("mot")), found(engine, term("hai"))) == ([], ["d#khoan-1"])


def test_deleting(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.delete("a")
    assert (engine.document("a"), found(engine, term("sach"))) == (None, [])


def test_deleting_what_was_just_put(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.put(*make("d", ["lan mot"]))
        writer.delete("d")
    assert engine.document("d") is None


def test_deleting_the_unknown_is_no_error(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.delete("nobody")
    assert engine.statistics().documents == 3


def test_statistics_of_what_is_left_after_deleting(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.delete("b")
    assert (engine.statistics(), engine.frequencies("folded", ["thi"])) == (Statistics(2, 4), [4])


def test_scores_forget_what_was_deleted(engine: Engine, tmp_path: Path) -> None:
    with engine.writer() as writer:
        writer.delete("b")
    settle(engine)
    fresh = MemoryEngine()
    fill(fresh, A, C)
    now, then = (e.search(EngineRequest(term("yeu"))).hits[0].score for e in (engine, fresh))
    assert now == pytest.approx(then)


class Boom(Exception):
    pass


def test_an_exception_rolls_back(engine: Engine) -> None:
    def broken() -> None:
        with engine.writer() as writer:
            writer.delete("a")
            writer.put(*make("d", ["lan mot"]))
            raise Boom

    with pytest.raises(Boom):
        broken()
    assert (engine.statistics(), found(engine, term("mot"))) == (Statistics(3, 6), [])


def test_a_writer_works_after_a_rollback(engine: Engine) -> None:
    test_an_exception_rolls_back(engine)
    fill(engine, make("d", ["lan mot"]))
    assert found(engine, term("mot")) == ["d#khoan-1"]


def test_nothing_is_visible_before_the_commit(engine: Engine) -> None:
    with engine.writer() as writer:
        writer.put(*make("d", ["lan mot"]))
        assert found(engine, term("mot")) == []


def test_entries_without_terms_are_stored_but_never_found(engine: Engine) -> None:
    document, entries = make("d", ["noi nhan"])
    fill(engine, (document, [Entry(entries[0].clause)]))
    assert (engine.get("d#khoan-1") is not None, len(found(engine, q.Everything()))) == (True, 6)


def test_an_empty_index_finds_nothing(empty: Engine) -> None:
    hits = empty.search(EngineRequest(q.Everything(), facets=("type",)))
    assert (hits.total, hits.hits, hits.facets) == (0, (), {"type": ()})


def test_an_empty_index_has_no_documents(empty: Engine) -> None:
    assert (list(empty.documents()), empty.statistics()) == ([], Statistics(0, 0))


def test_text_of_any_characters_comes_back(empty: Engine) -> None:
    odd = make("d", ["Đơn vị\u00a0“ABC” \U0001f600 <b>&amp;\\ \x00 e\u0302\u0301"])
    fill(empty, odd)
    assert empty.document("d") == odd[0]


def test_many_small_commits_keep_order(empty: Engine) -> None:
    for number in range(8):
        fill(empty, make(f"d{number}", ["thi dua"]))
    assert found(empty, term("thi"), limit=20) == [f"d{n}#khoan-1" for n in range(8)]


def test_the_toy_analysis_has_pairs() -> None:
    assert terms("a b c")["pair"].texts == ["a_b", "b_c"]


def test_a_snapshot_stays_as_it_was_while_others_write(engine: Engine) -> None:
    with engine.snapshot() as before:
        fill(engine, make("d", ["thi dua moi"]))
        with engine.writer() as writer:
            writer.delete("a")
        assert {h.document.id for h in before.search(EngineRequest(term("yeu"))).hits} == {"a", "c"}
        assert before.document("a") is not None
        assert before.document("d") is None
        assert before.statistics().documents == 3
        assert before.frequencies("folded", ["thi"]) == [6]
    assert (engine.document("a"), engine.document("d") is not None) == (None, True)


def test_what_is_derived_belongs_to_a_generation(engine: Engine) -> None:
    engine.derived["one"] = 1
    assert engine.derived["one"] == 1
    fill(engine, make("d", ["thi dua moi"]))
    assert engine.derived == {}


def test_a_scan_gives_the_hits_of_a_search(engine: Engine) -> None:
    request = EngineRequest(term("thi"), offset=1, limit=3, sort="date")
    assert tuple(engine.scan(request)) == engine.search(request).hits


def test_more_work_than_is_allowed_is_refused(engine: Engine) -> None:
    near = q.Near("folded", ("thi", "dua"), 100)
    engine.search(EngineRequest(near))
    with within(work=50), pytest.raises(QueryError, match="quá nặng"):
        engine.search(EngineRequest(near))


def test_a_search_among_some_clauses(engine: Engine) -> None:
    among = EngineRequest(term("thi"), only=("a#khoan-2", "b#khoan-2", "x#khoan-1"))
    every = {hit.clause.id: hit.score for hit in engine.search(EngineRequest(term("thi"))).hits}
    hits = engine.search(among)
    assert {hit.clause.id: hit.score for hit in hits.hits} == {
        id_: every[id_] for id_ in ("a#khoan-2", "b#khoan-2")
    }
    assert hits.total == 2


def _texts(engine: Engine) -> None:
    """Four documents of one to three pieces, two of one day, one without a date."""
    put_texts(
        engine,
        [
            ("Điều 1. Thi đua\nĐiều 2. Khen thưởng", "a", {"type": "Luật", "date": "2020-01-02"}),
            ("Lời đầu.\nĐiều 1. Đất\nĐiều 2. Nhà", "b", {"type": "Luật", "date": "2021-05-06"}),
            ("Thông báo.", "c", {"type": "Thông báo"}),
            ("Điều 1. Nước", "d", {"type": "Nghị định", "date": "2020-01-02"}),
        ],
    )


def test_documents_are_listed_the_newest_first(empty: Engine) -> None:
    _texts(empty)
    assert [hit.document.source for hit in listing(empty, {}).hits] == ["b", "a", "d", "c"]


def test_documents_are_counted_not_their_pieces(empty: Engine) -> None:
    _texts(empty)
    found = listing(empty, {}, limit=0, facets=("type",))
    assert (found.total, found.facets["type"][0]) == (4, Count("Luật", 2))


def test_a_list_of_documents_can_be_narrowed(empty: Engine) -> None:
    _texts(empty)
    found = listing(empty, {"type": "luật", "to": "2020-12-31"})
    assert [hit.document.source for hit in found.hits] == ["a"]


def test_what_is_deleted_is_not_listed(empty: Engine) -> None:
    _texts(empty)
    with empty.writer() as writer:
        writer.delete(listing(empty, {}).hits[0].document.id)
    assert [hit.document.source for hit in listing(empty, {}).hits] == ["a", "d", "c"]


def test_a_list_of_documents_reads_none_that_is_not_on_the_page(
    empty: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    _texts(empty)
    for method in ("documents", "whole", "document"):
        monkeypatch.setattr(type(empty), method, lambda *_: pytest.fail("reads documents"))
    assert len(listing(empty, {}, limit=1, facets=("type", "year")).hits) == 1


def test_ids_of_documents_come_in_order(empty: Engine) -> None:
    _texts(empty)
    every = sorted((hit.document.id for hit in listing(empty, {}).hits), key=document_term)
    assert [*document_ids(empty, 0, 2), *document_ids(empty, 2, 9)] == every


def test_documents_are_counted_after_deleting(empty: Engine) -> None:
    _texts(empty)
    with empty.writer() as writer:
        writer.delete(listing(empty, {}).hits[0].document.id)
    assert empty.statistics().documents == 3


def test_nothing_is_known_of_a_run_that_recorded_nothing(empty: Engine) -> None:
    fill(empty, A)
    assert empty.last_run() is None


def test_a_run_is_recorded_with_its_changes(empty: Engine) -> None:
    with empty.writer() as writer:
        writer.put(*make("a", ["thi dua"]))
        writer.record_run('{"one": "một"}')
    with empty.snapshot() as reader:
        assert (reader.last_run(), empty.last_run()) == ('{"one": "một"}', '{"one": "một"}')


def test_a_run_without_changes_is_recorded_too(empty: Engine) -> None:
    for line in ("1", "2"):
        with empty.writer() as writer:
            writer.record_run(line)
    assert (empty.last_run(), empty.statistics().documents) == ("2", 0)


def test_later_changes_leave_what_is_recorded(empty: Engine) -> None:
    with empty.writer() as writer:
        writer.put(*make("a", ["thi dua"]))
        writer.record_run("1")
    fill(empty, make("b", ["thi dua"]))
    assert empty.last_run() == "1"


def test_a_run_that_breaks_off_is_not_recorded(empty: Engine) -> None:
    with empty.writer() as writer:
        writer.record_run("1")
    with suppress(ZeroDivisionError), empty.writer() as writer:
        writer.put(*make("a", ["thi dua"]))
        writer.record_run("2")
        raise ZeroDivisionError
    assert empty.last_run() == "1"
