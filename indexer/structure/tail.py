"""What follows the last clause: closing words, Nơi nhận, signature, and what is none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from indexer.core.document import Kind
from indexer.metadata.foot import LIST, RECIPIENTS, Foot, FootReader
from indexer.metadata.lines import Line
from indexer.metadata.person import ROLES, SIGNED, is_role, person, role_and_name

ADDRESSED: Final = re.compile(r"^(?:(?:Kính gửi|KÍNH GỬI)\b ?:?|gửi ?:)")
_BOILERPLATE: Final = re.compile(
    r"^(?:Bình luận|Viết bình luận|Ý kiến bạn đọc|Gửi bình luận|Tin (?:liên quan|khác|cùng|mới)"
    r"|Các tin (?:khác|liên quan)|Bài viết (?:liên quan|khác)|Chia sẻ|In bài|In trang|Quay lại"
    r"|Từ khóa|Tags?\b|Nguồn ?:|Lượt (?:xem|truy cập)|Đánh giá bài viết|Bản quyền)",
    re.IGNORECASE,
)
_INITIALS: Final = re.compile(r"^[A-ZĐ](?:\. ?[A-ZĐ]){1,3}\.?$")
_CLOSING: Final = re.compile(
    r"^(?:Trên đây là|Đề nghị|Yêu cầu|Giao |Nhận được|Trong quá trình|Trong thời gian"
    r"|(?:Các |Chủ tịch |Thủ trưởng |Giám đốc |UBND |Ủy ban |Uỷ ban |Ban |Bộ trưởng |Thủ tướng )"
    r"[^.:;\n]{0,160}?(?:yêu cầu|đề nghị|giao|chịu trách nhiệm|thông báo)\b"
    r"|[^.:;\n]{0,80}?(?:kính trình|kính đề nghị|kính báo cáo|trân trọng)\b"
    r"|Căn cứ (?:nội dung )?[^.;\n]{2,40} này\b"
    r"|(?:Luật|Bộ luật|Pháp lệnh|Hiến pháp|Nghị quyết|Nghị định|Quyết định|Chỉ thị|Kế hoạch"
    r"|Thông tư|Quy chế|Quy định|Thông báo|Hướng dẫn|Chương trình) này\b"
    r"|Nơi nhận|Rất mong|Xin trân trọng|Kính (?:đề nghị|trình|báo cáo))"
)
_SURELY: Final = re.compile(
    r"^(?:Trên đây là [^\n]{0,400}?(?:\./\.|trình|báo cáo|đề nghị|thông báo|thực hiện)"
    r"|[^.:;\n]{0,160}?[Kk]ính trình [^\n]{2,200}?(?:xem xét|quyết định|phê duyệt|cho ý kiến)"
    r"|Biên bản (?:này )?(?:đã )?(?:được )?(?:lập (?:thành|xong)|đọc lại)"
    r"|(?:Cuộc họp|Phiên họp|Hội nghị|Buổi (?:họp|làm việc)|Việc lập biên bản) (?:đã )?"
    r"(?:kết thúc|bế mạc|hoàn thành)\b)"
)
"""Words with which submissions, notices and minutes close, and no item goes on (forms of Nghị định
30/2020/NĐ-CP, phụ lục III)."""
_LAW_CLOSING: Final = re.compile(
    r"^(?:Luật|Bộ luật|Hiến pháp|Pháp lệnh|Nghị quyết) này (?:đã )?(?:được|do) "
    r"|^Trên đây là "
)
_START: Final = re.compile(
    rf"\n[ ]{{0,80}}(?:(?:Nơi nhận|NƠI NHẬN)\b|(?:{ROLES})[^\n]{{0,120}}(?=\n|\Z))"
)


_LONGEST: Final = 400
_COLUMNS: Final = re.compile(r" {3,}| ?\| ?")


class Part(NamedTuple):
    """A run of lines of one kind."""

    kind: Kind
    start: int


class Tail(NamedTuple):
    parts: tuple[Part, ...]
    """In order; the first starts where the clause before ends."""
    foot: Foot


EMPTY: Final = Tail((), Foot())


def starts(text: str) -> Iterator[int]:
    """Line starts in a view where recipients or a signature may begin."""
    for match in _START.finditer(text):
        stop = text.find("\n", match.end())
        line = text[match.start() : stop if stop >= 0 else len(text)][:_LONGEST].strip()
        signed = role_and_name(line) or (is_role(line) and _is_signed(text, match.end()))
        if RECIPIENTS.match(line) or signed:
            yield match.start() + 1


def _is_signed(text: str, after: int) -> bool:
    """A name stands below the line that says in what office: it is not a heading in capitals."""
    for line in map(str.strip, text[after : after + 400].split("\n")):
        if not line or SIGNED.match(line) or is_role(line):
            continue
        return any(is_name(part) for part in _COLUMNS.split(line))
    return len(text) - after < 400


def is_name(line: str) -> bool:
    """Whether a line is a person's name, perhaps with a rank before it."""
    return person(line) is not None


