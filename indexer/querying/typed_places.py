"""Places as people type them: *khoản 2 Điều 5*, *k2 đ5*, *điều 173-175*, *chương 2*, *Điều 51.1.s*.

A place is sure where the word for its level is typed in full, with its accents if any are typed in
the query, or where two short forms stand together (*k2 đ5*). What is not sure (*d 468*) counts only
beside the name of a document. Words that only look like a level (*danh mục 2*, *thời điểm*, *mức 5
triệu*) name no place; ``tests/test_typed_places.py`` has the tables of both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Final, NamedTuple

from analyzers.fold import fold
from analyzers.numerals import roman, roman_value
from indexer.core.document import Level, Step
from indexer.identity.counted import COUNTED_IN, amount
from indexer.identity.item_numbers import ordinal

MOST_PLACES: Final = 20
"""Of one query."""
_OUTERMOST_FIRST: Final[tuple[Level, ...]] = (
    "phu-luc", "mau", "phan", "chuong", "muc", "tieu-muc", "dieu", "khoan", "diem",
)  # fmt: skip
_RANK: Final = {level: rank for rank, level in enumerate(_OUTERMOST_FIRST)}
_AND: Final = r"\s{0,2}(?:[,;&]|(?<!\w)(?:và|va|hoặc|hoac|hay)(?!\w))\s{0,2}"
_TO: Final = r"\s{0,2}(?:[-–—]|(?<!\w)(?:đến|den|tới|toi)(?!\w))\s{0,2}"
_LIST: Final = rf"(?:(?:{_AND}){{1,2}}|{_TO})"
_ARTICLE: Final = r"\d{1,4}(?:(?:\.\d{1,3}){1,2}(?:\.[a-zđ])?|\.[a-zđ](?!\w)|[a-zđ]{1,2})?(?!\w)"
_CLAUSE: Final = r"\d{1,3}(?:(?:\.\d{1,2}){1,2}|[a-zđ])?(?!\w)"
_POINT: Final = r"[a-zđ]\d?(?!\w)"
_COUNTED: Final = r"(?:[ivxlc]{1,6}|\d{1,2})(?!\w)"
_LETTERED: Final = r"(?:[ivxlc]{1,6}|\d{1,3}|[a-hđ])(?!\w)"
_ORDINAL: Final = r"thứ\s(?:\w{2,4}\s){0,2}?\w{2,4}|thu\s\w{2,4}"


class _Kind(NamedTuple):
    level: Level
    words: str
    """The word for it, as a pattern: with its accents, and after | without."""
    number: str
    not_after: frozenset[str] = frozenset()
    """Folded syllables with which the word is another one."""
    listed: bool = True


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_KINDS: Final = (
    _Kind("phu-luc", "phụ lục(?: số)?|phu luc(?: so)?", _LETTERED),
    _Kind("mau", "mẫu số|mau so", r"\d{1,3}(?!\w)"),
    _Kind("tieu-muc", "tiểu mục|tieu muc", r"\d{1,2}(?!\w)"),
    _Kind("phan", "phần|phan", rf"(?:{_ORDINAL}|{_LETTERED})", _words(
        "co thanh mot bo gop mua ban phan hoc toan"), listed=False),
    _Kind("chuong", "chương|chuong", _COUNTED, _words("huy van hien trung")),
    _Kind("muc", "mục|muc", _LETTERED, _words(
        "danh hang chuyen thu tiet khoan dinh dau cham muc dung de")),
    _Kind("dieu", "điều|dieu", _ARTICLE, _words("dien huan")),
    _Kind("khoan", "khoản|khoan", _CLAUSE, _words("tai dieu ngan giang may mui gieng")),
    _Kind("diem", "điểm|diem", _POINT, _words(
        "thoi dia quan dac uu nhuoc khuyet cao trong dat so tam toi luan giao")),
)  # fmt: skip


def _pattern(place: int, kind: _Kind) -> str:
    """The word for a level and its number, or numbers."""
    more = rf"(?:{_LIST}{kind.number}){{0,{MOST_PLACES}}}" if kind.listed else ""
    name = kind.level.replace("-", "_")
    return rf"(?P<{name}>(?:{kind.words})\s{{1,3}}(?P<n{place}>{kind.number}{more}))"


@cache
def _full_words() -> re.Pattern[str]:
    """Places by full words. Made when first needed: it takes some milliseconds."""
    return re.compile("|".join(_pattern(place, kind) for place, kind in enumerate(_KINDS)))


_MAY_NAME: Final = re.compile(
    r"\d|(?<!\w)(?:điểm|diem|mục|muc|phần|phan|chương|chuong|phụ lục|phu luc)\s"
)
"""Whether a query may name a place at all."""
_SHORT: Final = re.compile(
    r"(?P<khoan>k\.?\s?(?P<n1>\d{1,3}[a-z]?(?!\w)|\d{1,3}(?=[dđ]\.?\d)))"
    r"|(?P<dieu>[đd]\.?\s?(?P<n2>\d{1,4}[a-z]?(?!\w)|\d{1,4}(?=k\.?\d)))"
    r"|(?P<diem>đ\.\s?(?P<n3>[a-zđ](?!\w)))"
)
"""k.2, đ5, d 468; a letter behind the number belongs to it unless another number follows."""
_BETWEEN: Final = re.compile(
    r"[\s,.;:()/]{0,3}(?:(?<!\w)(?:của|cua|tại|tai|thuộc|thuoc|trong|và|va|hoặc|hoac|đến|den|tới|toi|từ|tu)"
    r"(?!\w)\s{0,2}){0,2}|\s?[-–]\s?"
)
_AMOUNT: Final = amount(dict.fromkeys((*COUNTED_IN, *map(fold, COUNTED_IN), "m", "đ")))
_NUMBER: Final = re.compile(
    rf"(?P<to>{_TO})?\W{{0,3}}(?:(?:và|va|hoặc|hoac|hay)\s)?(?P<one>thứ .+|thu .+|[\w.]+)"
)
_CRIME: Final = re.compile(
    r"(?<!\w)(?:tội|toi)\s{1,3}(?:(?:điều|dieu)\s{1,3})?(?P<number>\d{3}[a-z]?)(?!\w)"
)
_CRIMES: Final = range(108, 426)
"""Articles of Bộ luật Hình sự 100/2015/QH13 that say what a crime is (Phần thứ hai)."""
_ORDINALS: Final = (
    "nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """What a stretch of a query names."""

    places: tuple[tuple[Step, ...], ...]
    """Each outermost first, in the order typed; the first choice of how to read a number first."""
    start: int
    end: int
    sure: bool
    crime: bool = False
    """Whether it names an article of the penal code by the word for a crime: *tội 174*."""


class _Unit(NamedTuple):
    level: Level
    numbers: tuple[str, ...]
    start: int
    end: int
    full: bool
    through: bool
    """Whether *đến* stands before it."""


def typed_places(text: str) -> list[Typed]:
    """Every place in a query that a stretch of it may name, in order."""
    plain = _plain(text)
    if not _MAY_NAME.search(plain):
        return []
    bare = fold_all(plain) == plain
    found = [_typed(run) for run in _runs(plain, bare)]
    found += _crimes(plain, found)
    return [typed for typed in found if typed.places]


def merged(found: Iterable[Sequence[tuple[Step, ...]]]) -> list[tuple[Step, ...]]:
    """The places of several stretches of a query: two that stand apart are one place where their
    levels are different, as in *điều 155 luật đất đai khoản 2*."""
    places: list[tuple[Step, ...]] = []
    for more in found:
        levels = {step.level for place in more for step in place}
        if len(places) == 1 and levels.isdisjoint(step.level for step in places[0]):
            places = [
                tuple(sorted((*places[0], *place), key=lambda step: _RANK[step.level]))
                for place in more
            ]
        else:
            places += more
    return places


def fold_all(text: str) -> str:
    """Each letter without its accents; as long as the text, if it is composed."""
    return "".join(map(fold, text))


def spellings(step: Step) -> tuple[Step, ...]:
    """A step in all ways in which documents number it: Chương II is chương 2, Phần thứ hai 2."""
    number = step.number
    if step.level not in {"phu-luc", "mau", "phan", "chuong", "muc"}:
        return (step,)
    value = roman_value(number.upper()) or (0 if number.isalpha() else ordinal(number))
    if not value:
        return (step,)
    ways = [number, str(value), roman(value).lower(), f"0{value}"]
    if step.level == "phan" and value <= len(_ORDINALS):
        ways.append(f"thứ {_ORDINALS[value - 1]}")
    return tuple(Step(step.level, way) for way in dict.fromkeys(ways))


def _plain(text: str) -> str:
    """In small letters, composed, a position for each of the text's where that can be."""
    composed = unicodedata.normalize("NFC", text)
    lower = composed.lower()
    return lower if len(lower) == len(text) else text.lower()


