"""Pieces that a format sets apart: the rows of a sheet, the slides of a presentation.

Their text is not looked at for articles and items: "1" in the first cell of a row is no khoản.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.core.document import Clause, Kind, Step
from indexer.metadata.front import front
from indexer.structure.cuts import Cut
from indexer.structure.normal_text import View
from indexer.structure.parts import parted
from indexer.structure.pieces import Names, Parts
from indexer.structure.tail import EMPTY

Placed = tuple[int, tuple[Step, ...], Kind]
"""Where a piece begins in the source, its address and its kind."""


def placed_parts(view: View, places: Sequence[Placed]) -> Parts:
    """The pieces as cuts of a view, with what the first of them says of the document."""
    cuts = tuple(Cut(view.position(start), kind, path) for start, path, kind in places)
    limit = cuts[1].start if len(cuts) > 1 else len(view.text)
    return Parts(front(view.text, limit), EMPTY, cuts)


def placed_clauses(source: str, document_id: str, places: Sequence[Placed]) -> tuple[Clause, ...]:
    """The pieces as slices of the source; long ones are several, as everywhere."""
    names = Names()
    made: list[Clause] = []
    ends = [*(start for start, _, _ in places[1:]), len(source)]
    for (start, path, kind), end in zip(places, ends, strict=True):
        piece = Cut(start, kind, path)
        for at, span in enumerate(parted(source, start, end, rows=kind == "table")):
            name, part = names.of(piece, further=at > 0)
            text = source[span.start : span.end]
            id_ = f"{document_id}#{name}"
            made.append(Clause(id_, document_id, path, kind, text, span, part))
    return tuple(made)
