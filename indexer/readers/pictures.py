"""Pictures of pages, ``.png``, ``.jpg``, ``.tif`` and so on: recognised by Tesseract.

Pillow decodes them: the one library that reads all the kinds that scanners and telephones write,
with the pages of a TIFF file and the turn that a camera notes.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from indexer.core.ocr_mode import mode
from indexer.core.said import Said
from indexer.readers.ocr.layout import sheets_of
from indexer.readers.ocr.picture import DPI, Grey, grey_of
from indexer.readers.ocr.program import INSTALL, tesseract
from indexer.readers.ocr.recognise import MAX_PAGES, quality_of, recognise
from indexer.readers.pdf_layout import page_starts, text_with_notes
from indexer.readers.pdf_running import without_running
from indexer.readers.raw import NotInstalled, RawText, Refused

KINDS: Final = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
"""What Pillow may take a file for: it has readers of many more, of formats that are no pages."""
_MOST_DOTS: Final = 100_000_000
"""A larger picture is refused before it is decoded: A4 at 900 dots an inch."""
_DRAWN: Final = 20_000_000
"""Dots of a picture as it is recognised, at most."""
_A4: Final = 11.7
"""Inches on the longer side, if a picture does not say how large it is."""
_WRONG: Final = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError)


def read_picture(path: Path) -> RawText:
    """The text on a picture, or on the pages of one; a blank line between paragraphs.

    Raises:
        Refused: no picture, damaged, too large, without text; or Tesseract is not wanted, fails, or
            takes too long.
        NotInstalled: Tesseract is missing.
    """
    program = tesseract()
    if mode() == "never":
        raise Refused("ảnh: không nhận dạng chữ (--ocr never)")
    if program is None:
        raise NotInstalled("ảnh: cần Tesseract để nhận dạng chữ", INSTALL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of tags that a camera wrote wrongly
            with Image.open(path, formats=KINDS) as picture:
                count = min(getattr(picture, "n_frames", 1), MAX_PAGES)
                if picture.format == "GIF":
                    count = 1  # further ones are movement
                seen = recognise(path, range(count), program, lambda page: _drawn(picture, page))
    except _WRONG as error:
        raise Refused("tệp ảnh hỏng") from error
    pages = [sheet for number, page in enumerate(seen) if page for sheet in sheets_of(page, number)]
    laid = text_with_notes(without_running(pages))
    if not laid.text.strip():
        raise Refused("ảnh: không nhận dạng được chữ nào", "Quét lại rõ hơn.")
    starts = page_starts(laid, count)
    quality = quality_of(seen, range(count))
    return RawText(laid.text, quality, notes=laid.notes, recognised=True, pages=starts)


def _drawn(picture: Image.Image, number: int) -> Grey:
    """A page at ``DPI`` dots an inch, upright as the camera was."""
    picture.seek(number)
    if picture.width * picture.height > _MOST_DOTS:
        raise Refused(Said("ảnh quá lớn (%(x)d x %(y)d điểm)", x=picture.width, y=picture.height))
    page = ImageOps.exif_transpose(picture)
    if page.mode in {"RGBA", "LA", "P", "PA"}:  # what shines through is paper
        layers = page.convert("RGBA")
        page = Image.alpha_composite(Image.new("RGBA", layers.size, "white"), layers).convert("RGB")
    elif page.mode != "RGB":
        page = page.convert("L")
    scale = min(DPI / _dots_an_inch(page), (_DRAWN / (page.width * page.height)) ** 0.5)
    if not 0.9 < scale < 1.1:
        size = max(1, round(page.width * scale)), max(1, round(page.height * scale))
        page = page.resize(size, Image.Resampling.LANCZOS)
    return grey_of(np.asarray(page))


def _dots_an_inch(page: Image.Image) -> float:
    """What the file says where that makes a sheet, from A6 to A2; else as if it was A4. Cameras
    and screens write 72 or 96 whatever they took."""
    said = page.info.get("dpi", (0, 0))[0]
    longer = max(page.width, page.height)
    return float(said) if said and 5.5 < longer / float(said) < 24 else longer / _A4