def addressed(lines: list[Line]) -> int:
    """How many of the first lines say to whom a letter goes: *Kính gửi:* and its list."""
    if not lines or not ADDRESSED.match(lines[0].text):
        return 0
    count = 1
    while count < len(lines) and LIST.match(lines[count].text):
        count += 1
    return count


def closing_start(lines: list[Line], in_dieu: bool) -> int | None:
    """Place of the first line that belongs to no item although no mark says so, or None."""
    opener = _LAW_CLOSING if in_dieu else _CLOSING
    titled = bool(lines) and lines[0].text[-1] not in ".;!?/"  # what follows is the item's text
    for place in range(1, len(lines)):
        if not in_dieu and not lines[place].joined and _SURELY.match(lines[place].text):
            return place
        if titled and place == 1:
            continue
        if lines[place].joined and not lines[place - 1].text.endswith((".", ";", "!", ":")):
            continue
        if opener.match(lines[place].text):
            return place
    return None


def tail(lines: list[Line], in_dieu: bool) -> Tail:
    """Sort the lines from the last item's own first line to the end of the document."""
    reader = _Reader()
    close = closing_start(lines, in_dieu)
    for place, line in enumerate(lines[1:], 1):
        before, after = lines[place - 1], lines[place + 1].text if place + 1 < len(lines) else ""
        reader.read(line, before.text, after, closing=place == close)
    return Tail(tuple(reader.parts), reader.foot.foot)


class _Reader:
    """State of `tail`: which part the line before belonged to."""

    def __init__(self) -> None:
        self.kind: Kind = "clause"
        self.parts: list[Part] = []
        self.foot = FootReader()

    def read(self, line: Line, before: str, after: str, *, closing: bool) -> None:
        kind = self._kind(line.text, before, after, closing)
        if kind != self.kind:
            self.parts.append(Part(kind, line.start))
            self.kind = kind
        if kind == "recipients":
            self.foot.recipients(line)
        elif kind == "signature":
            self.foot.signature(line)

    def _kind(self, line: str, before: str, after: str, closing: bool) -> Kind:
        if RECIPIENTS.match(line):
            return "recipients"
        if self.kind == "other":
            return "signature" if is_role(line) and not self.foot.signed else "other"
        if _BOILERPLATE.match(line) or (_INITIALS.match(line) and not LIST.match(line)):
            return "other"
        if is_role(line) or role_and_name(line) or (SIGNED.match(line) and self.kind != "clause"):
            return "signature"
        if self.kind in {"clause", "closing"}:
            if is_name(line) and self._ends_here(before, after):
                return "signature"
            return "closing" if closing else self.kind
        if self.kind == "recipients":
            return "signature" if is_name(line) and not before.endswith(",") else "recipients"
        if not self.foot.signed or is_name(line) or SIGNED.match(line):
            return "signature" if len(line) < 100 else "other"
        return "recipients" if LIST.match(line) and self.foot.foot.recipients else "other"

    @staticmethod
    def _ends_here(before: str, after: str) -> bool:
        ended = not after or SIGNED.match(after) or RECIPIENTS.match(after)
        return bool(ended) and before[-1:] in ".!;/3456789"
