"""What the lines of a head hold: two columns side by side, cut where one known thing ends.

A head is set in two columns (Nghị định 30/2020/NĐ-CP, Phụ lục I): office and number left, the
national motto, place and date right. Readers give them one below the other, with a gap, or with
a single blank between them. So a line is cut at the things that have a form of their own - motto,
number, place and date - and only what is left over is cut at a gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from analyzers.keys import unaccented as key
from analyzers.letters import LOWER, UPPER
from analyzers.token import Span
from indexer.identity.document_id import NUMBER
from indexer.metadata.lines import Line

CellKind = Literal["text", "motto", "number", "date", "rule"]


class Cell(NamedTuple):
    """A stretch of one line that says one thing."""

    kind: CellKind
    text: str
    start: int
    """In the view."""
    line: int
    """Place of its line among those given."""
    match: re.Match[str] | None = None
    """Of `NUMBER_CELL` or `DATE_CELL`, for cells of those kinds; offsets as in ``text``."""

    @property
    def span(self) -> Span:
        return Span(self.start, self.start + len(self.text))

    def part(self, group: str) -> Span:
        """Where a group of ``match`` stands in the view."""
        assert self.match is not None  # noqa: S101  # only called for numbers and dates
        return Span(self.start + self.match.start(group), self.start + self.match.end(group))


_B: Final = r"[ ]{0,12}"
RULE: Final = re.compile(r"^[-–—_*=~. ]+$")
_MOTTO: Final = re.compile(
    r"(?:NƯỚC[ ]+)?C[ỘÔ]NG[ ]+H[OÒ][AÀ][ ]+X[ÃA][ ]+H[ỘÔ]I[ ]+CH[ỦU][ ]+NGH[ĨIỈ]A[ ]+VI[ỆÊ]T"
    r"[ ]+NAM"
    rf"|Đ[ộo]c[ ]+l[ậâa]p{_B}[-–—.]{{0,2}}{_B}T[ựưu][ ]+do{_B}[-–—.]{{0,2}}{_B}H[ạa]nh[ ]+ph[úuù]c"
    r"|ĐẢNG[ ]+CỘNG[ ]+SẢN[ ]+VIỆT[ ]+NAM",
    re.IGNORECASE,
)
_MOTTO_START: Final = re.compile(
    r"^(?:cong hoa xa ho?i|doc lap ?- ?tu do|dang cong san viet nam|viet nam dan chu cong hoa)"
)
"""Of a folded line: the motto as scans misread it."""

_PLACE_WORD: Final = rf"[{UPPER}][{LOWER}'’]*(?:[{UPPER}][{LOWER}]+)?"
_UNIT: Final = (
    r"(?:(?:thành phố|thị xã|thị trấn|tỉnh|huyện|quận|phường|xã|đặc khu"
    r"|Thành phố|Thị xã|Thị trấn|Tỉnh|Huyện|Quận|Phường|Xã|TP\.?|Tp\.?|T\.P\.?|TX\.?|TT\.?)"
    r"[ ]{0,2})"
)
PLACE: Final = (
    rf"(?:{_UNIT}[{UPPER}]{{2,5}}|{_UNIT}?{_PLACE_WORD}"
    rf"(?:[ ]?-[ ]?{_PLACE_WORD}|[ ]{{1,2}}(?:{_PLACE_WORD}|\d{{1,2}})){{0,5}})"
)
_GAP: Final = r"[.…_ ]{0,24}"
_DAY: Final = (
    rf"(?:\d{{1,2}}{_B}[/.-]{_B}\d{{1,2}}{_B}[/.-]{_B}\d{{4}}"
    rf"|{_GAP}\d{{0,2}}{_GAP}(?:tháng|THÁNG){_GAP}\d{{0,2}}{_GAP}(?:năm|NĂM|,){_GAP}\d{{0,4}}(?!\d))"
)
DATE_CELL: Final = re.compile(
    rf"(?:(?<![\w.])(?P<place>{PLACE}"
    rf"|(?:(?<=^)|(?<=[|])|(?<=[ ]{{2}}))"
    rf"(?:[{UPPER}][{LOWER}][{UPPER}{LOWER} ]{{1,30}}|[{UPPER} ]{{3,30}})(?=,))"
    rf"{_B}(?P<comma>[,.;]?){_B}|(?:[.…_]{{2,20}}{_B},?{_B}))?"
    rf"(?<!\w)(?P<day>(?:ngày|Ngày|NGÀY)(?: ?:)?{_B}{_DAY})[.…_]{{0,20}}"
    rf"(?=[ .)]{{0,8}}(?:$|[|]|[ ]{{2}}|[{UPPER}]{{2}}))"
)
"""Place and date, with whatever was left blank; nothing may follow but another column."""

_LETTER_S: Final = r"[Ss][ốỐÔóôo]"
NUMBER_CELL: Final = re.compile(
    rf"^(?P<label>(?:[{UPPER}][{LOWER}]+(?: [{LOWER}]+){{0,3}} )?){_LETTER_S}{_B}[:.]{{0,3}}{_B}"
    rf"(?:(?P<number>{NUMBER}(?:[ ]{{0,2}}[-–—][ ]{{0,2}}[A-ZĐ]{{2,12}}(?![{LOWER}])){{0,3}})"
    rf"(?=[\s.,;|]|$)"
    rf"|(?P<blank>[.…_]{{0,40}}{_B}[-–/][ ]?(?:\d{{4}}[ ]?[-–/][ ]?)?"
    rf"[A-ZĐ]{{2}}[A-ZĐa-z&\d]{{0,12}}"
    rf"(?:[ ]?[-–/][ ]?[A-ZĐ][A-ZĐa-z&\d]{{0,12}}){{0,3}}|[.…_]{{2,40}})|(?=[ ]{{0,8}}$))"
)
"""*Số:* and the number, or what stands where it was left blank."""
_LATER_NUMBER: Final = re.compile(
    rf"(?<=[{UPPER}\d)][ ]){_LETTER_S} ?: ?(?={NUMBER}|[.…_ ]{{0,20}}/)"
)
_LONG: Final = 300
_COLUMN: Final = re.compile(r"[ ]?\|[ ]?|[ ]{4,}")


def cells_of(lines: Sequence[Line]) -> list[Cell]:
    """The cells of a head's lines, in the order of the text."""
    return [cell for place, line in enumerate(lines) for cell in _cells(line, place)]


