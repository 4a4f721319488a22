"""Numbers as lists write them: Roman, letters, figures."""

from __future__ import annotations

from typing import Final

from analyzers.numerals import roman

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
        return roman(value) if form == "upperRoman" else roman(value).lower()
    if form in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form == "none":
        return ""
    return f"{value:02}" if form == "decimalZero" else str(value)
