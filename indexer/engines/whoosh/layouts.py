"""How an index is laid out on disk: which codec writes it, and how it is searched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, NamedTuple, Protocol

from whoosh.codec.whoosh3 import W3Codec
from whoosh.writing import SegmentWriter

from indexer.core.document import Document
from indexer.core.engine import EngineRequest, Entry
from indexer.core.records import dump_clause, dump_document
from indexer.core.value_terms import day_number
from indexer.engines.folder.unpickle import Classes
from indexer.engines.whoosh import rank as whoosh_rank
from indexer.engines.whoosh.rank import Ranked
from indexer.engines.whoosh.reader import WhooshReader
from indexer.engines.whoosh.schema import entry_values


class Rank(Protocol):
    """See ``whoosh_rank.rank``."""

    def __call__(self, reader: Any, request: EngineRequest) -> Ranked: ...


SEGMENTS: Final = frozenset({("builtins", "int"), ("collections", "defaultdict")})
"""What every pickled list of segments names."""


class Layout(NamedTuple):
    name: str
    """In the manifest of an index."""
    writer: Callable[..., Any]
    """Makes a Whoosh writer from an index; takes ``timeout``."""
    reader: Callable[[Any], WhooshReader]
    """Makes a reader for the engine from a Whoosh reader."""
    rank: Rank
    add: Callable[[Any, Document, Iterable[Entry]], None]
    """Adds a document and its pieces to a writer."""
    classes: Classes
    """What its pickled lists of segments may name."""
    shared: bool
    """Whether many threads may use one reader at once."""
    groups: bool = False
    """Whether ``rank`` counts ``EngineRequest.grouped``."""


def _stock_writer(index: Any, **options: Any) -> Any:
    return SegmentWriter(index, codec=W3Codec(), limitmb=64, **options)


def _add_each(inner: Any, document: Document, entries: Iterable[Entry]) -> None:
    """To any Whoosh writer, piece by piece, with columns for what its codec does not keep."""
    given = list(entries)
    day = day_number(document.date)
    # Generations only rise, so sequence numbers do: no need to read what is there.
    base = inner.generation << 32
    for entry, values in zip(given, entry_values(given), strict=True):
        payload = dump_clause(entry.clause)
        inner.add_document(payload=payload, date=day, sequence=base + inner.docnum, **values)
    record = dump_document(document, [entry.clause for entry in given])
    inner.add_document(record=(document.id,), payload=record, sequence=base + inner.docnum)


STOCK: Final = Layout(
    "stock",
    _stock_writer,
    WhooshReader,
    whoosh_rank.rank,
    _add_each,
    SEGMENTS | {("whoosh.codec.whoosh3", name) for name in ("W3Codec", "W3Segment")},
    shared=False,
)
"""Whoosh's own codec, to compare with."""