def is_motto(line: str) -> bool:
    """Whether a line begins with the national motto or the name of the Party."""
    return bool(_MOTTO.match(line) or _MOTTO_START.match(key(line[:80])))


def _cells(line: Line, place: int) -> Iterator[Cell]:
    text, at = line.text, line.start + line.indent
    if len(text) > _LONG:  # a paragraph, or the title of a page
        number = NUMBER_CELL.match(text)
        if number:
            yield Cell("number", number[0], at, place, number)
        rest = number.end() if number else 0
        yield Cell("text", text[rest:].lstrip(), at + len(text) - len(text[rest:].lstrip()), place)
        return
    if not _MOTTO.search(text) and is_motto(text):
        yield Cell("motto", text, at, place)
        return
    reached = 0
    found = [*_MOTTO.finditer(text), *DATE_CELL.finditer(text)]
    for match in sorted(found, key=lambda m: m.start()):
        if match.start() < reached:
            continue
        yield from _plain(text[reached : match.start()], at + reached, place)
        if match.re is DATE_CELL:
            again = DATE_CELL.match(match[0])
            kind: CellKind = "date" if again else "text"
            yield Cell(kind, match[0], at + match.start(), place, again)
        else:
            yield Cell("motto", match[0], at + match.start(), place)
        reached = match.end()
    yield from _plain(text[reached:], at + reached, place)


def _plain(text: str, at: int, place: int) -> Iterator[Cell]:
    """Cells of a stretch without motto or date."""
    while text.strip():
        at += len(text) - len(text.lstrip())
        text = text.strip()
        match = NUMBER_CELL.match(text)
        if match:
            yield Cell("number", match[0], at, place, match)
            end = match.end()
        else:
            ends = [m for m in (_COLUMN.search(text), _LATER_NUMBER.search(text)) if m]
            end = min((m.start() for m in ends), default=len(text))
            yield from _rest(text[:end], at, place)
            if end < len(text) and (gap := _COLUMN.match(text, end)):
                end = gap.end()
        text, at = text[end:], at + end


def _rest(text: str, at: int, place: int) -> Iterator[Cell]:
    shown = text.strip()
    if shown.strip(";,. "):
        kind: CellKind = "rule" if RULE.match(shown) else "text"
        yield Cell(kind, shown, at + text.find(shown), place)
