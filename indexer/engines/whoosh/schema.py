"""How entries lie in a Whoosh index: one Whoosh document per piece and one per document.

Terms arrive analysed, so the field types here only count and encode them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final

from whoosh import columns, fields, formats

from analyzers.token import Terms
from indexer.core.derived_fields import derived_terms
from indexer.core.engine import Entry
from indexer.core.schema import FIELDS
from indexer.core.value_terms import value_terms


class TermsField(fields.FieldType):  # type: ignore[misc]  # whoosh has no types
    """Analysed terms with their frequencies and, where the field keeps them, positions.
    ``ranked=False``: without either; each entry's terms differ."""

    def __init__(self, positions: bool, ranked: bool = True) -> None:
        unplaced = formats.Frequency() if ranked else formats.Existence()
        self.format = formats.Positions() if positions else unplaced
        self.scorable = False  # exact lengths are in a column of our own

    @staticmethod
    def tokens(value: Terms) -> tuple[Sequence[str], Sequence[int]]:
        """Texts and positions as they come: what the array codec asks for."""
        return value.texts, value.positions

    def index(self, value: Terms, **_: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """(term, frequency, weight, encoded positions or frequency) of each distinct term."""
        if isinstance(self.format, formats.Positions):
            positions_of: dict[str, list[int]] = {}
            for text, position in zip(value.texts, value.positions, strict=True):
                positions_of.setdefault(text, []).append(position)
            for text, positions in positions_of.items():
                encoded = self.format.encode(positions)
                yield text.encode(), len(positions), float(len(positions)), encoded
        elif isinstance(self.format, formats.Existence):
            yield from ((text.encode(), 1, 1.0, b"") for text in value.texts)
        else:
            for text, count in Counter(value.texts).items():
                yield text.encode(), count, float(count), count.to_bytes(4, "big")


class GatheredField(TermsField):
    """A derived field (``indexer.core.derived_fields``). Our codec finds its terms in the other
    fields; any other codec is given them. The name of this class is part of the fingerprint of the
    schema (``schema_fingerprint``), so it cannot change."""

    def __init__(self, derived_from: tuple[str, ...]) -> None:
        super().__init__(positions=False)
        self.derived_from = derived_from


class KeysField(fields.FieldType):  # type: ignore[misc]  # whoosh has no types
    """Whole strings, matched exactly: ids, and the values of filters and facets."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.scorable = False

    @staticmethod
    def tokens(value: tuple[str, ...]) -> tuple[Sequence[str], Sequence[int]]:
        """Each distinct string, as ``TermsField.tokens``."""
        texts = tuple(dict.fromkeys(value))
        return texts, (0,) * len(texts)

    def index(
        self, value: tuple[str, ...], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each distinct string once."""
        for text in dict.fromkeys(value):
            yield text.encode(), 1, 1.0, b""


def schema() -> fields.Schema:
    """The schema of every Khoản index: made here, never read from a table of contents."""
    made = fields.Schema(
        id=KeysField(),  # a piece's id
        document=KeysField(),  # the document a piece belongs to
        record=KeysField(),  # a document's id, on the document's own entry
        values=KeysField(),
        payload=fields.STORED(),
        sequence=fields.COLUMN(columns.NumericColumn("q")),
        date=fields.COLUMN(columns.NumericColumn("I")),
    )
    for name, spec in FIELDS.items():
        terms_field = TermsField(spec.positions, spec.ranked)
        made.add(name, GatheredField(spec.derived_from) if spec.derived_from else terms_field)
        made.add(length_column(name), fields.COLUMN(columns.NumericColumn("I")))
    return made


_DERIVED: Final = {name: spec.derived_from for name, spec in FIELDS.items() if spec.derived_from}


def length_column(name: str) -> str:
    """The column of a field's exact lengths (Whoosh's own are rounded to a byte)."""
    return f"length_{name}"


def entry_values(entries: Sequence[Entry]) -> Iterator[dict[str, Any]]:
    """The indexed part of each of a document's entries, in order, as keyword arguments of any
    ``IndexWriter.add_document``: derived fields written out, and exact lengths as columns."""
    written = {name: derived_terms(entries, of) for name, of in _DERIVED.items()}
    for index, entry in enumerate(entries):
        terms = dict(entry.terms)
        for name, texts in written.items():
            terms[name] = Terms(texts[index], range(len(texts[index])))
        terms = {name: values for name, values in terms.items() if values.texts}
        yield {
            "id": (entry.clause.id,),
            "document": (entry.clause.document_id,),
            "values": tuple(value_terms(entry.values)),
            **terms,
            **{length_column(name): len(values.texts) for name, values in terms.items()},
        }
