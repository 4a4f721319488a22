"""Pages of files as pictures: drawn by a process of its own, one at a time, and given again."""

from __future__ import annotations

from typing import Final

from indexer.core.document import Metadata
from indexer.core.recent import Recent
from indexer.ingest.pool import Limits, WorkerPool
from search_ui.lanes import Lane

DRAWING: Final = Limits(seconds=4.0, memory=1 << 30)
"""For one page; a page of text takes some tenths of a second, most of it the start of a process."""
_WAITING: Final = 4
_SECONDS: Final = 4.0
_MOST: Final = 8 * 2**20
"""Bytes of the pictures that are given again, about fifty."""


class Pictures:
    """The pictures of one site in one process."""

    def __init__(self) -> None:
        self.lane = Lane(1, _WAITING, _SECONDS)
        """Where those take turns that have a page drawn."""
        self._recent = Recent[tuple[str, int], bytes](_MOST)

    def get(self, document: Metadata, number: int) -> bytes | None:
        """A page that was drawn already."""
        return self._recent.get((document.digest or "", number))

    def drawn(self, document: Metadata, number: int) -> bytes | None:
        """A page of the file that was indexed; None where it is another now, or cannot be drawn.
        The caller has its turn of ``lane``."""
        if not document.origin or not document.digest:
            return None
        found = self.get(document, number) or _drawn(document.origin, document.digest, number)
        if found:
            self._recent.put((document.digest, number), found, len(found))
        return found


def _drawn(origin: str, digest: str, number: int) -> bytes | None:
    """In a process that ends with its page: a hostile file costs no more than that."""
    pool = WorkerPool(1, DRAWING)
    try:
        kind, *values = pool.start("picture", origin, digest, number - 1)()
    finally:
        pool.close()
    return values[0] if kind == "picture" else None
