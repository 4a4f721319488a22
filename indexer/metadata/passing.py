"""The day on which a law or resolution was passed, from the words below its last article."""

from __future__ import annotations

import re
from typing import Final

from analyzers.token import Span
from indexer.metadata.dates import DAY_MONTH_YEAR, WORDED_DATE, iso
from indexer.metadata.facts import Fact

_PASSED: Final = "thông qua"
_DAY: Final = re.compile(
    rf"thông qua[^.;\n]{{0,60}}?ngày\s{{1,3}}(?P<day>{WORDED_DATE}|{DAY_MONTH_YEAR})"
)
_OWN: Final = re.compile(
    r"(?:\n|^)[ ]{0,20}(?:\d{1,2}\. ?)?(?:Luật|Bộ luật|Hiến pháp|Pháp lệnh|Nghị quyết) này "
    r"(?:đã )?(?:được|do) [^\n]{0,260}$"
)
_TRIES: Final = 8


def passed(text: str) -> Fact | None:
    """*Luật này được Quốc hội ... thông qua ngày 20 tháng 6 năm 2023.*"""
    at = len(text)
    for _ in range(_TRIES):
        at = text.rfind(_PASSED, 0, at)
        if at < 0:
            return None
        day = _DAY.match(text, at)
        if day and _OWN.search(text[max(0, at - 330) : at]):
            date = iso(day["day"])
            return Fact(date, Span(*day.span("day"))) if date else None
    return None
