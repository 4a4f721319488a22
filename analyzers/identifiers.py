"""Document numbers, dates and amounts in one canonical spelling, whatever way they are written.

===================== ======================================= ==================================
what                  spellings                               terms, most telling first
===================== ======================================= ==================================
document number       34-CT/TW, 34/CT–TW, số 34 ct tw         34-ct-tw, ct-34
number of a type      chỉ thị 34, Chỉ thị số 34, CT 34        ct-34
number with a year    91/2015/QH13                            91-2015-qh13, 91-2015
full date             07/4/2014, ngày 7 tháng 4 năm 2014      2014-04-07, 2014-04, 04-07
month                 tháng 4 năm 2014, tháng 04/2014         2014-04
day of a month        ngày 7/4, ngày 07 tháng 4               04-07
amount, code          1.000.000, 30 triệu: analyzers.amounts  n1000000
===================== ======================================= ==================================

Separators do not count: any slash or dash, blanks, a line break and markdown stars between two
parts are the same thing. A number is one of a document where a separator joins it to a code, or
where a type of document is named before or after it (types: Nghị định 30/2020/NĐ-CP, Phụ lục
III); amounts, ranges and years are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from analyzers.amounts import counted, vulgar
from analyzers.fold import fold
from analyzers.keys import text_key
from analyzers.lexicon import rows
from analyzers.syllable_text import SyllableText
from analyzers.type_table import document_types

Kind = Literal["document", "date", "amount", "code"]
"""``code``: the number of a telephone line or a vehicle."""


class Reference(NamedTuple):
    """Something a text names by number, over the syllables [first, last)."""

    kind: Kind
    terms: tuple[str, ...]
    """Canonical spellings, the most telling first. Never empty."""
    first: int
    last: int


_JOINT: Final = re.compile(r"[\s*_]{0,4}[-‐‑‒–—―−/][\s*_]{0,4}")
"""What stands between two parts of a document number."""
_TIGHT: Final = frozenset("-–/")
_BLANK: Final = re.compile(r"[ \t\u00a0*_]{1,4}")
_DAY_JOINT: Final = re.compile(r"\s{0,2}[-/.]\s{0,2}")
_DIGITS: Final = frozenset("0123456789")
_NUMERIC: Final = _DIGITS | frozenset("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞")
"""What the first character of a reference may be."""
_NUMBER: Final = re.compile(r"[0-9]{1,5}[a-zđ]?")
_STUCK: Final = re.compile(r"([0-9]{1,5})([a-z]{2,4})")
_PARLIAMENT: Final = re.compile(r"qh[0-9]{1,2}")
_UNIT_WORDS: Final = "nam thang tuan gio phut ti trieu nghin ngan dong phan lan nguoi tuoi ha km m"
_UNITS: Final = frozenset(_UNIT_WORDS.split())
"""Folded syllables after a number that make it an amount: *kế hoạch 5 năm* is no number of a
document."""


def references(
    text: str, spans: Sequence[tuple[int, int]], folded: Sequence[str]
) -> list[Reference]:
    """All references of a text whose syllables have these spans and folded keys, in order."""
    found: list[Reference] = []
    read = SyllableText(text, spans, folded)
    for index, syllable in enumerate(folded):
        if syllable[0] in _NUMERIC and index >= read.free:
            reference = _at(read, index)
            if reference:
                found.append(reference)
                read.free = reference.last
    return found


def _at(text: SyllableText, index: int) -> Reference | None:
    if text.folded[index][0] not in _DIGITS:
        share = vulgar(text.shown(index))
        return Reference("amount", (f"n{share}",), index, index + 1) if share else None
    return (
        _document(text, index) or _date(text, index) or _month(text, index) or _counted(text, index)
    )


def _counted(text: SyllableText, index: int) -> Reference | None:
    found = counted(text, index)
    return Reference(found[0], (found[1].term,), index, found[1].last) if found else None


# Document numbers


def _document(text: SyllableText, index: int) -> Reference | None:
    key = text.key(index)
    stuck = None if key.isdigit() else _STUCK.fullmatch(key)
    if stuck and stuck.group(2) in _types():
        return _numbered(text, index, stuck.group(1), [stuck.group(2)], index + 1)
    if _NUMBER.fullmatch(key):
        return _numbered(text, index, key, [], index + 1)
    return None


def _numbered(
    text: SyllableText, index: int, number: str, codes: list[str], last: int
) -> Reference | None:
    number = number.lstrip("0") or "0"
    year = ""
    if (
        not codes
        and _year(text.key(last))
        and (
            text.joined(last - 1, _JOINT)
            or (text.joined(last - 1, _BLANK) and _is_code(text, last + 1, spaced=True))
        )
    ):
        year, last = text.key(last), last + 1
    while len(codes) < 4 and _goes_on(text, last, codes):
        codes.append(text.key(last))
        last += 1
    named, first = _type_before(text, index)
    if not codes and not (named and not _is_amount(text, index, last)):
        return _of_a_year(text, index, number, year, last)
    return Reference("document", _document_terms(number, year, codes, named), first, last)


def _goes_on(text: SyllableText, last: int, codes: Sequence[str]) -> bool:
    """Whether syllable ``last`` is one more code of a number that has these."""
    key = text.key(last)
    if codes and text.gap(last - 1) in _TIGHT and key.isalnum():
        return True
    if not key or key[0].isdigit():
        return False
    return (text.joined(last - 1, _JOINT) and _is_code(text, last, spaced=False)) or (
        text.joined(last - 1, _BLANK) and _is_spaced_code(text, last, codes)
    )


def _of_a_year(
    text: SyllableText, index: int, number: str, year: str, last: int
) -> Reference | None:
    """``30/2020`` alone: a document's number or, up to 12, perhaps a month."""
    if not year or text.gap(index) != "/" or text.key(index - 1) == "thang":
        return None
    month = f"{year}-{int(number):02}" if _is_day(1, _int(number)) else ""
    return Reference("document", (f"{number}-{year}", *([month] if month else [])), index, last)


