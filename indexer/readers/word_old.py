"""``.doc`` and ``.rtf``: Word before 2007, through LibreOffice, which makes a .docx file of it."""

from __future__ import annotations

from pathlib import Path

from indexer.readers.content import OLD_WORD, RTF
from indexer.readers.libreoffice import converted
from indexer.readers.raw import RawText
from indexer.readers.word import read_word


def read_old_word(path: Path) -> RawText:
    """The text, as ``read_word`` gives it for the file that LibreOffice makes of it.

    Raises:
        Refused: see ``converted`` and ``read_word``.
    """
    with converted(path, OLD_WORD, RTF) as made:
        return read_word(made)
