"""Text to pieces: the clauses of a document with their addresses, and all that stands around.

The pieces are cut at line starts of the source, one where the last ends, so that no character
can be lost or doubled whatever the patterns find.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from analyzers.token import Span
from indexer.core.document import Clause, Kind, Path, Step
from indexer.identity.address import anchor
from indexer.metadata.front import Front, front, lines_of
from indexer.structure.body import body_marks
from indexer.structure.contents import without_contents
from indexer.structure.cuts import Cut
from indexer.structure.enumerators import Mark, marks
from indexer.structure.headings import heading
from indexer.structure.inline import with_inline
from indexer.structure.normal_text import View
from indexer.structure.notes import in_place, outside, unstuck, with_notes, with_quoted
from indexer.structure.parts import parted
from indexer.structure.quotations import with_quotations
from indexer.structure.quotes import quoted
from indexer.structure.tables import tables
from indexer.structure.tail import EMPTY, Tail, addressed, tail
from indexer.structure.tree import items

_TAIL_LINES: Final = 4000
"""Lines after the last item that are sorted one by one; what follows stays with the last kind."""

_ADDRESSEES: Final = 200
_TABLES: Final = frozenset({"trang-tinh", "dong"})
"""Levels of what is a table itself."""
_SHORT: Final[dict[Kind, str]] = {
    "preamble": "preamble",
    "closing": "closing",
    "recipients": "recipients",
    "signature": "signature",
    "appendix": "appendix",
    "table": "table",
    "note": "note",
    "other": "other-1",
    "clause": "body",
}


class Parts(NamedTuple):
    """A text, cut."""

    front: Front
    tail: Tail
    cuts: tuple[Cut, ...]
    quotations: tuple[Span, ...] = ()
    """Stretches of the view that are another document's words."""


def cut(view: View, notes: Sequence[tuple[int, int]] = ()) -> Parts:
    """Find the pieces of a view. Linear in its length, whatever it holds.

    Args:
        notes: footnotes, in order, as spans of the source.
    """
    text = view.text
    every = without_contents(text, list(marks(text)))
    apart = [Span(view.position(start), view.position(end)) for start, end in notes]
    if not apart and (apart := in_place(text)):
        every = unstuck(_outside(every, apart), text, apart)
    if apart:
        every = _outside(every, apart)
        apart = with_quoted(text, apart, quoted(text, every))
        every = _outside(every, apart)
    quotations = outside(quoted(text, every), apart)
    grids = outside(tables(text), apart)
    found = _outside(_outside(every, quotations), grids)
    found, ends = body_marks(text, found, sorted([*grids, *apart]))
    counted = items(with_inline(text, found))
    first = _line_start(text, counted[0].mark.start) if counted else len(text)
    head = front(text, first if counted else _body_limit(text, ends))
    cuts: list[Cut] = []
    if head.end:
        cuts.append(Cut(0, "other", ()))
    last_tail = EMPTY
    bounds = [_bound(text, item.mark) for item in counted]
    if head.end < first:
        opening = _addressed(text, head.end, first)
        cuts += opening[:-1]
        stop, done = _finish(text, opening[-1].start, first, ends, opening[-1], False)
        cuts += stop
        last_tail = done or last_tail
    paths: list[Path] = []
    for place, item in enumerate(counted):
        start = bounds[place]
        end = bounds[place + 1] if place + 1 < len(bounds) else len(text)
        parent = place + 1 < len(counted) and counted[place + 1].parent == place
        step = Step(item.level, item.mark.number, heading(text, item.mark, end, parent=parent))
        path = (*paths[item.parent], step) if item.parent >= 0 else (step,)
        paths.append(path)
        piece = Cut(start, _kind(path), path)
        if end == len(text) or (ends and _has(ends, start, end)):
            stop, done = _finish(text, start, end, ends, piece, _in_dieu(path))
            cuts += stop
            last_tail = done or last_tail
        else:
            cuts.append(piece)
    cuts = with_quotations(text, cuts, quotations, every) if quotations else cuts
    cuts = _with_tables(text, cuts, grids) if grids else cuts
    cuts = with_notes(text, cuts, apart) if apart else cuts
    return Parts(head, last_tail, tuple(cuts) or (Cut(0, "other", ()),), tuple(quotations))


def _addressed(text: str, start: int, end: int) -> list[Cut]:
    """The preamble, after the lines that say to whom a letter goes."""
    lines = lines_of(text, start, end, _ADDRESSEES)
    count = addressed(lines)
    if not count:
        return [Cut(start, "preamble", ())]
    after = lines[count].start if count < len(lines) else end
    return [Cut(start, "recipients", ()), Cut(after, "preamble", ())]