def _document_terms(number: str, year: str, codes: Sequence[str], named: str) -> tuple[str, ...]:
    kind = codes[0] if codes and codes[0] in _types() else named
    terms = []
    if codes and (len(codes) > 1 or not kind or codes[0] != kind):
        terms.append("-".join([number, *([year] if year else []), *codes]))
    if kind and year:
        terms.append(f"{kind}-{number}-{year}")
    if year:
        terms.append(f"{number}-{year}")
    if kind:
        terms.append(f"{kind}-{number}")
    return tuple(terms)


def _is_code(text: SyllableText, index: int, *, spaced: bool) -> bool:
    """Whether a syllable may be a part of a document number after its digits."""
    key = text.key(index)
    if not key or key[0].isdigit():
        return False
    if key in _types() or key in _issuers() or _PARLIAMENT.fullmatch(key):
        return True
    tight = not any(letter.isspace() for letter in text.gap(index - 1))
    return not spaced and tight and sum(letter.isupper() for letter in text.shown(index)) > 1


def _is_spaced_code(text: SyllableText, index: int, codes: Sequence[str]) -> bool:
    """A code with only a blank before it: a type that an issuer follows, or that issuer."""
    key = text.key(index)
    if codes:
        return key in _issuers()
    return bool(_PARLIAMENT.fullmatch(key)) or (
        key in _types() and (text.key(index + 1) in _issuers() or not text.key(index + 1))
    )


def _type_before(text: SyllableText, index: int) -> tuple[str, int]:
    """The code of the document type named before a number (*chỉ thị số* 34), and its syllable."""
    last = index
    before = text.key(last - 1)
    if before == "so":
        last -= 1
        before = text.key(last - 1)
    elif before in _types() and (text.joined(last - 1, _BLANK) or text.joined(last - 1, _JOINT)):
        return before, last - 1
    if before not in _last_of_names():
        return "", index
    for length in (3, 2, 1):
        first = last - length
        if first >= 0:
            name = " ".join(text.key(at) for at in range(first, last))
            if name in _names():
                return _names()[name], first
    return "", index


