"""Files made ready for an index in processes of their own: read, parsed, analysed and encoded, each
in one process from beginning to end, several at a time, for that takes most of the time of
indexing. Only what is compact comes back. Short plain texts are done right here where they are few
or there is but one process.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, NamedTuple

from indexer.core.document import Document
from indexer.core.engine import Entry
from indexer.core.errors import UnreadableFile
from indexer.core.prepared import PreparedEntries, renamed
from indexer.ingest.analyze import entries
from indexer.ingest.files import File
from indexer.ingest.isolation import READING, harmless, unread
from indexer.ingest.pool import HARM, Answer, AtWork, Limits, Workers
from indexer.ingest.read import read

ANALYSING: Final = Limits(seconds=90.0, memory=4 << 30)
"""For one document; the longest that is read takes 12 seconds of prose, 40 of nothing but short
clauses; one clause of two million syllables takes more than 2 GiB."""
_FEW: Final = 4
"""So many short texts are done here before processes are started, which takes a second each."""
_AHEAD: Final = 3
"""Files that each process may be ahead of the writer, which bounds memory. With two processes that
is more than ``_FEW``: where there are many files, none is done here."""


class Prepared(NamedTuple):
    document: Document
    entries: list[Entry] | PreparedEntries


Naming = Callable[[Document], str]
"""Gives a document the id that it shall have; see ``indexer.ingest.catalog.Known.free_id``."""
Preparation = Callable[[Naming], Prepared]
"""Waits for a file. Raises UnreadableFile."""


class Preparing(AtWork):
    """Prepares files, ahead of whoever asks. Use it as a context manager."""

    def __init__(
        self, processes: int, reading: Limits = READING, analysing: Limits = ANALYSING
    ) -> None:
        """With one process, short plain texts are done here, when they are asked for."""
        self._processes = processes
        self._reading = reading
        self._analysing = analysing
        self._started = 0
        self._later: list[_Preparation] = []
        self.workers = Workers(processes, reading, analysing)

    @property
    def ahead(self) -> int:
        """Files that may be waited for at a time."""
        return _AHEAD * self._processes

    def start(self, file: File, digest: str) -> Preparation:
        """Begin to prepare a file whose bytes have this SHA-256."""
        self._started += 1
        made = _Preparation(self, file, digest)
        if self._processes == 1 and harmless(file):
            return made
        self._later.append(made)
        if self._started > _FEW or not harmless(file):
            for earlier in self._later:
                earlier.begin()
            self._later.clear()
        return made

    def told(self, file: File, answer: Answer, naming: Naming) -> Prepared:
        """What a process says of a file, under the name that it shall have."""
        kind, *values = answer
        if kind == "prepared":
            document, encoded = values
            name = naming(document)
            if name == document.id:
                return Prepared(document, encoded)
            other = replace(document, id=name)
            return Prepared(other, encoded.renamed(document.id, other))
        if kind == "refused" or (kind in HARM and values == [0]):
            raise unread(file, self._reading, answer)
        raise UnreadableFile(
            file.source,
            {
                "failed": _failed(*values),
                "memory": f"phân tích nó cần hơn {self._analysing.memory >> 20} MB bộ nhớ",
                "late": f"phân tích nó lâu quá {self._analysing.seconds:g} giây",
                "gone": "trình phân tích đã đổ vỡ vì tệp này",
            }[kind],
        )


class _Preparation:
    """See ``Preparation``."""

    def __init__(self, preparing: Preparing, file: File, digest: str) -> None:
        self._preparing = preparing
        self._file, self._digest = file, digest
        self._answer: Callable[[], Answer] | None = None
        self._asked = False

    def begin(self) -> None:
        """Let a process do it, unless it has been done here meanwhile."""
        if not self._asked:
            job = "prepare", str(self._file.path), self._file.source, self._digest
            self._answer = self._preparing.workers.start(*job)

    def __call__(self, naming: Naming) -> Prepared:
        self._asked = True
        if self._answer is None:
            return _here(self._file, self._digest, naming)
        return self._preparing.told(self._file, self._answer(), naming)


def _here(file: File, digest: str, naming: Naming) -> Prepared:
    document, clauses = read(file)
    document = replace(document, digest=digest, origin=str(file.path))
    name = naming(document)
    if name != document.id:
        document, clauses = replace(document, id=name), renamed(clauses, name)
    try:
        return Prepared(document, list(entries(document, clauses)))
    except Exception as error:  # one document does not stop the others
        raise UnreadableFile(file.source, _failed(f"{type(error).__name__}: {error}")) from error


def _failed(why: object) -> str:
    return f"không phân tích được tệp này ({why})"
