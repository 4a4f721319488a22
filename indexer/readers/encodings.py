"""Bytes to text: which encoding a Vietnamese file is in."""

from __future__ import annotations

import codecs
from typing import Final, NamedTuple

from indexer.readers.raw import Refused, unix_lines

_MARKS: Final[tuple[tuple[bytes, str], ...]] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Decoded(NamedTuple):
    """Text, and why it cannot be fully trusted (``None`` where it can)."""

    text: str
    quality: str | None


def decode(data: bytes) -> Decoded:
    """The text of ``data``, without its byte order mark, with ``\\n`` line ends.

    Raises:
        Refused: the bytes are in no encoding that is known here.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _as(data[len(mark) :], encoding)
    return _as(data, "utf-8")


def _as(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(unix_lines(data.decode(encoding)), None)
    except UnicodeDecodeError as error:
        raise Refused(
            f"not {encoding.upper()} at byte {error.start}", "Save it as UTF-8 and index it again."
        ) from error
