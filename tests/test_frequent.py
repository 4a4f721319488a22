"""The most frequent terms with a prefix, over several segments."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indexer.core.dtypes import Ints
from indexer.postings.searcher.frequent import most_frequent
from indexer.postings.term_dictionary import prefix_range


class Part:
    """Terms and counts, as a field of a segment has them."""

    def __init__(self, counts: dict[bytes, int]) -> None:
        self.terms = sorted(counts)
        self.own = np.array([counts[term] for term in self.terms], np.int64)
        self.dictionary = self

    def __len__(self) -> int:
        return len(self.terms)

    def __getitem__(self, ordinal: int) -> bytes:
        return self.terms[ordinal]

    def lower_bound(self, term: bytes) -> int:
        return sum(other < term for other in self.terms)

    def prefix_range(self, prefix: bytes) -> tuple[int, int]:
        return prefix_range(self, prefix)

    def counts(self, first: int, end: int) -> Ints:
        return self.own[first:end]


TERMS = st.dictionaries(
    st.text("ab", min_size=1, max_size=4).map(str.encode), st.integers(1, 5), max_size=20
)


@given(st.lists(TERMS, min_size=1, max_size=3), st.sampled_from([b"", b"a", b"ab", b"c"]))
def test_the_best_of_all_segments(segments: list[dict[bytes, int]], prefix: bytes) -> None:
    total: Counter[bytes] = Counter()
    for one in segments:
        total.update(one)
    expected = sorted(
        ((term, count) for term, count in total.items() if term.startswith(prefix)),
        key=lambda pair: (-pair[1], pair[0]),
    )
    parts = [Part(one) for one in segments]
    for limit in (1, 3):
        found = most_frequent(parts, prefix, total.__getitem__, limit)  # type: ignore[arg-type]
        assert found == expected[:limit]


@given(TERMS, st.integers(1, 5))
def test_one_segment_needs_no_looking_up(terms: dict[bytes, int], limit: int) -> None:
    expected = sorted(terms.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
    assert most_frequent([Part(terms)], b"", None, limit) == expected  # type: ignore[list-item]
