"""Word files that the site writes."""

from __future__ import annotations

import io
from typing import Any, Final

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
"""Media type."""


def new_word_file() -> Any:
    """An empty one, of python-docx, which has no types; loaded when the first is asked for."""
    from docx import Document

    return Document()


def written(word: Any) -> bytes:
    """Its bytes."""
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()
