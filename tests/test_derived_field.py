"""Derived fields: terms that an entry has from others, written out and found at search time."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from engine_samples import linked, make
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from indexer.core.batch import batch_of
from indexer.core.derived_fields import derived_terms
from indexer.core.engine import Entry
from indexer.engines.arrays.codec import postings_file
from indexer.engines.arrays.writer import ArrayWriter, ColumnBatch
from indexer.engines.whoosh.schema import GatheredField, TermsField
from indexer.ingest.analyze import MAX_BELOW, entries
from indexer.ingest.parse import parse
from indexer.postings import derived_field as reading
from indexer.postings.derived_field import open_field

OF = ("folded", "pair")
WORDS = ["a", "b", "c", "d", "ee"]


def _entries(count: int, seed: int) -> list[Entry]:
    choose = random.Random(seed)
    texts = [" ".join(choose.choices(WORDS, k=choose.randint(1, 6))) for _ in range(count)]
    return linked(make("p", texts)[1])


def _write(folder: Path, given: list[Entry], commits: int = 1, **options: int) -> FileIndex:
    schema = Schema(
        folded=TermsField(positions=True), pair=TermsField(positions=False), all=GatheredField(OF)
    )
    folder.mkdir()
    index = FileIndex.create(FileStorage(str(folder)), schema)
    size = max(1, -(-len(given) // commits))
    for start in range(0, len(given), size):
        writer = ArrayWriter(index, **options)
        _add(writer, given[start : start + size])
        writer.commit()
    return index


def _add(writer: ArrayWriter, given: list[Entry]) -> None:
    """In batches that cut articles and headings."""
    for start in range(0, len(given), 100):
        batch = batch_of(given[start : start + 100])
        terms = [(batch.vocabulary.encoded(), batch.columns)]
        links = (batch.headings, batch.above, batch.articles)
        writer.add_batch(ColumnBatch(terms, [b""] * len(batch.above), {}, *links))


def _read(index: FileIndex) -> dict[str, dict[int, int]]:
    """Term -> entry -> frequency, over all segments."""
    found: dict[str, dict[int, int]] = {}
    with index.reader() as reader:
        for leaf, base in reader.leaf_readers():
            field = open_field(postings_file(leaf.storage(), leaf.segment()), "all")
            for raw in field.dictionary.range(0, len(field.dictionary)):
                docs_and_freqs = field.docs_and_freqs(raw)
                assert docs_and_freqs is not None
                numbers = (docs_and_freqs.doc_ids + base).tolist()
                pairs = zip(numbers, docs_and_freqs.frequencies.tolist(), strict=True)
                found.setdefault(raw.decode(), {}).update(pairs)
    return found


def _expected(given: list[Entry]) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for number, texts in enumerate(derived_terms(given, OF)):
        for text, count in Counter(texts).items():
            found.setdefault(text, {})[number] = count
    return found


def _lengths(index: FileIndex) -> list[int]:
    with index.reader() as reader:
        return [reader.doc_field_length(number, "all") for number in range(reader.doc_count_all())]


SIZES = [
    ("few entries", 12),
    ("many entries", 900),
]
sizes = pytest.mark.parametrize("count", [n for _, n in SIZES], ids=[name for name, _ in SIZES])


@sizes
def test_terms_are_found_where_they_are(tmp_path: Path, count: int) -> None:
    given = _entries(count, 1)
    assert _read(_write(tmp_path / "a", given)) == _expected(given)


@pytest.mark.parametrize("dense", [0, 10**9], ids=["by sorting", "in one number per entry"])
def test_terms_are_the_same_however_they_are_summed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, dense: int
) -> None:
    monkeypatch.setattr(reading, "_DENSE", dense)
    given = _entries(300, 7)
    assert _read(_write(tmp_path / "a", given)) == _expected(given)


@sizes
def test_lengths_count_what_is_gathered(tmp_path: Path, count: int) -> None:
    given = _entries(count, 2)
    assert _lengths(_write(tmp_path / "a", given)) == list(map(len, derived_terms(given, OF)))


def test_runs_that_cut_headings_and_articles_give_the_same(tmp_path: Path) -> None:
    given = _entries(900, 3)
    index = _write(tmp_path / "a", given, budget=1)
    assert _read(index) == _expected(given)
    assert _lengths(index) == list(map(len, derived_terms(given, OF)))


def test_merged_segments_have_the_terms_of_the_segments(tmp_path: Path) -> None:
    documents = [_entries(8, seed) for seed in range(4, 7)]
    index = _write(tmp_path / "a", [entry for document in documents for entry in document], 3)
    with index.reader() as reader:
        assert len(reader.leaf_readers()) == 1
    expected: dict[str, dict[int, int]] = {}
    for base, document in zip((0, 8, 16), documents, strict=True):
        for text, counts in _expected(document).items():
            moved = {number + base: count for number, count in counts.items()}
            expected.setdefault(text, {}).update(moved)
    assert _read(index) == expected


def test_merging_forgets_what_is_deleted(tmp_path: Path) -> None:
    first, second = _entries(8, 8), _entries(6, 9)
    index = _write(tmp_path / "a", first)
    writer = ArrayWriter(index)
    for number in range(8):
        writer.delete_document(number)
    _add(writer, second)
    writer.commit(optimize=True)
    assert _read(index) == _expected(second)


def test_a_heading_stays_above_what_is_left_under_it(tmp_path: Path) -> None:
    heading = (["muc"],)
    given = [replace(e, above=heading, article=0) for e in make("p", list("abcd"))[1]]
    index = _write(tmp_path / "a", given)
    writer = ArrayWriter(index)
    writer.delete_document(1)
    writer.commit(optimize=True)
    assert _read(index) == {"a": {0: 1}, "c": {1: 1}, "d": {2: 1}, "muc": {0: 1, 1: 1, 2: 1}}


LAW = """Điều 1. Phạm vi

Mở đầu.

1. Khoản một.

a) Điểm a.

Điều 2. Đối tượng

1. Khoản của điều hai.
"""


def _law(text: str) -> list[Entry]:
    return list(entries(*parse(text, "luat.txt")))


def test_clauses_are_part_of_their_article() -> None:
    made = {e.clause.id.partition("#")[2]: (n, e.article) for n, e in enumerate(_law(LAW))}
    article, clause = made["dieu-1"], made["dieu-1.khoan-1.diem-a"]
    assert (article[1], clause[1]) == (0, clause[0] - article[0])


def test_an_article_has_the_terms_of_its_clauses() -> None:
    made = _law(LAW)
    texts = derived_terms(made, ("folded",))
    terms = {e.clause.id.partition("#")[2]: own for e, own in zip(made, texts, strict=True)}
    assert "diem" in terms["dieu-1"]
    assert "hai" not in terms["dieu-1"]


def test_an_article_takes_so_many_syllables_and_no_more() -> None:
    long = "Điều 1. Dài\n\n" + "\n\n".join(f"{n}. " + "từ " * 300 for n in range(1, 9))
    taken = sum(1 for entry in _law(long) if entry.article)
    assert taken == -(-MAX_BELOW // 301)


def test_headings_are_shared_not_repeated() -> None:
    made = [entry for entry in _law(LAW) if "#dieu-1.khoan-1" in entry.clause.id]
    shared = zip(made[0].above, made[1].above, strict=False)
    assert [one is other for one, other in shared] == [True] * len(made[0].above)
