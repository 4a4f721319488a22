"""The files that documents were read from: given out only while they still are what was indexed."""

from __future__ import annotations

import hashlib
from os import fstat
from pathlib import Path
from typing import IO

from indexer.core.document import Metadata
from indexer.core.regular import open_regular
from search_ui.site import site

_BLOCK = 1 << 20
_MOST = 4096
_DIGESTS: dict[tuple[int, ...], str] = {}
"""Of up to ``_MOST`` files that were asked for, by what changes when they do."""


def downloadable(document: Metadata) -> bool:
    """Whether the document's file is there, and is what was indexed."""
    stream = opened(document)
    if stream is None:
        return False
    stream.close()
    return True


def opened(document: Metadata) -> IO[bytes] | None:
    """The document's file, or None where it is gone, changed, no regular file any more, or not to
    be given out.

    The path comes from the index alone, never from a request; what is compared with the index is
    what was opened, whatever stands at the path a moment later.
    """
    if not site().settings.downloads or not document.origin or not document.digest:
        return None
    try:
        stream = open_regular(Path(document.origin), link=True)
    except OSError:
        return None
    try:
        if _digest_of(stream) == document.digest:
            stream.seek(0)
            return stream
    except OSError:
        pass
    stream.close()
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
