"""What a verb is about: the places and documents of a text, each place in its document."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final, NamedTuple

from indexer.citations.frames import ISSUED
from indexer.citations.numbers import Reference
from indexer.core.document import Path, Step
from indexer.effects.days import THIS
from indexer.effects.masking import PAST
from indexer.effects.model import Target
from indexer.effects.own_words import Own
from indexer.effects.units import RANKS, Placed, places

_GOVERNED: Final = re.compile(
    r"trái với|trái quy định|theo quy định|quy định chi tiết|hướng dẫn|căn cứ|để thực hiện"
    r"|thi hành (?:Bộ l|L|Pháp l)|không phù hợp|liên quan|được ban hành theo|đã được cấp|cấp theo"
)
"""Before a document that is named only to say which others are meant."""
_LISTED: Final = re.compile(
    r"[\s,;:)-]*(?:(?:và|hoặc|với|cùng)\s{1,2})?(?:(?:các|toàn bộ|những)\s{1,2})?"
    r"(?:(?:của|tại|thuộc|ban hành kèm theo)\s{1,2})?"
)
_NEW_ITEM: Final = re.compile(
    r"(?:[;\n,]|\bvà)\s{0,3}(?:\d{1,2}[.)]\s|[a-zđ]\)\s|[-+–]\s)?"
    r"(?:(?:các|toàn bộ|một phần)\s{1,2})?\Z"
)
_ASIDE: Final = re.compile(rf"\([^()\n]{{0,200}}\)|{PAST}+")
"""Between two documents: *(sau đây gọi là ...)*, and the history of the first."""
_AND: Final = re.compile(r"\bvà\s{1,3}(?:các\s)?\Z")
_ISSUED: Final = re.compile(rf"{ISSUED}\Z")
_ISSUED_BY: Final = re.compile(r"ban hành kèm theo\s{1,2}\Z")
_BETWEEN: Final = re.compile(
    r"[\s,]*(?:(?:và (?:các )?(?:phụ lục|biểu mẫu|mẫu)[^.;,]{0,40}|gồm [^.;]{0,60}|thì|đều|sẽ"
    r"|chính thức|bắt đầu|được|cũng)[\s,]*)*"
)
_NEAR: Final = 40
_LONGEST: Final = 300


class Object(NamedTuple):
    """One thing that is spoken of."""

    start: int
    document: Target | None
    """None: the stretch does not say."""
    place: Placed | None = None
    issued: Path = ()
    """The text that the document issues, where that is meant."""


def issued_by(text: str, position: int, start: int = 0) -> Path:
    """The text issued with the document that is named at a position: *Quy chế ... ban hành kèm theo
    Quyết định số 5*; empty where the document itself is meant.

    Args:
        start: words before it are not looked at.
    """
    issued = _ISSUED.search(text, max(start, position - _LONGEST), position)
    return (Step("kem-theo", "", " ".join(issued["text"].split())),) if issued else ()


def objects(
    own: Own, start: int, end: int, *, subject: bool = False, item: bool = False
) -> list[Object]:
    """The objects of a stretch, in order.

    Args:
        subject: the stretch stands before its verb: *Luật này* alone is spoken of.
        item: it is an item of a list, or a căn cứ: a place behind a document is in its name.
    """
    return _Reader(own, start, end).read(subject=subject, item=item)


class _Reader:
    """State of ``objects``."""

    def __init__(self, own: Own, start: int, end: int) -> None:
        self.own, self.text, self.start, self.end = own, own.text, start, end
        self.subject = False
        self.inside: set[str | None] = set()
        """Types of the documents in the name of the last that is spoken of."""
        self.found: list[Object] = []
        self.pending: list[Placed] = []
        self.last: Reference | None = None
        """The last reference, spoken of or not."""
        self.target: Reference | None = None
        """The last one that is spoken of."""

    def read(self, *, subject: bool, item: bool) -> list[Object]:
        own_end, self.subject = -1, subject
        for event in self._events():
            if isinstance(event, Placed):
                self.pending.append(event)
            elif isinstance(event, Reference):
                self._document(event)
            elif self.pending:
                self._this(event.start())
            else:
                own_end = event.end()
        self._rest(subject=subject, item=item)
        if subject and own_end >= 0 and not self.found and self._is_near(own_end):
            self.found.append(Object(own_end, Target(itself=True)))
        return self.found

    def _is_near(self, position: int) -> bool:
        """Whether nothing else stands between *Luật này* and its verb."""
        return _BETWEEN.fullmatch(self.text, position, self.end) is not None

    def _events(self) -> list[Placed | Reference | re.Match[str]]:
        documents = self.own.documents
        first = bisect_left([one.start for one in documents], self.start)
        inside = [one for one in documents[first:] if one.start < self.end]
        events: list[tuple[int, Placed | Reference | re.Match[str]]] = [
            (place.start, place)
            for place in places(self.text, self.start, self.end)
            if not any(one.start <= place.start < one.end for one in inside)
        ]
        events += [(one.start, one) for one in inside]
        events += [
            (match.start(), match) for match in THIS.finditer(self.text, self.start, self.end)
        ]
        return [event for _, event in sorted(events, key=lambda pair: pair[0])]

    def _document(self, one: Reference) -> None:
        if self._is_target(one):
            issued = issued_by(self.text, one.start, self.last.end if self.last else self.start)
            path: Path = ()
            if issued and not any(p.rank <= RANKS["mau"] for p in self.pending):
                path = issued
            elif self._issues_standard(one):
                path = (Step("kem-theo", "", self.target.number or ""),) if self.target else ()
            made = self.own.target(one)
            if self.pending:
                self.found += [Object(p.start, made, p, path) for p in self.pending]
            else:
                self.found.append(Object(one.start, made, None, path))
            self.target = one
            self.inside = set()
        elif self.target:
            self.inside.add(one.type)
        self.pending = []
        self.last = one

    def _issues_standard(self, one: Reference) -> bool:
        """*QCVN 55:2013/BTNMT ... ban hành kèm theo Thông tư số 57*: of the circular that part."""
        before = self.text[max(self.start, one.start - _NEAR) : one.start]
        standard = self.target is not None and self.target.type == "Quy chuẩn"
        return standard and _ISSUED_BY.search(before) is not None

    def _this(self, position: int) -> None:
        """*khoản 2 Điều 5 của Luật này*, but not *Mẫu số 1 ban hành kèm theo Thông tư này*."""
        if "kèm theo" not in self.text[self.pending[-1].end : position]:
            own = Target(itself=True)
            self.found += [Object(place.start, own, place) for place in self.pending]
            self.pending = []

    def _rest(self, *, subject: bool, item: bool) -> None:
        """Places behind which no document is named."""
        if not self.pending or (self.last is not None and item):
            return
        first = self.pending[0].start
        if self.target is None or (not subject and ";" in self.text[self.target.end : first]):
            self.found += [Object(place.start, None, place) for place in self.pending]

    def _is_target(self, one: Reference) -> bool:
        """Whether a document is spoken of itself, not within the name of another."""
        last, target = self.last, self.target
        if last is None:
            return not _GOVERNED.search(self.text, self.start, one.start)
        upto = one.start
        if self.pending and self.pending[0].start >= last.end:
            upto = self.pending[0].start
        between = _ASIDE.sub(" ", self.text[last.end : upto])
        if last is target and _LISTED.fullmatch(between):
            return True
        if last is target and last.type == "Quy chuẩn" and _ISSUED_BY.search(between):
            return True
        if ";" in between or "\n" in between:
            return True
        if target is None or one.type != target.type or not _NEW_ITEM.search(between):
            return False
        in_full = one.date is not None and one.issuer is not None
        if last is not target and last.type == one.type:
            # *A sửa đổi B và C*: A may change C as well; *A sửa đổi B, C ngày ... của ...* before
            # its verb goes on with the list that A is in.
            return self.subject and in_full and not _AND.search(between)
        if one.type in self.inside:
            return False
        return last is target or in_full or not _LISTED.fullmatch(between)


def listed(own: Own, start: int, end: int) -> tuple[Target, ...]:
    """The documents, and places in them, that a stretch of text lists."""
    found = []
    for one in objects(own, start, end, item=True):
        if one.document and not one.document.itself:
            path = one.place.path if one.place else ()
            found.append(one.document.at((*one.issued, *path)))
    return tuple(found)
