"""Vietnamese before Unicode: TCVN3, VNI, VISCII and Windows-1258, to Unicode.

Input is text whose characters stand for single bytes: what comes of reading such a file as
Latin-1 or Windows-1252, and what a document holds that was typed with the fonts of those days
(``.VnTime``, ``VNI-Times``), whatever its format.

Tables: TCVN 5712:1993 (VN1, of which .VnTime's VN3 is a subset), RFC 1456 (VISCII), the VNI
encoding for Windows. The first two are tested letter by letter against iconv.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from analyzers.normalize import compose

_FROM_80: Final = {
    "tcvn3": (
        "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323"
        "àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
    ),
    "viscii": (
        "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
        "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
    ),
}
"""What the bytes 0x80 to 0xFF stand for, in order."""
_BELOW_20: Final[Mapping[str, Mapping[int, str]]] = {
    "tcvn3": dict(zip([1, 2, 4, 5, 6, 17, 18, 19, 20, 21, 22, 23], "ÚỤỪỬỮỨỰỲỶỸÝỴ", strict=True)),
    "viscii": dict(zip([2, 5, 6, 20, 25, 30], "ẲẴẪỶỸỴ", strict=True)),
}

_TONES: Final = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_ROOFED: Final = {
    "â": "",
    "á": "\u0301",
    "à": "\u0300",
    "å": "\u0309",
    "ã": "\u0303",
    "ä": "\u0323",
}
_BOWED: Final = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_VNI_ALONE: Final = {
    "ñ": "đ", "ö": "ư", "ô": "ơ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ",
}  # fmt: skip


def _vni_table() -> dict[str, str]:
    """VNI writes a letter, then what stands on or under it: ``aù`` is á, ``öù`` is ứ."""
    table = dict(_VNI_ALONE)
    for base, letter in {**{c: c for c in "aeouy"}, "ô": "ơ", "ö": "ư"}.items():
        table |= {base + mark: letter + tone for mark, tone in _TONES.items()}
    for base in "aeo":
        table |= {base + mark: base + "\u0302" + tone for mark, tone in _ROOFED.items()}
    table |= {"a" + mark: "a\u0306" + tone for mark, tone in _BOWED.items()}
    table |= {key.upper(): value.upper() for key, value in table.items()}
    table |= {key.capitalize(): value.capitalize() for key, value in table.items() if len(key) == 2}
    return {key: unicodedata.normalize("NFC", value) for key, value in table.items()}


def _single_byte(name: str) -> dict[int, str]:
    letters = {0x80 + n: letter for n, letter in enumerate(_FROM_80[name])}
    return {**letters, **_BELOW_20[name]}


def _bytes_of(text: str) -> str:
    """The characters 0x80 to 0x9F, which Windows-1252 shows as ``€‚ƒ„…``, as such."""
    return text.translate(_TO_BYTES)


_TO_BYTES: Final[dict[int, int]] = {
    ord(shown): byte
    for byte in range(0x80, 0xA0)
    if (shown := bytes([byte]).decode("cp1252", "ignore"))
}
_TABLES: Final = {name: _single_byte(name) for name in _FROM_80}
_VNI: Final = _vni_table()
_VNI_LETTERS: Final = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))
_MIXED: Final = re.compile(r"\b(?=\w*[A-Z])(?!\w*[a-z])\w*[^\W\dA-Z_]\w*")
_NO_SMALL: Final = re.compile(r"^[^a-z\n]+$", re.MULTILINE)


def from_tcvn3(text: str) -> str:
    """TCVN 5712. Its fonts had no accented capitals, so ``CéNG HßA`` was typed in capitals with
    small accented letters between them, and comes out as ``CỘNG HÒA``."""
    plain = compose(_bytes_of(text).translate(_TABLES["tcvn3"]))
    return _MIXED.sub(_capitals, _NO_SMALL.sub(_line_of_capitals, plain))


def _line_of_capitals(line: re.Match[str]) -> str:
    typed = any(not _may_begin_a_sentence(word) for word in _MIXED.findall(line[0]))
    return line[0].upper() if typed else line[0]


def _capitals(word: re.Match[str]) -> str:
    return word[0] if _may_begin_a_sentence(word[0]) else word[0].upper()


def _may_begin_a_sentence(word: str) -> bool:
    """``Là`` may; ``LÀM`` typed as ``LàM``, and ``ủY``, cannot but be capitals."""
    return word[0].isascii() and sum("A" <= c <= "Z" for c in word) == 1


def from_viscii(text: str) -> str:
    """RFC 1456."""
    return _bytes_of(text).translate(_TABLES["viscii"])


def from_vni(text: str) -> str:
    """VNI for Windows: base letters followed by accents of their own."""
    return _VNI_LETTERS.sub(lambda match: _VNI[match[0]], text)


def from_windows_1258(text: str) -> str:
    """Windows-1258: the tone is a character after its letter. Comes out composed."""
    data = _bytes_of(text).encode("latin-1", "replace")
    return compose(data.decode("cp1258", "replace"))


def from_utf8_twice(text: str) -> str:
    """UTF-8 that was read as Windows-1252 (``Cá»™ng``), and saved as UTF-8 once more."""
    return _bytes_of(text).encode("latin-1", "replace").decode("utf-8", "replace")


CONVERTERS: Final[dict[str, Callable[[str], str]]] = {
    "UTF-8": from_utf8_twice,
    "Windows-1258": from_windows_1258,
    "TCVN3": from_tcvn3,
    "VNI": from_vni,
    "VISCII": from_viscii,
}
"""Name, as people see it -> what turns its text into Unicode."""
