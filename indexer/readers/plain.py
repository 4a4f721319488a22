"""``.txt``: the text is the file."""

from __future__ import annotations

from pathlib import Path

from indexer.readers.encodings import decode
from indexer.readers.raw import RawText


def read_plain(path: Path) -> RawText:
    """Nothing is changed but line ends and the byte order mark."""
    text, quality = decode(path.read_bytes())
    return RawText(text, quality)
