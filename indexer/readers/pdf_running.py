"""What is printed on every page: running heads and feet, page numbers, watermarks.

They are found by repetition. Where margins are narrow a constant zone does not part them from
the text: the official gazette prints its head at 777 points, where a letter of the same size may
begin its text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final, NamedTuple

from indexer.readers.pdf_lines import GAP, Line, Page, body_size
from indexer.readers.pdf_notes import note_lines

_MARGIN: Final = 0.075
"""Share of the page's height, top and bottom, in which text does not stand: it keeps 20 mm off
(Nghị định 30/2020/NĐ-CP, Phụ lục I), its first baseline 23 mm."""
_OUTER: Final = 0.13
"""Share in which running lines are looked for, where more pages bear them out."""
_NUMBER: Final = re.compile(
    r"(?:trang\s*)?[-–]?\s*\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–]?", re.IGNORECASE
)
_BEGINS: Final = re.compile(
    r"phụ lục|phụ biểu|mẫu|biểu|cộng h(?:òa|oà) xã hội|đảng cộng sản", re.IGNORECASE
)
"""What may stand first on page after page, where each begins a text."""
_MOTTO: Final = re.compile(r"cộng h(?:òa|oà) xã hội|đảng cộng sản", re.IGNORECASE)
_GAZETTE: Final = re.compile(r"CÔNG BÁO\s*/\s*Số\b.*\bNgày\b")
"""The head of the official gazette, which a file of one page cannot repeat."""
_AT_THE_SIDE: Final = re.compile(r"^(\d{1,4})\s+|\s+(\d{1,4})$")
_LARGE: Final = 1.4
"""Times the size of the text, from which repeated words are a watermark."""

_Key = tuple[int, str, str]
"""Turn, zone, text without a page number at its side."""


class _Seen(NamedTuple):
    """A line of a margin, on one sheet."""

    page: Page
    line: Line
    zone: str
    strict: bool
    """It stands in the margin proper."""
    text: str
    beside: int | None
    """The number at its side, counted from the page's own."""


def without_running(pages: Sequence[Page]) -> list[Page]:
    """The sheets without what is printed on every page."""
    body = body_size(pages)
    seen = [seen for page in pages for seen in _seen(page, body)]
    full = len({page.number for page in pages if page.lines})
    running = _running(seen, full)
    count = _page_numbers(seen)
    gone = {
        (id(one.page), id(one.line))
        for one in seen
        if _is_running(one, running) or _is_number(one, count)
    }
    left = [
        page._replace(lines=tuple(x for x in page.lines if (id(page), id(x)) not in gone))
        for page in pages
    ]
    return _without_watermarks(left, full)


def _zone(page: Page, line: Line, share: float) -> str:
    if line.bottom > page.height * (1 - share):
        return "top"
    return "bottom" if line.top < page.height * share else ""


def _seen(page: Page, body: float) -> Iterator[_Seen]:
    """The lines in the margins, without those of footnotes: notes of one wording stand at one
    height on many pages."""
    notes = set(map(id, note_lines(page, body)))
    for line in page.lines:
        zone = _zone(page, line, _OUTER)
        if zone and id(line) not in notes:
            text = " ".join(line.text.lower().split())
            side = _AT_THE_SIDE.search(text)
            number = int(side[1] or side[2]) - page.number if side and GAP in line.text else None
            rest = _AT_THE_SIDE.sub("", text, count=1)
            yield _Seen(page, line, zone, bool(_zone(page, line, _MARGIN)), rest, number)


def _running(seen: Sequence[_Seen], full: int) -> frozenset[_Key]:
    """What stands in the margins of enough pages: of half, two at least, in the margin proper or
    where the number beside it counts the pages; elsewhere at one height, on three at least."""
    groups: dict[_Key, list[_Seen]] = {}
    for one in seen:
        groups.setdefault((one.page.turn, one.zone, one.text), []).append(one)
    return frozenset(key for key, group in groups.items() if _repeats(group, full))


def _repeats(group: Sequence[_Seen], full: int) -> bool:
    pages = len({one.page.number for one in group})
    if pages < 2:
        return False
    strict = sum(one.strict for one in group)
    counts = Counter(one.beside for one in group if one.beside is not None)
    if counts and counts.most_common(1)[0][1] >= max(2, pages * 0.6):
        return True
    if strict >= max(2, full * 0.5):
        return True
    middle = median(one.line.bottom for one in group)
    level = sum(abs(one.line.bottom - middle) < 4 for one in group)
    return level >= max(3, full * 0.3) and level >= pages * 0.6


def _is_running(one: _Seen, running: frozenset[_Key]) -> bool:
    if _GAZETTE.search(one.line.text):
        return True
    if _BEGINS.match(one.text) or (one.page.turn, one.zone, one.text) not in running:
        return False
    return one.beside is not None or not _is_head(one)


def _is_head(one: _Seen) -> bool:
    """The motto of the state stands on the same line: it is the head of a document."""
    return any(
        abs(other.bottom - one.line.bottom) < other.size + 4 and _MOTTO.search(other.text)
        for other in one.page.lines
    )


def _page_numbers(seen: Sequence[_Seen]) -> frozenset[tuple[str, int]]:
    """(zone, first number) of the numbers that count the pages."""
    counts: Counter[tuple[str, int]] = Counter()
    for one in seen:
        if _NUMBER.fullmatch(one.line.text):
            counts[one.zone, _value(one.line.text) - one.page.number] += 1
    return frozenset(key for key, count in counts.items() if count >= 3)


def _value(text: str) -> int:
    found = re.search(r"\d+", text)
    return int(found[0]) if found else 0


def _is_number(one: _Seen, counts: frozenset[tuple[str, int]]) -> bool:
    """A page number that is the outermost line of its page."""
    if not _NUMBER.fullmatch(one.line.text):
        return False
    if not one.strict and (one.zone, _value(one.line.text) - one.page.number) not in counts:
        return False
    others = [x for x in one.page.lines if not _NUMBER.fullmatch(x.text) and len(x.text) > 3]
    if one.zone == "top":
        return all(one.line.bottom >= x.bottom - 4 or _GAZETTE.search(x.text) for x in others)
    return all(one.line.bottom <= x.bottom + 4 for x in others)


def _without_watermarks(pages: Sequence[Page], full: int) -> list[Page]:
    """Words at one place on most pages, larger than the text, or written across it."""
    if full < 3:
        return list(pages)
    places = Counter(
        (page.turn, line.text, round(line.left), round(line.bottom))
        for page in pages
        for line in page.lines
    )
    often = {place for place, count in places.items() if count >= max(3, full * 0.5)}
    if not often:
        return list(pages)
    body = body_size(pages)
    return [
        page._replace(
            lines=tuple(
                line
                for line in page.lines
                if (page.turn, line.text, round(line.left), round(line.bottom)) not in often
                or not _is_watermark(page, line, body)
            )
        )
        for page in pages
    ]


def _is_watermark(page: Page, line: Line, body: float) -> bool:
    others = [other for other in page.lines if other is not line]
    return (
        not others
        or line.size > body * _LARGE
        or any(
            abs(other.bottom - line.bottom) < 0.6 * min(other.size, line.size)
            and other.left < line.right
            and line.left < other.right
            for other in others
        )
    )
