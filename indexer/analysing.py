"""Documents analysed in processes of their own: several at a time, for analysis takes most of the
time of indexing, and the long ones in any case, for they may take too long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from indexer.document import Clause, Document
from indexer.engine import Entry
from indexer.entries import entries
from indexer.errors import UnreadableFile
from indexer.packed import PackedEntries
from indexer.workers import Answer, AtWork, Workers

SECONDS: Final = 90.0
"""For one document; the longest that is read takes 12 of prose, 40 of nothing but short clauses."""
MEMORY: Final = 4 << 30
"""Bytes of address space; one clause of two million syllables takes more than 2 GiB."""
_SHORT: Final = 1 << 18
"""Code points up to which a document may be analysed in this process: a second or two, whatever
it says."""
_FEW: Final = 4
"""So many documents are analysed here before processes are started, which takes a second each."""
_AHEAD: Final = 2
"""Documents that each process may be ahead of the writer, which bounds memory."""

Clauses = tuple[Clause, ...]
Analysed = Callable[[], Iterable[Entry]]
"""Waits for a document's entries. Raises UnreadableFile, or whatever analysing it here raised."""


class Analysing(AtWork):
    """Analyses documents beside this process. Use it as a context manager."""

    def __init__(
        self, processes: int, seconds: float = SECONDS, memory: int = MEMORY, short: int = _SHORT
    ) -> None:
        """With one process, this one analyses what is short when it is asked to wait."""
        self._processes = processes
        self._seconds = seconds
        self._memory = memory
        self._short = short
        self._started = 0
        self.workers = Workers(processes, seconds, memory)

    @property
    def ahead(self) -> int:
        """Documents that may be waited for at a time."""
        return _AHEAD * self._processes if self._processes > 1 and self._started > _FEW else 0

    def start(self, document: Document, clauses: Clauses) -> Analysed:
        """Begin to analyse a document."""
        self._started += 1
        few = self._processes == 1 or self._started <= _FEW
        if few and len(document.text) <= self._short:
            return lambda: list(entries(document, clauses))
        answer = self.workers.start("analyse", document, clauses)
        return lambda: self._told(document, clauses, answer())

    def _told(self, document: Document, clauses: Clauses, answer: Answer) -> Iterable[Entry]:
        kind, *values = answer
        if kind == "analysed":
            return PackedEntries(values[0], clauses)
        raise UnreadableFile(
            document.source,
            {
                "failed": f"không phân tích được tệp này ({' '.join(map(str, values))})",
                "memory": f"phân tích nó cần hơn {self._memory >> 20} MB bộ nhớ",
                "late": f"phân tích nó lâu quá {self._seconds:g} giây",
                "gone": "trình phân tích đã đổ vỡ vì tệp này",
            }[kind],
        )
