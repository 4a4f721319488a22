"""Changes of words: *Thay thế cụm từ “A” bằng cụm từ “B” tại khoản 1 Điều 5; cụm từ “C” ...*.

The forms are those of Nghị định 34/2016/NĐ-CP and Nghị định 78/2025/NĐ-CP, Phụ lục: which words,
then at which places; several words may share their places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from analyzers.token import Span
from indexer.effects.kinds import EffectKind
from indexer.effects.masking import QUOTED
from indexer.effects.objects import Object, objects
from indexer.effects.own_words import Own

Side = Literal["", "before", "after"]


class Pair(NamedTuple):
    """Words that are changed, in positions of the text. See ``model.Words``."""

    old: Span | None
    new: Span | None
    side: Side = ""


class Group(NamedTuple):
    """Words, and the places that they are changed at."""

    pairs: tuple[Pair, ...]
    objects: tuple[Object, ...]


KINDS: Final[dict[EffectKind, EffectKind]] = {
    "replaces": "replaces_words",
    "amends": "replaces_words",
    "corrects": "corrects",
    "inserts": "inserts_words",
    "repeals": "removes_words",
}
"""What is done to a place -> what is done to words of it."""
_NOUN: Final = (
    r"(?:cụm từ, từ|từ, cụm từ|cụm từ ngữ|cụm từ|từ ngữ|cụm|từ|chữ|số|dấu|nội dung|đoạn|câu"
    r"|tên gọi|ký hiệu)"
)
WORDS: Final = re.compile(
    rf"\s{{0,3}}(?:một số\s)?(?:các\s)?{_NOUN}?(?:\s(?:là|sau|sau đây))?:?\s{{0,3}}{QUOTED}"
)
"""What stands behind a verb whose objects are words."""
INNER: Final = re.compile(rf"(?:[,;]|\bvà)\s{{1,2}}(?:các\s)?{_NOUN}\s{{1,2}}{QUOTED}")
"""Words after places as objects of one verb: *Bãi bỏ Điều 50, cụm từ “A” tại khoản 5 Điều 52*."""
_BY: Final = re.compile(r"\s(?:bằng|thành)\s")
_SIDE: Final = re.compile(r"\b(sau|trước)\b")
_TITLES: Final = re.compile(r"\s{0,2}(?:,|và)\s{1,2}(?:và\s)?(?:các\s)?")


def groups(own: Own, start: int, end: int, kind: EffectKind) -> list[Group]:
    """The words of a stretch behind a verb, with their places; words without places share those of
    the words behind them."""
    made: list[Group] = []
    pairs: list[Pair] = []
    position = start
    for quote in own.quotes:
        if not start <= quote.start < end:
            continue
        between = own.text[position : quote.start]
        joins = _BY.search(f" {between} ") is not None
        found = _placed(own, position, quote.start) if position > start else []
        if found and not (joins and pairs and pairs[-1].new is None and kind != "removes_words"):
            made.append(Group(tuple(pairs), tuple(found)))
            pairs = []
        pairs = _with(pairs, own.inside(quote), kind, between, joins=joins)
        position = quote.end
    made.append(Group(tuple(pairs), tuple(_placed(own, position, end))))
    for at in range(len(made) - 2, -1, -1):
        if not made[at].objects:
            made[at] = made[at]._replace(objects=made[at + 1].objects)
    return made


def _with(
    pairs: list[Pair], words: Span, kind: EffectKind, between: str, *, joins: bool
) -> list[Pair]:
    """The pairs so far and some further words, by what stands before these."""
    if kind == "inserts_words":
        side = _SIDE.search(between)
        if pairs and side and pairs[-1].old is None:
            where: Side = "after" if side[1] == "sau" else "before"
            return [*pairs[:-1], Pair(words, pairs[-1].new, where)]
        return [*pairs, Pair(None, words)]
    if joins and pairs:
        return [Pair(one.old, one.new or words) for one in pairs]
    return [*pairs, Pair(words, None)]


def _placed(own: Own, start: int, end: int) -> Sequence[Object]:
    return titles_listed(own, objects(own, start, end))


def titles_listed(own: Own, found: list[Object], least: int = 2) -> list[Object]:
    """Objects where *tên Điều 9, Điều 10 và Điều 11* means three titles.

    Args:
        least: articles that such a list has; with fewer, a later one may be meant whole.
    """
    made = list(found)
    start = 0
    while start < len(made):
        stop = start + 1
        while stop < len(made) and _goes_on(own, made[start], made[stop - 1], made[stop]):
            stop += 1
        if stop - start >= least:
            for at in range(start + 1, stop):
                place = made[at].place
                made[at] = made[at]._replace(place=place and place._replace(part="title"))
        start = stop
    return made


def _goes_on(own: Own, first: Object, before: Object, one: Object) -> bool:
    """Whether a list of titles goes on with a bare article."""
    if not (first.place and before.place and one.place):
        return False
    if first.place.part != "title" or one.place.part:
        return False
    articles = all(
        len(place.path) == 1 and place.path[0].level == "dieu"
        for place in (first.place, before.place, one.place)
    )
    return articles and (
        one.place.start == before.place.start
        or _TITLES.fullmatch(own.text, before.place.end, one.place.start) is not None
    )
