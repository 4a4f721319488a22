"""What the numbers of items are worth: ``XIV``, ``thứ ba``, ``5a``, ``đ``."""

from __future__ import annotations

from typing import Final

VIETNAMESE: Final = "abcdđeghiklmnopqrstuvxy"
"""The letters of điểm, in order (Nghị định 30/2020/NĐ-CP, Phụ lục I: chữ cái tiếng Việt)."""
LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
"""Order where a writer takes the English alphabet: no đ, but f, j, w and z."""

LETTERS: Final[dict[str, int]] = {
    letter: place for place, letter in enumerate("abcdđefghijklmnopqrstuvwxyz", 1)
}
"""A letter's place where both alphabets are laid over one another."""

_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ORDINALS: Final = {
    "nhất": 1, "một": 1, "hai": 2, "nhì": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip


def roman(number: str) -> int:
    """The value of a Roman numeral up to 399, or 0 where it is not one (``IIX``).

    >>> roman("XIV"), roman("IIX")
    (14, 0)
    """
    total = 0
    for character, following in zip(number, [*number[1:], ""], strict=True):
        value = _ROMAN.get(character, 0)
        if not value:
            return 0
        total += -value if _ROMAN.get(following, 0) > value else value
    return total if _spell(total) == number else 0


def _spell(value: int) -> str:
    if not 0 < value < 400:
        return ""
    spelled = ""
    for worth, letters in (
        (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"),
        (1, "I"),
    ):  # fmt: skip
        while value >= worth:
            spelled += letters
            value -= worth
    return spelled


def arabic(number: str) -> int:
    """The digits a number starts with: 5 for ``5a``."""
    digits = number.rstrip("abcdefghijklmnopqrstuvwxyzđABCDEFGHIJKLMNOPQRSTUVWXYZĐ")
    return int(digits) if digits else 0


def ordinal(number: str) -> int:
    """The value of any of the spellings of a Phần, a Chương or a Mục; 0 where it is none.

    >>> ordinal("thứ ba"), ordinal("IV"), ordinal("12"), ordinal("B")
    (3, 4, 12, 2)
    """
    words = number.lower().split()
    if len(words) > 1:
        return sum(_ORDINALS.get(word, 0) for word in words[1:])
    if number[:1].isdigit():
        return arabic(number)
    return roman(number) or roman(number.rstrip("abcdđ")) or LETTERS.get(number.lower()[:1], 0)