def _runs(text: str, bare: bool) -> Iterator[list[_Unit]]:
    """Units that stand together."""
    run: list[_Unit] = []
    at = 0
    while at < len(text):
        unit = _unit(text, at, bare, bool(run))
        if unit is None:
            between = _BETWEEN.match(text, at) if run and at == run[-1].end else None
            following = (
                _unit(text, between.end(), bare, True) if between and between.end() > at else None
            )
            if following is None:
                if run and at == run[-1].end:
                    yield run
                    run = []
                at += 1
                continue
            to = bool(re.search(rf"^{_TO}", text[at : following.start]))
            unit = following._replace(through=to)
        elif run and unit.start != run[-1].end:
            yield run
            run = []
        run.append(unit)
        at = unit.end
    if run:
        yield run


def _unit(text: str, at: int, bare: bool, inside: bool) -> _Unit | None:
    before = text[at - 1 : at]
    if before.isalpha() or (before.isdigit() and not inside):
        return None
    match = _full_words().match(text, at)
    if match:
        return _full(match, text, bare)
    match = _SHORT.match(text, at)
    if not match:
        return None
    level: Level = match.lastgroup  # type: ignore[assignment]  # the groups are named by level
    level = next(name for name in ("khoan", "dieu", "diem") if match[name])
    number = next(number for number in match.group("n1", "n2", "n3") if number)
    return _Unit(level, (number,), at, match.end(), False, False)