_HOLDS_TABLES: Final = frozenset({"preamble", "clause", "closing", "appendix"})


def _with_tables(text: str, cuts: Sequence[Cut], grids: Sequence[Span]) -> list[Cut]:
    """Each table is a piece of its own, at the address of the piece that holds it."""
    made: list[Cut] = []
    waiting = 0
    for place, piece in enumerate(cuts):
        made.append(piece)
        end = cuts[place + 1].start if place + 1 < len(cuts) else len(text)
        while waiting < len(grids) and grids[waiting].start < end:
            grid = grids[waiting]
            waiting += 1
            if piece.kind not in _HOLDS_TABLES or grid.start < piece.start:
                continue
            made.append(Cut(grid.start, "table", piece.path))
            if grid.end + 1 < end:
                made.append(Cut(grid.end + 1, piece.kind, piece.path, goes_on=True))
    return made


_ANNEXED: Final = frozenset({"phu-luc", "mau"})


def _kind(path: Path) -> Kind:
    """Below an annex or a form all is appendix; a text issued with the document has clauses."""
    levels = [step.level for step in path]
    return "appendix" if not _ANNEXED.isdisjoint(levels) else "clause"


def _in_dieu(path: Path) -> bool:
    return any(step.level == "dieu" for step in path)


def _line_start(text: str, position: int) -> int:
    return text.rfind("\n", 0, position) + 1


def _bound(text: str, mark: Mark) -> int:
    """Where the piece that a mark opens begins: at its line, unless it stands inside one."""
    start = _line_start(text, mark.start)
    return mark.start if text[start : mark.start].strip(" •*+-–") else start


def _outside(found: list[Mark], regions: Sequence[Span]) -> list[Mark]:
    if not regions:
        return found
    begins = [region.start for region in regions]
    remaining = []
    for mark in found:
        place = bisect_right(begins, mark.start) - 1
        if place < 0 or mark.start >= regions[place].end:
            remaining.append(mark)
    return remaining


def _has(ends: Sequence[int], start: int, end: int) -> bool:
    place = bisect_right(ends, start)
    return place < len(ends) and ends[place] < end


def _body_limit(text: str, ends: Sequence[int]) -> int:
    return ends[0] if ends else len(text)


def _finish(
    text: str, start: int, end: int, ends: Sequence[int], piece: Cut, in_dieu: bool
) -> tuple[list[Cut], Tail | None]:
    """The cuts of a stretch that may hold the end of a document."""
    if not (end == len(text) or _has(ends, start, end)):
        return [piece], None
    lines = lines_of(text, start, end, _TAIL_LINES)
    found = tail(lines, in_dieu)
    if not found.parts:
        return [piece], None
    return [piece, *(Cut(part.start, part.kind, ()) for part in found.parts)], found


def clauses(view: View, source: str, document_id: str, cuts: Iterable[Cut]) -> tuple[Clause, ...]:
    """The pieces as slices of the source, without the white space around them. Long ones, and
    those that go on further below, are several with one path and part numbers."""
    ordered = list(cuts)
    bounds = [*(view.line(piece.start) for piece in ordered), len(source)]
    names = Names()
    made: list[Clause] = []
    for piece, start, end in zip(ordered, bounds, bounds[1:], strict=False):
        for at, span in enumerate(parted(source, start, end, rows=piece.kind == "table")):
            name, part = names.of(piece, further=at > 0 or piece.goes_on)
            text = source[span.start : span.end]
            id_ = f"{document_id}#{name}"
            made.append(Clause(id_, document_id, piece.path, piece.kind, text, span, part))
    return tuple(made)


class Names:
    """Anchors for pieces, each of its own: ``dieu-5``, ``dieu-5~2`` for a second, ``dieu-5~p2``
    for its second part."""

    def __init__(self) -> None:
        self._times: dict[str, int] = {}
        self._parts: dict[str, tuple[str, int]] = {}

    def of(self, piece: Cut, *, further: bool) -> tuple[str, int]:
        """The anchor of a piece, or of a further part of the last one of its path; and the part's
        number."""
        plain = anchor(piece.path) if piece.path else _SHORT[piece.kind]
        if piece.kind == "table" and piece.path and piece.path[-1].level not in _TABLES:
            plain += ".bang"
        if further and plain in self._parts:
            name, part = self._parts[plain]
            self._parts[plain] = name, part + 1
            return f"{name}~p{part + 1}", part + 1
        times = self._times[plain] = self._times.get(plain, 0) + 1
        name = plain
        if times > 1:
            name = f"other-{times}" if plain == "other-1" else f"{plain}~{times}"
        self._parts[plain] = name, 1
        return name, 1


__all__ = ["Cut", "Names", "Parts", "clauses", "cut"]
