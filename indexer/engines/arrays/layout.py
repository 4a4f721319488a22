"""The layout of our own codec, as the engine takes it."""

from __future__ import annotations

from typing import Final

from indexer.engines.arrays.rank import rank
from indexer.engines.arrays.reader import ArrayReader
from indexer.engines.arrays.writer import ArrayWriter, add_entries
from indexer.engines.whoosh.layouts import SEGMENTS, Layout

ARRAYS: Final = Layout(
    "arrays",
    ArrayWriter,
    ArrayReader,
    rank,
    add_entries,
    SEGMENTS | {("indexer.engines.arrays.codec", name) for name in ("ArrayCodec", "ArraySegment")},
    shared=True,
)
