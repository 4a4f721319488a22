"""``.txt``: the text is the file."""

from __future__ import annotations

from pathlib import Path

from indexer.core.regular import open_regular
from indexer.readers.encodings import decode
from indexer.readers.raw import RawText


def read_plain(path: Path) -> RawText:
    """Nothing is changed but line ends and the byte order mark."""
    with open_regular(path, link=True) as stream:
        text, quality = decode(stream.read())
    return RawText(text, quality)
