"""Whoosh's view of the arrays: terms, cursors and matchers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.codec.base import FieldCursor, TermsReader
from whoosh.matching import ListMatcher, ReadTooFar
from whoosh.reading import TermInfo, TermNotFound

from indexer.arrayfile.container import Mapped
from indexer.postings.derived_field import Gathered, open_field
from indexer.postings.segment_field import Field, Postings

TermPair = tuple[str, bytes]
AnyField = Field | Gathered


class ArrayTermsReader(TermsReader):  # type: ignore[misc]  # whoosh has no types
    """See ``whoosh.codec.base.TermsReader``."""

    def __init__(self, mapped: Mapped) -> None:
        self._names: list[str] = mapped.facts["fields"]
        self._mapped = mapped

    def _field(self, name: str) -> AnyField | None:
        return open_field(self._mapped, name) if name in self._names else None

    def _found(self, fieldname: str, text: bytes) -> tuple[AnyField, Postings]:
        field = self._field(fieldname)
        postings = field.of(text) if field else None
        if field is None or postings is None:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return field, postings

    def __contains__(self, term: TermPair) -> bool:
        field = self._field(term[0])
        return field is not None and field.count_of(term[1]) > 0

    def indexed_field_names(self) -> list[str]:
        return list(self._names)

    def cursor(self, fieldname: str, fieldobj: Any) -> ArrayCursor:
        return ArrayCursor(self._field(fieldname), fieldobj)

    def terms(self) -> Iterator[TermPair]:
        return self._terms(self._names, b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[TermPair]:
        return self._terms([name for name in self._names if name >= fieldname], prefix, fieldname)

    def _terms(self, names: list[str], start: bytes, only: str = "") -> Iterator[TermPair]:
        """Terms of the fields; those of ``only`` begin at ``start``."""
        for name in names:
            lexicon = open_field(self._mapped, name).lexicon
            first = lexicon.place(start) if name == only else 0
            for text in lexicon.range(first, len(lexicon)):
                yield name, text

    def items(self) -> Iterator[tuple[TermPair, TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[TermPair, TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        return _info(*self._found(fieldname, text))

    def frequency(self, fieldname: str, text: bytes) -> float:
        field = self._field(fieldname)
        found = field.weighed(text) if field else None
        if found is None:
            raise KeyError(text)  # unlike ``term_info``, as Whoosh's readers expect
        return float(found.frequencies.sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        field = self._field(fieldname)
        count = field.count_of(text) if field else 0
        if not count:
            raise KeyError(text)
        return count

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        field, postings = self._found(fieldname, text)
        return ArrayMatcher(postings, format_, scorer, (fieldname, text), _info(field, postings))

    def close(self) -> None:
        """Nothing to do: memory maps end with the last array that points into them."""


class ArrayMatcher(ListMatcher):  # type: ignore[misc]  # whoosh has no types
    """A term's postings, as Whoosh's matchers read them."""

    def __init__(
        self, postings: Postings, format_: Any, scorer: Any, term: TermPair, info: TermInfo
    ) -> None:
        super().__init__(
            postings.docs.tolist(),
            postings.frequencies.astype(float).tolist(),
            format=format_,
            scorer=scorer,
            term=term,
            terminfo=info,
        )
        self._i: int = 0
        self._postings = postings
        self._starts: list[int] | None = None

    def copy(self) -> ArrayMatcher:
        made = ArrayMatcher(self._postings, self._format, self._scorer, self._term, self._terminfo)
        made._i = self._i
        return made

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
        if astype in {"frequency", "weight"}:
            return type(1 if astype == "frequency" else 1.0)(self._weights[self._i])
        raise ValueError(f"This field does not keep {astype}")

    def value(self) -> bytes:
        """The posting as the field's format encodes it."""
        if self.supports("positions"):
            return bytes(self._format.encode(self.value_as("positions")))
        if self._format.supports("frequency"):
            return int(self._weights[self._i]).to_bytes(4, "big")
        return b""

    def all_ids(self) -> Iterator[int]:
        return iter(self._ids)


class ArrayCursor(FieldCursor):  # type: ignore[misc]  # whoosh has no types
    """Walks a field's terms in order."""

    def __init__(self, field: AnyField | None, fieldobj: Any) -> None:
        self._field, self._fieldobj = field, fieldobj
        self._place = 0

    def first(self) -> str | None:
        self._place = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        term = string if isinstance(string, bytes) else self._fieldobj.to_bytes(string)
        self._place = self._field.lexicon.place(term) if self._field else 0
        return self.text()

    def next(self) -> str | None:
        self._place += 1
        return self.text()

    def is_valid(self) -> bool:
        return self._field is not None and self._place < len(self._field.lexicon)

    def text(self) -> str | None:
        if self._field is None or not self.is_valid():
            return None
        return str(self._fieldobj.from_bytes(self._field.lexicon[self._place]))

    def term_info(self) -> TermInfo | None:
        if self._field is None or not self.is_valid():
            return None
        return _info(self._field, self._field.postings(self._place))


def _info(field: AnyField, postings: Postings) -> TermInfo:
    measured = len(field.lengths) > 0
    lengths = field.lengths[postings.docs] if measured else np.ones(1, np.int64)
    return TermInfo(
        weight=float(postings.frequencies.sum()),
        df=len(postings.docs),
        minlength=int(lengths.min()),
        maxlength=int(lengths.max()),
        maxweight=float(postings.frequencies.max()),
        minid=int(postings.docs[0]),
        maxid=int(postings.docs[-1]),
    )
