"""Trích yếu: what a document is about, below the name of its kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from analyzers.letters import LOWER
from analyzers.token import Span
from indexer.identity.document_id import NUMBER
from indexer.identity.document_types import LAWS, TYPES, type_at_start
from indexer.metadata.cells import Cell
from indexer.metadata.facts import Fact
from indexer.metadata.lines import Line
from indexer.metadata.marks import BASIS, ENCLOSED, ISSUES, OPENER, STAMP, stands_apart

MAX_TITLE: Final = 1200
_MAX_LINES: Final = 14
_MAX_LINE: Final = 600
_ABOUT: Final = re.compile(
    r"^(?:V/v|VỀ|Về|Quy định|Ban hành|Sửa đổi|Hướng dẫn|Phê duyệt|QUY ĐỊNH|BAN HÀNH|SỬA ĐỔI"
    r"|HƯỚNG DẪN|PHÊ DUYỆT|Bãi bỏ|BÃI BỎ|Công bố|CÔNG BỐ|Đính chính)\b"
)
_PASSER: Final = (
    r"CỦA QUỐC HỘI(?: NƯỚC)?(?: CỘNG H[OÒ][AÀ] XÃ HỘI CHỦ NGHĨA VIỆT NAM)?"
    r"(?:,? KH[OÓ][AÁ] [IVXL\d]+,? KỲ HỌP THỨ \d+)?"
)
_SIGN: Final = rf"SỐ:? {NUMBER}(?:,? NGÀY \d[\d/. -]*(?:THÁNG \d+ NĂM \d+)?)?"
_LAW_FRAME: Final = re.compile(
    rf"(?:[ ,]+{_PASSER}[ ,]+{_SIGN}|[ ,]+{_SIGN}[ ,]+{_PASSER}|(?<=^LUẬT) {_SIGN})"
    rf"(?: VỀ(?: LUẬT)?)?(?![^ ,])[ ,]*"
)
"""*LUẬT CỦA QUỐC HỘI SỐ 32/2004/QH11 NGÀY ... VỀ AN NINH QUỐC GIA* is Luật An ninh quốc gia."""
_OTHER_TEXT: Final = re.compile(rf"^(?:{'|'.join(TYPES)})\b[^\n]{{0,160}}? số:? ?{NUMBER}.* của ")
"""A consolidated text names below its title the texts it is made of."""
_ISSUED: Final = re.compile(rf"^[^.;:]{{3,90}} ban hành (?:{'|'.join(TYPES)})\b")
_END_OF_NOTE: Final = re.compile(
    rf"(?<=[^\W\d])(?:\d{{1,2}}|\[\d{{1,3}}\]|\(\d{{1,2}}\))(?=[^\w{LOWER}]|$)"
)


_AGAIN: Final = re.compile(r"^(?:Bộ luật|Luật|Pháp lệnh) (?!sư\b)", re.IGNORECASE)
"""The kind of a law, where its title says it again; but Luật Luật sư."""


class Title(NamedTuple):
    fact: Fact | None
    after: int
    """Place of the first line below it."""


def title_of(
    lines: Sequence[Line],
    cells: Sequence[Sequence[Cell]],
    first: int,
    own: Fact | None,
    kind: str | None,
) -> Title:
    """The title from line ``first`` on.

    ``cells`` are those of each line. ``own`` is what the line of the kind says besides the kind
    (*HỢP ĐỒNG THUÊ NHÀ*), and for a law the kind itself, which is part of its name.

    It ends where the text plainly begins: at a rule, *Căn cứ*, the office that issues. Only up to
    such an end does it go on over blank lines, in capitals or in small letters throughout.
    """
    if kind not in LAWS and _of_office(lines[first : first + 2]):
        first += 1
    taken: list[Line] = []
    near = 0  # lines of the first paragraph
    closed = strong = False
    place = first
    while place < len(lines) and len(taken) < _MAX_LINES:
        line = lines[place]
        ends, strong = _ends(line, cells[place], bool(taken or (own and kind not in LAWS)))
        if ends:
            closed = True
            break
        if not _can_be_title(line.text, started=bool(taken)):
            break
        if taken and not line.joined and line.text.isupper() != taken[-1].text.isupper():
            closed, strong = True, line.text.isupper() and not taken[-1].text.isupper()
            break
        if near == len(taken) and (not taken or line.joined):
            near += 1
        taken.append(line)
        place += 1
    else:
        closed = place == len(lines)
    upper = all(line.text.isupper() for line in taken)
    if not (closed and (strong or upper)):
        taken = taken[:near]
    return _made(taken, own, kind, first)


def _of_office(lines: Sequence[Line]) -> bool:
    """*CHỈ THỊ / CỦA BAN THƯỜNG VỤ TỈNH ỦY / về ...*: who issues, before what it is about."""
    texts = [line.text for line in lines]
    return len(texts) == 2 and bool(_OF.match(texts[0])) and not texts[1].isupper()


_OF: Final = re.compile(rf"^CỦA [^{LOWER}\d]{{4,80}}$")


def _made(taken: Sequence[Line], own: Fact | None, kind: str | None, first: int) -> Title:
    after = first + len(taken)
    law = kind in LAWS
    words = [_plain(line.text) for line in taken]
    if law and words:
        words[0] = re.sub(r"^(?:VỀ|Về)(?: VIỆC| việc)? ", "", words[0])
    if own:
        head = own.value
        if law and words and not words[0].isupper() and kind:
            head = kind
        if not (law and words and _AGAIN.match(words[0])):
            words.insert(0, head)
    title = " ".join(" ".join(words).split()).removesuffix(".")
    if law:
        title = _LAW_FRAME.sub(" ", title, count=1).strip()
    alone = (
        law
        and own is not None
        and not taken
        and own.value.strip(" .").upper() == (kind or "").upper()
    )
    if not title or (alone and kind != "Hiến pháp") or len(title) > MAX_TITLE:
        return Title(None, first)
    spans = [*([own.span] if own else []), *(line.span for line in taken)]
    return Title(Fact(title, Span(spans[0].start, spans[-1].end)), after)


def _plain(line: str) -> str:
    return _END_OF_NOTE.sub("", line) if line[-1:] in "0123456789])" and _is_note(line) else line


def _is_note(line: str) -> bool:
    """*cao đẳng1*: a mark of a footnote that sticks to the last word."""
    return bool(re.search(rf"[{LOWER}](?:\d{{1,2}}|\[\d{{1,3}}\])$", line))


def _ends(line: Line, cells: Sequence[Cell], started: bool) -> tuple[bool, bool]:
    """Whether a line is the first below the title, and whether beyond doubt."""
    text = line.text
    if stands_apart(text):
        return True, not STAMP.match(text)
    if BASIS.match(text) or ENCLOSED.match(text) or text.startswith(("Kính gửi", "KÍNH GỬI")):
        return True, True
    if cells and cells[0].kind in {"date", "number"} and len(cells) == 1:
        dated = cells[0].match and cells[0].kind == "date" and not cells[0].match["place"]
        return not (dated and started), False
    if not started:
        return False, False
    if ISSUES.match(text) and text.isupper():
        return True, True
    return bool(OPENER.match(text) or _OTHER_TEXT.match(text) or _ISSUED.match(text)), True


def _can_be_title(line: str, *, started: bool) -> bool:
    if len(line) > _MAX_LINE or line.endswith("như sau"):
        return False
    if line.endswith((".", ";", ":")):
        about = bool(_ABOUT.match(line) or type_at_start(line))
        return line.endswith(".") and not started and about and len(line) < 400
    return True
