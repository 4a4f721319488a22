"""One file as a document and its pieces."""

from __future__ import annotations

from typing import Final

from indexer.core.document import Clause, Document
from indexer.core.errors import UnreadableFile
from indexer.ingest.files import File
from indexer.ingest.parse import parse
from indexer.readers import read_text

MAX_TEXT: Final = 4_000_000
"""Code points, about 1,500 pages; the longest Vietnamese code has a tenth of that."""


def read(file: File) -> tuple[Document, tuple[Clause, ...]]:
    """One file as a document and its pieces.

    Raises:
        UnreadableFile: it cannot be turned into text, or into too much of it.
    """
    try:
        raw = read_text(file.path, file.source)
        if len(raw.text) <= MAX_TEXT:
            return parse(raw.text, file.source, raw.quality, raw.title, raw.stated, raw.notes)
    except (UnreadableFile, MemoryError):
        raise
    except Exception as error:  # the libraries that read formats promise nothing
        raise UnreadableFile(
            file.source, f"không đọc được tệp này ({type(error).__name__}: {error})"
        ) from error
    raise UnreadableFile(
        file.source,
        f"có {len(raw.text):,} ký tự, giới hạn là {MAX_TEXT:,}",
        "Tách nó thành từng văn bản.",
    )
