"""Files on their way into an index: each is prepared, some ahead of the one that is put; what a
container holds is unpacked, put, and forgotten when it is in it no more."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple

from indexer.core.engine import Writer
from indexer.core.errors import UnreadableFile
from indexer.core.run import FileOutcome
from indexer.core.said import Said
from indexer.ingest.catalog import Catalog
from indexer.ingest.files import File
from indexer.ingest.places import BETWEEN
from indexer.ingest.prepare import (
    CannotHere,
    IsContainer,
    PendingFile,
    Preparer,
    Room,
    Unpacking,
)
from indexer.ingest.read import digest_of
from indexer.ingest.report import Outcomes, kind_of_name, left_out
from indexer.ingest.scratch import Scratch
from indexer.ingest.unpack import MAX_DEPTH, Unpacked
from indexer.readers.containers import CONTAINERS, MAIL

_TOO_DEEP: Final = Said("lồng nhau quá %(most)d tầng", most=MAX_DEPTH)
_EMPTY: Final = Said("không có tệp nào bên trong")
_NONE_READ: Final = Said("không có tệp nào đọc được bên trong")


class _Container(NamedTuple):
    """A container that is being unpacked."""

    unpacked: Unpacking
    into: Path
    content: str
    """SHA-256 of its bytes."""


class _Started(NamedTuple):
    """A file that is being prepared."""

    prepared: PendingFile | None = None
    """None: it has not changed, or is no document itself."""
    container: _Container | None = None


class Putting:
    """Puts files into an index. Use it as a context manager."""

    def __init__(
        self, writer: Writer, catalog: Catalog, preparer: Preparer, run: Outcomes, *, rebuild: bool
    ) -> None:
        self._writer = writer
        self._catalog = catalog
        self._preparer = preparer
        self._run = run
        self._rebuild = rebuild
        self._scratch: Scratch | None = None
        self._folders = 0

    def __enter__(self) -> Putting:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._scratch is not None:
            self._scratch.close()

    def put(
        self,
        files: Sequence[File],
        begins: Callable[[int, str], None] = lambda *_: None,
        room: Room | None = None,
    ) -> None:
        """Put files, in order.

        Args:
            begins: called before each with the number done and its source.
            room: of what lies in a container, what it may hold yet.
        """
        pending: deque[_Started | UnreadableFile] = deque()
        for done, file in enumerate(files):
            begins(done, file.source)
            while len(pending) <= self._preparer.ahead and done + len(pending) < len(files):
                pending.append(self._start(files[done + len(pending)], room or Room()))
            self._finish(file, pending.popleft(), room or Room())

    def _start(self, file: File, room: Room) -> _Started | UnreadableFile:
        try:
            content = digest_of(file)
        except UnreadableFile as error:
            return error
        unchanged = self._catalog.unchanged(file, file.digest or content) and not self._rebuild
        kind = kind_of_name(str(file.path))
        if kind not in CONTAINERS:
            return _Started(None if unchanged else self._preparer.start(file, content))
        if not room.depth:
            return UnreadableFile(file.source, _TOO_DEEP)
        return _Started(
            self._preparer.start(file, content) if kind in MAIL and not unchanged else None,
            self._unpack(file, content, room),
        )

    def _unpack(self, file: File, content: str, room: Room) -> _Container:
        if self._scratch is None:
            self._scratch = Scratch()
        self._folders += 1
        into = self._scratch.folder / str(self._folders)
        begins = f"{file.source}/"
        known = [
            row.digest
            for row in self._catalog.inside(file)
            if row.digest
            and row.source.startswith(begins)
            and not self._rebuild
            and not self._catalog.could_read_more(row)
        ]
        digest = file.digest or content
        return _Container(self._preparer.unpack(file, digest, known, into, room), into, content)

    def _finish(self, file: File, started: _Started | UnreadableFile, room: Room) -> None:
        if isinstance(started, UnreadableFile):
            self._failed(file, started)
        elif started.container is None:
            try:
                self._put(file, started.prepared)
            except IsContainer as error:
                if not room.depth:
                    self._failed(file, error)
                else:
                    content = digest_of(file)
                    self._finish(file, _Started(None, self._unpack(file, content, room)), room)
        else:
            try:
                self._put_container(file, started, started.container, room)
            finally:
                shutil.rmtree(started.container.into, ignore_errors=True)

    def _put(self, file: File, prepared: PendingFile | None) -> None:
        """Wait for a file that is being prepared and put it into the index. Of a file that cannot
        be prepared, nothing is put."""
        kind = kind_of_name(file.source)
        if prepared is None:
            self._run.add(FileOutcome(file.source, kind, "unchanged"))
            return
        try:
            document, entries = prepared(self._catalog.free_id)
        except IsContainer:
            raise
        except CannotHere as error:
            self._run.add(FileOutcome(file.source, kind, "left_out", error.reason, error.advice))
            return
        except UnreadableFile as error:
            self._failed(file, error)
            return
        for old in self._catalog.superseded(document):
            self._writer.delete(old)
        self._catalog.add(document)
        self._writer.put(document, entries)
        doubt = document.quality or ""
        self._run.add(FileOutcome(file.source, kind, "indexed", doubt, "", len(entries)))

    def _failed(self, file: File, error: UnreadableFile) -> None:
        self._run.failed(file.source, kind_of_name(file.source), error.reason, error.advice)

    def _put_container(
        self, file: File, started: _Started, container: _Container, room: Room
    ) -> None:
        kind = kind_of_name(file.source)
        try:
            members = container.unpacked()
        except CannotHere as error:
            outcome = FileOutcome(file.source, kind, "left_out", error.reason, error.advice)
            self._run.add(outcome)
            return
        except UnreadableFile as error:
            self._failed(file, error)
            return
        if members is None:  # a document with a container's suffix
            self._put_disguised(file, container.content)
            return
        self._forget_others(file, members)
        if kind in MAIL:
            self._put(file, started.prepared)
        first = len(self._run.outcomes)
        room = room.after(members)
        self.put(self._files(file, members), room=room)
        if kind not in MAIL:
            self._sum_up(file, first)

    def _put_disguised(self, file: File, content: str) -> None:
        unchanged = self._catalog.unchanged(file, file.digest or content) and not self._rebuild
        self._put(file, None if unchanged else self._preparer.start(file, content))

    def _forget_others(self, file: File, members: Sequence[Unpacked]) -> None:
        """Delete what the container held before and does not any more."""
        here = {member.name for member in members}
        begins = len(file.place) + len(BETWEEN)
        for row in self._catalog.inside(file):
            if (row.origin or "")[begins:].split(BETWEEN)[0] not in here:
                self._writer.delete(row.id)
                self._catalog.forget(row)

    def _files(self, file: File, members: Sequence[Unpacked]) -> list[File]:
        """The members that are to be put; of the others it is noted what became of them."""
        files = []
        for member in members:
            source = f"{file.source}/{member.name}"
            kind = kind_of_name(source)
            if member.path:
                origin = file.place + BETWEEN + member.name
                files.append(File(Path(member.path), source, False, origin, member.digest))
            elif member.unchanged:
                self._run.add(FileOutcome(source, kind, "unchanged"))
            elif member.reason:
                self._run.failed(source, kind, member.reason, member.advice)
            else:
                self._run.add(left_out(source, "link" if member.link else kind))
        return files

    def _sum_up(self, file: File, first: int) -> None:
        """Note what became of a container, by what became of what it holds."""
        inside = self._run.outcomes[first:]
        states = {one.state for one in inside}
        kind = kind_of_name(file.source)
        if "indexed" in states or "unchanged" in states:
            state = "indexed" if "indexed" in states else "unchanged"
            outcome = FileOutcome(file.source, kind, state)  # type: ignore[arg-type]  # one of both
        elif "failed" in states:
            reasons = {one.reason for one in inside if one.state == "failed"}
            reason = reasons.pop() if len(reasons) == 1 else _NONE_READ
            self._run.failed(file.source, kind, reason)
            outcome = self._run.outcomes.pop()
        else:
            outcome = FileOutcome(file.source, kind, "left_out", _NONE_READ if inside else _EMPTY)
        self._run.outcomes.insert(first, outcome)
