"""``.7z`` and ``.rar``, by libarchive (``pip install 'khoan[archives]'``)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.core.said import Said
from indexer.readers.containers.member import ENCRYPTED, UNLOCK, Member
from indexer.readers.raw import NotInstalled, Refused


def archive_members(path: Path) -> Iterator[Member]:
    """See ``indexer.readers.containers.members``."""
    library = _library()
    try:
        with library.file_reader(str(path)) as archive:
            for entry in archive:
                if not entry.isdir:
                    yield _member(entry)
    except library.ArchiveError as error:
        said = str(error).lower()
        if "encrypt" in said or "passphrase" in said:
            raise Refused(ENCRYPTED, UNLOCK) from error
        raise Refused(
            "tệp nén hỏng, hoặc thuộc loại không mở được", "Nén lại thành .zip."
        ) from error


def _member(entry: Any) -> Member:
    name = str(entry.pathname)
    if entry.issym or entry.islnk:
        return Member(name, None, link=True)
    return Member(name, entry.get_blocks)


def _library() -> Any:
    try:
        import libarchive
    except (ImportError, OSError, AttributeError, TypeError) as error:
        raise NotInstalled(
            Said("cần libarchive mà máy chưa cài"),
            Said(
                "Cài: pip install 'khoan[archives]' (trên Debian thêm apt install libarchive13), "
                "hoặc nén lại thành .zip."
            ),
        ) from error
    return libarchive
