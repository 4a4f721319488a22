"""Bytes to text, and text whose encoding is not the one it declares, converted.

Nothing is converted on a guess alone: an encoding is believed when the accented words it gives
are Vietnamese syllables. Every conversion, and every text that fits no encoding, is reported
in ``quality``.
"""

from __future__ import annotations

import codecs
from typing import Final, NamedTuple

from indexer.core.said import Said
from indexer.readers import vietnamese
from indexer.readers.legacy import CONVERTERS
from indexer.readers.raw import Refused, unix_lines

_MARKS: Final[tuple[tuple[bytes, str], ...]] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: it begins with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 1 << 12
"""Characters from the start, and as many from the middle, on which an encoding is chosen."""
_FEW: Final = 5
"""Accented words. On fewer, text is left as it is: a name could decide."""
_FINE: Final = 0.95
"""Share of Vietnamese syllables from which no line is looked at more closely."""
_GARBLED: Final = 0.5
"""Share under which a line, or a whole text, is taken to be garbled."""
_CONVERTED: Final = "Chuyển từ bảng mã {}, đoán theo các từ trong tệp."


class Decoded(NamedTuple):
    """Text, and why it cannot be fully trusted (``None`` where it can)."""

    text: str
    quality: str | None


def decode(data: bytes) -> Decoded:
    """The text of ``data``, without its byte order mark, with ``\\n`` line ends.

    Raises:
        Refused: the bytes are not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _unicode(data[len(mark) :], encoding)
    if wide := _wide(data):
        return _unicode(data, wide)
    if data.count(0) > len(data) / 100:
        raise Refused("không phải văn bản: có byte NUL", "Xem lại đuôi tệp.")
    try:
        return Decoded(unix_lines(data.decode("utf-8")), None)
    except UnicodeDecodeError:
        return _other(data)


def repair(text: str) -> Decoded:
    """Text from inside a file: as it is when it reads as Vietnamese; otherwise the lines that do
    not are converted from the older encoding they were typed in. None found: that is reported."""
    sample = _sample(text)
    as_it_is = vietnamese.reading(sample)
    if as_it_is.accented < _FEW or as_it_is.share >= _FINE:
        return Decoded(text, None)
    bad = [line for line in sample.split("\n") if vietnamese.reading(line).share < _GARBLED]
    if name := _best("\n".join(bad)):
        lines = (_converted(line, name) for line in text.split("\n"))
        return Decoded("\n".join(lines), _CONVERTED.format(name))
    if as_it_is.share >= _GARBLED:
        return Decoded(text, None)  # foreign names, abbreviations, errors of recognition
    return Decoded(text, "Chữ có dấu trong tệp không thành từ tiếng Việt; có thể sai bảng mã.")


def _converted(line: str, name: str) -> str:
    """The line in Unicode, unless it was already."""
    other = CONVERTERS[name](line)
    return other if vietnamese.reading(other).share > vietnamese.reading(line).share else line


def _sample(text: str) -> str:
    middle = max(_SAMPLE, len(text) // 2)
    return text[:_SAMPLE] + text[middle : middle + _SAMPLE]


def _best(sample: str) -> str | None:
    """The encoding in which the sample reads as Vietnamese, if there is one."""
    readings = {name: vietnamese.reading(to(sample)) for name, to in CONVERTERS.items()}
    best = max(readings, key=lambda name: readings[name].syllables * readings[name].share)
    return best if readings[best].share >= vietnamese.ENOUGH else None


def _unicode(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(unix_lines(data.decode(encoding)), None)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        what = Said(
            "Sai mã %(encoding)s ở byte %(byte)d; chỗ hỏng hiện là \ufffd.",
            encoding=encoding.upper(),
            byte=error.start,
        )
        return Decoded(unix_lines(text), what)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of its ASCII letters is zero."""
    sample = data[: 2 * _SAMPLE]
    pairs = len(sample) // 2
    if pairs < 2 or len(data) % 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > pairs * 0.3 and even < pairs * 0.02:
        return "utf-16-le"
    return "utf-16-be" if even > pairs * 0.3 and odd < pairs * 0.02 else None


def _other(data: bytes) -> Decoded:
    """What is not UTF-8: UTF-8 with damage, an older encoding, or unknown."""
    damaged = data.decode("utf-8", "replace")
    if damaged.count("\ufffd") <= len(damaged.encode()) / 100:
        return _unicode(data, "utf-8")
    bytes_as_text = data.decode("latin-1")
    if name := _best(_sample(bytes_as_text)):
        return Decoded(unix_lines(CONVERTERS[name](bytes_as_text)), _CONVERTED.format(name))
    return Decoded(
        unix_lines(data.decode("cp1252", "replace")),
        "Không rõ bảng mã; đã đọc như Windows-1252, chữ có dấu có thể sai.",
    )