def _full(match: re.Match[str], text: str, bare: bool) -> _Unit | None:
    place, kind = next(
        (place, kind)
        for place, kind in enumerate(_KINDS)
        if match[kind.level.replace("-", "_")] is not None
    )
    written = match[f"n{place}"]
    before = re.search(r"(\w+)\s+$", text[: match.start()])
    if before and fold_all(before[1]) in kind.not_after:
        return None
    if kind.level not in {"dieu", "chuong"} and _AMOUNT.match(text, match.end()):
        return None
    numbers = tuple(number for number in _numbers(written) if _counts(kind.level, number))
    if not numbers:
        return None
    word = text[match.start() : match.start(f"n{place}")].rstrip()
    full = bare or fold_all(word) != word
    return _Unit(kind.level, numbers, match.start(), match.end(), full, False)


def _counts(level: Level, number: str) -> bool:
    """Whether this may number such a step: Roman letters must be a number."""
    if number.isalpha() and level == "chuong":
        return bool(roman_value(number.upper()))
    if number.isalpha() and len(number) > 1 and level in {"muc", "phu-luc", "phan"}:
        return bool(roman_value(number.upper()))
    if number.startswith(("thứ ", "thu ")):
        return ordinal(number) > 0 or fold_all(number)[4:] in _ORDINALS
    return True


def _numbers(written: str) -> list[str]:
    found: list[str] = []
    for match in _NUMBER.finditer(written):
        one = match["one"]
        if match["to"] and found:
            found += _within(found[-1], one)
        found.append(one)
    return found[:MOST_PLACES]


