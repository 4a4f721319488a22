"""Scans made of PDFs with text: each page as a picture, which may be turned."""

from __future__ import annotations

import io
import shutil

import numpy as np
import pypdfium2
import pytest

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None,
    reason="Tesseract is not installed (apt install tesseract-ocr tesseract-ocr-vie)",
)


def pictures_of(data: bytes, turn: int = 0, dots: int = 200) -> list[np.ndarray]:
    """The pages of a PDF as grey pictures, turned anticlockwise by so many quarters."""
    file = pypdfium2.PdfDocument(data)
    try:
        drawn = [page.render(scale=dots / 72, grayscale=True).to_numpy() for page in file]
        return [np.rot90(one[:, :, 0] if one.ndim == 3 else one, turn).copy() for one in drawn]
    finally:
        file.close()


def scan_of(data: bytes, turn: int = 0) -> bytes:
    """A PDF whose pages are pictures of the pages of another."""
    scan = pypdfium2.PdfDocument.new()
    for picture in pictures_of(data, turn):
        height, width = picture.shape
        size = width * 72 / 200, height * 72 / 200
        page = scan.new_page(*size)
        image = pypdfium2.PdfImage.new(scan)
        bitmap = pypdfium2.PdfBitmap.new_native(width, height, 4)
        pixels = bitmap.to_numpy()
        pixels[:, :, :3] = picture[:, :, None]
        pixels[:, :, 3] = 255
        image.set_bitmap(bitmap)
        image.set_matrix(pypdfium2.PdfMatrix().scale(*size))
        page.insert_obj(image)
        page.gen_content()
        page.close()
    out = io.BytesIO()
    scan.save(out)
    scan.close()
    return out.getvalue()
