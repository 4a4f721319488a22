"""Lines of pages to paragraphs. Pure geometry: knows nothing of PDF.

Distances are in points (1/72 inch); ``y`` grows upwards, as on a PDF page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from indexer.readers.pdf_tables import Line, tables


class Page(NamedTuple):
    """A page's lines, in the order in which they are read."""

    width: float
    height: float
    lines: tuple[Line, ...]


_MARGIN: Final = 0.075
"""Running headers and footers stand in this share of the page's height, top and bottom: the text
itself keeps 20 mm off (Nghị định 30/2020/NĐ-CP, Phụ lục I), its first baseline 23 mm."""
_NUMBER: Final = re.compile(
    r"(?:trang\s*)?[-–]?\s*\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–]?", re.IGNORECASE
)
_BEGINS: Final = re.compile("phụ lục|cộng h(?:òa|oà) xã hội|đảng cộng sản", re.IGNORECASE)
"""What may stand first on page after page, where each begins a text."""
_AT_THE_SIDE: Final = re.compile(r"^\d{1,4}\s+|\s+\d{1,4}$")
_ITEM: Final = re.compile(
    r"Điều \d|Chương [IVX\d]|Mục \d|Phụ lục|[IVX]{1,5}\s?[.\-]"
    r"|\d{1,3}[.)\-](?!\d)|[a-zđ]\)|[-+–•]\s"
)
_DASHES: Final = ("-", "+", "–")
_ENDED: Final = re.compile(r"[.;:!?…/][”\"’)]*$")


def text_of_pages(pages: Sequence[Page]) -> str:
    """The text: a blank line between paragraphs and between pages, ``\\n`` where a line ends that
    is not a paragraph's last (headings over several lines, lists of addressees)."""
    running = _running(pages)
    blocks: list[str] = []
    for page in pages:
        blocks += _blocks([line for line in page.lines if not _is_running(page, line, running)])
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _zone(page: Page, line: Line) -> str:
    if line.bottom > page.height * (1 - _MARGIN):
        return "top"
    return "bottom" if line.top < page.height * _MARGIN else ""


def _key(line: Line) -> str:
    return _AT_THE_SIDE.sub("", line.text.lower(), count=1)


def _running(pages: Sequence[Page]) -> frozenset[tuple[str, str]]:
    """(zone, text without a page number at its side) that stands on half the pages, or more."""
    seen: Counter[tuple[str, str]] = Counter()
    for page in pages:
        seen.update({(zone, _key(line)) for line in page.lines if (zone := _zone(page, line))})
    return frozenset(key for key, count in seen.items() if count >= max(2, len(pages) * 0.5))


def _is_running(page: Page, line: Line, running: frozenset[tuple[str, str]]) -> bool:
    """Repeated from page to page, or a page number that is the outermost line of its page."""
    zone = _zone(page, line)
    if not zone or _BEGINS.match(line.text):
        return False
    if (zone, _key(line)) in running:
        return True
    if not _NUMBER.fullmatch(line.text):
        return False
    if zone == "top":
        return all(line.top >= other.top for other in page.lines)
    return all(line.bottom <= other.bottom for other in page.lines)


def _blocks(lines: Sequence[Line]) -> list[str]:
    if not lines:
        return []
    leading = _leading(lines)
    column = _column(lines)
    blocks: list[str] = []
    done = 0
    for table in tables(lines):
        blocks += _paragraphs(lines[done : table.start], leading, *column)
        blocks.append(table.text)
        done = table.end
    return blocks + _paragraphs(lines[done:], leading, *column)


def _paragraphs(lines: Sequence[Line], leading: float, left: float, right: float) -> list[str]:
    blocks = [line.text for line in lines[:1]]
    for before, after in pairwise(lines):
        gap = before.bottom - after.bottom
        near = 0 < gap <= leading * 1.45 and after.left < before.right and before.left < after.right
        indented = after.left > max(before.left, left) + leading * 0.7 and not (
            _centred(after, left, right, leading) or _share_axis(before, after, leading)
        )
        if near and _continues(before, after, left, right, leading):
            glue = "" if re.search(r"[\w]-$", before.text) else " "
            blocks[-1] += glue + after.text
        elif near and (
            (gap <= leading * 1.12 and not indented and not _ITEM.match(after.text))
            or (after.text.startswith(_DASHES) and _is_list(blocks[-1]))
        ):
            blocks[-1] += "\n" + after.text
        else:
            blocks.append(after.text)
    return blocks


def _is_list(block: str) -> bool:
    last = block.rpartition("\n")[2]
    return last.startswith(_DASHES) or (last.endswith(":") and len(last) < 40)


def _leading(lines: Sequence[Line]) -> float:
    """The distance of two lines of one paragraph: the smaller distances of the page."""
    gaps = sorted(
        gap for before, after in pairwise(lines) if 2 < (gap := before.bottom - after.bottom) < 60
    )
    return gaps[len(gaps) // 4] if gaps else 14.0


def _column(lines: Sequence[Line]) -> tuple[float, float]:
    """The left and right edges of the running text: of the page's widest lines, and on the left
    of the lines that follow one, which may all be short."""
    widest = max(line.right - line.left for line in lines)
    wide = {line for line in lines if line.right - line.left > widest * 0.85}
    following = {
        after for before, after in pairwise(lines)
        if before in wide and 0 < before.bottom - after.bottom < 30
        and before.left - 60 < after.left
    }  # fmt: skip
    return min(line.left for line in wide | following), max(line.right for line in wide)


def _continues(before: Line, after: Line, left: float, right: float, leading: float) -> bool:
    """``after`` goes on with the sentence of ``before``."""
    if _centred(before, left, right, leading) and _centred(after, left, right, leading):
        return False  # a heading keeps its lines
    item = _ITEM.match(after.text)
    aligned = abs(after.left - before.left) < leading * 2 or _share_axis(before, after, leading)
    small = after.text[:1].islower() or after.text[:1].isdigit()
    if small and aligned and not item and not _ENDED.search(before.text):
        return True
    # A line is full when the next word would not have fitted on it.
    word = (after.right - after.left) * len(after.text.split(" ")[0]) / max(1, len(after.text))
    if before.right + word + leading * 0.2 <= right:
        return False
    if item and (_ENDED.search(before.text) or after.left <= before.left):
        # An item; but not a number that only stands first on a line of an indented paragraph.
        return before.left > max(left, after.left) + leading * 0.7 and not _ENDED.search(
            before.text
        )
    if after.left > before.left + leading * 0.7:
        return bool(_ITEM.match(before.text))  # it hangs from its item; else it is indented
    return True


def _share_axis(before: Line, after: Line, leading: float) -> bool:
    """Both stand around the same middle, as the lines of an office's name do."""
    return abs(before.left + before.right - after.left - after.right) < leading


def _centred(line: Line, left: float, right: float, leading: float) -> bool:
    before, behind = line.left - left, right - line.right
    return before > leading and behind > leading and abs(before - behind) < leading
