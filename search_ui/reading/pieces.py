"""The pieces of a document as a page shows them: in order, marked and linked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple

from markupsafe import Markup

from analyzers.token import Span
from indexer.core.deadline import check
from indexer.core.document import Clause, Metadata, Path
from indexer.identity.address import label
from search_ui.highlight import Link, overlaid
from search_ui.wording import anchor_of, identity, piece, step

MAX_RANK: Final = 6


class Line(NamedTuple):
    """One line of the source."""

    html: Markup
    rank: int
    """Of the heading it belongs to (2 for ``<h2>``), 0 for running text."""


@dataclass(frozen=True, slots=True)
class Piece:
    clause: Clause
    anchor: str
    name: str
    lines: tuple[Line, ...]
    depth: int
    """How far the piece stands in, from 0."""
    citation: str
    """How to cite it: ``khoản 2 Điều 5 Nghị định 30/2020/NĐ-CP``. Empty without an address."""
    cited: int
    """Places that cite this very piece."""
    leaves: range
    """The pages of the file, from 1, that begin in it; for the first piece that is shown, also the
    one that it begins on."""


Marker = Callable[[str], Sequence[Span]]
"""Text -> what to mark in it, in code points, ordered, not overlapping."""


def pieces(
    document: Metadata,
    clauses: Sequence[Clause],
    headed: Mapping[Path, bool],
    marker: Marker,
    links: Sequence[Link],
    cited: Mapping[str, int],
) -> Iterator[Piece]:
    """The pieces of a document as the page shows them.

    Args:
        headed: path -> whether its piece shows a heading, of the whole document.
        links: in code points of ``document.text``, ordered, not overlapping.
        cited: anchor -> places that cite it.
    """
    at = 0
    leaf = 0
    for clause in clauses:
        check()
        leaves = range(0)
        if document.pages:
            first = leaf + 1 if leaf else document.page(clause.span.start) or 1
            leaf = document.page(max(clause.span.start, clause.span.end - 1)) or 1
            leaves = range(first, leaf + 1)
        while at < len(links) and links[at].span.end <= clause.span.start:
            at += 1
        inside = []
        for link in links[at:]:
            if link.span.start >= clause.span.end:
                break
            inside.append(link.moved(-clause.span.start))
        anchor = anchor_of(clause.id)
        heading = rank(clause, headed)
        html = partial(overlaid, clause.text, marks=marker(clause.text), links=inside)
        address = label(clause.path)
        yield Piece(
            clause=clause,
            anchor=anchor,
            name=piece(clause),
            lines=tuple(lines(clause, heading, html)),
            depth=depth(clause),
            citation=f"{address} {identity(document)}" if address else "",
            cited=cited.get(anchor, 0),
            leaves=leaves,
        )


def rank(clause: Clause, headed: Mapping[Path, bool]) -> int:
    """The heading's rank: one more than the number of headings above it that the page shows."""
    if not (clause.path and clause.path[-1].heading) or clause.part > 1:
        return 0
    above = sum(headed.get(clause.path[:length], False) for length in range(1, len(clause.path)))
    return min(2 + above, MAX_RANK)


def above(clause: Clause, headed: Mapping[Path, bool]) -> list[tuple[int, str]]:
    """The headings that a piece stands under in its document, with their ranks: what a page that
    begins with it does not show."""
    steps = [
        clause.path[length - 1]
        for length in range(1, len(clause.path))
        if headed.get(clause.path[:length])
    ]
    return [(min(2 + number, MAX_RANK), step(found)) for number, found in enumerate(steps)]


def depth(clause: Clause) -> int:
    """How far a piece stands in, from 0."""
    return {"khoan": 1, "diem": 2, "gach": 2}.get(clause.path[-1].level, 0) if clause.path else 0


def lines(clause: Clause, heading: int, html: Callable[[Span], Markup]) -> Iterator[Line]:
    """The lines of a piece that are not blank.

    Args:
        heading: its rank, 0 where the piece has none.
        html: what a part of the piece's text is shown as.
    """
    ends = heading_end(clause) if heading else 0
    start = 0
    for text in clause.text.splitlines(keepends=True):
        shown = Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))
        if shown.start < shown.end:
            yield Line(html(shown), heading if shown.start < ends else 0)
        start += len(text)


def heading_end(clause: Clause) -> int:
    """Where the piece's opening lines, its number and its heading, end.

    A heading may go on over several lines, so white space is left out of the comparison. A khoản
    that goes straight on after its heading has running text only.
    """
    wanted = "".join(clause.path[-1].heading.split())
    squeezed = "".join(clause.text.split())
    found = squeezed.find(wanted)
    if found < 0:
        return 0
    left = found + len(wanted)
    for index, character in enumerate(clause.text):
        left -= not character.isspace()
        if left <= 0:
            rest = clause.text[index + 1 :].split("\n", 1)[0].strip(" .:;*")
            return 0 if rest else index + 1
    return 0
