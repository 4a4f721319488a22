"""An index as lines of JSON, and back: to move it, to archive it, or for a new version.

The first line names the format, the last has the number of documents, and each line between is
one document with its pieces. Terms are not written: they are made again from the text, so the file
can be imported after any change of the analysis. The path of a document's file is not written
either: it belongs to the machine, not to the document.

Lines that are read back are checked and analysed in processes of their own, within the limits that
files have (``indexer.ingest.prepare``).
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from typing import IO, Any, Final, NamedTuple, cast

from indexer.core.document import Document, Step
from indexer.core.engine import Engine, Entry, Reader
from indexer.core.errors import BadExport
from indexer.core.prepared import PreparedEntries
from indexer.core.said import Said
from indexer.ingest.analyze import entries
from indexer.ingest.imported import Unacceptable, loaded, record_of
from indexer.ingest.pool import HARM, Answer, PoolUser, WorkerPool
from indexer.ingest.prepare import AHEAD, ANALYSING, READING, SMALL

VERSION: Final = 1
MAX_LINE: Final = 64 << 20
"""Bytes; a longer line is refused, and never in memory as a whole."""
MAX_NAMED: Final = 10_000
"""Refused lines that are named; more are counted."""

_FRAME: Final = 1000
"""Bytes: the first and the last line are shorter, and hardly any other is."""
_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")


def export_lines(engine: Reader) -> Iterator[bytes]:
    """The lines of an export, each with its line feed, in the order of indexing."""
    yield _line({"khoan": "export", "version": VERSION})
    count = 0
    for metadata in engine.documents():
        whole = engine.whole(metadata.id)
        if whole is None:
            continue
        document, pieces = whole
        count += 1
        clauses = [
            {
                "id": c.id,
                "kind": c.kind,
                "path": _path(c.path),
                "span": list(c.span),
                **({"part": c.part} if c.part > 1 else {}),
            }
            for c in pieces
        ]
        known = asdict(document.metadata)
        del known["origin"]
        citations = [
            {**asdict(c), "span": list(c.span), "place": _path(c.place)} for c in document.citations
        ]
        body = {**known, "text": document.text, "citations": citations}
        yield _line({"document": body, "clauses": clauses})
    yield _line({"end": True, "documents": count})


class Refused(NamedTuple):
    """A line that was not taken."""

    line: int
    reason: str


class Imported(NamedTuple):
    """What an import did."""

    documents: int
    refused: tuple[Refused, ...] = ()
    """In order, ``MAX_NAMED`` at most."""
    refusals: int = 0
    """How many lines were refused in all."""


def import_lines(
    engine: Engine, stream: IO[bytes], processes: int = 1, *, strict: bool = False
) -> Imported:
    """Put the documents of an export into an index; same ids are replaced. A line that is not as
    ``export_lines`` writes it is refused, and the others are taken, in one commit.

    Args:
        processes: how many processes check and analyse lines; with 1, this process does so with
            short ones.
        strict: where any line is refused, take none.

    Raises:
        BadExport: it is no export, or not a whole one; with ``strict``, some line is refused. Then
            the index stays as it was.
        IndexLocked, IndexUnwritable: see ``Engine.writer``.
    """
    seen: set[str] = set()
    refused: list[Refused] = []
    refusals = 0
    with _Importer(processes) as importer, engine.writer() as writer:
        if processes > 1:
            importer.share_with(writer)
        for number, prepared in importer.documents(_lines(stream)):
            try:
                document, made = _first_of(seen, prepared())
            except Unacceptable as error:
                refusals += 1
                if len(refused) < MAX_NAMED:
                    refused.append(Refused(number, error.args[0]))
                continue
            seen.add(document.id)
            if not (strict and refusals):
                writer.put(document, made)
        if strict and refusals:
            raise BadExport(*refused[0], Imported(0, tuple(refused), refusals))
    return Imported(len(seen), tuple(refused), refusals)


_Prepared = tuple[Document, list[Entry] | PreparedEntries]
_Pending = tuple[int, Callable[[], _Prepared]]
"""The number of a line, and what waits until its document is prepared; it raises Unacceptable."""


def _first_of(seen: set[str], prepared: _Prepared) -> _Prepared:
    id_ = prepared[0].id
    if id_ in seen:
        raise Unacceptable(Said("văn bản %(id)s đã có ở dòng trước", id=id_))
    return prepared


class _Importer(PoolUser):
    def __init__(self, processes: int) -> None:
        self._processes = processes
        self.pool = WorkerPool(processes, READING, ANALYSING)

    def documents(self, lines: Iterator[tuple[int, bytes]]) -> Iterator[_Pending]:
        """The documents of an export, some of them prepared ahead.

        Raises:
            BadExport: there are not as many as the last line says, or there is no last line.
        """
        pending: deque[_Pending] = deque()
        count = 0
        for number, line in lines:
            stated = _end(line)
            if stated is not None:
                yield from pending
                if stated != count:
                    raise BadExport(number, Said("thiếu văn bản, mới có %(count)d", count=count))
                return
            count += 1
            pending.append((number, self._start(line)))
            if len(pending) > AHEAD * self._processes:
                yield pending.popleft()
        yield from pending
        raise BadExport(count + 2, "thiếu dòng cuối, tệp bị cắt")

    def _start(self, line: bytes) -> Callable[[], _Prepared]:
        if len(line) > MAX_LINE:
            return _too_long
        if self._processes == 1 and len(line) <= SMALL:
            return lambda: _prepared_here(line)
        answer = self.pool.start("import", line)
        return lambda: _result(answer())


def _too_long() -> _Prepared:
    raise Unacceptable(Said("dài quá %(most)d byte", most=MAX_LINE))


def _result(answer: Answer) -> _Prepared:
    kind, *values = answer
    if kind == "prepared":
        return cast("_Prepared", tuple(values))
    limits = ANALYSING if kind in HARM and values == [1] else READING
    raise Unacceptable(
        {
            "refused": values[0],
            "failed": Said("không phân tích được (%(error)s)", error=values[0]),
            "memory": Said("cần hơn %(most)d MB bộ nhớ", most=limits.megabytes),
            "late": Said("lâu quá %(most)g giây", most=limits.seconds),
            "gone": Said("trình phân tích đã đổ vỡ"),
        }[kind]
    )


def _prepared_here(line: bytes) -> _Prepared:
    document, clauses = loaded(record_of(line))
    try:
        return document, list(entries(document, clauses))
    except Exception as error:  # one line does not end in a traceback
        reason = f"{type(error).__name__}: {error}"
        raise Unacceptable(Said("không phân tích được (%(error)s)", error=reason)) from error


def _lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines after the first, which is checked, each with its number. Of one that is longer
    than ``MAX_LINE``, a byte more than that."""
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        rest = line
        while len(rest) > MAX_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE + 1)
        if number > 1:
            yield number, line
        else:
            first = _first(line)
            if first.get("khoan") != "export" or first.get("version") != VERSION:
                raise BadExport(
                    1, Said("không phải tệp do khoan export ghi (bản %(version)d)", version=VERSION)
                )


def _first(line: bytes) -> Mapping[str, Any]:
    try:
        return record_of(line[:_FRAME])
    except Unacceptable as error:
        raise BadExport(1, error.args[0]) from None


def _end(line: bytes) -> object | None:
    """How many documents the last line says there are; None: it is not the last line."""
    try:
        found = record_of(line) if len(line) <= _FRAME else {}
    except Unacceptable:
        return None  # it is named when its turn comes
    return found.get("documents", -1) if "end" in found else None


def _path(path: tuple[Step, ...]) -> list[dict[str, str]]:
    return [asdict(step) for step in path]


def _line(record: Mapping[str, object]) -> bytes:
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return _SURROGATES.sub(lambda c: f"\\u{ord(c[0]):04x}", text).encode() + b"\n"
