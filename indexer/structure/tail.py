"""What follows the last clause: closing words, Nơi nhận, signature, and what is none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from analyzers.keys import unaccented
from indexer.core.document import Kind
from indexer.identity.document_types import BY_KEY
from indexer.metadata.front import Line
from indexer.structure.letters import LOWER, UPPER

_OFFICES: Final = (
    "CHỦ TỊCH", "THỦ TƯỚNG", "BỘ TRƯỞNG", "THỨ TRƯỞNG", "GIÁM ĐỐC", "TỔNG GIÁM ĐỐC", "BÍ THƯ",
    "TỔNG BÍ THƯ", "CHÁNH VĂN PHÒNG", "CHÁNH THANH TRA", "CHÁNH ÁN", "VIỆN TRƯỞNG", "CỤC TRƯỞNG",
    "TỔNG CỤC TRƯỞNG", "CHI CỤC TRƯỞNG", "VỤ TRƯỞNG", "TRƯỞNG BAN", "TRƯỞNG PHÒNG", "HIỆU TRƯỞNG",
    "CHỦ NHIỆM", "TỔNG THANH TRA", "THỐNG ĐỐC", "TRƯỞNG CÔNG AN", "TƯ LỆNH", "CHỈ HUY TRƯỞNG",
    "TỔNG KIỂM TOÁN", "TRƯỞNG ĐOÀN", "CHÍNH ỦY", "TỔNG THƯ KÝ", "PHÓ BÍ THƯ", "THƯỜNG TRỰC",
)  # fmt: skip
_ROLES: Final = (
    rf"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)(?:\. ?|[ ])[{UPPER}]"
    rf"|(?:PHÓ |QUYỀN )?(?:{'|'.join(_OFFICES)})\b"
)
RECIPIENTS: Final = re.compile(r"^(?:Nơi nhận|NƠI NHẬN|Nơi gửi)\b ?:?")
ADDRESSED: Final = re.compile(r"^(?:Kính gửi|KÍNH GỬI)\b ?:?")
_ROLE: Final = re.compile(rf"^(?:{_ROLES})")
_FOR: Final = re.compile(r"^(?:KT|K/T|TL|T/L|TUQ|Q)(?:\. ?| )")
"""For whom somebody signs: ký thay, thừa lệnh, thừa ủy quyền, quyền."""
_ROLE_ONLY: Final = re.compile(rf"^[{UPPER} ,./\-–&()]{{3,80}}$")
_SIGNED: Final = re.compile(r"^\(? ?(?:đã ký|Đã ký|ĐÃ KÝ|[Kk]ý tên|Ký bởi|đã kí)\b.{0,40}$")
_WORD: Final = rf"(?:[{UPPER}][{LOWER}']{{0,6}}|[{UPPER}]{{2,7}})"
_NAME: Final = re.compile(rf"^(?:(?:TS|ThS|PGS|GS|BS|KS)\.? ?){{0,2}}{_WORD}(?: {_WORD}){{1,4}}$")
_BOILERPLATE: Final = re.compile(
    r"^(?:Bình luận|Viết bình luận|Ý kiến bạn đọc|Gửi bình luận|Tin (?:liên quan|khác|cùng|mới)"
    r"|Các tin (?:khác|liên quan)|Bài viết (?:liên quan|khác)|Chia sẻ|In bài|In trang|Quay lại"
    r"|Từ khóa|Tags?\b|Nguồn ?:|Lượt (?:xem|truy cập)|Đánh giá bài viết|Bản quyền)",
    re.IGNORECASE,
)
_INITIALS: Final = re.compile(r"^[A-ZĐ](?:\. ?[A-ZĐ]){1,3}\.?$")
_LIST: Final = re.compile(r"^[-–—+•*]")
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
_LAW_CLOSING: Final = re.compile(
    r"^(?:Luật|Bộ luật|Hiến pháp|Pháp lệnh|Nghị quyết) này (?:đã )?(?:được|do) "
    r"|^Trên đây là "
)
_START: Final = re.compile(
    rf"\n[ ]{{0,80}}(?:(?:Nơi nhận|NƠI NHẬN)\b|(?:{_ROLES})[^\n]{{0,80}}(?=\n|\Z))"
)


class Part(NamedTuple):
    """A run of lines of one kind."""

    kind: Kind
    start: int


class Tail(NamedTuple):
    parts: tuple[Part, ...]
    """In order; the first starts where the clause before ends."""
    signer: str | None
    role: str | None
    recipients: tuple[str, ...]


EMPTY: Final = Tail((), None, None, ())


def starts(text: str) -> Iterator[int]:
    """Line starts in a view where recipients or a signature may begin."""
    for match in _START.finditer(text):
        line = match[0].strip()
        if RECIPIENTS.match(line) or (is_role(line) and _is_signed(text, match.end())):
            yield match.start() + 1


def _is_signed(text: str, after: int) -> bool:
    """A name stands below the line that says in what office: it is not a heading in capitals."""
    for line in map(str.strip, text[after : after + 400].split("\n")):
        if not line or _SIGNED.match(line) or is_role(line):
            continue
        return is_name(line)
    return len(text) - after < 400


def is_role(line: str) -> bool:
    """Whether a line of capitals says in what office somebody signs."""
    return bool(_ROLE.match(line) and _ROLE_ONLY.match(line))


def is_name(line: str) -> bool:
    return bool(_NAME.match(line)) and unaccented(line) not in BY_KEY


def addressed(lines: list[Line]) -> int:
    """How many of the first lines say to whom a letter goes: *Kính gửi:* and its list."""
    if not lines or not ADDRESSED.match(lines[0].text):
        return 0
    count = 1
    while count < len(lines) and _LIST.match(lines[count].text):
        count += 1
    return count


def closing_start(lines: list[Line], in_dieu: bool) -> int | None:
    """Place of the first line that belongs to no item although no mark says so, or None."""
    opener = _LAW_CLOSING if in_dieu else _CLOSING
    titled = bool(lines) and lines[0].text[-1] not in ".;!?/"  # what follows is the item's text
    for place in range(2 if titled else 1, len(lines)):
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
    return Tail(tuple(reader.parts), reader.signer, reader.role, tuple(reader.recipients))


class _Reader:
    """State of `tail`: which part the line before belonged to."""

    def __init__(self) -> None:
        self.kind: Kind = "clause"
        self.parts: list[Part] = []
        self.signer: str | None = None
        self.role: str | None = None
        self.recipients: list[str] = []

    def read(self, line: Line, before: str, after: str, *, closing: bool) -> None:
        kind = self._kind(line.text, before, after, closing)
        if kind != self.kind:
            self.parts.append(Part(kind, line.start))
            self.kind = kind
        if kind == "recipients":
            self._recipient(line.text)
        elif kind == "signature":
            self._sign(line.text)

    def _kind(self, line: str, before: str, after: str, closing: bool) -> Kind:
        if RECIPIENTS.match(line):
            return "recipients"
        if self.kind == "other":
            return "signature" if is_role(line) and not self.signer else "other"
        if _BOILERPLATE.match(line) or (_INITIALS.match(line) and not _LIST.match(line)):
            return "other"
        if is_role(line) or (_SIGNED.match(line) and self.kind != "clause"):
            return "signature"
        if self.kind in {"clause", "closing"}:
            if is_name(line) and self._ends_here(before, after):
                return "signature"
            return "closing" if closing else self.kind
        if self.kind == "recipients":
            return "signature" if is_name(line) and not before.endswith(",") else "recipients"
        if not self.signer or is_name(line) or _SIGNED.match(line):
            return "signature" if len(line) < 100 else "other"
        return "recipients" if _LIST.match(line) and self.recipients else "other"

    @staticmethod
    def _ends_here(before: str, after: str) -> bool:
        ended = not after or _SIGNED.match(after) or RECIPIENTS.match(after)
        return bool(ended) and before[-1:] in ".!;/3456789"

    def _recipient(self, line: str) -> None:
        line = RECIPIENTS.sub("", line).strip()
        for part in re.split(r" ?\| ?| {4,60}", line):
            if is_role(part) or (self.role and is_name(part)):  # the column beside the list
                self._sign(part)
                continue
            name = part.lstrip("-–—+•* ").rstrip(" .;,/")
            if _LIST.match(part) or not self.recipients:
                if name:
                    self.recipients.append(name)
            elif name:
                self.recipients[-1] += " " + name

    def _sign(self, line: str) -> None:
        if _SIGNED.match(line):
            return
        if is_name(line) and not is_role(line) and (not line.isupper() or self.role):
            self.signer = self.signer or line
        elif is_role(line) and self.signer is None and not line.startswith(("TM", "T/M")):
            self.role = _FOR.sub("", line)
