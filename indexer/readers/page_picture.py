"""A page of a file as a picture, to be read beside its text."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image, ImageOps

from indexer.core.regular import open_regular
from indexer.core.said import Said
from indexer.readers.raw import Refused

MAX_WIDTH: Final = 1100
"""Dots: enough to read a page by."""
MAX_HEIGHT: Final = 2200
MAX_BYTES: Final = 64 * 1024 * 1024
_MOST_DOTS: Final = 100_000_000
"""Of a picture that is made smaller."""
_KINDS: Final = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
_QUALITY: Final = 72


def page_picture(path: Path, digest: str, number: int) -> bytes:
    """A page as JPEG.

    Args:
        digest: SHA-256 of the file that was indexed, in hex: no other is drawn.
        number: of the page, from 0.

    Raises:
        Refused: another file stands there, or it has no such page, or it cannot be drawn.
        OSError: it cannot be opened.
    """
    with open_regular(path, link=True) as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES or hashlib.sha256(data).hexdigest() != digest:
        raise Refused("tệp đã thay đổi sau khi lập chỉ mục")
    picture = _of_pdf(data, number) if b"%PDF-" in data[:4096] else _of_picture(data, number)
    out = BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def _of_pdf(data: bytes, number: int) -> Image.Image:
    file = pypdfium2.PdfDocument(data)
    try:
        if not 0 <= number < len(file):
            raise Refused(Said("không có trang %(number)d", number=number + 1))
        page = file[number]
        width, height = page.get_size()
        scale = min(MAX_WIDTH / max(width, 1), MAX_HEIGHT / max(height, 1), 4.0)
        picture: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
        return picture
    finally:
        file.close()


def _of_picture(data: bytes, number: int) -> Image.Image:
    with Image.open(BytesIO(data), formats=_KINDS) as file:
        if not 0 <= number < getattr(file, "n_frames", 1):
            raise Refused(Said("không có trang %(number)d", number=number + 1))
        file.seek(number)
        if file.width * file.height > _MOST_DOTS:
            raise Refused("ảnh quá lớn")
        picture = ImageOps.exif_transpose(file).convert("RGB")
    picture.thumbnail((MAX_WIDTH, MAX_HEIGHT))
    return picture
