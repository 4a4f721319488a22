"""Amounts, shares and numbers of lines and vehicles in one canonical spelling.

===================== ======================================= ==================================
what                  spellings                               term
===================== ======================================= ==================================
whole number          1.000.000, 1 000 000, 1000000đ          n1000000
with a multiplier     30 triệu, 30tr, 30.000.000              n30000000
decimal               2,4%, 2.4%, 2,40                        n2,4
                      1,5 tỷ, 1 tỷ 500 triệu                  n1500000000
fraction              1/2, ½                                  n1/2
share                 10%, 10 %                               n10%
telephone             0236.3889.666, 02363889666              n2363889666
register number       43A-123.45, 43A12345                    43a12345
===================== ======================================= ==================================

A comma before the last digits is the decimal mark, and points group thousands (the rule of Luật Kế
toán 88/2015/QH13); a point is a decimal mark only before a percent sign or a unit, for *1.2* is
mostly the number of a heading. *1, 2* with a blank is a list of two.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal, NamedTuple

from analyzers.syllable_text import SyllableText
from analyzers.tones import tone_key


class Amount(NamedTuple):
    term: str
    last: int
    """The syllable behind it."""


_MOST_DIGITS: Final = 24
_MOST_GROUPS: Final = 8
_JOINTS: Final = frozenset(".,")
_BLANKS: Final = frozenset(" \u00a0\u2009\u202f")
_GLUED: Final = re.compile(r"([0-9]{1,24})([a-z%]{1,3}[23]?)")
_PLAIN: Final = frozenset("0123456789")
_POWERS: Final = {"nghin2": 3, "ngan2": 3, "triêu5": 6, "ti3": 9, "nghin": 3, "ngan": 3, "trieu": 6,
                  "ti": 9}  # fmt: skip
"""A multiplier, with its accents or without any -> the zeros that it stands for."""
_MULTIPLIERS: Final = frozenset({"nghin", "ngan", "trieu", "ti"})
_GLUED_POWERS: Final = {"tr": 6, "ti": 9, "k": 3}
_UNIT_WORDS: Final = (
    "dong vnd usd km m cm mm ha kg g l m2 m3 tan ta lit nam thang tuan ngay gio phut phan lan "
    "nguoi tuoi d kw kwh kv mw do"
)
UNITS: Final = frozenset(_UNIT_WORDS.split())
"""Folded syllables after a number that make it one of a quantity."""
_GLUED_WORDS: Final = "d dong vnd usd km m cm mm ha kg m2 m3 tr ti kw kwh kv mw lit"
GLUED_UNITS: Final = frozenset(_GLUED_WORDS.split())
"""Folded units that are written without a blank. Single letters but *m* and *đ* are left out: they
are letters of articles (*Điều 5g*)."""
_SHORTEST_MONEY: Final = 3
"""Digits before a glued *đ*, which otherwise is a letter of an article (*Điều 34đ*)."""
_PLATE: Final = re.compile(r"[1-9][0-9][a-z]{1,2}[0-9]?")
_PLATE_JOINTS: Final = frozenset({"-", " ", ".", "–", " - "})
_LINE_JOINTS: Final = frozenset({".", "-", " ", ") ", ")", "\u00a0", "–"})
_CODE_JOINTS: Final = _PLATE_JOINTS | _LINE_JOINTS
_STEPS: Final = frozenset({"dieu", "khoan", "diem", "muc", "chuong", "phan"})
_MARKS: Final = _JOINTS | _BLANKS
_LINE: Final = range(9, 14)
"""Digits of a telephone number, or of the number of a person or a taxpayer, which begin with 0."""


def counted(text: SyllableText, index: int) -> tuple[Literal["amount", "code"], Amount] | None:
    """The amount, or the number of a telephone line or a vehicle, that begins at a syllable, which
    begins with a digit. A ``code`` has several syllables: without separators, a term has it all.

    A text may be nothing but numbers, so what most numbers are not is settled without calls.
    """
    start, end = text.spans[index]
    shown = text.text[start:end]
    plain = shown.isdigit()
    if index + 1 < text.size:
        following = text.folded[index + 1]
        gap = text.text[end : text.spans[index + 1][0]]
    else:
        following, gap = "", ""
    behind = text.text[end : end + 2]
    if plain and len(shown) < 4 and (behind[:1] == "%" or behind == " %"):
        return "amount", Amount(f"n{int(shown)}%", index + 1)
    further = following[:1] in _PLAIN and bool(following)
    if plain and len(shown) < 4 and not further and following not in _MULTIPLIERS:
        return None
    if further and gap in _CODE_JOINTS and (found := _code(text, index, shown)):
        return "code", found
    if further and gap == "/":
        found = _fraction(text, index) if len(shown) <= 3 and len(following) <= 3 else None
    elif plain and len(shown) < 4 and further and not _may_go_on(gap, following):
        found = None
    elif gap == "," and text.key(index - 1) in _STEPS:
        found = None  # khoản 1,2 Điều 5
    else:
        found = _value(text, index)
    return ("amount", found) if found else None


def _may_go_on(gap: str, following: str) -> bool:
    """Whether a gap before digits may be inside of a number."""
    return gap in _JOINTS or (gap in _BLANKS and len(following) >= 3)


def _code(text: SyllableText, index: int, shown: str) -> Amount | None:
    if shown[0] == "0":
        return _line(text, index)
    return _plate(text, index) if 3 <= len(shown) <= 5 and not shown.isdigit() else None


def vulgar(syllable: str) -> str:
    """``½`` as ``1/2``; empty for any other syllable."""
    if len(syllable) != 1 or syllable.isascii():
        return ""
    parts = unicodedata.normalize("NFKC", syllable).split("\u2044")
    return "/".join(parts) if len(parts) == 2 and all(part.isdigit() for part in parts) else ""


def split_unit(folded: str) -> tuple[str, str]:
    """``10km`` as ``("10", "km")``; ``("", "")`` where it is no number with a unit."""
    match = _GLUED.fullmatch(folded)
    if match is None or match[2] not in GLUED_UNITS:
        return "", ""
    return ("", "") if match[2] == "d" and len(match[1]) < _SHORTEST_MONEY else (match[1], match[2])


def _digits(text: SyllableText, index: int) -> tuple[str, str]:
    """The digits of a syllable and the unit that is glued to them; no digits: it is something
    else."""
    if not text.key(index):
        return "", ""
    shown = text.shown(index)
    if shown.isascii() and shown.isdigit():
        return shown, ""
    return split_unit(text.key(index)) if shown[0] in _PLAIN else ("", "")


def _value(text: SyllableText, index: int) -> Amount | None:
    digits, unit, last = _grouped(text, index)
    if not digits:
        return None
    decimals = ""
    if not unit:
        decimals, unit, last = _decimals(text, last)
    if unit in _GLUED_POWERS or (last < text.size and text.folded[last] in _MULTIPLIERS):
        value, after = _multiplied(text, digits, decimals, unit, last)
        if value:
            return Amount(f"n{value}", after)
    if decimals:
        return Amount(f"n{int(digits)},{decimals}", last)
    if not 4 <= len(digits) <= _MOST_DIGITS:
        return None
    if last == index + 1 and not unit and _is_year(digits):
        counts = text.gap(index) in _BLANKS and text.key(last) in UNITS
        if not counts or text.key(index - 1) == "nam":
            return None
    return Amount(f"n{int(digits)}", last)


def _grouped(text: SyllableText, index: int) -> tuple[str, str, int]:
    """The digits of a whole number in groups of three, a glued unit, and where it ends."""
    digits, unit = _digits(text, index)
    last = index + 1
    mark = text.gap(index)
    if unit or not 1 <= len(digits) <= 3 or (mark not in _JOINTS and mark not in _BLANKS):
        return digits, unit, last
    whole, end = digits, last
    while text.gap(end - 1) == mark and end - index < _MOST_GROUPS and not unit:
        group, unit = _digits(text, end)
        if len(group) != 3:
            unit = ""
            break
        whole, end = whole + group, end + 1
    groups = end - index
    # 12 345 may be two numbers of a table, 12 345 678 hardly three.
    if mark in _BLANKS and groups < 3 and not (groups == 2 and (unit or _counts(text, end))):
        return digits, "", last
    return whole, unit, end


def _counts(text: SyllableText, index: int) -> bool:
    return text.key(index) in UNITS or text.key(index) in _MULTIPLIERS


def _decimals(text: SyllableText, last: int) -> tuple[str, str, int]:
    """The digits behind a decimal mark without closing zeros, a glued unit, and where it ends."""
    mark = text.gap(last - 1)
    if mark not in _JOINTS or (text.gap(last - 2) in _JOINTS and text.gap(last - 2) == mark):
        return "", "", last
    decimals, unit = _digits(text, last)
    end = last + 1
    if not 1 <= len(decimals) <= 4 or (text.gap(last) == mark and text.key(end)[:1] in _PLAIN):
        return "", "", last
    if mark == "." and not (unit or _measured(text, last)):
        return "", "", last
    return decimals.rstrip("0") or "", unit, end


def _measured(text: SyllableText, index: int) -> bool:
    """Whether a percent sign or a unit follows."""
    end = text.spans[index][1]
    return text.text[end : end + 1] == "%" or _counts(text, index + 1)


def _multiplied(
    text: SyllableText, digits: str, decimals: str, unit: str, last: int
) -> tuple[int, int]:
    """The value in ones where a multiplier follows (0 where none does), and where it ends."""
    power = _GLUED_POWERS.get(unit, 0)
    if unit and not power:
        return 0, last
    end = last
    while (further := _power(text, end)) and power + further <= 18:  # nghìn tỷ
        power, end = power + further, end + 1
    if not power or len(digits) > 15:
        return 0, last
    value = int(digits + decimals.ljust(power, "0")[:power]) if len(decimals) <= power else 0
    # 1 tỷ 500 triệu
    if value and power >= 6 and end < text.size and text.gap(end - 1) in _BLANKS:
        digits, unit = _digits(text, end)
        less = _power(text, end + 1) if digits and not unit else _GLUED_POWERS.get(unit, 0)
        if less and less < power and len(digits) <= 3:
            return value + int(digits) * 10**less, end + (1 if unit else 2)
    return value, end


def _power(text: SyllableText, index: int) -> int:
    if text.key(index) not in _MULTIPLIERS or text.gap(index - 1) not in _BLANKS:
        return 0
    if text.key(index) == "ti" and text.key(index + 1) == "le":  # tỉ lệ
        return 0
    return _POWERS.get(tone_key(text.shown(index)), 0)


def _fraction(text: SyllableText, index: int) -> Amount | None:
    if text.gap(index) != "/" or (text.gap(index - 1) == "/" and text.key(index - 1)[:1] in _PLAIN):
        return None
    upper, _ = _digits(text, index)
    lower, unit = _digits(text, index + 1)
    if not (1 <= len(upper) <= 3 and 1 <= len(lower) <= 3) or unit or not upper:
        return None
    return Amount(f"n{int(upper)}/{int(lower)}", index + 2)


def _line(text: SyllableText, index: int) -> Amount | None:
    digits, unit = _digits(text, index)
    last = index + 1
    while digits and not unit and text.gap(last - 1) in _LINE_JOINTS and len(digits) < _LINE.stop:
        group, unit = _digits(text, last)
        if not group or len(digits) + len(group) >= _LINE.stop:
            break
        digits, last = digits + group, last + 1
    if last == index + 1 or len(digits) not in _LINE:
        return None
    return Amount(f"n{int(digits)}", last)


def _plate(text: SyllableText, index: int) -> Amount | None:
    key = text.key(index)
    if not _PLATE.fullmatch(key) or text.gap(index) not in _PLATE_JOINTS:
        return None
    digits, unit = _digits(text, index + 1)
    last = index + 2
    if len(digits) == 3 and not unit and text.gap(index + 1) == ".":
        more, unit = _digits(text, last)
        digits, last = digits + more, last + 1
    if unit or len(digits) not in {4, 5}:
        return None
    return Amount(key + digits, last)


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and 1900 <= int(digits) <= 2100