def _within(first: str, last: str) -> list[str]:
    """What lies between the ends of a range of numbers."""
    if not (first.isdigit() and last.isdigit()):
        return []
    low, high = int(first), int(last)
    return [str(number) for number in range(low + 1, min(high, low + MOST_PLACES))]


def _typed(run: Sequence[_Unit]) -> Typed:
    groups = _groups(run)
    places: list[tuple[Step, ...]] = []
    for at, group in enumerate(groups):
        whole = _completed(group, groups[at - 1] if at else None, groups[at + 1 : at + 2])
        for numbers in product(*(unit.numbers for unit in whole)):
            steps = zip(whole, numbers, strict=True)
            places += _read(tuple(Step(unit.level, number) for unit, number in steps))
    levels = {unit.level for unit in run}
    sure = any(unit.full for unit in run) or len(levels) > 1
    return Typed(tuple(dict.fromkeys(places))[:MOST_PLACES], run[0].start, run[-1].end, sure)


def _groups(run: Sequence[_Unit]) -> list[list[_Unit]]:
    """The units of each place: a level that comes again begins another."""
    groups: list[list[_Unit]] = [[]]
    for unit in run:
        if any(unit.level == other.level for other in groups[-1]):
            if unit.through and len(groups[-1]) == 1:
                first = groups[-1][0]
                between = tuple(_within(first.numbers[-1], unit.numbers[0]))
                groups[-1][0] = first._replace(numbers=(*first.numbers, *between))
            groups.append([])
        groups[-1].append(unit)
    return groups


def _completed(
    group: Sequence[_Unit], before: Sequence[_Unit] | None, after: Sequence[Sequence[_Unit]]
) -> list[_Unit]:
    """The units of a place, outermost first, with those above it that it shares with the place
    before (*điều 5 khoản 1, khoản 2*) or after it (*khoản 1, khoản 2 điều 5*)."""
    outermost = min(_RANK[unit.level] for unit in group)
    outward = [*(after[0] if after else ()), *(before or ())]
    if before and _RANK[before[0].level] < outermost:
        outward = [*before]
    shared: dict[Level, _Unit] = {}
    for unit in outward:
        if _RANK[unit.level] < outermost:
            shared.setdefault(unit.level, unit)
    return sorted([*group, *shared.values()], key=lambda unit: _RANK[unit.level])


def _read(steps: tuple[Step, ...]) -> list[tuple[Step, ...]]:
    """The ways to read a number with points: *51.1.s* is điểm s of khoản 1 of Điều 51, or an item
    51.1."""
    at = next((at for at, step in enumerate(steps) if "." in step.number), None)
    if at is None or steps[at].level not in {"dieu", "khoan"}:
        return [steps]
    parts = steps[at].number.split(".")
    levels: tuple[Level, ...] = ("dieu", "khoan", "diem")
    below = levels[levels.index(steps[at].level) :]
    if len(parts) == 2 and parts[1].isalpha():
        below = ("dieu", "diem")
    apart = tuple(Step(level, part) for level, part in zip(below, parts, strict=False))
    if steps[at].level == "khoan":
        return [steps, (*steps[:at], *apart, *steps[at + 1 :])]
    ways = [(*steps[:at], *apart, *steps[at + 1 :])]
    if parts[-1].isdigit():
        item = (Step("dieu", parts[0]), Step("khoan", steps[at].number))
        ways.append((*steps[:at], *item, *steps[at + 1 :]))
    return ways


def _crimes(text: str, found: Sequence[Typed]) -> Iterator[Typed]:
    for match in _CRIME.finditer(text):
        number = match["number"]
        if int(re.sub(r"\D", "", number)) in _CRIMES and not _AMOUNT.match(text, match.end()):
            inside = [one for one in found if match.start() <= one.start < match.end()]
            if not inside:
                place = (Step("dieu", number),)
                yield Typed((place,), match.start(), match.end(), False, crime=True)
