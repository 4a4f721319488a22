"""Which document a bare place means: in *1. Sửa đổi khoản 2 Điều 251*, the law that Điều 1 names.

A clause that amends names its law once, and everything below it speaks of that law: the places it
changes, and what it quotes, where *Luật này* and *Điều này* are the amended law's own words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple

from indexer.citations.numbers import Reference
from indexer.core.document import Path, Step
from indexer.metadata.front import Front
from indexer.structure.cuts import Cut
from indexer.structure.enumerators import mark_at
from indexer.structure.quotes import AMENDS

_WORDS: Final = (
    "Sửa", "Bổ sung", "Bãi bỏ", "Bỏ", "Thay", "Hủy bỏ", "Huỷ bỏ", "Đính chính", "Điều chỉnh",
    "Ngưng hiệu lực",
)  # fmt: skip
_EACH_VERB: Final = tuple(re.compile(word) for word in _WORDS)
_VERBS: Final = rf"(?:{'|'.join(_WORDS)})\b"
_MARKER: Final = 60
"""Code points from the start of a piece in which its number and punctuation stand."""
_CHANGES: Final = re.compile(rf"[ ]?{_VERBS}")
_STRICTLY: Final = re.compile(
    rf"[ ]?{_VERBS}[^\n“\"]{{0,60}}?(?:một số|khoản|[Đđ]iều|điểm|cụm từ|lỗi)\b"
)
_CHANGING_TITLE: Final = re.compile(r"sửa đổi|bổ sung|bãi bỏ|đính chính|thay thế", re.IGNORECASE)
_DETAILS: Final = re.compile(r"\b(?:quy định|hướng dẫn|về|ban hành|công bố|phê duyệt)\b")
_OPENING: Final = 1500


ISSUED: Final = (
    r"(?P<text>Quy\schế|Quy\sđịnh|Điều\slệ|Nội\squy|Quy\strình|Hướng\sdẫn|Chương\strình"
    r"|Danh\smục|Quy\schuẩn)(?!\snày)\b[^.;:\n()]{0,240}?"
    r"\s(?:được\s)?(?:ban\shành\s)?kèm\stheo\s{1,3}"
)
"""A text that another document issues: *Quy chế ... ban hành kèm theo Nghị định số ...*."""
_ISSUED: Final = re.compile(rf"{ISSUED}\Z")
_LONGEST: Final = 300


class Frame(NamedTuple):
    """What the places of an amending clause lie in."""

    reference: Reference | None
    """None where a text is amended that is not named."""
    issued: Path = ()
    """The text that the reference issues, where that is what is amended."""


def frames(
    text: str, cuts: Sequence[Cut], documents: Sequence[Reference], front: Front
) -> list[Frame | None]:
    """For each piece, whose places it names; None where it speaks of its own document.

    Args:
        documents: what the text names, in order.
    """
    changing = bool(_CHANGING_TITLE.search(front.title or ""))
    titled = _titled(text, documents, front) if changing else None
    whole = _frame(text, 0, titled) if titled else None
    starts = [reference.start for reference in documents]
    verbs = _verbs(text)
    known: dict[Path, Frame] = {}
    found: list[Frame | None] = []
    for place, piece in enumerate(cuts):
        if not piece.path or piece.kind == "note" or not (known or changing or verbs):
            found.append(None)
            continue
        frame = known.get(piece.path) or _above(piece.path, known) if known else None
        may = changing or _is_near(verbs, piece.start)
        if may and piece.path not in known and not _is_quoted(piece.path):
            after = _after_marker(text, piece.start)
            if _amends(text, after, changing):
                end = cuts[place + 1].start if place + 1 < len(cuts) else len(text)
                limit = _until(text, after, min(end, after + _OPENING))
                first = bisect_left(starts, after)
                if first < len(starts) and starts[first] < limit:
                    frame = _frame(text, after, documents[first])
                else:
                    frame = frame or whole or Frame(None)
                known[piece.path] = frame
        found.append(frame)
    return found


def _verbs(text: str) -> list[int]:
    """Where the verbs stand that a clause which amends begins with. Each is looked for by itself,
    at the speed of a substring search."""
    return sorted(match.start() for verb in _EACH_VERB for match in verb.finditer(text))


def _is_near(verbs: Sequence[int], start: int) -> bool:
    place = bisect_left(verbs, start)
    return place < len(verbs) and verbs[place] < start + _MARKER


def _frame(text: str, start: int, reference: Reference) -> Frame:
    before = text[max(start, reference.start - _LONGEST) : reference.start]
    issued = _ISSUED.search(before) if "kèm theo" in before else None
    if issued is None:
        return Frame(reference)
    return Frame(reference, (Step("kem-theo", "", " ".join(issued["text"].split())),))


def _is_quoted(path: Path) -> bool:
    return any(step.level == "quote" for step in path)


def _above(path: Path, known: dict[Path, Frame]) -> Frame | None:
    for depth in range(len(path) - 1, 0, -1):
        if path[:depth] in known:
            return known[path[:depth]]
    return None


def _after_marker(text: str, start: int) -> int:
    while text[start : start + 1].isspace():
        start += 1
    mark = mark_at(text, start)
    return mark.after if mark else start


def _amends(text: str, after: int, changing: bool) -> bool:
    """In a document that changes others a verb at the head of a clause is enough."""
    if changing:
        return bool(_CHANGES.match(text, after) or AMENDS.match(text, after))
    return _STRICTLY.match(text, after) is not None


def _until(text: str, start: int, end: int) -> int:
    """Up to the first quotation: what is put in somebody else's words names no amended law."""
    places = [text.find(mark, start, end) for mark in '“"«']
    return min((place for place in places if place >= 0), default=end)


def _titled(text: str, documents: Sequence[Reference], front: Front) -> Reference | None:
    """The one document that a title says is amended."""
    named = [reference for reference in documents if reference.start < front.end]
    others = [ref for ref in named[1:] if ref.number != named[0].number]
    if not named or (
        others and not _DETAILS.search(text, named[0].end, max(named[0].end, others[0].start))
    ):
        return None
    return named[0]
