"""Files read, parsed, analysed and packed for an index, in processes of their own.

Documents come from anywhere, so what a file does to the process that reads it, by crashing it or
taking all its memory, is reported and the other files are indexed. One process prepares a file from
beginning to end, for that takes most of the time of indexing; only the compact result comes back.
Short plain texts can do no harm: where there are few of them, or only one process, they are
prepared in this process, so that a small folder starts no other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple, cast

from indexer.core.document import Clause, Document
from indexer.core.engine import Entry
from indexer.core.errors import UnreadableFile
from indexer.core.ocr_mode import VARIABLE, Mode
from indexer.core.prepared import PreparedEntries, renamed
from indexer.core.said import Said
from indexer.ingest.files import File
from indexer.ingest.pool import HARM, Answer, Limits, PoolUser, WorkerPool
from indexer.ingest.read import read, read_unchanged
from indexer.ingest.unpack import MAX_DEPTH, MAX_MEMBERS, MAX_SIZE, Unpacked
from indexer.readers.content import kind_of
from indexer.readers.raw import Refused

READING: Final = Limits(seconds=150.0, memory=2 << 30)
"""For one file; the slowest reader, of .pdf, gives up by itself after 120 seconds. For a page that
is recognised, from one to the next: a page has 60 seconds for each of four ways it may be turned,
and is given up before they are tried in vain."""
ANALYSING: Final = Limits(seconds=90.0, memory=4 << 30)
"""For one document; the longest that is read takes 12 seconds of prose, 40 of nothing but short
clauses; one clause of two million syllables takes more than 2 GiB."""
_HARMLESS: Final = frozenset({".txt"})
SMALL: Final = 1 << 18
"""Bytes up to which a file with one of these suffixes is prepared in this process: whatever it
contains, that takes a second or two."""
_FEW: Final = 4
"""So many short texts are prepared here before processes are started, which takes a second each."""
AHEAD: Final = 3
"""Files that each process may be ahead of the writer, which bounds memory. With two processes that
is more than ``_FEW``: where there are many files, none is prepared here."""


class PreparedFile(NamedTuple):
    document: Document
    entries: list[Entry] | PreparedEntries


Unpacking = Callable[[], "list[Unpacked] | None"]
"""Waits until a container is unpacked; None: it is none, but a document. Raises UnreadableFile;
``CannotHere`` where a library is missing."""


class Room(NamedTuple):
    """What a container may hold."""

    members: int = MAX_MEMBERS
    size: int = MAX_SIZE
    """Bytes."""
    depth: int = MAX_DEPTH
    """Containers in one another, itself included."""

    def after(self, members: Sequence[Unpacked]) -> Room:
        """What is left for the containers inside one that holds these."""
        used = sum(member.size for member in members)
        return Room(max(0, self.members - len(members)), max(0, self.size - used), self.depth - 1)


class IsContainer(UnreadableFile):
    """A file that is a container, and is called otherwise."""


class CannotHere(UnreadableFile):
    """A file whose kind nothing on this machine reads."""


ReadFile = tuple[Document, tuple[Clause, ...]]
Naming = Callable[[Document], str]
"""Returns the id that a document shall have; see ``indexer.ingest.catalog.Catalog.free_id``."""
PendingFile = Callable[[Naming], PreparedFile]
"""Waits until a file is prepared. Raises UnreadableFile."""


class IsolatedReader(PoolUser):
    """Reads files in one other process, without analysing them. Use it as a context manager."""

    def __init__(
        self,
        seconds: float = READING.seconds,
        memory: int = READING.memory,
        ocr: Mode | None = None,
    ) -> None:
        self._limits = Limits(seconds, memory)
        self.pool = WorkerPool(1, self._limits, environment=_environment(ocr))

    def start(self, file: File) -> Callable[[], ReadFile]:
        """Begin to read a file. The result waits for it; it raises UnreadableFile."""
        if harmless(file):
            return lambda: read(file)
        answer = self.pool.start("read", str(file.path), file.source)
        return lambda: self._result(file, answer())

    def _result(self, file: File, answer: Answer) -> ReadFile:
        kind, *values = answer
        if kind != "read":
            raise _unread(file, self._limits, answer)
        document, clauses = values
        return document, clauses


class Preparer(PoolUser):
    """Prepares files in several processes, ahead of the caller. Use it as a context manager."""

    def __init__(
        self,
        processes: int,
        reading: Limits = READING,
        analysing: Limits = ANALYSING,
        ocr: Mode | None = None,
        page_begins: Callable[[str, int, int], None] = lambda *_: None,
    ) -> None:
        """With one process, short plain texts are prepared in this process, when waited for.

        Args:
            ocr: which pages are recognised; None: what the environment says.
            page_begins: called with a file's source, the pages recognised and the pages in all,
                from another thread.
        """
        self._processes = processes
        self._reading = reading
        self._analysing = analysing
        self._started = 0
        self._later: list[_PendingFile] = []
        self.pool = WorkerPool(
            processes,
            reading,
            analysing,
            environment=_environment(ocr),
            page_begins=lambda job, done, total: page_begins(str(job[2]), done, total),
        )

    @property
    def ahead(self) -> int:
        """Most files that may be pending."""
        return AHEAD * self._processes

    def start(self, file: File, digest: str) -> PendingFile:
        """Begin to prepare a file whose bytes have this SHA-256."""
        self._started += 1
        pending = _PendingFile(self, file, digest)
        if self._processes == 1 and harmless(file):
            return pending
        self._later.append(pending)
        if self._started > _FEW or not harmless(file):
            for earlier in self._later:
                earlier.begin()
            self._later.clear()
        return pending

    def result(self, file: File, answer: Answer, naming: Naming) -> PreparedFile:
        """The document that a process answered with, under the id that ``naming`` gives it.

        Raises:
            UnreadableFile: the process could not prepare it, or broke a limit.
        """
        kind, *values = answer
        if kind == "prepared":
            document, prepared = values
            name = naming(document)
            if name == document.id:
                return PreparedFile(document, prepared)
            other = replace(document, id=name)
            return PreparedFile(other, prepared.renamed(document.id, other))
        if kind == "container":
            raise IsContainer(
                file.source, Said("là tệp nén mang đuôi khác"), Said("Đổi đuôi cho đúng.")
            )
        if kind == "missing":
            raise CannotHere(file.source, *values)
        if kind == "refused" or (kind in HARM and values == [0]):
            raise _unread(file, self._reading, answer)
        raise UnreadableFile(
            file.source,
            {
                "failed": _failed(*values),
                "memory": Said(
                    "phân tích nó cần hơn %(most)d MB bộ nhớ", most=self._analysing.megabytes
                ),
                "late": Said("phân tích nó lâu quá %(most)g giây", most=self._analysing.seconds),
                "gone": Said("trình phân tích đã đổ vỡ vì tệp này"),
            }[kind],
        )

    def unpack(
        self, file: File, digest: str, known: Collection[str], into: Path, room: Room
    ) -> Unpacking:
        """Begin to unpack a container into a folder that does not exist yet.

        Args:
            digest: of the container; of one in another, see ``member_digest``.
            known: digests of members that need not be written.
            room: what it may hold.
        """
        answer = self.pool.start(
            "unpack", str(file.path), file.source, file.link, digest, frozenset(known), str(into),
            room.members, room.size, "" if file.origin else digest,
        )  # fmt: skip
        return lambda: self._unpacked(file, answer())

    def _unpacked(self, file: File, answer: Answer) -> list[Unpacked] | None:
        kind, *values = answer
        if kind == "unpacked":
            return cast("list[Unpacked]", values[0])
        if kind == "document":
            return None
        if kind == "missing":
            raise CannotHere(file.source, *values)
        if kind == "failed":
            broken = Said("không mở được tệp nén này (%(error)s)", error=values[0])
            raise UnreadableFile(file.source, broken)
        raise _unread(file, self._reading, answer)


class _PendingFile:
    """See ``PendingFile``."""

    def __init__(self, preparer: Preparer, file: File, digest: str) -> None:
        self._preparer = preparer
        self._file, self._digest = file, digest
        self._answer: Callable[[], Answer] | None = None
        self._waited_for = False

    def begin(self) -> None:
        """Give the file to a process, unless it has been prepared here already."""
        if not self._waited_for:
            path, source, link = self._file.path, self._file.source, self._file.link
            stored = (self._file.origin, self._file.digest)
            self._answer = self._preparer.pool.start(
                "prepare", str(path), source, link, self._digest, stored
            )

    def __call__(self, naming: Naming) -> PreparedFile:
        self._waited_for = True
        if self._answer is None:
            return _prepare_here(self._file, self._digest, naming)
        return self._preparer.result(self._file, self._answer(), naming)


def _environment(ocr: Mode | None) -> dict[str, str]:
    return {VARIABLE: ocr} if ocr else {}


def harmless(file: File) -> bool:
    """Whether a file may be prepared in this process."""
    if file.path.suffix.lower() not in _HARMLESS:
        return False
    try:
        return file.on_disk.stat().st_size <= SMALL and kind_of(file.on_disk) is None
    except (OSError, Refused):
        return True  # reading it raises the error


def _prepare_here(file: File, digest: str, naming: Naming) -> PreparedFile:
    from indexer.ingest.analyze import entries  # where others prepare, they begin the sooner

    document, clauses = read_unchanged(file, digest)
    name = naming(document)
    if name != document.id:
        document, clauses = replace(document, id=name), renamed(clauses, name)
    try:
        return PreparedFile(document, list(entries(document, clauses)))
    except Exception as error:  # one document does not stop the others
        raise UnreadableFile(file.source, _failed(f"{type(error).__name__}: {error}")) from error


def _unread(file: File, limits: Limits, answer: Answer) -> UnreadableFile:
    """Why a file could not be read, by the answer of the process or by what ended it."""
    kind, *values = answer
    if kind not in HARM:
        return UnreadableFile(file.source, *values)
    return UnreadableFile(
        file.source,
        {
            "memory": Said("đọc nó cần hơn %(most)d MB bộ nhớ", most=limits.megabytes),
            "late": Said("đọc nó lâu quá %(most)g giây", most=limits.seconds),
            "gone": Said("trình đọc đã đổ vỡ vì tệp này"),
        }[kind],
    )


def _failed(why: object) -> Said:
    return Said("không phân tích được tệp này (%(error)s)", error=str(why))
