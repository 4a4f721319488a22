"""What people call the states of a text, and how they type them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Final

from analyzers.keys import text_key
from indexer.validity.days import Why
from indexer.validity.status import State

CODES: Final[dict[State, str]] = {
    "in_force": "con",
    "partly": "motphan",
    "not_yet": "chua",
    "suspended": "ngung",
    "no_longer": "het",
    "unknown": "chuaro",
}
"""State -> its value in filters, facets and links."""
STATE_OF: Final[dict[str, State]] = {code: state for state, code in CODES.items()}
NAMES: Final[dict[State, str]] = {
    "in_force": "Còn hiệu lực",
    "partly": "Còn hiệu lực một phần",
    "not_yet": "Chưa có hiệu lực",
    "suspended": "Ngưng hiệu lực",
    "no_longer": "Hết hiệu lực",
    "unknown": "Chưa rõ hiệu lực",
}
"""State -> what a mark says, in the words of Luật Ban hành văn bản quy phạm pháp luật."""
REASONS: Final[dict[Why, str]] = {
    "no_start": "văn bản không nói ngày có hiệu lực",
    "not_held": "văn bản này không có trong kho",
    "condition": "ngày có hiệu lực tùy một điều kiện",
    "conflict": "văn bản nói hai ngày khác nhau",
    "gazette": "tính từ ngày đăng Công báo, mà không văn bản nào nói ngày ấy",
    "unsigned": "không rõ ngày ký",
    "chain": "các văn bản viện dẫn lẫn nhau",
    "end": "có văn bản chấm dứt hiệu lực nhưng không rõ từ ngày nào",
}
"""Why a status is not known."""
_ALSO: Final[dict[str, State]] = {
    "conhieuluc": "in_force",
    "inforce": "in_force",
    "conmotphan": "partly",
    "hetmotphan": "partly",
    "conhieulucmotphan": "partly",
    "hethieulucmotphan": "partly",
    "partly": "partly",
    "chuacohieuluc": "not_yet",
    "chuahieuluc": "not_yet",
    "notyet": "not_yet",
    "ngunghieuluc": "suspended",
    "suspended": "suspended",
    "hethieuluc": "no_longer",
    "nolonger": "no_longer",
    "chuarohieuluc": "unknown",
    "khongro": "unknown",
    "unknown": "unknown",
}
_VIETNAM: Final = timezone(timedelta(hours=7))


def state_of(typed: str) -> State | None:
    """The state that somebody means: ``con``, *còn hiệu lực*, ``in_force``; None for no state."""
    key = text_key(typed.replace("_", " ")).replace(" ", "")
    return STATE_OF.get(key) or _ALSO.get(key)


def today() -> str:
    """The day in Vietnam, ISO 8601."""
    return datetime.now(_VIETNAM).date().isoformat()
