"""The usual faults of recognised text, mended in the view that patterns run on.

What is shown stays as it was read: each mend puts as many characters as it takes, so the way back
to the source does not change. Seen on scans of offices: tone marks of capitals that were filled
(``QUYÉT ĐỊNH``), ``I`` and ``l`` for 1, commas for full stops, specks before a line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from analyzers.letters import LOWER, UPPER
from indexer.structure.normal_text import View

_CAPITALS: Final = (
    "QUYẾT ĐỊNH", "NGHỊ QUYẾT", "NGHỊ ĐỊNH", "THÔNG TƯ", "CHỈ THỊ", "KẾ HOẠCH", "THÔNG BÁO",
    "TỜ TRÌNH", "BÁO CÁO", "HƯỚNG DẪN", "CÔNG ĐIỆN", "QUY CHẾ", "QUY ĐỊNH", "CHƯƠNG TRÌNH",
    "PHỤ LỤC", "BỘ TRƯỞNG", "THỨ TRƯỞNG", "GIÁM ĐỐC", "CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "CỤC TRƯỞNG",
    "VỤ TRƯỞNG", "CHỦ NHIỆM", "THỦ TƯỚNG", "HIỆU TRƯỞNG", "VIỆN TRƯỞNG", "TRƯỞNG BAN", "BÍ THƯ",
    "TRƯỞNG PHÒNG", "CHI CỤC TRƯỞNG", "TỔNG CỤC TRƯỞNG", "CHÁNH THANH TRA", "TỔNG KIỂM TOÁN",
    "ỦY BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN", "CHÍNH PHỦ", "VĂN BẢN HỢP NHẤT", "PHÁP LỆNH",
    "BIÊN BẢN", "ĐIỀU LỆ", "QUỐC HỘI",
)  # fmt: skip
"""Words of heads and feet, which are printed in capitals: their letters are sure, their marks not.
Types of documents and offices of signers, by Nghị định 30/2020/NĐ-CP, Phụ lục I and III."""


def _base(letter: str) -> str:
    plain = unicodedata.normalize("NFD", letter)[0]
    return {"Đ": "D", "đ": "d"}.get(plain, plain)


def _variants() -> dict[str, str]:
    """Base letter -> every letter of Vietnamese over it."""
    found: dict[str, str] = {}
    for code in (*range(0xC0, 0x1B1), *range(0x1EA0, 0x1EFA)):
        found[_base(chr(code))] = found.get(_base(chr(code)), "") + chr(code)
    return found


_VARIANTS: Final = _variants()


def _pattern(phrase: str) -> str:
    return "".join(
        f"[{_base(letter)}{_VARIANTS.get(_base(letter), '')}]" if letter != " " else " "
        for letter in phrase
    )


_OF_CAPITALS: Final = re.compile(
    r"(?<!\w)(?:"
    + "|".join(
        f'((?:{_pattern(phrase[0])}|^[^\\w\\s("“]){_pattern(phrase[1:])})'
        for phrase in sorted(_CAPITALS, key=len, reverse=True)
    )
    + r")(?!\w)",
    re.MULTILINE,
)
"""The first letter may be spoilt where a line begins: seals touch it."""
_LONGEST_FIRST: Final = tuple(sorted(_CAPITALS, key=len, reverse=True))
_SPECK: Final = r"(?:[^\w\s“\"(+|]{1,2} ?)?"
_ARTICLE: Final = re.compile(
    rf"^({_SPECK})([ĐDÐ][ií][êềếểễ]u)( +)([\dIlLO|!]{{1,3}})([.,:;])(?=\s|$)", re.MULTILINE
)
_ITEM: Final = re.compile(rf"^({_SPECK})(\d{{1,2}}|[Il])([.,;:])( )(?=[^\W\d_a-zđ])", re.MULTILINE)
_ROMAN: Final = re.compile(r"^([IlL|1]{1,3}|[lL|]V|V[lL|]{1,3})([.,])(?= [^\W\d_])", re.MULTILINE)
_SECOND: Final = re.compile(r"^(?:II|ll|Il|lI|1I|I1)[.,] [^\W\d_]", re.MULTILINE)
_WORDS: Final = (
    (re.compile(r"^N[oơớ][iì] n[hn][aâậãăặ]n(?= ?:)", re.MULTILINE), "Nơi nhận"),
    (re.compile(r"^N[oơớ][iì].{5}(?=\s+\W{0,2} ?Như (?:trên|Điều))", re.MULTILINE), "Nơi nhận"),
    (re.compile(r"^[^\W\d_]{1,2}[oơớ][iì] nh[aâậãăặ]n(?= ?:)", re.MULTILINE), "Nơi nhận"),
    (re.compile(r"^(?:SỐ|S[oôốổồỗ])(?=:)", re.MULTILINE), "Số"),
    (re.compile(r"^C[aăâ]n c[uưứừửữụự](?= )", re.MULTILINE), "Căn cứ"),
)
_NUMBER: Final = re.compile(
    r"^(Số ?: ?)([\dIlLO|!]{1,5})((?:/\d{4})?)([/ ])([A-ZĐ]{1,6}(?:-[A-ZĐ0-9]{2,12}){1,3})(?=\s*$)",
    re.MULTILINE,
)
"""The number of a document alone in its line; the stroke before its letters is lost where it is
thin."""
_LAW: Final = re.compile(
    r"^((?:Luật|Pháp lệnh|Nghị quyết) số ?: ?\d{1,5})[/ ](\d{4})[/ ]((?:UBTV)?QH\d\d)(?=\s*$)",
    re.MULTILINE,
)
_DAY: Final = re.compile(r"\b(ngày|tháng) ([\dIlL|!O]{1,2})(?= (?:tháng|năm)\b)")
_PART: Final = re.compile(r"^1(?=\. (?:[^\W\d_a-zđ]{2,}[ ,]){2}[^\na-zđ]*\n+1\. )", re.MULTILINE)
"""A heading in capitals with the number of what follows it: *I*, taken for 1."""
_CHAPTER: Final = re.compile(
    r"^((?:Chương|CHƯƠNG|Phần|PHẦN) )([IlL|!HÌÍÏỈĨỊ]{1,3}|[IlL|!]?[VX][IlL|!H]{0,3})"
    r"(?=[.:]?(?: *\n|$))( *\n\n)?",
    re.MULTILINE,
)
"""The number of a chapter alone in its line: strokes read as other letters, two of them as H."""
_NAME: Final = re.compile(
    rf"^[{LOWER}](?=[{LOWER}]{{1,6}}(?: [{UPPER}][{LOWER}]{{1,6}}){{1,4}}$)", re.MULTILINE
)
"""A line of capitalised words but for the first: a name whose first letter a seal spoilt."""
_TITLE: Final = re.compile(
    rf"^({'|'.join(_CAPITALS[:14])})( *\n+)([{LOWER}])(?=[{LOWER}]* [{LOWER}])", re.MULTILINE
)
"""The subject below the type of a document; its first words are lost where a stamp was struck."""
_DIGITS: Final = str.maketrans("IlL|!O", "111110")


def mended(seen: View) -> View:
    """The view of a recognised text, in which structure and facts are looked for."""
    text = _OF_CAPITALS.sub(_as_usual, seen.text)
    text = _ARTICLE.sub(_article, text)
    text = _ITEM.sub(_item, text)
    if _SECOND.search(text):
        text = _ROMAN.sub(_roman, text)
    text = _CHAPTER.sub(_chapter, text)
    for pattern, words in _WORDS:
        text = pattern.sub(_same_length(words), text)
    text = _NUMBER.sub(_number, text)
    text = _LAW.sub(r"\1/\2/\3", text)
    text = _DAY.sub(lambda match: f"{match[1]} {match[2].translate(_DIGITS)}", text)
    text = _PART.sub("I", text)
    text = _NAME.sub(lambda match: match[0].upper(), text)
    return replace(seen, text=_TITLE.sub(_capitalised, text))


def _as_usual(match: re.Match[str]) -> str:
    return _LONGEST_FIRST[(match.lastindex or 1) - 1]


def _article(match: re.Match[str]) -> str:
    speck, _, blanks, number, _ = match.groups()
    return f"{' ' * len(speck)}Điều{blanks}{number.translate(_DIGITS)}."


def _item(match: re.Match[str]) -> str:
    speck, number, _, blank = match.groups()
    return f"{' ' * len(speck)}{number.translate(_DIGITS)}.{blank}"


def _roman(match: re.Match[str]) -> str:
    if match[1] == "1":
        return match[0]  # an item of its own
    return re.sub("[lL|1]", "I", match[1]) + "."


def _number(match: re.Match[str]) -> str:
    said, number, year, _, letters = match.groups()
    return f"{said}{number.translate(_DIGITS)}{year}/{letters}"


def _chapter(match: re.Match[str]) -> str:
    number = re.sub("[lL|!ÌÍÏỈĨỊ]", "I", match[2])
    below = match[3] or ""
    further = number.count("H")
    if further < len(below):  # each further stroke takes the place of a blank or an end of line
        return match[1] + number.replace("H", "II") + below[further:]
    return match[1] + number + below


def _capitalised(match: re.Match[str]) -> str:
    return match[1] + match[2] + match[3].upper()


def _same_length(words: str) -> Callable[[re.Match[str]], str]:
    return lambda match: words.rjust(len(match[0])) if len(match[0]) >= len(words) else match[0]