def _is_amount(text: SyllableText, index: int, last: int) -> bool:
    """Whether the number after a type's name counts things (*kế hoạch 5 năm*), or is a year."""
    if text.key(index - 1) == "so" or last > index + 1:
        return False
    return text.key(last) in _UNITS or _year(text.key(index))


# Dates


def _date(text: SyllableText, index: int) -> Reference | None:
    following = text.key(index + 1)
    if following != "thang" and not _int(following):
        return None
    for read in (_slashed, _iso, _spelled):
        found = read(text, index)
        if found:
            day, month, year, last = found
            terms: tuple[str, ...] = (f"{month:02}-{day:02}",)
            if year:
                terms = (f"{year}-{month:02}-{day:02}", f"{year}-{month:02}", *terms)
            elif text.gap(index) == "/":  # 7/4 may be typed without *ngày*, and is a share then
                terms = (*terms, f"n{day}/{month}")
            first = index - 1 if text.key(index - 1) == "ngay" else index
            return Reference("date", terms, first, last)
    return None


def _slashed(text: SyllableText, index: int) -> tuple[int, int, int, int] | None:
    day, month = _int(text.key(index)), _int(text.key(index + 1))
    year, named = text.key(index + 2), text.key(index - 1) == "ngay"
    if not ((named or _year(year)) and _is_day(day, month) and text.joined(index, _DAY_JOINT)):
        return None
    if _year(year) and text.joined(index + 1, _DAY_JOINT):
        return day, month, int(year), index + 3
    if named and "." not in text.gap(index):
        return day, month, 0, index + 2
    return None


def _iso(text: SyllableText, index: int) -> tuple[int, int, int, int] | None:
    if not _year(text.key(index)):
        return None
    month, day = _int(text.key(index + 1)), _int(text.key(index + 2))
    if _is_day(day, month) and text.gap(index) == text.gap(index + 1) == "-":
        return day, month, int(text.key(index)), index + 3
    return None


def _spelled(text: SyllableText, index: int) -> tuple[int, int, int, int] | None:
    if text.key(index + 1) != "thang":
        return None
    day, month = _int(text.key(index)), _int(text.key(index + 2))
    if not _is_day(day, month):
        return None
    year, last = _year_after(text, index + 3)
    return day, month, year, last


def _month(text: SyllableText, index: int) -> Reference | None:
    if text.key(index - 1) != "thang":
        return None
    month = _int(text.key(index))
    if not 1 <= month <= 12:
        return None
    year, last = _year_after(text, index + 1)
    if not year and _year(text.key(index + 1)) and text.joined(index, _DAY_JOINT):
        year, last = int(text.key(index + 1)), index + 2
    return Reference("date", (f"{year}-{month:02}",), index - 1, last) if year else None


def _year_after(text: SyllableText, index: int) -> tuple[int, int]:
    """The year that follows, with or without *năm*, or 0; and where it ends."""
    at = index + 1 if text.key(index) == "nam" else index
    return (int(text.key(at)), at + 1) if _year(text.key(at)) else (0, index)


def _year(key: str) -> bool:
    return len(key) == 4 and key.isascii() and key.isdigit() and 1900 <= int(key) <= 2100


def _is_day(day: int, month: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12


def _int(key: str) -> int:
    return int(key) if 0 < len(key) <= 2 and key.isascii() and key.isdigit() else 0


@lru_cache(maxsize=1)
def _issuers() -> frozenset[str]:
    return frozenset(fold(code) for (code,) in rows("issuers"))


@lru_cache(maxsize=1)
def _types() -> frozenset[str]:
    return frozenset(fold(kind.code) for kind in document_types() if kind.code)


@lru_cache(maxsize=1)
def _last_of_names() -> frozenset[str]:
    """The last syllable of each type's name, of which one must stand before a named number."""
    return frozenset(name.rpartition(" ")[2] for name in _names())


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    return {text_key(kind.name): fold(kind.code) for kind in document_types() if kind.code}
