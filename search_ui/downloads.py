"""The files that documents were read from: given out only while they still are what was indexed."""

from __future__ import annotations

import hashlib
from itertools import islice
from os import fstat
from tempfile import TemporaryFile
from typing import IO, NamedTuple
from zipfile import BadZipFile
from zlib import error as zlib_error

from indexer.core.deadline import check
from indexer.core.document import Metadata
from indexer.core.regular import open_regular
from indexer.ingest.places import disk_path, member_digest, names_inside
from indexer.ingest.unpack import MAX_MEMBERS
from indexer.readers import MAX_BYTES
from indexer.readers.containers import named
from indexer.readers.containers.zip_archive import zip_members
from indexer.readers.raw import Refused
from search_ui.site import site

_BLOCK = 1 << 20
_MOST = 4096
_DIGESTS: dict[tuple[int, ...], str] = {}
"""Of up to ``_MOST`` files that were asked for, by what changes when they do."""


class Download(NamedTuple):
    """A file to be given out."""

    stream: IO[bytes]
    name: str


def downloadable(document: Metadata) -> bool:
    """Whether the document's file is there, and is what was indexed."""
    stream = _opened(document)
    if stream is None:
        return False
    stream.close()
    return True


def opened(document: Metadata) -> Download | None:
    """The document's file, or None where it is gone, changed, no regular file any more, or not to
    be given out.

    The path comes from the index alone, never from a request; what is compared with the index is
    what was opened, whatever stands at the path a moment later. Of a document in a .zip it is the
    document; of one in another container, or deeper, it is the container as it stands on the disk:
    what opens those is not run here.
    """
    stream = _opened(document)
    if stream is None or document.origin is None:
        return None
    names = names_inside(document.origin)
    path = disk_path(document.origin)
    if len(names) == 1 and stream.read(2) == b"PK":
        with stream:
            member = _from_zip(stream, names[0])
        return Download(member, names[0].rpartition("/")[2]) if member else None
    stream.seek(0)
    shown = path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return Download(stream, shown if names else document.source.rpartition("/")[2])


def _opened(document: Metadata) -> IO[bytes] | None:
    """The file on the disk, if it is what was indexed."""
    if not site().settings.downloads or not document.origin or not document.digest:
        return None
    try:
        stream = open_regular(disk_path(document.origin), link=True)
    except OSError:
        return None
    try:
        found = _digest_of(stream)
        for name in names_inside(document.origin):
            found = member_digest(found, name)
        if found == document.digest:
            stream.seek(0)
            return stream
    except OSError:
        pass
    stream.close()
    return None


def _from_zip(archive: IO[bytes], wanted: str) -> IO[bytes] | None:
    """What lies in an archive under a name, bounded as when it was indexed."""
    member_file = TemporaryFile()  # noqa: SIM115  # whoever sends it closes it
    try:
        archive.seek(0)
        for name, member in islice(named(zip_members(archive)), MAX_MEMBERS):
            if name == wanted and member.read is not None:
                size = 0
                for block in member.read():
                    check()
                    size += len(block)
                    if size > MAX_BYTES:
                        break
                    member_file.write(block)
                else:
                    member_file.flush()
                    member_file.seek(0)
                    return member_file
    except (OSError, Refused, ValueError, EOFError, RuntimeError, NotImplementedError,
            BadZipFile, zlib_error):  # fmt: skip
        pass
    member_file.close()
    return None


def _digest_of(stream: IO[bytes]) -> str:
    """SHA-256 of an open file, computed again when it looks changed."""
    now = fstat(stream.fileno())
    state = now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns
    found = _DIGESTS.get(state)
    if found is None:
        sha = hashlib.sha256()
        while block := stream.read(_BLOCK):
            sha.update(block)
        found = sha.hexdigest()
        if len(_DIGESTS) >= _MOST:
            _DIGESTS.clear()
        _DIGESTS[state] = found
    return found
