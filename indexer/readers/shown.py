"""Values of cells as a spreadsheet in Vietnam shows them: ``1.234,5``, ``15%``, ``14/09/2021``.

A file holds a number and a format such as ``#,##0.00`` (ECMA-376 part 1, 18.8.30); which marks
stand for thousands and decimals is the computer's setting, so that of Vietnam is taken. Colours,
conditions and blanks for alignment show no characters and are passed over; what is in no format
here, such as fractions, is shown as if it had none.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<digits>[#0?][#0?,. ]*[#0?]|[#0?])|(?P<scientific>[eE][+-])|(?P<other>.)",
    re.DOTALL,
)
_DATE_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<elapsed>[hms]+)\]|\[[^\]]*\]'
    r"|(?P<half>AM/PM|A/P)|(?P<code>y+|m+|d+|h+|s+)(?P<fraction>\.0+)?|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SHORT_DATE: Final = "mm-dd-yy"
"""Format 14: the short date of the computer's setting."""
_DAYS: Final = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_MOST_DECIMALS: Final = 15


class _Format(NamedTuple):
    before: str
    after: str
    whole: int
    """Digits that stand before the decimal mark at least; -1 where no number is shown at all."""
    least: int
    """Digits after it, at least and at most."""
    most: int
    grouped: bool
    scale: int
    """Powers of ten that the number is multiplied by: 2 for percents, -3 for thousands."""


def shown(value: object, number_format: str) -> str:
    """A cell as it is shown, without white space around.

    Args:
        value: what the file holds: text, a number, a date, a time, a truth value or None.
        number_format: its code; ``General`` where it has none.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (datetime, date, time, timedelta)):
        return _date(value, number_format).strip()
    return (
        _number(value, number_format) if isinstance(value, (int, float)) else str(value)
    ).strip()


def _number(value: float, code: str) -> str:
    sections = _sections(code)
    negative = value < 0
    if negative and len(sections) > 1:
        section, value = sections[1], -value
    else:
        section = sections[2] if value == 0 and len(sections) > 2 else sections[0]
    if not section.strip() and code.strip():
        return ""  # such as ;;; which hides the value
    form = _format(section)
    if form is None:
        return _general(value)
    if form.whole < 0:
        return form.before
    try:
        number = Decimal(repr(value)).scaleb(form.scale)
        number = number.quantize(Decimal(1).scaleb(-form.most), ROUND_HALF_UP)
    except ArithmeticError:
        return _general(value)
    sign = "-" if number < 0 else ""
    whole, _, decimals = f"{abs(number):f}".partition(".")
    decimals = decimals[: form.least] + decimals[form.least :].rstrip("0")
    whole = (whole if whole != "0" or form.whole else "").zfill(form.whole)
    if form.grouped:
        whole = f"{int(whole or 0):,}".replace(",", ".") if len(whole) > 3 else whole
    return f"{sign}{form.before}{whole}{',' + decimals if decimals else ''}{form.after}"


def _general(value: float) -> str:
    text = str(value) if value == int(value) and abs(value) < 1e15 else f"{value:.10g}"
    text = text.removesuffix(".0")
    if "e" in text and abs(value) < 1e21:
        text = f"{value:.10f}".rstrip("0").rstrip(".")
    return text.replace(".", ",")


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[str, ...]:
    """The parts of a code for positive numbers, negative ones and zero."""
    if ";" not in code:
        return (code,)
    parts = [""]
    for match in _TOKEN.finditer(code):
        if match["other"] == ";":
            parts.append("")
        else:
            parts[-1] += match[0]
    return tuple(parts)


@lru_cache(maxsize=256)
def _format(section: str) -> _Format | None:
    """A section taken apart; None where it is General, or nothing that is known here."""
    if not section or "general" in section.lower() or len(section) > 200:
        return None
    before = after = digits = ""
    scale = 0
    for match in _TOKEN.finditer(section):
        literal = match["quoted"] or match["escaped"] or ""
        other = match["other"] or ""
        if match["scientific"] or other in {"/", "@"}:
            return None
        if match["digits"]:
            if digits:
                return None  # marks between digits, such as 000-000
            digits = match["digits"].replace(" ", "").replace("?", "#")
            continue
        if bracket := match["bracket"]:
            literal = bracket[1:].partition("-")[0] if bracket.startswith("$") else ""
        if other == "," and digits:
            scale -= 3
            continue
        if other == "%":
            scale += 2
        literal += other
        before, after = (before, after + literal) if digits else (before + literal, after)
    if not digits:
        return _Format(before, "", -1, 0, 0, grouped=False, scale=0) if before else None
    whole, _, decimals = digits.partition(".")
    most = len(decimals.replace(",", ""))
    if most > _MOST_DECIMALS:
        return None
    return _Format(before, after, whole.count("0"), decimals.count("0"), most, "," in whole, scale)


def _date(value: datetime | date | time | timedelta, code: str) -> str:
    section = _sections(code)[0]
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if section == _SHORT_DATE or section.lower() == "general":
        section = "hh:mm:ss" if isinstance(value, time) else "dd/mm/yyyy"
    matches = list(_DATE_TOKEN.finditer(section))
    halves = any(match["half"] for match in matches)
    parts = []
    for place, match in enumerate(matches):
        if match["code"]:
            parts.append(_part(value, match["code"].lower(), _is_minute(matches, place), halves))
        elif match["half"]:
            hour = getattr(value, "hour", 0)
            parts.append("CH" if hour >= 12 else "SA")
        else:
            parts.append(match["quoted"] or match["escaped"] or match["other"] or "")
    return "".join(parts)


def _is_minute(matches: list[re.Match[str]], place: int) -> bool:
    """Whether an m means minutes: after hours, or before seconds."""
    codes = [(n, m["code"].lower()[0]) for n, m in enumerate(matches) if m["code"]]
    before = [code for n, code in codes if n < place]
    after = [code for n, code in codes if n > place]
    return before[-1:] == ["h"] or after[:1] == ["s"]


def _part(value: datetime | date | time, code: str, minute: bool, halves: bool) -> str:
    kind, width = code[0], len(code)
    if kind == "m" and minute:
        return f"{getattr(value, 'minute', 0):0{min(width, 2)}}"
    if kind in "hs":
        number = getattr(value, "hour" if kind == "h" else "second", 0)
        if kind == "h" and halves:
            number = number % 12 or 12
        return f"{number:0{min(width, 2)}}"
    if isinstance(value, time):
        return ""
    if kind == "y":
        return f"{value.year:04}" if width > 2 else f"{value.year % 100:02}"
    if kind == "d" and width > 2:
        return _DAYS[value.weekday()]
    number = value.month if kind == "m" else value.day
    return f"Tháng {number}" if width > 2 else f"{number:0{width}}"
