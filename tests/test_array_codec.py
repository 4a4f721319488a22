"""The array codec: the same answers as Whoosh's own matchers, stock Whoosh and plain memory."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from engine_samples import fill, linked, make
from hypothesis import given, settings
from hypothesis import strategies as st
from test_postings import FIELDS, queries_of
from whoosh import fields as whoosh_fields
from whoosh import query as wq
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.index import FileIndex
from whoosh.writing import SegmentWriter

from analyzers.token import Terms
from indexer.arrayfile.container import Container, Mapped
from indexer.core import query as q
from indexer.core.engine import DateRange, Elsewhere, Engine, EngineRequest, Filter, Hits
from indexer.engines.arrays import spill
from indexer.engines.arrays.codec import ArrayCodec
from indexer.engines.arrays.layout import ARRAYS
from indexer.engines.arrays.segment_merge import plan
from indexer.engines.arrays.stored_fields import StoredReader, StoredWriter
from indexer.engines.arrays.writer import ArrayWriter
from indexer.engines.embedded import create_engine, open_engine
from indexer.engines.memory import MemoryEngine
from indexer.engines.whoosh import rank as whoosh_rank
from indexer.engines.whoosh.engine import WhooshEngine
from indexer.engines.whoosh.reader import WhooshReader
from indexer.engines.whoosh.schema import TermsField

WORDS = ["a", "b", "c", "d", "ee", "ef"]
MATCHERS = ARRAYS._replace(reader=WhooshReader, rank=whoosh_rank.rank)
"""Our codec, read through Whoosh's own matchers."""

lines = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(" ".join), max_size=4)
change = st.one_of(
    st.tuples(st.just("put"), st.sampled_from("pqrs"), lines),
    st.tuples(st.just("delete"), st.sampled_from("pqrs"), st.just([])),
)
commits = st.lists(st.lists(change, max_size=4), min_size=1, max_size=5)
queries = queries_of([*FIELDS, "context", "nowhere"])
filters = st.sampled_from(
    [
        [],
        [Filter("type", ("Chỉ thị",))],
        [Filter("type", ("ke hoach", "chi thi"))],
        [DateRange("2021-01-01", "2022-12-31")],
        [Filter("type", ("Kế hoạch",)), DateRange(None, "2024-01-01")],
    ]
)


def apply(engine: Engine, changes: list[tuple[str, str, list[str]]]) -> None:
    with engine.writer() as writer:
        for what, name, texts in changes:
            if what == "put":
                kind = {"p": "Chỉ thị", "q": "Kế hoạch", "r": "chỉ thị"}.get(name)
                date = {"p": "2021-08-19", "q": "2022-01-02", "r": "2024-03-28"}.get(name)
                values = {"type": kind} if kind else {}
                document, entries = make(name, texts, date=date, **values)
                writer.put(document, linked(entries))
            else:
                writer.delete(name)


def same(ours: Hits, theirs: Hits) -> None:
    """The same entries, scores within 1e-5; entries that tie within that may swap places."""
    assert (ours.total, ours.facets) == (theirs.total, theirs.facets)
    scores = {hit.clause.id: hit.score for hit in theirs.hits}
    assert [h.score for h in ours.hits] == pytest.approx([h.score for h in theirs.hits], rel=1e-5)
    assert {h.clause.id: pytest.approx(h.score, rel=1e-5) for h in ours.hits} == scores


