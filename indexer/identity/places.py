"""Places that are cited: *điểm b khoản 2 Điều 5*, *khoản 1 và khoản 3 Điều này*."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from typing import Final, NamedTuple

from indexer.core.document import Level, Path, Step
from indexer.identity.counted import COUNTED_IN, amount
from indexer.identity.item_numbers import VIETNAMESE

_RANK: Final[dict[str, int]] = {"phan": 0, "chuong": 1, "muc": 2, "dieu": 3, "khoan": 4, "diem": 5}
_AND: Final = (
    r"(?:\s{0,2},\s{0,2}(?:(?:và|hoặc)\s{1,2})?|[ ]?;[ ]{1,2}(?:(?:và|hoặc)\s{1,2})?"
    r"|\s{1,2}(?:và|hoặc|hay|đến|tới)\s{1,2}|\s{0,1}[-–]\s{0,1})"
)
_DECIMALS: Final = r"(?:\.\d{1,2}(?!\d)){1,3}"
_NUMBERS: Final = rf"\d{{1,4}}(?:{_DECIMALS})?[a-zđ]{{0,2}}(?!\w)"
_CODIFIED: Final = r"\d{1,3}\.\d{1,3}\.[A-ZĐ]{2,3}(?:\.\d{1,3}){1,4}(?!\w)"
"""An article of the codification of statutes (pháp điển): *Điều 42.2.NĐ.1.1*."""
_LETTERS: Final = rf"(?:[a-zđ]\d?|\d{{1,2}}{_DECIMALS})\)?(?!\w)"
_ROMANS: Final = r"(?:[IVXLC]{1,6}|\d{1,2})(?!\w)"
_UNIT: Final = (
    rf"(?:[Đđ]iểm\s{{1,3}}(?P<diem>này(?!\w)|{_LETTERS}(?:{_AND}{_LETTERS}){{0,24}})"
    rf"|[Kk]hoản\s{{1,3}}(?P<khoan>này(?!\w)|{_NUMBERS}(?:{_AND}{_NUMBERS}){{0,24}})"
    rf"|[Đđ]iều\s{{1,3}}(?P<dieu>này(?!\w)|{_CODIFIED}|{_NUMBERS}(?:{_AND}{_NUMBERS}){{0,24}})"
    rf"|[Mm]ục\s{{1,3}}(?P<muc>này(?!\w)|{_ROMANS}(?:{_AND}{_ROMANS}){{0,6}})"
    rf"|[Cc]hương\s{{1,3}}(?P<chuong>này(?!\w)|{_ROMANS}(?:{_AND}{_ROMANS}){{0,6}}))"
)
_FIRST: Final = re.compile(_UNIT)
_WORDS: Final = tuple(
    re.compile(rf"{word}\s{{1,3}}(?:này|{number})")
    for word, number in (
        ("hoản", r"\d"),
        ("iều", r"\d"),
        ("iểm", r"(?:[a-zđ]\d?\)?(?!\w)|\d{1,2}\.\d)"),
        ("ục", r"[IVXLC\d]"),
        ("hương", r"[IVXLC\d]"),
    )
)
"""The words of a place without their first letter, capital or not. Each is looked for by itself:
a pattern that starts with one literal runs at the speed of a substring search, an alternation of
them thirty times slower."""
_NEXT: Final = re.compile(
    r"(?P<between>\s{0,2}(?:,\s{0,2}(?:(?:và|hoặc)\s{1,2})?|;[ ]{1,2}(?:(?:và|hoặc)\s{1,2})?"
    r"|\s(?:và|hoặc|của|tại|thuộc|đến|tới|(?:được\s)?(?:quy\sđịnh|nêu)\stại)\s{1,2})?"
    rf"(?:(?:tại\s{{1,2}})?(?:các|từ)\s{{1,2}})?){_UNIT}"
)
_EACH: Final = re.compile(
    rf"(?P<to>đến\s|tới\s|[-–])?\s{{0,3}}(?P<number>{_CODIFIED}|\d{{1,4}}(?:{_DECIMALS})?[a-zđ]{{0,2}}"
    r"|[IVXLC]{1,6}|(?<![a-zđ])[a-zđ]\d?(?![\wà-ỹ]))"
)
_AMOUNT: Final = amount(COUNTED_IN)
_LONGEST_RANGE: Final = 60
SELF: Final = re.compile(
    r"(?:\s{1,2}(?:của|trong|tại))?\s{1,2}(?:[Ll]uật|[Bb]ộ luật|[Pp]háp lệnh|[Hh]iến pháp|[Nn]ghị"
    r" quyết|[Nn]ghị định|[Tt]hông tư|[Qq]uyết định|[Cc]hỉ thị|[Kk]ế hoạch|[Qq]uy chế|[Qq]uy định"
    r"|[Đđ]iều lệ|[Hh]ướng dẫn|[Cc]hương trình)\s{1,2}này(?!\w)"
)
"""What follows a place of the citing document itself."""
_RUN: Final = 80


class Place(NamedTuple):
    """A place that a text names, in view positions."""

    start: int
    end: int
    path: Path
    """Outermost first. Holds "này" where the text does: the step of the citing clause."""


class Run(NamedTuple):
    """Places that are named in one breath, and so lie in one document."""

    start: int
    end: int
    places: tuple[Place, ...]


class _Unit(NamedTuple):
    level: Level
    numbers: tuple[str, ...]
    start: int
    apart: bool
    """*và*, *hoặc* or a semicolon stands before it: what came before does not lie in it unless it
    is its like."""


def runs(text: str, headings: Container[int]) -> Iterator[Run]:
    """Every run of places of a view, in order. ``headings``: where the words *Điều*, *Chương*
    open a clause, which is no citation."""
    position = 0
    for start in _starts(text):
        if start < position or start in headings or (start and text[start - 1].isalnum()):
            continue
        match: re.Match[str] | None = _FIRST.match(text, start)
        if not match:
            continue
        position = match.end()
        units = [_unit(match, text)]
        ends = [position]
        while len(units) < _RUN and (match := _NEXT.match(text, position)):
            unit = _unit(match, text, units[-1])
            if unit.start in headings:
                break
            units.append(unit)
            position = match.end()
            ends.append(position)
        if units[-1].level in _COUNTED and _AMOUNT.match(text, position):
            units.pop()
            ends.pop()
            if not units:
                continue
            position = ends[-1]
        if len(units) == 1 and len(units[0].numbers) == 1:  # most are: Điều 5
            path = _steps(units[0].level, units[0].numbers[0])
            yield Run(start, position, (Place(start, position, path),))
            continue
        count = _together(units)
        position = ends[count - 1]
        yield Run(start, position, tuple(_places(units[:count], position)))


def _starts(text: str) -> list[int]:
    """Where a place may begin, in order."""
    return sorted(match.start() - 1 for word in _WORDS for match in word.finditer(text, 1))


def _together(units: list[_Unit]) -> int:
    """How many of the units lie in one another: in *khoản 1 Điều 5; khoản 3*, the last lies in
    what has not been named yet."""
    ranks = [_RANK[unit.level] for unit in units]
    outermost = min(ranks)
    if ranks[0] == outermost:
        return len(units)
    return len(ranks) - ranks[::-1].index(outermost)


_COUNTED: Final = frozenset({"khoan", "muc"})


def _unit(match: re.Match[str], text: str, before: _Unit | None = None) -> _Unit:
    level: Level = match.lastgroup  # type: ignore[assignment]  # the groups are named by level
    written = match[level]
    start = match.start(level)
    while text[start - 1].isspace():
        start -= 1
    while start > match.start() and text[start - 1].isalpha():
        start -= 1
    numbers = (written,) if written.isalnum() else members(written)
    between = match["between"] if before else ""
    if (
        before
        and before.level == level
        and len(between) > 3
        and ("đến" in between or "tới" in between)
    ):
        numbers = (*in_range(before.numbers[-1], numbers[0]), *numbers)
    apart = any(word in between for word in ("và", "hoặc", ";"))
    return _Unit(level, numbers, start, apart)


def members(written: str) -> tuple[str, ...]:
    """The members of a list, those of a range included: 2, 3 and 4 of *các khoản 2 đến 4*."""
    found: list[str] = []
    for match in _EACH.finditer(written):
        if match["to"] and found:
            found += in_range(found[-1], match["number"])
        found.append(match["number"])
    return tuple(found)


def in_range(first: str, last: str) -> list[str]:
    """What lies between the ends of a range."""
    if first.isdigit() and last.isdigit():
        low, high = int(first), int(last)
        return [str(n) for n in range(low + 1, high)] if high - low <= _LONGEST_RANGE else []
    if len(first) == len(last) == 1 and first in VIETNAMESE and last in VIETNAMESE:
        return list(VIETNAMESE[VIETNAMESE.index(first) + 1 : VIETNAMESE.index(last)])
    return []


def _steps(level: Level, number: str) -> Path:
    """*Điều 4.1* is item 4.1 of Điều 4."""
    head, dot, rest = number.partition(".")
    if level == "dieu" and dot and rest.replace(".", "").isdigit():
        return Step("dieu", head), Step("khoan", number)
    return (Step(level, number),)


def _places(units: list[_Unit], end: int) -> Iterator[Place]:
    """*điểm b khoản 1 và điểm c khoản 2 Điều 5*: each unit lies in what follows it, but for
    *Điều 5, khoản 2, điểm a*, where each lies in what stands before it."""
    ranks = [_RANK[unit.level] for unit in units]
    outward = ranks[-1] <= min(ranks)
    order = list(reversed(units)) if outward else units
    found: list[Place] = []
    above: Path = ()
    for place, unit in enumerate(order):
        rank = ranks[-1 - place] if outward else ranks[place]
        if outward and place and order[place - 1].apart and rank > _RANK[order[place - 1].level]:
            above = ()
        above = tuple(step for step in above if _RANK[step.level] < rank)
        following = order[place + 1] if place + 1 < len(order) else None
        if following is None or _RANK[following.level] <= rank or (outward and unit.apart):
            found += [
                Place(unit.start, end, (*above, *_steps(unit.level, number)))
                for number in (reversed(unit.numbers) if outward else unit.numbers)
            ]
        above = (*above, *_steps(unit.level, unit.numbers[-1]))
    return reversed(found) if outward else iter(found)
