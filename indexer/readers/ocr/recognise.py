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
from indexer.readers.raw import Refused

MAX_PAGES: Final = 600
"""Of one file that are recognised: about 20 minutes. More is no document but an archive."""
_DOUBTFUL: Final = 80.0
"""Mean confidence of a page, below which its text is doubtful. Eleven real pages of text have 91 or
more, two tables 80 and 87: so pages with drawn tables are doubtful in any case, for of their 128
cells 69 were right letter by letter."""

Draw = Callable[[int], Grey]
"""Draws the page of a number, from 0."""


def recognise(
    path: Path, numbers: Sequence[int], program: Tesseract, draw: Draw
) -> list[SeenPage | None]:
    """What is read on the pages of these numbers; None for a page that Tesseract cannot read, or
    takes too long for: one bad page must not cost the others.

    Raises:
        Refused: no page could be read.
    """
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    pages: list[SeenPage | None] = []
    failed: Refused | None = None
    for done, number in enumerate(numbers):
        key = key_of(content, number, program.version)
        page = load(key)
        if page is None:
            page_begins(done, len(numbers))
            try:
                page = read_page(program, draw(number))
            except Refused as refused:
                failed = refused
            else:
                store(key, page)
                _trim_once()
        pages.append(page)
    if failed is not None and not any(pages):
        raise failed
    return pages


def quality_of(
    pages: Sequence[SeenPage | None], numbers: Sequence[int], left: int = 0
) -> str | None:
    """What to say of recognised pages.

    Args:
        numbers: of the pages in their file, from 0.
        left: pages that were not recognised, for there were too many.
    """
    numbered = list(zip(pages, numbers, strict=True))
    with_words = [(page, number) for page, number in numbered if page and page.words]
    unread = [number + 1 for page, number in numbered if page is None]
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
    if unread:
        return Said(
            "Chữ do máy nhận dạng từ bản quét, độ tin cậy %(mean).0f%%; không nhận dạng được trang "
            "%(pages)s.",
            mean=mean,
            pages=_listed(unread),
        )
    if poor:
        return Said(
            "Chữ do máy nhận dạng từ bản quét, độ tin cậy %(mean).0f%%; kém ở trang %(pages)s, nên "
            "đối chiếu bản gốc.",
            mean=mean,
            pages=_listed(poor),
        )
    return Said("Chữ do máy nhận dạng từ bản quét, độ tin cậy %(mean).0f%%.", mean=mean)


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + (", …" if len(numbers) > 10 else "")


@cache
def _trim_once() -> None:
    trim()