@given(commits, st.lists(st.tuples(queries, filters), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None)
def test_every_engine_and_every_path_gives_the_same_answer(
    tmp_path_factory: pytest.TempPathFactory,
    history: list[list[tuple[str, str, list[str]]]],
    queries: list[tuple[q.Query, list[Filter | DateRange]]],
) -> None:
    folder = tmp_path_factory.mktemp("index")
    memory = MemoryEngine()
    ours = create_engine(folder / "arrays", "test")
    stock = create_engine(folder / "stock", "test", layout="stock")
    for changes in history:
        for engine in (memory, ours, stock):
            apply(engine, changes)
    reopened = open_engine(folder / "arrays", "test")
    matchers = open_engine(folder / "arrays", "test")
    matchers._layout = MATCHERS
    matchers.close()
    for query, rules in queries:
        expected = memory.search(
            EngineRequest(query, filters=tuple(rules), limit=50, facets=("type",))
        )
        for engine in (ours, reopened, matchers, stock):
            same(
                engine.search(
                    EngineRequest(query, filters=tuple(rules), limit=50, facets=("type",))
                ),
                expected,
            )
        newest = [
            h.clause.id for h in memory.search(EngineRequest(query, sort="date", limit=7)).hits
        ]
        assert [
            h.clause.id for h in ours.search(EngineRequest(query, sort="date", limit=7)).hits
        ] == newest


def _collection(count: int, seed: int = 3) -> list[str]:
    random_ = random.Random(seed)
    vocabulary = [f"w{i}" for i in range(200)]
    weights = [1 / (i + 1) for i in range(200)]
    return [
        " ".join(random_.choices(vocabulary, weights, k=random_.randint(1, 60)))
        for _ in range(count)
    ]


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[WhooshEngine, MemoryEngine]:
    """Enough entries that bitmaps, blocks of scores and several segments come into play."""
    ours = create_engine(tmp_path_factory.mktemp("large"), "test")
    memory = MemoryEngine()
    texts = _collection(3000)
    for engine in (ours, memory):
        fill(engine, make("p", texts[:2000], type="Chỉ thị"), make("q", texts[2000:2400]))
        fill(engine, make("r", texts[2400:2900], type="Kế hoạch", date="2024-03-28"))
        fill(engine, make("q", texts[2900:], type="Luật"))
    return ours, memory


def _term(number: int, weight: float = 1.0) -> q.Term:
    return q.Term("folded", f"w{number}", weight)


_PAIR = q.Phrase("folded", ("w0", "w2"), (0, 1))
_SOME = q.Any((_term(4), _term(50)))
LARGE: list[tuple[str, q.Query]] = [
    ("any of two frequent", q.Any((_term(0), _term(1)))),
    ("any of frequent and rare", q.Any((_term(0), _term(150), _term(199)))),
    ("all of three frequent", q.All((_term(0), _term(1), _term(2)))),
    ("all of frequent and rare", q.All((_term(3), _term(180)))),
    ("phrase of frequent", q.Phrase("folded", ("w0", "w1"), (0, 1))),
    ("phrase of frequent, repeated", q.Phrase("folded", ("w0", "w0", "w0"), (0, 1, 2))),
    ("phrase of rare", q.Phrase("folded", ("w40", "w0"), (0, 2))),
    ("near", q.Near("folded", ("w0", "w5", "w9"), 4)),
    ("prefix", q.Prefix("folded", "w19", 2.0)),
    ("share", q.Share("folded", ("w0", "w5", "w190", "none"), 3.0)),
    ("share, preferred", q.Prefer(_SOME, q.Share("pair", ("w4_w0", "w0_w1"), 2.0))),
    ("most of", q.Any(tuple(_term(i) for i in (0, 7, 20, 60, 120)), 3)),
    ("most of, by weight", q.Any(tuple(map(_term, (0, 7, 20, 60))), 1.1, (0.1, 0.4, 0.6, 0.7))),
    ("best", q.Best((_term(0, 0.5), _term(9), _term(90, 2.0)))),
    ("without", q.All((_term(0), q.Not(_term(1)), q.Not(_PAIR)))),
    ("preferred", q.Prefer(_SOME, q.Any((_term(1), q.Term("pair", "w4_w0"))))),
    ("all of choices", q.All((q.Best((_term(1), _term(2))), q.Best((_term(8), _term(30)))))),
]  # fmt: skip


@pytest.mark.parametrize("limit", [1, 10, 5000])
@pytest.mark.parametrize("query", [query for _, query in LARGE], ids=[name for name, _ in LARGE])
def test_large_collections_agree(
    large: tuple[WhooshEngine, MemoryEngine], query: q.Query, limit: int
) -> None:
    ours, memory = (engine.search(EngineRequest(query, limit=limit)) for engine in large)
    assert ours.total == memory.total > 0
    assert [h.score for h in ours.hits] == pytest.approx([h.score for h in memory.hits], rel=1e-5)
    if limit > memory.total:
        assert {h.clause.id for h in ours.hits} == {h.clause.id for h in memory.hits}


def test_deep_pages_follow_one_another(large: tuple[WhooshEngine, MemoryEngine]) -> None:
    query = q.Any((_term(0), _term(1)))
    whole = [h.clause.id for h in large[0].search(EngineRequest(query, limit=5000)).hits]
    pages = [
        large[0].search(EngineRequest(query, offset=o, limit=700)).hits
        for o in range(0, len(whole), 700)
    ]
    assert [h.clause.id for page in pages for h in page] == whole


# Whoosh's own searcher, over our codec and over its own.

SCHEMA = {
    "text": whoosh_fields.TEXT(stored=True, phrase=True),
    "path": whoosh_fields.ID(stored=True, unique=True),
    "size": whoosh_fields.NUMERIC(stored=True, sortable=True),
    "when": whoosh_fields.DATETIME(sortable=True),
    "kind": whoosh_fields.KEYWORD(commas=True, sortable=True),
}


def _ours(index: FileIndex) -> Any:
    return ArrayWriter(index)


def _ours_through_whoosh(index: FileIndex) -> Any:
    return SegmentWriter(index, codec=ArrayCodec())


def _stock(index: FileIndex) -> Any:
    return SegmentWriter(index, codec=W3Codec())


def _whoosh(folder: Path, writer_of: Callable[[FileIndex], Any]) -> FileIndex:
    folder.mkdir()
    index = FileIndex.create(FileStorage(str(folder)), whoosh_fields.Schema(**SCHEMA))
    texts = _collection(120, seed=8)
    for first, end in ((0, 80), (80, 110), (110, 120)):
        writer = writer_of(index)
        for number in range(first, end):
            writer.add_document(
                text=texts[number],
                path=f"/{number}",
                size=number * 7 - 100,
                when=datetime(2024, 1, 1 + number % 28, tzinfo=timezone.utc).replace(tzinfo=None),
                kind="odd,all" if number % 2 else "even,all",
            )
        writer.commit(merge=False)
    writer = writer_of(index)
    writer.delete_by_term("path", "/5")
    writer.update_document(path="/6", text="w0 w1 w2", size=0)
    writer.commit(merge=False)
    return index


WHOOSH_QUERIES: dict[str, wq.Query] = {
    "term": wq.Term("text", "w3"),
    "and": wq.And([wq.Term("text", "w0"), wq.Term("text", "w4")]),
    "or": wq.Or([wq.Term("text", "w9"), wq.Term("text", "w40"), wq.Term("text", "none")]),
    "not": wq.AndNot(wq.Term("text", "w0"), wq.Term("text", "w1")),
    "phrase": wq.Phrase("text", ["w0", "w1"]),
    "phrase with slop": wq.Phrase("text", ["w2", "w0"], slop=3),
    "prefix": wq.Prefix("text", "w1"),
    "wildcard": wq.Wildcard("text", "w?5"),
    "fuzzy": wq.FuzzyTerm("text", "w100", maxdist=1),
    "numbers": wq.NumericRange("size", -20, 200),
    "keyword": wq.Term("kind", "odd"),
    "every": wq.Every(),
}


@pytest.fixture(scope="module", params=["ours", "ours, through Whoosh's writer", "ours, merged"])
def indexes(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[FileIndex, FileIndex]:
    folder = tmp_path_factory.mktemp("whoosh")
    plain = request.param == "ours, through Whoosh's writer"
    ours = _whoosh(folder / "ours", _ours_through_whoosh if plain else _ours)
    if request.param == "ours, merged":
        writer = ArrayWriter(ours)
        writer.commit(optimize=True)
    return ours, _whoosh(folder / "stock", _stock)


@pytest.mark.parametrize("query", WHOOSH_QUERIES.values(), ids=WHOOSH_QUERIES)
def test_whoosh_finds_the_same_documents(
    indexes: tuple[FileIndex, FileIndex], query: wq.Query
) -> None:
    found = []
    for index in indexes:
        with index.searcher() as searcher:
            found.append({hit["path"] for hit in searcher.search(query, limit=None)})
    assert found[0] == found[1]


def test_whoosh_sorts_by_our_columns(indexes: tuple[FileIndex, FileIndex]) -> None:
    orders = []
    for index in indexes:
        with index.searcher() as searcher:
            found = searcher.search(wq.Every(), limit=None, sortedby="size", reverse=True)
            orders.append([hit["size"] for hit in found])
    assert orders[0] == orders[1]


def test_whoosh_walks_the_same_terms(indexes: tuple[FileIndex, FileIndex]) -> None:
    terms = []
    for index in indexes:
        with index.reader() as reader:
            terms.append(
                [(t, i.doc_frequency(), i.weight()) for t, i in reader.iter_from("text", "w")]
            )
    live = [[row for row in rows if row[0][0] == "text"] for rows in terms]
    with indexes[0].reader() as reader:
        merged = len(reader.leaf_readers()) == 1
    if merged:  # merging forgets what is deleted
        live = [[term for term, _, _ in rows] for rows in live]
        assert set(live[0]) <= set(live[1])
    else:
        assert live[0] == live[1]


def test_whoosh_reads_exact_lengths(indexes: tuple[FileIndex, FileIndex]) -> None:
    with indexes[0].reader() as reader:
        for number, stored in reader.iter_docs():
            assert reader.doc_field_length(number, "text") == len(stored["text"].split())


# Writing.


def _write(
    storage: Any, texts: list[str], elsewhere: Elsewhere | None = None, **options: Any
) -> FileIndex:
    schema = whoosh_fields.Schema(
        t=TermsField(positions=True), u=TermsField(positions=False), s=whoosh_fields.STORED
    )
    index = FileIndex.create(storage, schema)
    writer = ArrayWriter(index, **options)
    writer.elsewhere = elsewhere
    for text in texts:
        words = text.split()
        terms = Terms(words, range(len(words)))
        writer.add_document(t=terms, u=terms, s=text)
    writer.commit()
    return index


def _files(index: FileIndex) -> dict[str, bytes]:
    folder = Path(index.storage.folder)
    return {
        path.suffix: path.read_bytes() for s in ("arr", "doc") for path in folder.glob(f"*.{s}")
    }


@pytest.mark.parametrize("fan", [64, 2], ids=["merged at once", "merged two by two"])
def test_runs_spilled_to_disk_give_the_same_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fan: int
) -> None:
    monkeypatch.setattr(spill, "FAN", fan)
    texts = _collection(1500)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    at_once = _write(FileStorage(str(tmp_path / "a")), texts)
    in_runs = _write(FileStorage(str(tmp_path / "b")), texts, budget=1)
    assert _files(in_runs) == _files(at_once)


def _done(merge: Callable[..., None], *values: Any) -> Callable[[], bool]:
    merge(*values)
    return lambda: True


def _died(_merge: object, *values: Any) -> Callable[[], bool]:
    values[-1].write_bytes(b"half of")
    return lambda: False


@pytest.mark.parametrize("elsewhere", [_done, _died], ids=["done", "not done"])
def test_runs_merged_by_other_processes_give_the_same_files(
    tmp_path: Path, elsewhere: Elsewhere
) -> None:
    texts = _collection(1500)
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    here = _write(FileStorage(str(tmp_path / "a")), texts, budget=1)
    apart = _write(FileStorage(str(tmp_path / "b")), texts, elsewhere, budget=1)
    assert _files(apart) == _files(here)


VALUES = [
    pytest.param([("A",), ("B",), ("A",), ()], {"A": 2, "B": 1}, id="one value an entry"),
    pytest.param([("A", "B"), ("B",), ()], {"A": 1, "B": 2}, id="two values in one entry"),
]


@pytest.mark.parametrize(("values", "expected"), VALUES)
def test_facets_however_many_values_an_entry_has(
    tmp_path: Path, values: list[tuple[str, ...]], expected: dict[str, int]
) -> None:
    document, entries = make("d", ["a"] * len(values))
    engine = create_engine(tmp_path, "test")
    given = [replace(e, values={"type": v}) for e, v in zip(entries, values, strict=True)]
    fill(engine, (document, given))
    facets = engine.search(EngineRequest(q.Term("folded", "a"), facets=("type",))).facets
    assert {row.value: row.count for row in facets["type"]} == expected


@pytest.mark.parametrize("order", [1, -1], ids=["forwards", "backwards"])
def test_stored_records_are_found_in_any_order(order: int) -> None:
    records = [bytes([n % 251]) * (n * 37 % 400) for n in range(600)]
    writer = StoredWriter()
    for record in records:
        writer.add(record)
    file = io.BytesIO()
    container = Container(file)
    writer.close(container)
    container.close()
    reader = StoredReader(Mapped(file.getvalue(), "test"), len(records))
    assert [reader[n] for n in range(len(records))[::order]] == records[::order]


def test_an_index_can_live_in_memory() -> None:
    index = _write(RamStorage(), ["a b", "b c"])
    with index.reader() as reader:
        assert [reader.stored_fields(n)["s"] for n in (0, 1)] == ["a b", "b c"]


def test_cancelling_leaves_no_file(tmp_path: Path) -> None:
    index = _write(FileStorage(str(tmp_path)), ["a b"])
    before = sorted(tmp_path.iterdir())
    writer = ArrayWriter(index, budget=1)
    for _ in range(300):
        writer.add_document(t=Terms(["a"], [0]), s="a")
    writer.cancel()
    assert sorted(tmp_path.iterdir()) == before


class _Sized:
    def __init__(self, count: int, deleted: int = 0) -> None:
        self.count, self.deleted = count, deleted

    def doc_count(self) -> int:
        return self.count - self.deleted


PLANS: list[tuple[str, list[int], list[int]]] = [
    ("one", [10], [1]),
    ("a small one waits", [100, 3], [1, 1]),
    ("a third is merged", [9, 3], [1, 1]),
    ("more than a third is merged", [9, 4], [2]),
    ("only the small tail", [1000, 5, 5], [1, 2]),
    ("all of a size", [5, 5, 5], [3]),
    ("each three times the rest", [100, 20, 4, 1], [1, 1, 1, 1]),
]


@pytest.mark.parametrize(
    ("sizes", "expected"), [p[1:] for p in PLANS], ids=[name for name, *_ in PLANS]
)
def test_merge_plan(sizes: list[int], expected: list[int]) -> None:
    assert [len(group) for group in plan([_Sized(n) for n in sizes])] == expected


def test_a_segment_without_live_documents_goes() -> None:
    assert plan([_Sized(5, 5), _Sized(1)])[0][0].count == 1


def test_many_commits_leave_few_segments(tmp_path: Path) -> None:
    engine = create_engine(tmp_path / "index", "test")
    for number in range(12):
        fill(engine, make(f"d{number}", ["thi dua"]))
    assert len(list((tmp_path / "index").glob("*.arr"))) <= 3
