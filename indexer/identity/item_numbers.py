"""What the numbers of items are worth: ``XIV``, ``thứ ba``, ``5a``, ``đ``."""

from __future__ import annotations

import re
from typing import Final

from analyzers.numerals import roman_value

VIETNAMESE: Final = "abcdđeghiklmnopqrstuvxy"
"""The letters of điểm, in order (Nghị định 30/2020/NĐ-CP, Phụ lục I: chữ cái tiếng Việt)."""
LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
"""Order where a writer takes the English alphabet: no đ, but f, j, w and z."""

LETTERS: Final[dict[str, int]] = {
    letter: place for place, letter in enumerate("abcdđefghijklmnopqrstuvwxyz", 1)
}
"""A letter's place where both alphabets are laid over one another."""

_DIGITS: Final = re.compile("[0-9]{1,9}")
_ORDINALS: Final = {
    "nhất": 1, "một": 1, "hai": 2, "nhì": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10, "mốt": 1,
}  # fmt: skip


def _spoken(words: list[str]) -> int:
    if words[0].isdigit():
        return int(words[0])
    if "mươi" in words[1:]:
        tens, ones = words[: words.index("mươi")], words[words.index("mươi") + 1 :]
        return 10 * _ORDINALS.get(tens[-1], 0) + sum(_ORDINALS.get(word, 0) for word in ones)
    return sum(_ORDINALS.get(word, 0) for word in words)


def arabic(number: str) -> int:
    """The digits a number starts with: 5 for ``5a``, 1 for ``01/TKN``; 0 where it has none."""
    if number.isdecimal():
        return int(number)
    digits = _DIGITS.match(number)
    return int(digits[0]) if digits else 0


def ordinal(number: str) -> int:
    """The value of any of the spellings of a Phần, a Chương or a Mục; 0 where it is none.

    >>> ordinal("thứ ba"), ordinal("IV"), ordinal("12"), ordinal("B"), ordinal("thứ hai mươi mốt")
    (3, 4, 12, 2, 21)
    """
    words = number.lower().split()
    if len(words) > 1:
        return _spoken(words[1:])
    if number[:1].isdigit():
        return arabic(number)
    return (
        roman_value(number)
        or roman_value(number.rstrip("abcdđ"))
        or LETTERS.get(number.lower()[:1], 0)
    )
