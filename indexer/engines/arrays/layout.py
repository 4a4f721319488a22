"""The layout of our own codec, as the engine takes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from indexer.core.document import Document
from indexer.core.engine import Entry
from indexer.engines.arrays.rank import rank
from indexer.engines.arrays.reader import ArrayReader
from indexer.engines.whoosh.layouts import SEGMENTS, Layout


def _writer(index: Any, **options: Any) -> Any:
    from indexer.engines.arrays.writer import ArrayWriter  # a search has none

    return ArrayWriter(index, **options)


def _add(inner: Any, document: Document, entries: Iterable[Entry]) -> None:
    from indexer.engines.arrays.writer import add_entries

    add_entries(inner, document, entries)


ARRAYS: Final = Layout(
    "arrays",
    _writer,
    ArrayReader,
    rank,
    _add,
    SEGMENTS | {("indexer.engines.arrays.codec", name) for name in ("ArrayCodec", "ArraySegment")},
    shared=True,
    groups=True,
)
