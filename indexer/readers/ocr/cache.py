"""Pages that were recognised, by what they are: a file that comes again costs nothing.

One small file a page, in a folder of the user's for cached data and not beside an index: several
indexes share it, and what belongs to an index (``--prune``, ``check``, a copy) has nothing to do
with it. Whatever is missing or damaged there is recognised again; the folder may be deleted at any
time. Words are stored as Tesseract gave them, so a change of our layout needs no second reading.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from indexer.core.system_paths import patiently
from indexer.readers.ocr.cleaning import Box, Marks
from indexer.readers.ocr.page import SeenPage
from indexer.readers.ocr.words import SeenWord

VERSION: Final = 4
"""Of what is done to a page before Tesseract sees it, and of the form of the files."""
FOLDER: Final = "KHOAN_CACHE"
"""Variable of the environment: the folder to use instead; empty for none."""
MAX_BYTES: Final = 1 << 30
"""A page takes about 10 KB. Above this the pages used longest ago are deleted."""
_SUFFIX: Final = ".json.gz"


def folder() -> Path | None:
    """Where pages are stored, or None where nothing shall be."""
    named = os.environ.get(FOLDER)
    if named is not None:
        return Path(named) / "ocr" if named else None
    try:
        if sys.platform == "win32":
            base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
        elif sys.platform == "darwin":
            base = Path.home() / "Library" / "Caches"
        else:
            base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:  # this user has no home
        return None
    return base / "khoan" / "ocr"


def key_of(content: str, number: int, program: str) -> str:
    """Of a page: the SHA-256 of its file in hex, its number, and the version of Tesseract."""
    return hashlib.sha256(f"{VERSION} {program} {number} {content}".encode()).hexdigest()


def load(key: str) -> SeenPage | None:
    """A page that was stored, or None."""
    here = folder()
    if here is None:
        return None
    path = _path(here, key)
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            width, height, turn, words, marks = json.load(file)
        page = SeenPage(
            width,
            height,
            turn,
            tuple(SeenWord(*word) for word in words),
            Marks(*(tuple(Box(*box) for box in kind) for kind in marks)),
        )
    except (OSError, EOFError, ValueError, TypeError):
        return None
    with suppress(OSError):
        os.utime(path)  # used now
    return page


def store(key: str, page: SeenPage) -> None:
    """Store a page, where that is possible."""
    here = folder()
    if here is None:
        return
    path = _path(here, key)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(gzip.compress(json.dumps(page).encode(), mtime=0))
        patiently(lambda: Path(name).replace(path))
    except OSError:
        return  # a full disk, or a folder that is read-only: it is recognised again next time


def trim(most: int = MAX_BYTES) -> None:
    """Delete the pages used longest ago, until the rest fits into three quarters of ``most``."""
    here = folder()
    if here is None:
        return
    found: list[tuple[float, int, Path]] = []
    for path in here.glob("*/*"):
        with suppress(OSError):
            state = path.stat()
            found.append((state.st_mtime, state.st_size, path))
    size = sum(one[1] for one in found)
    if size <= most:
        return
    for _, bytes_, path in sorted(found):
        with suppress(OSError):
            path.unlink()
        size -= bytes_
        if size <= most * 3 // 4:
            return


def _path(here: Path, key: str) -> Path:
    return here / key[:2] / (key + _SUFFIX)
