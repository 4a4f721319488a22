"""Numbers as lists write them: Roman, letters, figures."""

from __future__ import annotations

from typing import Final

_ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MOST: Final = 32_767
"""The largest number that is written out; a file that says more is damaged."""


def number(value: int, form: str) -> str:
    """``value`` as ECMA-376's ``ST_NumberFormat`` writes it; unknown formats in Arabic figures.

    >>> number(4, "upperRoman"), number(28, "lowerLetter"), number(7, "decimalZero")
    ('IV', 'bb', '07')
    """
    if not 0 < value <= _MOST:
        return str(value)
    if form in {"upperRoman", "lowerRoman"}:
        roman = ""
        for size, letters in _ROMAN:
            roman += letters * (value // size)
            value %= size
        return roman if form == "upperRoman" else roman.lower()
    if form in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form == "none":
        return ""
    return f"{value:02}" if form == "decimalZero" else str(value)
