"""Whoosh's view of the arrays: terms, cursors and matchers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh import formats
from whoosh.codec.base import FieldCursor, TermsReader
from whoosh.matching import ListMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound

from indexer.arrayfile.container import Mapped
from indexer.core.dtypes import Ints, Weights
from indexer.engines.arrays.postings_file import weights_section
from indexer.postings.derived_field import DerivedField, MergedTermDictionary, open_field
from indexer.postings.segment_field import Postings, SegmentField
from indexer.postings.term_dictionary import TermDictionary

TermPair = tuple[str, bytes]
AnyField = SegmentField | DerivedField


class ArrayTermsReader(TermsReader):  # type: ignore[misc]  # whoosh has no types
    """See ``whoosh.codec.base.TermsReader``."""

    def __init__(self, mapped: Mapped) -> None:
        self._names: list[str] = mapped.facts["fields"]
        self._mapped = mapped
        self._firsts: dict[str, Ints] = {}

    def _field(self, name: str) -> AnyField | None:
        return open_field(self._mapped, name) if name in self._names else None

    def _found(self, fieldname: str, text: bytes) -> tuple[AnyField, Postings, Weights]:
        field = self._field(fieldname)
        postings = field.find_postings(text) if field else None
        if field is None or postings is None:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return field, postings, self._weights(fieldname, field, text, postings)

    def _weights(self, name: str, field: AnyField, text: bytes, postings: Postings) -> Weights:
        """The weight of each posting: how often the term occurs, unless it was boosted."""
        if weights_section(name) not in self._mapped:
            return postings.frequencies.astype(np.float64)
        section = self._mapped[weights_section(name)]
        if name not in self._firsts:
            counts = field.counts(0, len(field.dictionary))
            self._firsts[name] = np.cumsum(counts) - counts
        first = int(self._firsts[name][field.dictionary.lower_bound(text)])
        return section.take(first, first + len(postings.doc_ids)).astype(np.float64)

    def __contains__(self, term: TermPair) -> bool:
        field = self._field(term[0])
        return field is not None and field.count_of(term[1]) > 0

    def indexed_field_names(self) -> list[str]:
        return list(self._names)

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:
        return ArrayCursor(self, fieldname, fieldobj)

    def dictionary(self, fieldname: str) -> TermDictionary | MergedTermDictionary | None:
        """A field's terms; None where the segment has none."""
        field = self._field(fieldname)
        return field.dictionary if field else None

    def terms(self) -> Iterator[TermPair]:
        return self._terms(self._names, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[TermPair]:
        return self._terms([name for name in self._names if name >= fieldname], prefix, fieldname)

    def _terms(self, names: list[str], start: bytes, only: str = "") -> Iterator[TermPair]:
        """Terms of the fields; those of ``only`` begin at ``start``."""
        for name in names:
            dictionary = open_field(self._mapped, name).dictionary
            first = dictionary.lower_bound(start) if name == only else 0
            for text in dictionary.range(first, len(dictionary)):
                yield name, text

    def items(self) -> Iterator[tuple[TermPair, TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[TermPair, TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        return _info(*self._found(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        try:
            return float(self._found(fieldname, text)[2].sum())
        except TermNotFound:
            raise KeyError(text) from None  # unlike ``term_info``, as Whoosh's readers expect

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        field = self._field(fieldname)
        count = field.count_of(text) if field else 0
        if not count:
            raise KeyError(text)
        return count

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        found = self._found(fieldname, text)
        return ArrayMatcher(*found[1:], format_, scorer, (fieldname, text), _info(*found))

    def close(self) -> None:
        """Nothing to do: memory maps end with the last array that points into them."""


class ArrayMatcher(ListMatcher):  # type: ignore[misc]  # whoosh has no types
    """A term's postings, as Whoosh's matchers read them."""

    def __init__(
        self,
        postings: Postings,
        weights: Weights,
        format_: Any,
        scorer: Any,
        term: TermPair,
        info: TermInfo,
    ) -> None:
        super().__init__(
            postings.doc_ids.tolist(),
            weights.tolist(),
            format=format_,
            scorer=scorer,
            term=term,
            terminfo=info,
        )
        self._i: int = 0
        self._postings, self._each = postings, weights
        self._starts: list[int] | None = None

    def copy(self) -> ArrayMatcher:
        made = ArrayMatcher(
            self._postings, self._each, self._format, self._scorer, self._term, self._terminfo
        )
        made._i = self._i
        return made

    def replace(self, minquality: float = 0) -> Any:
        """See ``whoosh.matching.Matcher``. Not every scorer can say what the best score is."""
        return super().replace(minquality if self.supports_block_quality() else 0)

    def skip_to(self, id: int) -> None:  # noqa: A002 - Whoosh's name
        if not self.is_active():
            raise ReadTooFar
        self._i = bisect_left(self._ids, id, self._i)

    def weight(self) -> float:
        return float(self._weights[self._i])

    def supports(self, astype: str) -> bool:
        if astype == "positions":
            return bool(len(self._postings.positions))
        return astype in {"frequency", "weight"}

    def value_as(self, astype: str) -> Any:
        if astype == "positions" and self.supports(astype):
            if self._starts is None:
                ends = self._postings.frequencies.cumsum()
                self._starts = [0, *ends.tolist()]
            start, end = self._starts[self._i], self._starts[self._i + 1]
            return self._postings.positions[start:end].tolist()
        if astype == "frequency":
            return int(self._postings.frequencies[self._i])
        if astype == "weight":
            return self.weight()
        raise ValueError(f"This field does not keep {astype}")

    def value(self) -> bytes:
        """The posting as the field's format encodes it."""
        if self.supports("positions"):
            return bytes(self._format.encode(self.value_as("positions")))
        if not isinstance(self._format, formats.Existence):
            return int(self._postings.frequencies[self._i]).to_bytes(4, "big")
        return b""

    def all_ids(self) -> Iterator[int]:
        return iter(self._ids)


class ArrayCursor(FieldCursor):  # type: ignore[misc]  # whoosh has no types
    """Walks a field's terms in order."""

    def __init__(self, reader: ArrayTermsReader, fieldname: str, fieldobj: Any) -> None:
        self._reader, self._fieldname, self._fieldobj = reader, fieldname, fieldobj
        self._dictionary = reader.dictionary(fieldname)
        self._ordinal = 0

    def first(self) -> str | None:
        self._ordinal = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        term = string if isinstance(string, bytes) else self._fieldobj.to_bytes(string)
        self._ordinal = self._dictionary.lower_bound(term) if self._dictionary else 0
        return self.text()

    def next(self) -> str | None:
        self._ordinal += 1
        return self.text()

    def is_valid(self) -> bool:
        return self._dictionary is not None and self._ordinal < len(self._dictionary)

    def text(self) -> str | None:
        if self._dictionary is None or not self.is_valid():
            return None
        return str(self._fieldobj.from_bytes(self._dictionary[self._ordinal]))

    def term_info(self) -> TermInfo | None:
        if self._dictionary is None or not self.is_valid():
            return None
        return self._reader.term_info(self._fieldname, self._dictionary[self._ordinal])


def _info(field: AnyField, postings: Postings, weights: Weights) -> TermInfo:
    measured = len(field.lengths) > 0
    lengths = field.lengths[postings.doc_ids] if measured else np.ones(1, np.int64)
    return TermInfo(
        weight=float(weights.sum()),
        df=len(postings.doc_ids),
        minlength=int(lengths.min()),
        maxlength=int(lengths.max()),
        maxweight=float(weights.max()),
        minid=int(postings.doc_ids[0]),
        maxid=int(postings.doc_ids[-1]),
    )
