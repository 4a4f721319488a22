"""Which of the verbs of a sentence say that its text does something."""

from __future__ import annotations

import re
from typing import Final

from indexer.effects.days import TYPES
from indexer.effects.masking import QUOTED
from indexer.effects.own_words import Own
from indexer.effects.patterns import SOME
from indexer.effects.verbs import Verb, verbs

_GOES_ON: Final = re.compile(r"(?:[;,:]|và|đồng thời|hoặc)\s{1,3}\Z")
_TIED: Final = re.compile(r"(?<!\w)này\s{1,2}(?:quyết định\s)?\Z", re.IGNORECASE)
_BEFORE_DAY: Final = re.compile(
    rf"(?:ngày|thời điểm|khi|sau khi|nếu)\s{{1,2}}(?:{TYPES}|văn bản|các|những|quy định)"
    r"[^,;.\n]{0,160}\Z",
    re.IGNORECASE,
)
_IS_ABOUT: Final = re.compile(
    r"\s{0,2}(?:(?:\d{1,3}|một số|một|các|toàn bộ|một phần|nội dung|cho|quy định|tại|của|thêm|tên"
    r"|những|hiệu lực|cụm từ|từ|đoạn(?: mở)?(?: đầu)?)\s{1,2})*"
    rf"(?i:{TYPES}|văn bản|đi[ểễ]m|khoản|điều|mục|chương|phần|phụ lục|mẫu|biểu|tiết|danh mục|qcvn"
    rf"|tcvn|{QUOTED})(?!\w)"
)
"""What stands behind a verb within a sentence; in the name of a document, *hủy bỏ* and *bổ sung*
are about other things."""
_SOME_RULE: Final = re.compile(
    r"\s{1,2}(?:một số |các |những )?(?:quy định|nội dung|đoạn|lỗi|mức|áp dụng|việc)\b"
    r"|,\s{1,2}(?:bãi|bổ|thay|sửa|hủy)\b"
)
"""*Bãi bỏ quy định về việc cấp giấy tại khoản 3*: something in a place."""
_ELSE: Final = re.compile(r"\s{1,2}hoặc\b|,")
_TITLE: Final = re.compile(r"(?:của|số)\s[^;,]*\s(?:về|quy định)\s[^;]*\Z")


def accepted_verbs(own: Own, head: int, end: int, *, amending: bool) -> list[Verb]:
    """The verbs of a sentence that say an effect of its text, not the name or the past of another.

    Args:
        amending: a clause above says which document is changed.
    """
    text = own.text
    found: list[Verb] = []
    for verb in verbs(text, head, end):
        before = text[max(head, verb.start - 200) : verb.start]
        if verb.form.voice != "does":
            if not _BEFORE_DAY.search(before):
                found.append(verb)
            continue
        first = verb.start == head
        if not _is_about(text, verb.end, first=first, amending=amending):
            continue
        if not first and not _TIED.search(before):
            if not (found and _GOES_ON.search(before)):
                continue
            in_title = verb.form.kind in {"amends", "inserts"} and (
                SOME.match(text, verb.end + 1) or _TITLE.search(before)
            )
            if in_title:
                continue
        if text[verb.start].isupper() or not first or amending:
            found.append(verb)
    return found


def _is_about(text: str, position: int, *, first: bool, amending: bool) -> bool:
    """Whether what stands behind a verb may be changed by a text."""
    if _IS_ABOUT.match(text, position):
        return True
    if not first:
        return False
    return bool(_SOME_RULE.match(text, position) or (amending and not _ELSE.match(text, position)))
