"""The places that an amending clause lists: *điểm a khoản 2 và tên Điều 5; Mẫu số 01*.

Citations (``indexer.identity.places``) name one place after another; here a list goes on over
titles, opening paragraphs, chapters, annexes and forms, and what lacks its article takes it from
what follows or from the clause above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from indexer.core.document import Level, Path, Step
from indexer.effects.model import Part
from indexer.identity.places import in_range, members

RANKS: Final[dict[str, int]] = {
    "phu-luc": 0, "mau": 1, "phan": 2, "chuong": 3, "muc": 4, "tieu-muc": 5, "dieu": 6, "khoan": 7,
    "diem": 8,
}  # fmt: skip
_AND: Final = (
    r"(?:\s{0,2},\s{0,2}(?:(?:và|hoặc)\s{1,2})?|\s{1,2}(?:và|đến|tới)\s{1,2}|\s{0,1}[-–]\s{0,1})"
)


def _list(number: str, most: int = 40) -> str:
    return rf"{number}(?:{_AND}{number}){{0,{most}}}"


_KHOAN: Final = r"(?:\d{1,3}(?:\.\d{1,2}(?!\d)){0,3}[a-zđ]{0,2}|l[a-zđ])(?!\w)"
_DIEU: Final = r"\d{1,4}[a-zđ]{0,2}(?!\w)"
_DIEM: Final = r"(?:[a-zđ]{1,2}\d?|I(?=\s|,|;)|\d{1,2}(?:\.\d{1,2}){0,3})\)?(?!\w)"
_ROMAN: Final = r"(?:[IVXLC]{1,6}|\d{1,3}(?:\.\d{1,3}){0,3})(?!\w|\.\d)"
_CODE: Final = r"(?:[IVXLC]{1,6}|\d{1,3})(?:[-./]?[A-ZĐ\d]{1,6}){0,4}[a-zđ]?(?!\w)"
_UNITS: Final[tuple[tuple[Level, str, str], ...]] = (
    ("diem", r"[Đđ]i[ểễềe]m|[Tt]iết", _DIEM),
    ("khoan", r"[Kk]hoản", _KHOAN),
    ("dieu", r"[Đđ]iều", _DIEU),
    ("tieu-muc", r"[Tt]iểu mục", _ROMAN),
    ("muc", r"[Mm]ục", _ROMAN),
    ("chuong", r"[Cc]hương", _ROMAN),
    ("phan", r"[Pp]hần", _ROMAN),
    ("phu-luc", r"[Pp]hụ lục", _CODE),
    ("mau", r"(?:[Bb]iểu )?[Mm]ẫu(?: số)?", _CODE),
)
_PARTS: Final[tuple[tuple[Part, str], ...]] = (
    ("title", r"[Tt]ên|[Tt]iêu đề|[Tt]ên gọi"),
    (
        "opening",
        r"(?:[Đđ]oạn|[Pp]hần|[Kk]hổ|[Cc]âu)(?: thứ nhất| mở đầu| đầu| dẫn)(?: tiên)?|[Ll]ời dẫn",
    ),
)
_OF: Final = r"(?:\s(?:của|tại))?\s{1,2}"
_PART: Final = "|".join(f"(?P<{part}>{words})" for part, words in _PARTS)
_UNIT: Final = "|".join(
    rf"(?:{words})\s{{1,2}}(?P<{level.replace('-', '_')}>{_list(number)})"
    for level, words, number in _UNITS
)
_TOKEN: Final = re.compile(
    rf"(?<![\w])(?:(?:(?:{_PART})(?:{_OF}))?(?:(?:các|từ)\s{{1,2}})?(?:{_UNIT})"
    r"|(?P<bare>(?:[Tt]ên|[Tt]iêu đề)\s[Đđ]iều)(?!\w)"
    r"|(?P<alone>(?:[Đđ]oạn|[Pp]hần|[Kk]hổ|[Cc]âu)\s(?:mở đầu|dẫn)(?: tiên)?|[Ll]ời dẫn)(?!\w))"
)
_WORDS: Final = re.compile(
    r"i[ểễềe]m\s|iết\s|hoản\s|iều\s|iều(?=[,;])|ục\s|hương\s|hần\s|ẫu\s|ên\s|ở đầu|âu dẫn|ời dẫn"
)
"""What every place has: a text without one is not read any further."""
_TO: Final = re.compile(r"\s{1,2}(?:đến|tới)\s{1,2}(?:hết\s)?")
_ABSORBS: Final = re.compile(r"\s{0,2},?\s{0,2}(?:(?:của|tại|thuộc|trong)\s{1,2})?(?:các\s)?")


class Placed(NamedTuple):
    """One place of a list, in positions of the text."""

    start: int
    end: int
    path: Path
    """Without what stands above it where the list does not say."""
    part: Part

    @property
    def rank(self) -> int:
        """Of the outermost step; above all of them where nothing but a part is named."""
        return RANKS[self.path[0].level] if self.path else 99


@dataclass
class _Item:
    """A place that is being read, inner steps first."""

    start: int
    end: int
    path: Path
    part: Part
    closed: int
    """End of the words so far: what follows at once stands above it."""
    article: bool = False
    """*tên Điều*: only an Điều can stand above it."""

    @property
    def rank(self) -> int:
        return RANKS[self.path[0].level] if self.path else 99


def places(text: str, start: int = 0, end: int | None = None) -> list[Placed]:
    """The places of a stretch of text, in order."""
    end = len(text) if end is None else end
    if not _WORDS.search(text, start, end):
        return []
    items: list[_Item] = []
    for match in _TOKEN.finditer(text, start, end):
        if match["bare"] or match["alone"]:
            part: Part = "title" if match["bare"] else "opening"
            item = _Item(match.start(), match.end(), (), part, match.end(), bool(match["bare"]))
            items.append(item)
            continue
        level: Level = (match.lastgroup or "").replace("_", "-")  # type: ignore[assignment]  # named by level
        part = next((part for part, _ in _PARTS if match[part]), "")
        numbers = _members(match[level.replace("-", "_")], level)
        absorbed = [] if part else _absorbed(text, items, match.start(), level, numbers)
        if absorbed:
            for item in absorbed:
                item.path = (Step(level, numbers[-1]), *item.path)
                item.closed = item.end = match.end()
            continue
        if _is_range(text, items, match.start(), level, numbers):
            numbers = (*in_range(items[-1].path[0].number, numbers[0]), *numbers)
        for number in numbers:
            path = (Step(level, number),)
            items.append(_Item(match.start(), match.end(), path, part, match.end()))
    return [Placed(item.start, item.end, _canonical(item.path), item.part) for item in items]


def _is_range(
    text: str, items: Sequence[_Item], start: int, level: Level, numbers: Sequence[str]
) -> bool:
    """*từ Điều 19 đến Điều 50* means all of them."""
    if not items or len(numbers) != 1 or len(items[-1].path) != 1 or items[-1].part:
        return False
    last = items[-1]
    return last.path[0].level == level and bool(_TO.fullmatch(text, last.closed, start))


def _absorbed(
    text: str, items: Sequence[_Item], start: int, level: Level, numbers: Sequence[str]
) -> list[_Item]:
    """The places before a unit that lie in it: those that still lack it, back to one that does
    not."""
    rank = RANKS[level]
    found: list[_Item] = []
    if not items or len(numbers) > 1:
        return found
    last = items[-1]
    if last.article and level != "dieu":
        return found
    if last.rank <= rank or not _ABSORBS.fullmatch(text, last.closed, start):
        return found
    for item in reversed(items):
        if item.article and level != "dieu":
            continue
        if item.rank <= rank:
            break
        if found and ";" in text[item.closed : found[-1].start]:
            break
        found.append(item)
    return found


def _members(written: str, level: Level) -> tuple[str, ...]:
    """The members of a list of numbers, without the brackets of *điểm a)*."""
    if level == "khoan" and re.match(r"l[a-zđ]\b", written):
        written = "1" + written[1:]  # the letter l typed for 1
    plain = written.replace(")", "")
    if level == "diem":
        plain = plain.replace("I", "l")
    if level in {"phu-luc", "mau"}:
        return tuple(part for part in re.split(r"\s{0,2}(?:,|và)\s{1,2}(?:và\s)?", plain) if part)
    return (plain,) if plain.isalnum() else members(plain)


def _canonical(path: Path) -> Path:
    """Without what stands above an Điều in its own text: its number says it all."""
    for at, step in enumerate(path):
        if step.level == "dieu":
            return tuple(s for s in path[:at] if s.level in {"phu-luc", "mau"}) + path[at:]
    return path


def completed(place: Placed, base: Path) -> Path | None:
    """A place with what stands above it, taken from ``base``; None where that does not say it.

    >>> completed(Placed(0, 9, (Step("khoan", "2"),), ""), (Step("dieu", "5"), Step("khoan", "1")))
    (Step(level='dieu', number='5', heading=''), Step(level='khoan', number='2', heading=''))
    """
    if place.rank <= RANKS["dieu"]:
        return place.path
    above: list[Step] = []
    for step in base:
        if RANKS.get(step.level, 99) >= place.rank:
            break
        above.append(step)
    whole = (*above, *place.path)
    return whole if whole and RANKS.get(whole[0].level, 99) <= RANKS["dieu"] else None
