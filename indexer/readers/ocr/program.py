"""Tesseract, the program that recognises letters: where it is, and one call of it.

It is called as it is: a picture through its input, hOCR from its output (docs/decisions/).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from indexer.core.said import Said
from indexer.readers.ocr.picture import DPI, Grey
from indexer.readers.raw import PROCESS, Refused

PROGRAM: Final = "tesseract"
LANGUAGE: Final = "vie"
MAX_SECONDS: Final = 60.0
"""For one page; one of 200 dots an inch takes 2."""
INSTALL: Final = Said(
    "Cài Tesseract và dữ liệu tiếng Việt (sudo apt install tesseract-ocr tesseract-ocr-vie) rồi "
    "lập chỉ mục lại; hoặc nhận dạng chữ trước, chẳng hạn bằng ocrmypdf -l vie."
)


class Tesseract(NamedTuple):
    """The program on this machine."""

    path: str
    version: str


@cache
def tesseract() -> Tesseract | None:
    """The program, if it is installed with the data for Vietnamese."""
    path = shutil.which(PROGRAM)
    if path is None:
        return None
    try:
        version = _said(path, "--version").split("\n")[0]
        languages = _said(path, "--list-langs").split()
    except (OSError, subprocess.SubprocessError):
        return None
    return Tesseract(path, version) if LANGUAGE in languages else None


def _said(path: str, option: str) -> str:
    # The program is what the user installed.
    done = subprocess.run(  # noqa: S603
        [path, option], capture_output=True, text=True, timeout=20, check=False
    )
    return done.stdout or done.stderr


def hocr_of(program: Tesseract, grey: Grey, *, sparse: bool = False) -> str:
    """What Tesseract reads on a page, as hOCR (http://kba.github.io/hocr-spec/1.2).

    Args:
        sparse: look for words everywhere, in no order, instead of for a page's regions.

    Raises:
        Refused: it fails, or takes too long.
    """
    height, width = grey.shape
    picture = b"P5 %d %d 255\n" % (width, height) + np.ascontiguousarray(grey).tobytes()
    mode = "11" if sparse else "3"
    command = [
        program.path, "stdin", "stdout", "-l", LANGUAGE, "--psm", mode, "--dpi", str(DPI),
        "-c", "tessedit_create_hocr=1", "-c", "hocr_font_info=0",
    ]  # fmt: skip
    with (
        subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},  # pages are read by several processes
        ) as process,
        tempfile.TemporaryDirectory(prefix="khoan-") as folder,
    ):
        (Path(folder) / PROCESS).write_text(str(process.pid), encoding="ascii")
        try:
            out, _ = process.communicate(picture, MAX_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise Refused(
                Said("Tesseract đọc một trang quá %(most)d giây", most=MAX_SECONDS)
            ) from error
        finally:
            process.kill()  # of a process that has ended, nothing
    if process.returncode:
        raise Refused("Tesseract không đọc được trang này")
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", out.decode("utf-8", "replace"))
