"""``.doc``: Word before 2007, through LibreOffice; and what is only called ``.doc``.

Many files of this name are web pages or .docx files that a portal or a person renamed. They are
told by how they begin, and read as what they are.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from indexer.readers.html import read_html
from indexer.readers.raw import RawText, Refused
from indexer.readers.word import read_word

MAX_SECONDS: Final = 90.0
"""For one file, LibreOffice's own start included."""

PROGRAMS: Final = ("soffice", "libreoffice")
"""Looked for on the PATH, in this order."""

_BEGINNINGS: Final = {b"PK\x03\x04": read_word, b"<": read_html, b"MIME-Version": read_html}
"""How a renamed file begins, after white space and a byte order mark -> its reader."""


def read_old_word(path: Path) -> RawText:
    """The text, as ``read_word`` gives it for the file that LibreOffice makes of it.

    Raises:
        Refused: LibreOffice is not installed, cannot read the file, or takes too long.
    """
    with path.open("rb") as file:
        head = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    for beginning, reader in _BEGINNINGS.items():
        if head.startswith(beginning):
            return reader(path)
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise Refused(
            "tệp .doc cần LibreOffice mà máy chưa cài",
            "Cài LibreOffice, hoặc lưu tệp thành .docx.",
        )
    with tempfile.TemporaryDirectory(prefix="khoan-") as folder:
        return read_word(_converted(program, path, Path(folder)))


def _converted(program: str, path: Path, folder: Path) -> Path:
    """The .docx file that LibreOffice makes of ``path`` in ``folder``."""
    source = folder / "in.doc"  # a name that no option can be read from
    shutil.copyfile(path, source)
    command = [
        program, "--headless", "--norestore", "--nolockcheck",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",  # ours alone: no macros trusted
        "--convert-to", "docx", "--outdir", str(folder), str(source),
    ]  # fmt: skip
    # The program is what the user installed, its arguments are ours.
    process = subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        process.wait(MAX_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Refused(f"LibreOffice đọc quá {MAX_SECONDS:.0f} giây") from error
    finally:
        _end(process)
    made = folder / "in.docx"
    if not made.is_file():
        raise Refused("LibreOffice không đọc được", "Có đúng là tệp Word không?")
    return made


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the program and what it started, if it still runs."""
    if process.poll() is not None:
        return
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
