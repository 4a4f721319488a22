"""Array postings against the plain-Python meaning of a query, on random collections."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.arrayfile import varint
from indexer.arrayfile.container import Container, Mapped
from indexer.core import query as q
from indexer.core.batch import column
from indexer.core.vocabulary import Vocabulary
from indexer.engines.reference import evaluate
from indexer.postings.delta_coding import Kind
from indexer.postings.inverter import TokenBuffer
from indexer.postings.merge import MergePart, merge
from indexer.postings.searcher import phrase as phrases
from indexer.postings.searcher import positions as places
from indexer.postings.searcher.cache import ByteCache
from indexer.postings.searcher.docsets import scores_of
from indexer.postings.searcher.evaluate import collect, probe, score
from indexer.postings.searcher.positions import REACH, places_at, position_bits
from indexer.postings.searcher.segments import Segment
from indexer.postings.searcher.snapshot import Snapshot
from indexer.postings.segment_field import SegmentField, SegmentFieldWriter

FIELDS: dict[str, Kind] = {"folded": "positions", "pair": "frequencies"}
WORDS = ["a", "b", "c", "d", "ee", "ef"]


class Plain:
    """``reference.PostingsReader`` over lists: {entry: {field: words}}."""

    def __init__(self, entries: Mapping[int, Mapping[str, Sequence[str]]]) -> None:
        self.entries = entries

    def positions(self, field: str, text: str) -> Mapping[int, Sequence[int]]:
        found = {
            n: [i for i, word in enumerate(fields.get(field, ())) if word == text]
            for n, fields in self.entries.items()
        }
        return {n: places for n, places in found.items() if places}

    def frequencies(self, field: str, text: str) -> Mapping[int, int]:
        return {n: len(places) for n, places in self.positions(field, text).items()}

    def lengths(self, field: str) -> Mapping[int, int]:
        return {n: len(f[field]) for n, f in self.entries.items() if f.get(field)}

    def totals(self, field: str) -> tuple[int, int]:
        lengths = self.lengths(field)
        return len(lengths), sum(lengths.values())

    def live(self) -> AbstractSet[int]:
        return {n for n, fields in self.entries.items() if any(fields.values())}

    def terms(self, field: str, prefix: str) -> Iterator[tuple[str, int]]:
        words = {word for fields in self.entries.values() for word in fields.get(field, ())}
        for word in sorted(words):
            if word.startswith(prefix):
                yield word, len(self.frequencies(field, word))


def segment(
    entries: Sequence[Mapping[str, Sequence[str]]],
    apart: int = 1,
    kinds: Mapping[str, Kind] = FIELDS,
) -> Mapped:
    """The entries, numbered from 0, as one segment's file; words stand ``apart`` positions from
    each other."""
    file = io.BytesIO()
    container = Container(file)
    for name, kind in kinds.items():
        vocabulary = Vocabulary()
        tokens = TokenBuffer(kind)
        made = column(vocabulary, [fields.get(name, ()) for fields in entries])
        having = np.flatnonzero(made.sizes).astype(np.int32)
        positions = [
            place for size in made.sizes.tolist() for place in range(0, size * apart, apart)
        ]
        tokens.add(having, made.sizes[having], made.term_ids, np.array(positions, np.int32))
        writer = SegmentFieldWriter(kind)
        tokens.write(writer, len(entries), vocabulary.texts())
        writer.close(container, name, tokens.lengths(len(entries)))
    container.close()
    return Mapped(file.getvalue(), "test")


words = st.lists(st.sampled_from(WORDS), max_size=8)
entry = st.fixed_dictionaries({"folded": words, "pair": words})
segments = st.lists(st.lists(entry, max_size=6), max_size=4)
text = st.sampled_from([*WORDS, "zz"])
weight = st.sampled_from([0.5, 1.0, 3.0])


def queries_of(names: Sequence[str]) -> st.SearchStrategy[q.Query]:
    """Queries of every kind, over these fields."""
    field = st.sampled_from(list(names))
    leaf = st.one_of(
        st.builds(q.Term, field, text, weight),
        st.builds(
            lambda texts, gaps, w: q.Phrase(
                "folded", tuple(texts), tuple(np.cumsum([0, *gaps[: len(texts) - 1]]).tolist()), w
            ),
            st.lists(text, min_size=1, max_size=3),
            st.lists(st.integers(1, 2), min_size=2, max_size=2),
            weight,
        ),
        st.builds(
            lambda texts, distance, w: q.Near("folded", tuple(texts), distance, w),
            st.lists(text, min_size=1, max_size=3),
            st.integers(0, 4),
            weight,
        ),
        st.builds(
            lambda name, texts, w, rest: q.Share(name, tuple(texts), w, rest),
            field,
            st.lists(text, min_size=1, max_size=3, unique=True),
            weight,
            st.sampled_from([0.5, 1.0, 4.0]),
        ),
        st.builds(q.Prefix, field, st.sampled_from(["", "e", "a", "z"]), weight),
        st.just(q.Everything()),
        st.just(q.Nothing()),
    )
    return st.recursive(leaf, nodes, max_leaves=8)


def nodes(inner: st.SearchStrategy[q.Query]) -> st.SearchStrategy[q.Query]:
    parts = st.lists(inner, max_size=4).map(tuple)
    return st.one_of(
        st.builds(q.All, parts),
        st.builds(q.Any, parts, st.sampled_from([0, 1, 2, 3])),
        parts.flatmap(
            lambda given: st.builds(
                lambda ws, least: q.Any(given, least, tuple(ws)),
                st.lists(
                    st.sampled_from([0.1, 0.2, 0.7, 1.0]),
                    min_size=len(given),
                    max_size=len(given),
                ),
                st.sampled_from([0.3, 0.9, 1.0]),
            )
        ),
        st.builds(q.Best, parts),
        st.builds(q.Not, inner),
        st.builds(q.Prefer, inner, inner),
        st.builds(q.Unscored, inner),
        st.builds(q.Constant, inner, st.sampled_from([0.5, 2.0])),
    )


queries = queries_of([*FIELDS, "nowhere"])


def snapshot_and_plain(
    parts: list[list[dict[str, list[str]]]], deleted: set[int]
) -> tuple[Snapshot, Plain]:
    sources, plain, base = [], {}, 0
    for entries in parts:
        gone = [n for n in range(len(entries)) if base + n in deleted]
        sources.append(Segment(segment(entries), len(entries), gone))
        plain |= {base + n: e for n, e in enumerate(entries) if n not in gone}
        base += len(entries)
    return Snapshot(sources, list(FIELDS)), Plain(plain)


# Parts none of which is a term, whose estimates together exceed the entries there are.
_WIDE = q.Any((q.Everything(), q.Everything()), minimum=1)


@given(segments, st.sets(st.integers(0, 15)), queries)
@example([[{}]], set(), q.All((_WIDE,)))
@settings(max_examples=150, deadline=None)
def test_matches_and_scores_are_those_of_the_reference(
    parts: list[list[dict[str, list[str]]]], deleted: set[int], query: q.Query
) -> None:
    snapshot, plain = snapshot_and_plain(parts, deleted)
    expected = evaluate(query, plain)
    docs, scores = collect(query, snapshot)
    assert docs.tolist() == sorted(expected)
    assert scores.tolist() == pytest.approx([expected[d] for d in docs.tolist()], rel=1e-5)
    assert not snapshot.marks.any()
    assert not snapshot.scores.any()


@given(segments, st.sets(st.integers(0, 15)), queries, st.sets(st.integers(0, 20)))
@settings(max_examples=100, deadline=None)
def test_probing_agrees_with_collecting(
    parts: list[list[dict[str, list[str]]]], deleted: set[int], query: q.Query, wanted: set[int]
) -> None:
    snapshot, plain = snapshot_and_plain(parts, deleted)
    expected = evaluate(query, plain)
    docs = np.array(sorted(wanted & plain.live()), np.int32)
    matched, scores = probe(query, snapshot, docs)
    assert docs[matched].tolist() == [d for d in docs.tolist() if d in expected]
    assert scores.tolist() == pytest.approx([expected.get(d, 0) for d in docs.tolist()], rel=1e-5)


@given(segments, st.sets(st.integers(0, 15)), queries, st.sets(st.integers(0, 20)))
@settings(max_examples=100, deadline=None)
def test_scoring_gives_the_scores_of_probing(
    parts: list[list[dict[str, list[str]]]], deleted: set[int], query: q.Query, wanted: set[int]
) -> None:
    snapshot, plain = snapshot_and_plain(parts, deleted)
    docs = np.array(sorted(wanted & plain.live()), np.int32)
    assert score(query, snapshot, docs).tolist() == probe(query, snapshot, docs).scores.tolist()


LOOKED_UP = [
    pytest.param("a", range(3000), id="frequent: by its bitmap"),
    pytest.param("b", [0, 70, 71], id="rare: one by one"),
    pytest.param("b", range(0, 3000, 7), id="rare: all its entries"),
    pytest.param("z", range(0, 3000, 7), id="unknown"),
]


@pytest.mark.parametrize(("word", "wanted"), LOOKED_UP)
def test_a_terms_scores_are_the_same_however_they_are_looked_up(
    word: str, wanted: Sequence[int]
) -> None:
    entries = [
        {"folded": ["a"] * (n % 3) + ["b"] * (n % 70 == 0) * (n % 4 + 1)} for n in range(3000)
    ]
    snapshot = Snapshot([Segment(segment(entries), len(entries))], list(FIELDS))
    docs, scores = collect(q.Term("folded", word, 0.7), snapshot)
    expected = dict(zip(docs.tolist(), scores.tolist(), strict=True))
    field = snapshot.field("folded")
    found = scores_of(snapshot, field, field.term(word), 0.7, np.array(wanted, np.int32))
    assert found.tolist() == [expected.get(n, 0.0) for n in wanted]


@pytest.mark.parametrize("more", [0, 200], ids=["of all entries", "and of none for many more"])
def test_a_term_that_is_stored_as_bits_scores_as_any(more: int) -> None:
    often = 2 * (np.random.default_rng(5).random(900) < 0.3)
    entries = [{"folded": ["a"] * n + ["b"]} for n in often.tolist()]
    entries += [{"folded": ["b"]}] * more
    made = segment(entries)
    stored = SegmentField(made, "folded").bits_and_freqs(b"a")
    docs, scores = collect(
        q.Term("folded", "a"), Snapshot([Segment(made, len(entries))], list(FIELDS))
    )
    expected = evaluate(q.Term("folded", "a"), Plain(dict(enumerate(entries))))
    assert stored is not None
    assert dict(zip(docs.tolist(), scores.tolist(), strict=True)) == pytest.approx(expected)


KINDS: list[Kind] = ["positions", "frequencies", "existence"]


@given(segments, st.sets(st.integers(0, 15)), st.sampled_from(KINDS))
@settings(max_examples=150, deadline=None)
def test_a_merged_field_is_the_field_written_at_once(
    parts: list[list[dict[str, list[str]]]], deleted: set[int], kind: Kind
) -> None:
    name = "folded"
    pieces, left, base = [], [], 0
    for entries in parts:
        numbers = np.full(len(entries), -1, np.int64)
        for n, entry in enumerate(entries):
            if base + n not in deleted:
                numbers[n] = len(left)
                left.append(entry)
        base += len(entries)
        pieces.append(MergePart(SegmentField(segment(entries, kinds={name: kind}), name), numbers))
    file = io.BytesIO()
    container = Container(file)
    writer = SegmentFieldWriter(kind)
    merge(pieces, writer)
    writer.close(container, name, np.array([len(e[name]) for e in left], np.int64))
    container.close()
    once = segment(left, kinds={name: kind})
    merged = Mapped(file.getvalue(), "test")
    for section in merged:
        assert merged[section].all().tolist() == once[section].all().tolist()


PLACED = [
    pytest.param(["a b", "b a"], 1, 1, [0], id="neighbours, of one entry only"),
    pytest.param(["a b", "b a", "a c b"], 1, 2, [2], id="one word between them"),
    pytest.param(["a" + " c" * 39 + " b", "b a"], 1, 40, [0], id="farther than places reach"),
    pytest.param(["a b", "b a"], 1, 2 + 2 * REACH, [], id="as far as from entry to entry"),
    pytest.param(["a b", "b a", "c a b"], 100, 100, [0, 2], id="positions beyond the length"),
]


@pytest.mark.parametrize(("texts", "apart", "offset", "expected"), PLACED)
def test_a_phrase_is_found_in_the_entries_that_have_it(
    texts: list[str], apart: int, offset: int, expected: list[int]
) -> None:
    entries = [{"folded": text.split()} for text in texts]
    snapshot = Snapshot([Segment(segment(entries, apart), len(entries))], list(FIELDS))
    found = collect(q.Phrase("folded", ("a", "b"), (0, offset)), snapshot)
    assert found.doc_ids.tolist() == expected


WAYS = [
    pytest.param(10**9, 0, 16, id="the entries that hold all terms first"),
    pytest.param(0, 10**9, 16, id="the rarest term's occurrences, searched for"),
    pytest.param(0, 0, 16, id="the rarest term's occurrences, as bits"),
    pytest.param(0, 0, 0, id="as bits that stand for several positions"),
]


@pytest.mark.parametrize(("rare", "few", "sparse"), WAYS)
def test_a_phrase_is_found_whichever_way_it_is_looked_for(
    rare: int, few: int, sparse: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phrases, "_RARE", rare)
    monkeypatch.setattr(phrases, "_FEW_STARTS", few)
    monkeypatch.setattr(places, "_SPARSE", sparse)
    words = np.random.default_rng(3).choice(list("aab"), (300, 9)).tolist()
    entries = [{"folded": row[: n % 10]} for n, row in enumerate(words)]
    snapshot = Snapshot([Segment(segment(entries), len(entries))], list(FIELDS))
    query = q.Phrase("folded", ("a", "b", "a", "a"), (0, 1, 2, 4))
    docs, scores = collect(query, snapshot)
    expected = evaluate(query, Plain(dict(enumerate(entries))))
    assert dict(zip(docs.tolist(), scores.tolist(), strict=True)) == pytest.approx(expected)


@given(st.sets(st.integers(0, 500), min_size=1), st.integers(0, 16))
def test_bits_hold_every_position(held: set[int], sparse: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(places, "_SPARSE", sparse)
        bits = position_bits(np.array(sorted(held), np.int32), 501)
    numbers = np.arange(-REACH, 501 + REACH)
    found = set(numbers[bits.holds(numbers) != 0].tolist())
    assert found == held if bits.exact else found >= held


HOLDING = [
    pytest.param([0, 1, 2], id="one run, from the first entry"),
    pytest.param([1, 2, 5], id="from the second entry"),
    pytest.param([3, 131, 132, 133, 500, 501], id="far apart: 128 ends with a byte that is 1"),
    pytest.param([7], id="one entry"),
]


@pytest.mark.parametrize("holding", HOLDING)
def test_runs_are_the_entries_that_hold_each_term(holding: list[int]) -> None:
    entries = [{"folded": ["a"] * (n % 2) + ["b"] * (n in holding)} for n in range(600)]
    starts, ends, owners = SegmentField(segment(entries), "folded").doc_id_runs(0, 2)
    rows = zip(starts.tolist(), ends.tolist(), owners.tolist(), strict=True)
    found = [(owner, n) for start, end, owner in rows for n in range(start, end)]
    assert found == [(0, n) for n in range(1, 600, 2)] + [(1, n) for n in holding]


NUMBERS = [
    pytest.param([0, 1, 127], id="few, all small"),
    pytest.param([128, 0, 2**40], id="few, some large"),
    pytest.param([1] * 5000, id="many, all small"),
    pytest.param([2**62, *[1] * 5000, 128, 300, *[0] * 5000, 2**21], id="many, few large"),
    pytest.param([1, 200, 2**35] * 3000, id="many, many large"),
]


@pytest.mark.parametrize("numbers", NUMBERS)
def test_decoding_undoes_encoding(numbers: list[int]) -> None:
    values = np.array(numbers, np.int64)
    assert varint.decode(varint.encode(values, varint.widths(values))).tolist() == numbers


def test_words_that_are_nowhere_take_no_memory() -> None:
    snapshot = Snapshot([Segment(segment([{"folded": ["a"]}]), 1)], list(FIELDS))
    for number in range(1000):
        snapshot.field("folded").term(f"x{number}")
        snapshot.field("folded").occurrences(f"x{number}")
    assert snapshot.cache.bytes == 0
    assert snapshot.cache.peek(("folded", "x0")) is None


KEPT = [
    pytest.param([(5, 1), (5, 1), (5, 1)], [1, 2], id="equal: the oldest goes"),
    pytest.param([(2, 1), (6, 1), (1, 1), (4, 1)], [0, 2, 3], id="the largest goes"),
    pytest.param([(4, 1), (4, 9), (4, 5)], [1, 2], id="what is made soonest goes"),
    pytest.param([(4, 1), (4, 1), (12, 1)], [2], id="the newest stays, though alone too large"),
]


@pytest.mark.parametrize(("values", "left"), KEPT)
def test_what_a_full_cache_keeps(values: list[tuple[int, int]], left: list[int]) -> None:
    seconds = 0
    cache = ByteCache(10, lambda: float(seconds))
    for number, (size, cost) in enumerate(values):

        def make(made: tuple[int, int] = (number, size), cost: int = cost) -> tuple[int, int]:
            nonlocal seconds
            seconds += cost
            return made

        cache.get(number, make)
    assert [n for n in range(len(values)) if cache.peek(n) is not None] == left


def test_what_is_used_often_stays() -> None:
    cache = ByteCache(10)
    for number in range(1000):
        cache.get("often", lambda: ("often", 4))
        cache.get(number, lambda: ("once", 5))
    assert cache.peek("often") == "often"


@given(segments, st.sets(st.integers(0, 15)), st.data())
@settings(max_examples=100, deadline=None)
def test_positions_in_few_entries_are_those_of_all(
    parts: list[list[dict[str, list[str]]]], deleted: set[int], data: st.DataObject
) -> None:
    snapshot, plain = snapshot_and_plain(parts, deleted)
    field = snapshot.field("folded")
    holding = {text: plain.positions("folded", text) for text in ("a", "b")}
    most = min(len(entries) for entries in holding.values())
    size = data.draw(st.integers(0, most))
    ranks = [
        sorted(data.draw(st.permutations(range(len(entries))))[:size])
        for entries in holding.values()
    ]
    chosen = [
        entries[sorted(entries)[rank]]
        for entries, row in zip(holding.values(), ranks, strict=True)
        for rank in row
    ]
    positions, sizes = places_at(
        [field.places(text) for text in holding],
        [len(entries) for entries in holding.values()],
        np.array(ranks, np.int32).reshape(2, size),
    )
    assert sizes.tolist() == list(map(len, chosen))
    assert positions.tolist() == [place for places in chosen for place in places]


def test_positions_of_several_terms_in_several_blocks_are_those_of_each() -> None:
    entries = [{"folded": ["a", *(["b", "a"] if n % 3 == 0 else [])]} for n in range(400)]
    snapshot, plain = snapshot_and_plain([entries], set())
    field = snapshot.field("folded")
    ranks = np.array([[3, 70, 130, 399], [0, 63, 64, 133]], np.int32)
    terms = [field.term(text) for text in ("a", "b")]
    positions, sizes = places_at(
        [field.places(text) for text in ("a", "b")], [term.count for term in terms], ranks
    )
    chosen = [
        plain.positions("folded", text)[entry]
        for text, term, row in zip(("a", "b"), terms, ranks, strict=True)
        for entry in term.doc_ids[row].tolist()
    ]
    assert (positions.tolist(), sizes.tolist()) == (
        [place for places in chosen for place in places],
        list(map(len, chosen)),
    )
