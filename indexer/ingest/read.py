"""One file as a document and its pieces."""

from __future__ import annotations

import stat
from contextlib import suppress
from dataclasses import replace
from typing import Final

from indexer.core.document import Clause, Document
from indexer.core.errors import UnreadableFile
from indexer.core.said import Said
from indexer.ingest.files import File, digest
from indexer.readers import read_text

MAX_TEXT: Final = 4_000_000
"""Code points, about 1,500 pages; the longest Vietnamese code has a tenth of that."""

_ATTEMPTS: Final = 3
"""Readings of a file that is being changed, before it is left for the next run."""


def read(file: File) -> tuple[Document, tuple[Clause, ...]]:
    """One file as a document and its pieces.

    Raises:
        UnreadableFile: it cannot be turned into text, or into none, or into too much of it.
    """
    from indexer.ingest.parse import parse  # a process that has others read has no use for it

    try:
        _check_not_empty(file)
        raw = read_text(file.on_disk, file.source)
        if not raw.text or raw.text.isspace():
            raise UnreadableFile(file.source, "tệp không có chữ nào")  # noqa: TRY301  # passed on
        if len(raw.text) <= MAX_TEXT:
            document, clauses = parse(
                raw.text,
                file.source,
                raw.quality,
                raw.title,
                raw.stated,
                raw.notes,
                raw.places,
                raw.pages,
                recognised=raw.recognised,
            )
            return replace(document, recognition="missing") if raw.missed else document, clauses
    except (UnreadableFile, MemoryError):
        raise
    except Exception as error:  # the libraries that read formats promise nothing
        raise UnreadableFile(
            file.source,
            Said("không đọc được tệp này (%(error)s)", error=f"{type(error).__name__}: {error}"),
        ) from error
    raise UnreadableFile(
        file.source,
        Said(
            "có %(count)s ký tự, giới hạn là %(most)s",
            count=f"{len(raw.text):,}",
            most=f"{MAX_TEXT:,}",
        ),
        "Tách nó thành từng văn bản.",
    )


def read_unchanged(file: File, known: str) -> tuple[Document, tuple[Clause, ...]]:
    """``read``, with the digest of the bytes that were read and the place they were read from.

    Readers open a file several times, and one that is changed meanwhile would be half of the old
    and half of the new, and "unchanged" ever after. So it is read until it stays the same.

    Args:
        known: SHA-256 of its bytes a moment ago.

    Raises:
        UnreadableFile: see ``read``; or it changes all the time.
    """
    for _ in range(_ATTEMPTS):
        before = _state(file)
        document, clauses = read(file)
        now = digest_of(file)
        if now == known and _state(file) == before:
            return replace(document, digest=file.digest or now, origin=file.place), clauses
        known = now
    raise UnreadableFile(
        file.source, "đang được ghi trong khi đọc", "Chờ nó được ghi xong rồi lập chỉ mục lại."
    )


def digest_of(file: File) -> str:
    """SHA-256 of a file's bytes now, in hex.

    Raises:
        UnreadableFile: it is gone, is no regular file, or may not be read.
    """
    try:
        if not file.on_disk.is_file():
            raise UnreadableFile(file.source, "không phải tệp thường, hoặc không còn nữa")
        return digest(file.path, link=file.link)
    except OSError as error:
        raise UnreadableFile(file.source, error.strerror or Said("không mở được")) from error


def _check_not_empty(file: File) -> None:
    with suppress(OSError):  # reading it raises the error
        state = file.on_disk.stat()
        if stat.S_ISREG(state.st_mode) and not state.st_size:
            raise UnreadableFile(file.source, "tệp trống", "Có phải tệp được chép dở?")


def _state(file: File) -> tuple[int, ...] | None:
    """What changes when a file is written or replaced, even by what it was before."""
    try:
        now = file.on_disk.stat()
    except OSError:
        return None
    return now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns
