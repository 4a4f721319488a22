"""The head of a document, line by line: kind, number, date, place, issuer and title.

Three layouts: offices of the state (Nghị định 30/2020/NĐ-CP, Phụ lục I), the party (``34-CT/TW``,
``*`` under the issuer), laws (``Luật số: 65/2014/QH13``); and copies from news pages, which have
none of them. What the head does not say stays ``None``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from analyzers.keys import unaccented as key
from indexer.identity.document_id import NUMBER, canonical
from indexer.identity.document_types import BY_KEY, LAWS, type_at_start
from indexer.identity.office_names import office_name
from indexer.metadata.dates import DAY_MONTH_YEAR, WORDED_DATE, iso
from indexer.metadata.offices import last_office

_MAX_LINES: Final = 80
_MAX_TITLE: Final = 1200
_LONGEST: Final = 4000
"""Code points of a line that are looked at."""
_SOMETHING: Final = re.compile(r"\S")

_NUMBER_LINE: Final = re.compile(
    rf"^(?:[^\W\d][^\d:]{{0,25}} )?[Ss][ốÔốỐóôo] ?[:.]{{0,3}} ?(?P<number>{NUMBER})?(?=[\s,;|]|$)"
)
_BLANK_NUMBER: Final = re.compile(r"^[Ss][ốỐ] ?: ?[.…_ ]{0,40}[/-] ?[A-ZĐ]{2}")
_IN_TITLE: Final = re.compile(
    rf"[Ss][ốỐ] (?P<number>{NUMBER})(?: (?:ngày|NGÀY) (?P<date>[^|]{{8,40}}))?"
)
_DATE_LINE: Final = re.compile(
    r"^(?P<place>[^\W\d][^,\d|]{1,40}), ?(?:ngày|NGÀY|Ngày)[ .…_\d]"
    r"|^(?:ngày|Ngày) [ \d.…_]{1,10} tháng"
)
_MOTTO: Final = re.compile(r"^(?:cong hoa xa ho?i|doc lap ?- ?tu do|dang cong san viet nam)")
_RULE: Final = re.compile(r"^[-–—_*=~. ]+$")
_STAMP: Final = re.compile(
    r"^(?:ĐẾN|ĐEN|CÔNG VĂN ĐẾN|Đến|Chuyển|Chuyên|Lưu hồ sơ(?: số)?|Số đến|Ngày đến|HỎA TỐC|KHẨN"
    r"|THƯỢNG KHẨN|MẬT|TỐI MẬT|TUYỆT MẬT|DỰ THẢO)\b ?(?:[:.]|$|Ngày|Số|Giờ)"
)
_WEB_LINE: Final = re.compile(
    r"^(?:Thứ (?:hai|ba|tư|năm|sáu|bảy)|Chủ nhật),? |(?:Ảnh|Nguồn ảnh|Ảnh minh h[oọ]a) ?[:/]"
    r"|^\d{1,2}/\d{1,2}/\d{4}\b.{0,20}$|^(?:Trang chủ|Cỡ chữ|In trang|Chia sẻ)\b",
    re.IGNORECASE,
)
OPENER: Final = re.compile(
    r"^(?:Căn cứ|Thực hiện |Thi hành |Theo (?:đề nghị|Tờ trình|quy định)|Xét |Nhằm |Để |Trong |Sau "
    r"|Ngày \d|Năm \d{4}|Trên cơ sở|Tiếp tục |Trước |Vừa qua|Thời gian qua|Những năm|Hiện nay"
    r"|Phát huy|(?:[A-ZĐ][^\n]{0,80} )?(?:nêu rõ|ban hành Luật|ban hành Bộ luật)"
    r"|(?:CHỦ TỊCH|ỦY BAN|UỶ BAN|HỘI ĐỒNG|THỦ TƯỚNG|BỘ TRƯỞNG|GIÁM ĐỐC|CHÍNH PHỦ|QUỐC HỘI"
    r"|BAN CHẤP HÀNH|BAN THƯỜNG VỤ|LỜI NÓI ĐẦU)\b)"
)
"""How the text after a title begins."""
_OPENS_TEXT: Final = re.compile(r"^(?:LỜI NÓI ĐẦU|(?:[^:]{0,40}:)$)")


class Line(NamedTuple):
    """A line that is not blank, stripped."""

    start: int
    """Of the whole line, in the view."""
    text: str
    joined: bool
    """No blank line above it."""


@dataclass(frozen=True, slots=True)
class Front:
    """What the head of a document says, and where it ends (in the view)."""

    end: int
    type: str | None = None
    title: str | None = None
    number: str | None = None
    date: str | None = None
    place: str | None = None
    issuer: str | None = None


def lines_of(text: str, start: int, end: int, most: int) -> list[Line]:
    """The first ``most`` lines of ``text[start:end]`` that are not blank."""
    found: list[Line] = []
    before = start
    while len(found) < most and (character := _SOMETHING.search(text, start, end)):
        begin = max(text.rfind("\n", before, character.start()) + 1, before)
        stop = text.find("\n", character.start(), end)
        stop = end if stop < 0 else stop
        joined = bool(found) and text.count("\n", before, begin) == 1
        found.append(Line(begin, text[begin : min(stop, begin + _LONGEST)].strip(), joined))
        before = start = stop
    return found


def front(text: str, limit: int) -> Front:
    """Read the head of a view; its first item stands at ``limit``."""
    lines = lines_of(text, 0, limit, _MAX_LINES)
    at = _type_line(lines)
    if at is None:
        return _letter(lines, limit) or _copied(lines, limit)
    kind = type_at_start(lines[at].text)
    head = [cell.strip() for line in lines[:at] for cell in _cells(line.text)]
    title, after = _title(lines, at, kind)
    number, number_date = _number(head, [line.text for line in lines[at:after]], kind)
    place, date = _place_and_date([*head, *(line.text for line in lines[after : after + 4])])
    return Front(
        end=_end(lines, after, limit),
        type=kind,
        title=title,
        number=number,
        date=date or number_date,
        place=place,
        issuer=_issuer(head),
    )


def _cells(line: str) -> list[str]:
    """Two columns of a head on one line, as tables and PDF give them."""
    return re.split(r" ?\| ?| {4,60}", line)


def _type_line(lines: list[Line]) -> int | None:
    for place, line in enumerate(lines):
        folded = key(line.text[:200]).strip(" .#")
        if folded in BY_KEY and (line.text.isupper() or place < 20):
            return place
        if line.text.isupper() and type_at_start(line.text) and not line.text.endswith(":"):
            return place
    return None


def _title(lines: list[Line], at: int, kind: str | None) -> tuple[str | None, int]:
    """Trích yếu, joined over its lines, and the place of the first line after it."""
    parts: list[str] = []
    first = lines[at].text
    if key(first).strip(" .") not in BY_KEY or kind in LAWS:
        parts.append(first)
    place = at + 1
    law = kind in LAWS
    while place < len(lines):
        line = lines[place]
        if _RULE.match(line.text) or _DATE_LINE.match(line.text):
            break
        started = place > at + 1
        goes_on = line.text.isupper() if law else line.joined or not started
        if not goes_on or (started and not line.joined and not law) or _is_body(line.text, started):
            break
        parts.append(line.text)
        place += 1
    title = " ".join(" ".join(parts).split())
    own = key(first).strip(" .") in BY_KEY and len(parts) == 1 and law
    if not title or (own and kind != "Hiến pháp") or len(title) > _MAX_TITLE:
        return None, at + 1
    return title, place


def _is_body(line: str, started: bool) -> bool:
    """A line that can be no title. The first below the kind is one, unless it is plainly the
    text: *Thực hiện Chỉ thị số ...* is the title of many a plan."""
    if not started:
        return line.startswith("Căn cứ") or line.endswith((":", ".", ";"))
    return bool(OPENER.match(line)) or line.endswith((".", ":", ";"))


def _number(head: list[str], titles: list[str], kind: str | None) -> tuple[str | None, str | None]:
    """The number, and the date where it is written beside the number."""
    for line in head:
        match = _NUMBER_LINE.match(line)
        if match and match["number"]:
            return canonical(match["number"]), None
        if match or _BLANK_NUMBER.match(line):
            return None, None
    for line in titles if kind in LAWS else []:
        match = _IN_TITLE.search(line)
        if match:
            return canonical(match["number"]), iso(match["date"] or "")
    return None, None


def _place_and_date(lines: list[str]) -> tuple[str | None, str | None]:
    for line in lines:
        match = _DATE_LINE.match(line)
        if match and not _STAMP.match(line):
            place = match["place"]
            return (place.strip() if place else None), iso(line[: match.end() + 60])
    return None, None


def _issuer(head: list[str]) -> str | None:
    """The lines in capitals at the top: the office that issues, below the one it belongs to."""
    names: list[str] = []
    for place, line in enumerate(head):
        stamped = place + 1 < len(head) and _STAMP.match(head[place + 1])
        if _NUMBER_LINE.match(line) or _DATE_LINE.match(line):
            if names:
                break
            continue
        if _MOTTO.match(key(line)) or _RULE.match(line) or _STAMP.match(line) or stamped:
            continue
        if line.isupper() and len(line) < 120 and not line.startswith("#"):
            names.append(line.strip(" *"))
    return last_office(names)


def _end(lines: list[Line], after: int, limit: int) -> int:
    """Where the last line that belongs to the head ends: a stamp may stand below the title."""
    last = after - 1
    for place in range(after, min(len(lines), after + 12)):
        line = lines[place].text
        following = lines[place + 1].text if place + 1 < len(lines) else ""
        if (
            _STAMP.match(line)
            or _RULE.match(line)
            or _WEB_LINE.search(line)
            or (_DATE_LINE.match(line) and len(line) < 80)
            or _MOTTO.match(key(line[:80]))
            or (line.isupper() and _STAMP.match(following))
            or (line.isupper() and place - last == 1 and not _OPENS_TEXT.match(line))
        ):
            last = place
    return lines[last + 1].start if last + 1 < len(lines) else limit


_ABOUT: Final = re.compile(r"^(?:V/v|v/v|V/V|Về việc)[ :]")


def _letter(lines: list[Line], limit: int) -> Front | None:
    """A công văn bears no name of a kind: its subject stands below the number, after *V/v*."""
    at = next((n for n, line in enumerate(lines[:20]) if _ABOUT.match(line.text)), None)
    if at is None:
        return None
    after = at + 1
    while after < len(lines) and lines[after].joined and not _is_body(lines[after].text, True):
        if _MOTTO.match(key(lines[after].text)) or _DATE_LINE.match(lines[after].text):
            break
        after += 1
    head = [cell.strip() for line in lines[:at] for cell in _cells(line.text)]
    rest = [cell.strip() for line in lines[after : after + 8] for cell in _cells(line.text)]
    number, _ = _number(head, [], None)
    if number is None:
        return None
    place, date = _place_and_date([*head, *rest])
    return Front(
        end=_end(lines, after, limit),
        type="Công văn",
        title=" ".join(" ".join(line.text for line in lines[at:after]).split()),
        number=number,
        date=date,
        place=place,
        issuer=_issuer(head),
    )


_ISSUED: Final = re.compile(
    rf"^(?P<issuer>[^\W\d][^,.;:\n]{{2,80}}?) (?:vừa |đã |mới )?(?:ký )?ban hành "
    rf"(?P<type>[^\W\d][^\d,.;:\n]{{2,30}}?) số (?P<number>{NUMBER})(?P<rest>.{{0,60}})"
)


def _copied(lines: list[Line], limit: int) -> Front:
    """A copy without the document's own head, such as a news page that prints its body."""
    kind = title = number = date = issuer = None
    last = -1
    for place, line in enumerate(lines[:40]):
        if title is None and place < 10 and not line.text.endswith((".", ":", ";")):
            kind = type_at_start(line.text)
            if kind and len(line.text) < 400:
                title, last = line.text, place
        issued = _ISSUED.match(line.text)
        if issued and number is None and (kind is None or type_at_start(issued["type"]) == kind):
            number, kind = canonical(issued["number"]), type_at_start(issued["type"])
            issuer, last = office_name(issued["issuer"]), place
            dated = re.match(r",? ngày ", issued["rest"])
            date = iso(issued["rest"]) if dated else None
        numbered = _NUMBER_LINE.match(line.text)
        if numbered and numbered["number"] and len(line.text) < 80 and number is None:
            number, last = canonical(numbered["number"]), place
        dated_line = _DATE_LINE.match(line.text)
        if dated_line and len(line.text) < 80 and date is None:
            date, last = iso(line.text), place
        if _WEB_LINE.search(line.text) or _RULE.match(line.text) or _MOTTO.match(key(line.text)):
            last = place
    end = lines[last + 1].start if last + 1 < len(lines) else limit
    return Front(end, type=kind if title or number else None, title=title, number=number,
                 date=date, issuer=issuer)  # fmt: skip


__all__ = ["DAY_MONTH_YEAR", "OPENER", "WORDED_DATE", "Front", "Line", "front", "lines_of"]
