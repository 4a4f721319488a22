"""From when and until when: *kể từ ngày 01 tháng 7 năm 2025*, *sau 45 ngày kể từ ngày ký*.

The forms are those of Điều 151 and 154 of Luật Ban hành văn bản quy phạm pháp luật (80/2015/QH13):
the text itself says its day, or one counted from its signing; and of what is no longer in force,
the day that it says or that of the text in its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from analyzers.token import Span
from indexer.citations.numbers import Reference
from indexer.effects.model import Target, When
from indexer.metadata.dates import DAY_MONTH_YEAR, iso

TYPES: Final = (
    r"(?:Luật|Bộ luật|Pháp lệnh|Hiến pháp|Nghị quyết liên tịch|Nghị quyết|Nghị định"
    r"|Thông tư liên tịch|Thông tư|Quyết định|Chỉ thị|Lệnh|Quy chế|Quy định|Điều lệ"
    r"|Văn bản|Quy chuẩn|Nội quy)"
)
THIS: Final = re.compile(rf"(?i:{TYPES})\s{{1,2}}này(?!\w)(?:\snày(?!\w))?")
_WORDED: Final = r"\d{1,2}\s{0,3}tháng\s{0,3}\d{1,2}\s{0,3}năm\s{0,3}\d{4}"
"""As typed, with or without blanks."""
_DATE: Final = rf"(?:{_WORDED}|{DAY_MONTH_YEAR})"
_FROM: Final = re.compile(
    r"(?:,\s?)?(?:(?:kể\s{1,2})?(?:từ|vào)\s{1,2}(?:ng[àa]y\s{0,2})?|kể ngày\s{1,2})"
)
_ON: Final = re.compile(_DATE)
_SIGNED: Final = re.compile(
    r"(?:,\s?)?(?:thi hành\s)?(?:kể\s)?(?:từ|vào)\s{1,2}(?:ngày\s{1,2})?(?:được\s)?"
    r"(?:ký|ban hành|thông qua)"
    r"(?:\s(?:ban hành|ký))?(?!\w)"
)
_AFTER: Final = re.compile(
    r"(?:thi hành\s)?sau\s{1,2}(?P<count>\d{1,3})\s?(?:\([^)\n]{1,40}\)\s{1,2})?"
    r"(?P<unit>ngày|tháng),?\s{1,2}"
    r"(?:kể\s)?(?:từ\s)?(?:ngày\s)?(?:được\s)?(?:(?:ký|ban hành|thông qua)(?:\s(?:ban hành|ký))?"
    r"|(?P<gazette>(?:đăng|công bố)(?:\s(?:trên|tải trên|tải))?\sCông báo))(?!\w)"
)
_BUDGET: Final = re.compile(
    r"(?:thi hành\s)?(?:kể\s)?từ năm (?:ngân sách|tài chính)(?: năm)? (?P<year>(?:19|20)\d\d)"
)
"""The budget's year begins on 1 January (Luật Ngân sách nhà nước 83/2015/QH13, Điều 14)."""
_STARTS: Final = re.compile(
    r"(?:,\s?)?(?:kể\s)?(?:từ|vào|cùng|khi)\s{1,2}(?:ngày|thời điểm)\s{1,2}"
    rf"(?P<who>{TYPES}[^.;\n]{{0,200}}?)"
    r"\s(?:có|bắt đầu có)\shiệu\slực(?:\s(?:thi hành|pháp luật))?"
)
_UNTIL: Final = re.compile(
    r"(?:,\s?)?(?:và\s)?(?:có giá trị\s)?(?:cho\s)?đến\s{1,2}(?:hết\s{1,2})?(?:ngày\s{1,2})?"
    rf"(?P<day>{_DATE})"
)
_GAP: Final = re.compile(r"[\s,]{0,3}(?:thi hành|áp dụng|thực hiện|pháp luật)?[\s,]{0,3}")


class Days(NamedTuple):
    """What a stretch of text says of the days."""

    start: When | None
    until: When | None
    end: int
    """Where the words that say it end."""


def days(
    text: str,
    position: int,
    end: int,
    documents: Sequence[Reference],
    spans: Callable[[int, int], Span],
    targets: Callable[[Reference], Target],
) -> Days:
    """The days said at a position, behind *có hiệu lực* and the like.

    Args:
        spans: from positions of the text to a span of the document.
        targets: which document a reference names.
    """
    gap = _GAP.match(text, position, end)
    at = gap.end() if gap else position
    start, reached = _start(text, at, end, documents, spans, targets)
    until, last = _until(text, reached if start else at, end, spans)
    return Days(start, until, last if until else reached if start else position)


def _start(
    text: str,
    at: int,
    end: int,
    documents: Sequence[Reference],
    spans: Callable[[int, int], Span],
    targets: Callable[[Reference], Target],
) -> tuple[When | None, int]:
    if signed := _SIGNED.match(text, at, end):
        return When("signing", span=spans(*signed.span())), signed.end()
    if after := _AFTER.match(text, at, end):
        span = spans(*after.span())
        count = int(after["count"])
        if after["gazette"]:
            return When("after_gazette", days=count, span=span), after.end()
        if after["unit"] == "tháng":
            return When("after_signing", months=count, span=span), after.end()
        return When("after_signing", days=count, span=span), after.end()
    if starts := _STARTS.match(text, at, end):
        span = spans(*starts.span())
        if THIS.match(text, starts.start("who")):
            return When("start", span=span), starts.end()
        for one in documents:
            if one.start == starts.start("who"):
                return When("document", document=targets(one), span=span), starts.end()
        return When("condition", span=span), starts.end()
    if year := _BUDGET.match(text, at, end):
        return When("date", f"{year['year']}-01-01", span=spans(*year.span())), year.end()
    if word := _FROM.match(text, at, end):
        day = _ON.match(text, word.end(), end)
        known = iso(day[0]) if day else None
        if day and known:
            return When("date", known, span=spans(at, day.end())), day.end()
    return None, at


def _until(
    text: str, at: int, end: int, spans: Callable[[int, int], Span]
) -> tuple[When | None, int]:
    gap = _GAP.match(text, at, end)
    match = _UNTIL.match(text, gap.end() if gap else at, end)
    known = iso(match["day"]) if match else None
    if not match or not known:
        return None, at
    # Up to a day that is not said to be over, the day itself is left in doubt; it counts.
    return When("date", known, span=spans(*match.span())), match.end()


def day_after(when: When) -> When:
    """The day behind the last one."""
    if when.rule != "date" or not when.date:
        return when
    following = date.fromisoformat(when.date) + timedelta(1)
    return When("date", following.isoformat(), span=when.span)
