"""The files that documents were read from: given out only while they still are what was indexed."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from indexer.core.document import Metadata
from search_ui.site import site

_BLOCK = 1 << 20


def downloadable(document: Metadata) -> Path | None:
    """The document's file, or None where it is gone, changed, or not to be given out.

    The path comes from the index alone, never from a request.
    """
    if not site().settings.downloads or not document.origin or not document.digest:
        return None
    path = Path(document.origin)
    try:
        state = path.stat()
        same = _digest(str(path), state.st_mtime_ns, state.st_size) == document.digest
    except OSError:
        return None
    return path if same else None


@lru_cache(maxsize=4096)
def _digest(path: str, _changed_ns: int, _size: int) -> str:
    """SHA-256 of a file, computed again when it looks changed."""
    sha = hashlib.sha256()
    with Path(path).open("rb") as stream:
        while block := stream.read(_BLOCK):
            sha.update(block)
    return sha.hexdigest()
