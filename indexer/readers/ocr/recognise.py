"""Pages of a file recognised one by one, unless they are remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from indexer.core.ocr_mode import page_begins
from indexer.core.said import Said
from indexer.readers.ocr.cache import key_of, load, store, trim
from indexer.readers.ocr.grid import grids
from indexer.readers.ocr.page import SeenPage, read_page
from indexer.readers.ocr.picture import Grey
from indexer.readers.ocr.program import Tesseract

MAX_PAGES: Final = 600
"""Of one file that are recognised: about 20 minutes. More is no document but an archive."""
_DOUBTFUL: Final = 80.0
"""Mean confidence of a page, below which its text is doubtful. Eleven real pages of text have 91 or
more, two tables 80 and 87: so pages with drawn tables are doubtful in any case, for of their 128
cells 69 were right letter by letter."""

Draw = Callable[[int], Grey]
"""Draws the page of a number, from 0."""


def recognise(path: Path, numbers: Sequence[int], program: Tesseract, draw: Draw) -> list[SeenPage]:
    """What is read on the pages of these numbers.

    Raises:
        Refused: Tesseract fails, or takes too long.
    """
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    pages: list[SeenPage] = []
    for done, number in enumerate(numbers):
        key = key_of(content, number, program.version)
        page = load(key)
        if page is None:
            page_begins(done, len(numbers))
            page = read_page(program, draw(number))
            store(key, page)
            _trim_once()
        pages.append(page)
    return pages


def quality_of(pages: Sequence[SeenPage], numbers: Sequence[int], left: int = 0) -> str | None:
    """What to say of recognised pages.

    Args:
        numbers: of the pages in their file, from 0.
        left: pages that were not recognised, for there were too many.
    """
    with_words = [(page, number) for page, number in zip(pages, numbers, strict=True) if page.words]
    if not with_words:
        return None
    mean = sum(page.confidence for page, _ in with_words) / len(with_words)
    poor = [
        number + 1
        for page, number in with_words
        if page.confidence < _DOUBTFUL or grids(page.marks, page.width)
    ]
    if left:
        return Said(
            "Chữ do máy nhận dạng từ bản quét, độ tin cậy %(mean).0f%%; còn %(left)d trang chưa "
            "nhận dạng vì quá %(most)d trang.",
            mean=mean,
            left=left,
            most=MAX_PAGES,
        )
    if poor:
        return Said(
            "Chữ do máy nhận dạng từ bản quét, độ tin cậy %(mean).0f%%; kém ở trang %(pages)s, nên "
            "đối chiếu bản gốc.",
            mean=mean,
            pages=", ".join(map(str, poor[:10])) + (", …" if len(poor) > 10 else ""),
        )
    return Said("Chữ do máy nhận dạng từ bản quét, độ tin cậy %(mean).0f%%.", mean=mean)


@cache
def _trim_once() -> None:
    trim()
