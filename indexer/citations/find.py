"""What a document cites: other documents, and places in them or in itself."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final

from analyzers.token import Span
from indexer.citations.numbers import Reference, numbered
from indexer.citations.places import SELF, Place, runs
from indexer.citations.titles import named
from indexer.core.document import Citation, Path, Step
from indexer.identity.document_id import number_key
from indexer.metadata.front import Front
from indexer.structure.normal_text import View
from indexer.structure.pieces import Cut, Parts

_LINK: Final = re.compile(
    r",?\s{1,3}(?:(?:của|tại|trong|thuộc|theo|ban\shành\skèm\stheo|kèm\stheo)\s{1,3})?"
)


def citations(view: View, parts: Parts) -> tuple[Citation, ...]:
    """Every citation of a view, in order of its first character.

    Mentions of the document's own number are none. A place of *Điều này* is said in full, by the
    clause it stands in. A place in a document that the text does not name is left out: what a
    quotation, or a decision that amends another, calls *khoản 2 Điều 5* is not its own.
    """
    text, cuts, front = view.text, parts.cuts, parts.front
    amends = "sửa đổi" in (front.title or "").lower()
    quotations = [quotation.start for quotation in parts.quotations]
    documents = {ref.start: ref for ref in _documents(text, front)}
    starts = [piece.start for piece in cuts]
    own = {step.number for piece in cuts for step in piece.path[-1:] if step.level == "dieu"}
    attached: set[int] = set()
    found: list[tuple[int, Citation]] = []
    for run in runs(text, _headings(text, cuts)):
        piece = cuts[bisect_right(starts, run.start) - 1]
        link = _LINK.match(text, run.end)
        reference = documents.get(link.end()) if link else None
        internal = False
        end = run.end
        if reference:
            attached.add(reference.start)
            end = reference.end
        elif said := SELF.match(text, run.end):
            internal, end = True, said.end()
        foreign = amends or _inside(run.start, quotations, parts.quotations)
        for place in run.places:
            path = place.path
            if reference is None and not internal:
                if any(step.number == "này" for step in path):
                    path = _said_in_full(path, piece.path)
                elif path[0].level != "dieu" or path[0].number not in own or foreign:
                    continue
            if foreign and reference is None and (internal or path is not place.path):
                continue
            made = _cited(view, Place(place.start, end, path), reference)
            found.append((place.start, made))
    found.extend(
        (reference.start, _document(view, reference))
        for reference in documents.values()
        if reference.start not in attached
    )
    return tuple(citation for _, citation in sorted(found, key=lambda pair: pair[0]))


def _documents(text: str, front: Front) -> Iterator[Reference]:
    own = number_key(front.number) if front.number else None
    reached = 0
    by_number = list(numbered(text))
    covered = [ref.start for ref in by_number]
    for ref in by_number:
        if own and number_key(ref.number or "") == own and ref.date in {None, front.date}:
            continue
        yield ref
    for ref in named(text):
        if ref.start < front.end:
            continue
        place = bisect_right(covered, ref.start) - 1
        if (place < 0 or by_number[place].end <= ref.start) and ref.start >= reached:
            reached = ref.end
            yield ref


_WORDED: Final = frozenset({"phan", "chuong", "muc", "tieu-muc", "dieu"})


def _headings(text: str, cuts: Sequence[Cut]) -> frozenset[int]:
    """Where the words that open a clause stand: *Điều 5.* of the clause itself."""
    found = set()
    for piece in cuts:
        if piece.path and piece.path[-1].level in _WORDED:
            start = piece.start
            while text[start : start + 1].isspace():
                start += 1
            found.add(start)
    return frozenset(found)


def _inside(position: int, starts: Sequence[int], spans: Sequence[Span]) -> bool:
    place = bisect_right(starts, position) - 1
    return place >= 0 and position < spans[place].end


def _cited(view: View, place: Place, reference: Reference | None) -> Citation:
    span = view.span(place.start, place.end)
    if reference is None:
        return Citation(span, place=place.path, internal=True)
    return Citation(
        span,
        reference.type,
        reference.number,
        reference.date,
        reference.issuer,
        reference.title,
        place.path,
    )


def _said_in_full(path: Path, here: Path) -> Path:
    """*khoản 1 Điều này* -> khoản 1 Điều 5, where the clause stands in Điều 5."""
    for place, step in enumerate(path):
        if step.number == "này":
            for depth, above in enumerate(here):
                if above.level == step.level:
                    plain = tuple(Step(s.level, s.number) for s in here[: depth + 1])
                    return (*plain, *path[place + 1 :])
    return path


def _document(view: View, reference: Reference) -> Citation:
    return Citation(
        view.span(reference.start, reference.end),
        reference.type,
        reference.number,
        reference.date,
        reference.issuer,
        reference.title,
    )
