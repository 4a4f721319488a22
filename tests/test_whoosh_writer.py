"""Our codec under Whoosh's own writer, which asks more of a codec than our engine does."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from whoosh import analysis, fields, formats, query, scoring
from whoosh.columns import NumericColumn, VarBytesColumn
from whoosh.filedb.filestore import RamStorage
from whoosh.sorting import StoredFieldFacet, add_sortable
from whoosh.writing import SegmentWriter

from indexer.core.errors import IndexDamaged
from indexer.engines.arrays.codec import ArrayCodec
from indexer.engines.arrays.stored_fields import dump, load
from indexer.engines.arrays.writer import ArrayWriter

BOOSTED = analysis.RegexTokenizer(r"\S+") | analysis.DelimitedAttributeFilter()


def made(schema: fields.Schema, *documents: dict[str, Any]) -> Any:
    """An index of one segment."""
    index = RamStorage().create_index(schema)
    add(index, *documents)
    return index


def add(index: Any, *documents: dict[str, Any]) -> None:
    writer = SegmentWriter(index, codec=ArrayCodec())
    for document in documents:
        writer.add_document(**document)
    writer.commit(merge=False)


def parts() -> tuple[Any, ArrayCodec, Any]:
    storage, codec = RamStorage(), ArrayCodec()
    return storage, codec, codec.new_segment(storage, "test")


VALUES = [
    datetime(2024, 3, 28, 7, 30, tzinfo=timezone(timedelta(hours=7))),
    date(2024, 3, 28),
    timedelta(days=2),
    Decimal("1.50"),
    ("a", 2, None),
    0,
]


@pytest.mark.parametrize("value", VALUES, ids=[type(value).__name__ for value in VALUES])
def test_a_stored_value_comes_back(value: object) -> None:
    assert load(dump({"kept": value, "text": "x"})) == {"kept": value, "text": "x"}


def test_any_other_class_is_refused() -> None:
    with pytest.raises(IndexDamaged, match="RegexTokenizer"):
        load(dump({"kept": analysis.RegexTokenizer()}))


@pytest.mark.parametrize("phrase", [True, False], ids=["positions", "frequencies"])
def test_a_boosted_term_has_its_weight_and_its_frequency(phrase: bool) -> None:
    index = made(
        fields.Schema(f=fields.TEXT(analyzer=BOOSTED, phrase=phrase)),
        {"f": "a^0.5 b^1.5 c"},
        {"f": "b b c^2.0"},
    )
    with index.reader() as reader:
        found = []
        for term in ("a", "b", "c"):
            matcher = reader.postings("f", term)
            while matcher.is_active():
                found.append((term, matcher.id(), matcher.weight(), matcher.value_as("frequency")))
                matcher.next()
        weights = [reader.frequency("f", term) for term in ("a", "b", "c")]
        most = [reader.term_info("f", term).max_weight() for term in ("a", "b", "c")]
    assert found == [
        ("a", 0, 0.5, 1), ("b", 0, 1.5, 1), ("b", 1, 2.0, 2), ("c", 0, 1.0, 1), ("c", 1, 2.0, 1),
    ]  # fmt: skip
    assert (weights, most) == ([0.5, 3.5, 3.0], [0.5, 2.0, 2.0])


def test_our_writer_does_not_lose_boosts_by_merging() -> None:
    index = made(fields.Schema(f=fields.TEXT(analyzer=BOOSTED)), {"f": "a^0.5"})
    writer = ArrayWriter(index)
    writer.add_document(f="b")
    with pytest.raises(NotImplementedError, match="f: boosts"):
        writer.commit(optimize=True)


def test_postings_without_a_value_stand_at_the_beginning() -> None:
    storage, codec, segment = parts()
    writer = codec.field_writer(storage, segment)
    writer.start_field("f", fields.TEXT())
    writer.start_term(b"a")
    writer.add(3, 1.0, b"", None)
    writer.add(7, 2.0, b"", None)
    writer.finish_field()
    writer.close()
    matcher = codec.terms_reader(storage, segment).matcher("f", b"a", formats.Positions())
    found = []
    while matcher.is_active():
        found.append((matcher.id(), matcher.value_as("positions")))
        matcher.next()
    assert found == [(3, [0]), (7, [0, 0])]


def test_documents_are_readable_before_there_are_postings() -> None:
    storage, codec, segment = parts()
    writer = codec.per_document_writer(storage, segment)
    for number, length in enumerate((4, 0, 300)):
        writer.start_doc(number)
        writer.add_field("f", fields.TEXT(stored=True), f"x{number}", length)
        writer.finish_doc()
    writer.close()
    reader = codec.per_document_reader(storage, segment)
    assert [reader.stored_fields(number)["f"] for number in range(3)] == ["x0", "x1", "x2"]
    assert [reader.doc_field_length(number, "f") for number in range(3)] == [4, 0, 300]
    assert (reader.field_length("f"), reader.max_field_length("f")) == (304, 300)


def test_a_cancelled_document_leaves_no_column_value() -> None:
    storage, codec, segment = parts()
    column = NumericColumn("q")
    writer = codec.per_document_writer(storage, segment)
    writer.start_doc(0)
    writer.add_column_value("n", column, 5)
    writer.cancel_doc()
    for number, value in enumerate((6, 7)):
        writer.start_doc(number)
        writer.add_column_value("n", column, value)
        writer.finish_doc()
    writer.start_doc(2)
    writer.add_column_value("n", column, 8)
    writer.cancel_doc()
    writer.close()
    reader = codec.per_document_reader(storage, segment)
    assert list(reader.column_reader("n", column).load()) == [6, 7]


@pytest.mark.parametrize("items", [[], [("a", 1.0, b"")]], ids=["empty", "one"])
def test_only_a_vector_with_terms_is_refused(items: list[Any]) -> None:
    storage, codec, segment = parts()
    writer = codec.per_document_writer(storage, segment)
    writer.start_doc(0)
    if items:
        with pytest.raises(NotImplementedError, match="f: this codec keeps no vectors"):
            writer.add_vector_items("f", fields.TEXT(), items)
    else:
        writer.add_vector_items("f", fields.TEXT(), items)


@pytest.mark.parametrize(
    ("column", "values"),
    [(NumericColumn("q"), [3, 1, 2]), (VarBytesColumn(), [b"c", b"a", b"b"])],
    ids=["numbers", "bytes"],
)
def test_a_column_that_is_added_later_sorts_and_merges(column: Any, values: list[Any]) -> None:
    schema = fields.Schema(id=fields.ID(stored=True), n=fields.STORED)
    index = made(schema, *({"id": str(i), "n": value} for i, value in enumerate(values)))
    writer = SegmentWriter(index, codec=ArrayCodec())
    add_sortable(writer, "m", StoredFieldFacet("n"), column)
    writer.commit(merge=False)
    merging = ArrayWriter(index)
    merging.add_document(id="3", m=values[0])
    merging.commit(optimize=True)
    with index.reader() as reader:
        found = list(reader.column_reader("m").load())
    assert found == [*values, values[0]]


def test_a_scorer_without_a_best_score_ranks() -> None:
    schema = fields.Schema(id=fields.STORED, f=fields.TEXT)
    index = made(schema, *({"id": i, "f": "xb " * (i % 7) + "xa"} for i in range(20)))

    def score(searcher: Any, name: str, text: bytes, matcher: Any) -> float:
        return 1.0 / (matcher.spans()[0].start + 1)

    with index.searcher(weighting=scoring.FunctionWeighting(score)) as searcher:
        found = [hit["id"] for hit in searcher.search(query.Term("f", "xa"), limit=3)]
    assert found == [0, 7, 14]
