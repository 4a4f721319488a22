"""The pieces of a document without their texts: what stands where, under which headings.

A page needs the place of every piece, and the text of a few. Outlines are made once for each
document and state of the index, and shared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from analyzers.token import Span
from indexer.core.document import REGIONS, Clause, Kind, Path
from indexer.core.recent import Recent
from search_ui.ports import SearchIndex
from search_ui.reading.sheets import sheets
from search_ui.wording import anchor_of

EXCERPT: Final = 60
"""Code points of a piece's text that stand for a heading, where it has none."""
_MOST: Final = 4 << 20
"""Bytes of all outlines that are stored."""
_ROW: Final = 600
"""Bytes of a row, about: where it stands in three tables, too. The largest code has 4,800."""
_OPENING: Final = frozenset({"phan", "chuong", "muc", "tieu-muc", "dieu", *REGIONS}) - {
    "quote",
    "note",
}
"""Levels that open something to read: an article, or what articles stand in."""


class Row(NamedTuple):
    """One piece."""

    anchor: str
    path: Path
    kind: Kind
    span: Span
    """In the document's text."""
    part: int
    excerpt: str
    """The beginning of its text, on one line; empty where it has a heading."""

    @property
    def opens(self) -> bool:
        """Whether something to read begins here: an article, a chapter, a piece of no address."""
        level = self.path[-1].level if self.path else ""
        return self.part == 1 and level != "dong" and (len(self.path) < 2 or level in _OPENING)

    def heads(self, other: Row) -> bool:
        """Whether the other piece stands under this one, which must not end a page."""
        return bool(self.path) and self.opens and other.path[: len(self.path)] == self.path


@dataclass(frozen=True)
class Outline:
    """The pieces of one document, in order."""

    rows: tuple[Row, ...]

    @cached_property
    def at(self) -> Mapping[str, int]:
        """Anchor -> the number of the row."""
        return {row.anchor: number for number, row in enumerate(self.rows)}

    def nearest(self, anchor: str) -> str:
        """The place, or the innermost step above it that the document has; else empty."""
        while anchor and anchor not in self.at:
            anchor = anchor.rpartition(".")[0]
        return anchor

    @cached_property
    def headed(self) -> Mapping[Path, bool]:
        """Path -> whether its piece shows a heading."""
        return {row.path: bool(row.path and row.path[-1].heading) for row in self.rows}

    @cached_property
    def _by_path(self) -> Mapping[Path, int]:
        return {row.path: number for number, row in reversed(list(enumerate(self.rows)))}

    def numbers(self, path: Path) -> Iterator[int]:
        """The rows of a path's steps, the outermost first, as far as they are pieces."""
        for length in range(1, len(path) + 1):
            number = self._by_path.get(path[:length])
            if number is not None:
                yield number

    @cached_property
    def sheets(self) -> tuple[range, ...]:
        """Rows that are shown together; see ``search_ui.reading.sheets``."""
        befores = (None, *self.rows)
        begins = [
            row.opens and not (before and before.heads(row))
            for before, row in zip(befores, self.rows, strict=False)
        ]
        return sheets([row.span for row in self.rows], begins)

    def sheet_of(self, number: int) -> int:
        """The number of the sheet that a row stands on."""
        return next(n for n, rows in enumerate(self.sheets) if number in rows)

    def end(self, number: int) -> int:
        """The row after the last that stands below a row."""
        path = self.rows[number].path
        after = number + 1
        while path and after < len(self.rows) and self.rows[after].path[: len(path)] == path:
            after += 1
        return after

    def article(self, number: int) -> int:
        """The row of the article, or of whatever else opens, that a row stands in."""
        return next((n for n in range(number, -1, -1) if self.rows[n].opens), number)

    @cached_property
    def articles(self) -> tuple[int, ...]:
        """The rows that are read one after another: articles; what opens, where there are none."""
        found = [
            number
            for number, row in enumerate(self.rows)
            if row.opens and row.path and row.path[-1].level == "dieu"
        ]
        return tuple(found) or tuple(n for n, row in enumerate(self.rows) if row.opens and row.path)


def outline_of(index: SearchIndex, document_id: str) -> Outline:
    """The outline of a document; without rows where there is no such document."""
    stored: Recent[str, Outline] = index.derived.setdefault("outlines", Recent(_MOST))
    known = stored.get(document_id)
    if known is None:
        known = made(index.clauses(document_id))
        stored.put(document_id, known, _ROW * (len(known.rows) + 1))
    return known


def made(clauses: Iterable[Clause]) -> Outline:
    """The outline of these pieces."""
    return Outline(
        tuple(Row(anchor_of(c.id), c.path, c.kind, c.span, c.part, _excerpt(c)) for c in clauses)
    )


def _excerpt(clause: Clause) -> str:
    if clause.path and clause.path[-1].heading:
        return ""
    text = clause.text
    line = " ".join(text[: 2 * EXCERPT].split())
    if len(line) <= EXCERPT and len(text) <= 2 * EXCERPT:
        return line
    return line[:EXCERPT].rsplit(" ", 1)[0] + " …"
