"""``.zip``, by the standard library."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO, Final

from indexer.core.said import Said
from indexer.readers.containers.member import ENCRYPTED, UNLOCK, Member
from indexer.readers.encodings import decode
from indexer.readers.raw import Refused

_UTF8: Final = 0x800
_ENCRYPTED: Final = 0x1
_UNICODE_PATH: Final = 0x7075
"""Extra field of Info-ZIP with the name in UTF-8 (APPNOTE 4.6.9)."""
_BLOCK: Final = 1 << 16
_KNOWN: Final = frozenset(
    {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
)
_WRONG: Final = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError,
                 NotImplementedError, OverflowError)  # fmt: skip


def zip_members(path: Path | IO[bytes]) -> Iterator[Member]:
    """See ``indexer.readers.containers.members``."""
    try:
        archive = zipfile.ZipFile(path)
    except _WRONG as error:
        raise Refused("tệp .zip hỏng hoặc thiếu phần cuối", "Tải lại tệp.") from error
    with archive:
        for info in archive.infolist():
            if not info.is_dir():
                yield _member(archive, info)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Member:
    name = _name(info)
    if stat.S_ISLNK(info.external_attr >> 16):
        return Member(name, None, link=True)
    if info.flag_bits & _ENCRYPTED:
        return Member(name, None, ENCRYPTED, UNLOCK)
    if info.compress_type not in _KNOWN:
        method = Said("nén theo cách %(number)d, không mở được", number=info.compress_type)
        return Member(name, None, method, Said("Nén lại theo cách thường (deflate)."))
    return Member(name, partial(_read, archive, info))


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(info) as stream:
        while block := stream.read(_BLOCK):
            yield block


def _name(info: zipfile.ZipInfo) -> str:
    """The name, in whatever encoding it was written. Without a mark it is of some code page: of
    DOS by the specification, in Vietnam as often of Windows, TCVN3, or UTF-8 all the same."""
    if info.flag_bits & _UTF8:
        return info.orig_filename
    if stated := _unicode_path(info.extra):
        return stated
    try:
        raw = info.orig_filename.encode("cp437")
        text, quality = decode(raw)
    except (UnicodeEncodeError, Refused):
        return info.orig_filename
    unknown = quality is not None and "Windows-1252" in quality
    return info.orig_filename if unknown else text


def _unicode_path(extra: bytes) -> str | None:
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == _UNICODE_PATH and size > 5:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return None
