"""The office that issues: from the letterhead, or from the words that say who issues."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from analyzers.token import Span
from indexer.identity.document_types import TYPES
from indexer.identity.office_names import office_name
from indexer.metadata.cells import Cell
from indexer.metadata.facts import Fact
from indexer.metadata.lines import Line
from indexer.metadata.marks import STAMP, stands_apart
from indexer.metadata.offices import STARTS_OFFICE, last_office

_LONGEST: Final = 120
_JOINT: Final = frozenset({"Thông tư liên tịch", "Nghị quyết liên tịch"})
_SENTENCE_CASE: Final = re.compile(
    r"^(?:Ủy ban|Uỷ ban|UBND|Bộ|Sở|Cục|Chi cục|Tổng cục|Phòng|Ban|Trường|Viện|Trung tâm|Công ty"
    r"|Tổng công ty|Tập đoàn|Hội đồng|Văn phòng|Đảng ủy|Chi bộ|Công đoàn|Liên đoàn|Hội|Đoàn)"
    r" [^.,;:]{2,80}$"
)
_ROLE: Final = re.compile(
    r"^(?:PHÓ |Phó )?(?:(?:TỔNG CỤC|CHI CỤC|CỤC|BỘ|VIỆN|HIỆU|VỤ) TRƯỞNG"
    r"|(?:Tổng cục|Chi cục|Cục|Bộ|Viện|Hiệu|Vụ) trưởng|(?:TỔNG )?GIÁM ĐỐC|(?:Tổng )?[Gg]iám đốc"
    r"|CHỦ TỊCH(?! NƯỚC)|Chủ tịch(?! nước)|CHÁNH ÁN|Chánh án|THỐNG ĐỐC|Thống đốc"
    r"|CHỦ NHIỆM|Chủ nhiệm|TRƯỞNG|Trưởng|TỔNG KIỂM TOÁN(?= )|Tổng Kiểm toán(?= )"
    r"|TỔNG THANH TRA(?= )|Tổng Thanh tra(?= )) "
)
_ISSUES: Final = re.compile(
    rf"^(?P<who>[^\W\d][^.;:\n]{{3,110}}?),? ban hành (?:{'|'.join(TYPES)})\b"
)
_BY_NUMBER: Final = (
    (re.compile(r"[/-]UBTVQH ?\d"), "Ủy ban Thường vụ Quốc hội"),
    (re.compile(r"[/-]QH ?\d"), "Quốc hội"),
    (re.compile(r"[-/]CP$"), "Chính phủ"),
    (re.compile(r"[-/]TTg$"), "Thủ tướng Chính phủ"),
    (re.compile(r"[-/]CTN$"), "Chủ tịch nước"),
)
"""Ký hiệu that are the office's alone (Nghị định 78/2025/NĐ-CP, Phụ lục III)."""


def letterhead(head: Sequence[Cell], kind: str | None) -> Fact | None:
    """The office in the letterhead: the lowest of the lines in capitals, below its superiors."""
    names = _names(head)
    if not names:
        return None
    written = [cell.text.strip(" *") for cell in names]
    office, first = last_office(written, joint=kind in _JOINT)
    if not office:
        return None
    return Fact(office, Span(names[first].start, names[-1].span.end))


def _names(head: Sequence[Cell]) -> list[Cell]:
    names: list[Cell] = []
    quiet: list[Cell] = []
    framed = any(cell.kind == "motto" for cell in head)
    for place, cell in enumerate(head):
        if cell.kind in {"number", "date"}:
            if names:
                break
            continue
        if cell.kind != "text" or len(cell.text) >= _LONGEST or stands_apart(cell.text):
            continue
        if place + 1 < len(head) and STAMP.match(head[place + 1].text):
            continue
        if cell.text.isupper() and not cell.text.startswith("#"):
            names.append(cell)
        elif framed and not quiet and _SENTENCE_CASE.match(cell.text):
            quiet.append(cell)
    return names or quiet


def office_of(signer: Fact) -> Fact | None:
    """The office of who is named: *BỘ TRƯỞNG BỘ Y TẾ* is Bộ Y tế."""
    plain = _ROLE.sub("", signer.value).strip(" ,:")
    if plain.upper().startswith("THỦ TƯỚNG"):
        plain = "Thủ tướng Chính phủ"
    if not (STARTS_OFFICE.match(plain.upper()) and len(plain.split()) > 1):
        return None
    return Fact(office_name(plain), signer.span)


def named_below(lines: Sequence[Line]) -> Fact | None:
    """The office in capitals between title and text, or the one that *ban hành* the document."""
    for place, line in enumerate(lines):
        if len(line.text) < _LONGEST and line.text.isupper() and place < 2:
            found = office_of(Fact(line.text, line.span))
            if found:
                return found
        match = _ISSUES.match(line.text[:400])
        if match:
            start = line.span.start
            return office_of(Fact(match["who"], Span(start, start + match.end("who"))))
    return None


def with_capitals(office: str, text: str, place: str = "") -> str:
    """The name of a school, a company or the like with the capitals that the text, or the place
    of issue, gives its last syllables: a letterhead in capitals does not show where a proper name
    begins.

    >>> with_capitals("Trường Đại học Tân trào", "Hiệu trưởng Trường Đại học Tân Trào")
    'Trường Đại học Tân Trào'
    """
    if not _NAMED.match(office):
        return office
    if place and office.lower().endswith(f" {place.lower()}"):
        return office[: -len(place)] + place
    words = office.split()
    for found in re.finditer(re.escape(office), text[:_SEARCHED], re.IGNORECASE):
        written = found[0].split()
        count = 0
        while count < len(words) and _is_capitalised(written[-1 - count]):
            count += 1
        if 2 <= count < len(words):
            return " ".join([*words[:-count], *written[-count:]])
    return office


_NAMED: Final = re.compile(
    r"Trường|Đại học|Học viện|Viện|Bệnh viện|Trung tâm|Công ty|Tổng công ty|Tập đoàn|Ngân hàng"
    r"|Hợp tác xã|Hội |Hiệp hội|Quỹ "
)
_SEARCHED: Final = 20_000


def _is_capitalised(word: str) -> bool:
    return word[:1].isupper() and word[1:].islower()


def by_number(number: Fact | None) -> Fact | None:
    """The office whose sign a number bears, where one office alone has it."""
    if number is None:
        return None
    for sign, office in _BY_NUMBER:
        if sign.search(number.value):
            return Fact(office, number.span)
    return None
