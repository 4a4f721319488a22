"""Parts of a query that need to look into the index, replaced by what they stand for in it.

Wildcards become terms, NEAR with groups becomes rows of terms, values that are typed in part
become whole ones, and a field inside brackets, OR or NOT becomes the documents that have it.
Everything is bounded: what is left out is named in a notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Final

from analyzers.analysis import skim
from indexer.core import query as q
from indexer.core.engine import DateRange, Filter, Reader
from indexer.core.errors import QueryError
from indexer.core.filter_fields import FILTER_FIELDS
from indexer.identity.address import slug
from indexer.querying import wildcards
from indexer.querying.date_ranges import date_range
from indexer.querying.notices import Notice
from indexer.querying.parser import has_wildcard, is_wild
from indexer.querying.references import by_number
from indexer.querying.syntax_tree import (
    And,
    Close,
    Gathered,
    Having,
    Inside,
    Node,
    OneOf,
    Or,
    Pattern,
    Quoted,
    Restriction,
    Rows,
    Similar,
    Starts,
    Titled,
    Without,
    Words,
)
from indexer.querying.tokens import short
from indexer.querying.value_matches import documents_of, is_range, may_exist, meant_values

MAX_PATTERNS: Final = 8
"""Patterns of one query that are looked up in the term dictionary."""
MAX_ROWS: Final = 128
"""Rows of syllables that one phrase or one NEAR is searched as."""
MAX_ALL_ROWS: Final = 512
"""Rows of all phrases and NEARs of a query; a further one is searched as one row."""
MAX_CONDITIONS: Final = 30
"""Values of fields that one query has looked up."""
MAX_DOCUMENTS: Final = 2_000
"""Documents that a field inside brackets may stand for."""
_PIECE: Final = re.compile(r"[\w*?]+")
_Row = tuple[str, ...]


@dataclass(slots=True)
class _Resolver:
    reader: Reader | None
    alone: bool
    """Whether the query is this part only."""
    notices: list[Notice] = field(default_factory=list)
    patterns: int = 0
    conditions: int = 0
    rows: int = 0

    def top(self, node: Node) -> Node:
        """A part of the outermost AND, where fields may stay conditions."""
        return self._condition(node) if isinstance(node, Restriction) else self.inner(node)

    def inner(self, node: Node) -> Node:
        """A part inside brackets, OR or NOT."""
        match node:
            case And(parts):
                return And(tuple(map(self.inner, parts)))
            case Or(parts):
                return Or(tuple(map(self.inner, parts)))
            case Without(part):
                return Without(self.inner(part))
            case Pattern(text):
                return self._one_of(text)
            case Similar(text):
                found = self._looked_up(text + "~")
                return OneOf(found) if found else Words(text)
            case Quoted(text) if has_wildcard(text):
                return self._phrase(text)
            case Close(left, right, distance):
                return self._gathered(left, right, distance)
            case Restriction():
                return self._inside(node)
            case _:
                return node

    # Wildcards

    def _looked_up(self, pattern: str, *, in_phrase: bool = False) -> _Row:
        """The terms that one pattern stands for; none where there are too many patterns. In a
        phrase, those that do not stand beside its syllables fall out later."""
        self.patterns += 1
        if self.patterns > MAX_PATTERNS:
            self.notices.append(
                Notice("syntax", "Chỉ %(most)s từ có dấu * hay ? được tìm; những từ sau bị bỏ qua.",
                       {"most": str(MAX_PATTERNS)})
            )  # fmt: skip
            return ()
        if self.reader is None:
            return ()
        if in_phrase:
            return wildcards.expand(self.reader, pattern, wildcards.MAX_BESIDE).terms
        if pattern.endswith("~"):
            found = wildcards.expand_similar(self.reader, pattern[:-1])
        else:
            found = wildcards.expand(self.reader, pattern)
        self._say_incomplete(pattern, found)
        return found.terms

    def _say_incomplete(self, pattern: str, found: wildcards.Expansion) -> None:
        if not found.complete:
            self.notices.append(
                Notice(
                    "syntax",
                    "«%(pattern)s» ứng với quá nhiều từ: chỉ tìm %(most)s từ hay gặp nhất.",
                    {"pattern": short(pattern), "most": str(wildcards.MAX_TERMS)},
                )
            )

    def _one_of(self, pattern: str) -> Node:
        terms = self._looked_up(pattern)
        numbers: _Row = ()
        if self.reader and any(letter.isdigit() for letter in pattern):
            numbers = wildcards.numbers(self.reader, pattern).terms
        return OneOf(terms, numbers)

    # Phrases and NEAR

    def _phrase(self, text: str) -> Node:
        """A phrase with wildcards, as the rows of syllables that it may be."""
        pieces = [piece for word in text.split() for piece in _pieces(word)]
        columns: list[_Row] = []
        exact: list[tuple[int, str]] = []
        for piece in pieces:
            if is_wild(piece):
                columns.append(self._column(piece, columns[-1:]))
                continue
            read = skim(piece).variants
            for folded, accented in zip(read.folded, read.exact, strict=True):
                exact += [(len(columns), accented)] if folded != accented else []
                columns.append((folded,))
        return Rows(tuple(self._rows(self._together(columns), text)), tuple(exact))

    def _column(self, pattern: str, before: Sequence[_Row]) -> _Row:
        """The syllables that a pattern in a phrase may be: first of all those that stand behind
        the syllable before it."""
        if self.reader and before and len(before[0]) == 1:
            found = wildcards.expand_after(self.reader, before[0][0], pattern)
            if found.terms:
                self._say_incomplete(pattern, found)
                return found.terms
        return self._looked_up(pattern, in_phrase=True)

    def _together(self, columns: Sequence[_Row]) -> list[_Row]:
        """The columns without what never stands before the syllable that follows."""
        kept = list(columns)
        for at in range(len(kept) - 2, -1, -1):
            if self.reader and len(kept[at]) > 1 and len(kept[at + 1]) == 1:
                following = kept[at + 1][0]
                stand = wildcards.stand_together(
                    self.reader, [f"{term}_{following}" for term in kept[at]]
                )
                some = tuple(t for t, found in zip(kept[at], stand, strict=True) if found)
                kept[at] = some or kept[at]
        return kept

    def _rows(self, columns: Sequence[_Row], text: str) -> Iterator[_Row]:
        if not columns or not all(columns):
            return
        wide = sum(len(column) > 1 for column in columns)
        most = int(self._rows_left() ** (1 / wide)) if wide else 1
        if any(len(column) > most for column in columns):
            self.notices.append(
                Notice("syntax", "«%(text)s» ứng với quá nhiều cách viết: chỉ tìm %(most)s cách "
                       "hay gặp nhất.", {"text": short(text), "most": str(most**wide)})
            )  # fmt: skip
        self.rows += most**wide
        yield from product(*(column[:most] for column in columns))

    def _rows_left(self) -> int:
        return max(1, min(MAX_ROWS, MAX_ALL_ROWS - self.rows))

    def _gathered(self, left: Node, right: Node, distance: int) -> Node:
        lefts, rights = self._sides(left), self._sides(right)
        rows = dict.fromkeys(
            tuple(dict.fromkeys((*one, *two))) for one, two in product(lefts, rights)
        )
        most = self._rows_left()
        if len(rows) > most:
            self.notices.append(
                Notice("syntax", "Hai bên NEAR ứng với quá nhiều từ: chỉ tìm %(most)s cách ghép.",
                       {"most": str(most)})
            )  # fmt: skip
        self.rows += min(most, len(rows))
        return Gathered(tuple(islice(rows, most)), distance)

    def _sides(self, node: Node) -> list[_Row]:
        """One side of NEAR: each row has the syllables that must be there, ``MAX_ROWS`` at most."""
        match node:
            case Words(text):
                return [tuple(dict.fromkeys(skim(text).variants.folded))]
            case Quoted(text):
                pieces = [piece for word in text.split() for piece in _pieces(word)]
                wild = [self._looked_up(piece) for piece in pieces if is_wild(piece)]
                plain = " ".join(piece for piece in pieces if not is_wild(piece))
                (known,) = self._sides(Words(plain))
                return [(*known, *found) for found in islice(product(*wild), MAX_ROWS)]
            case Starts(text):
                return self._sides(Quoted(text + "*"))
            case Pattern(text):
                return [(term,) for term in self._looked_up(text)]
            case Similar(text):
                return [(term,) for term in self._looked_up(text + "~")]
            case Or(parts):
                every = (row for part in parts for row in self._sides(part))
                return list(islice(every, MAX_ROWS))
            case And(parts):
                joined: list[_Row] = [()]
                for part in parts:
                    both = product(joined, self._sides(part))
                    joined = [(*one, *two) for one, two in islice(both, MAX_ROWS)]
                return joined
            case _:
                return []

    # Fields

    def _condition(self, node: Restriction) -> Node:
        """A field of the outermost AND: its value made whole."""
        row = FILTER_FIELDS[node.field]
        if not self.alone and row.form in {"date", "step"} and not _understood(node, row.form):
            self.notices.append(
                Notice("syntax", "Điều kiện «%(condition)s» không hiểu được, nên được bỏ qua.",
                       {"condition": _shown(node)})
            )  # fmt: skip
            return And(())
        if self.reader is None or row.form not in {"value", "folder", "title"}:
            return node
        self.conditions += 1
        if self.conditions > MAX_CONDITIONS:
            raise QueryError(
                "Quá nhiều điều kiện: nhiều nhất %(most)d.", node.position, most=MAX_CONDITIONS
            )
        if row.form == "title":
            return self._titled(node, self.reader)
        if row.matched == "year" and is_range(node.value):
            return Restriction("date", node.value, node.position)
        values = meant_values(self.reader, node.field, node.value)
        if values is None:
            if not may_exist(self.reader, node.field, node.value):
                self._say_no_value(node)
            return node
        if not values:
            self._say_no_value(node)
            values = (node.value,)
        return Having("source" if row.form == "folder" else node.field, values)

    def _say_no_value(self, node: Restriction) -> None:
        self.notices.append(
            Notice("syntax", "Không có văn bản nào hợp với điều kiện «%(condition)s».",
                   {"condition": _shown(node)})
        )  # fmt: skip

    def _inside(self, node: Restriction) -> Node:
        """A field inside brackets, OR or NOT: the documents that have it."""
        whole = self._condition(node)
        rule = self._rule(whole)
        if self.reader is None or rule is None:
            return whole
        documents = documents_of(self.reader, q.Everything(), (rule,))
        if len(documents) > MAX_DOCUMENTS:
            raise QueryError(
                "Điều kiện «%(value)s» ứng với quá nhiều văn bản để dùng trong ngoặc, với OR hay "
                "với NOT.",
                node.position,
                "Đặt điều kiện ở ngoài cùng câu tìm.",
                value=node.value,
            )
        return Inside(tuple(documents))

    def _rule(self, node: Node) -> Filter | DateRange | None:
        """The condition as a filter; ``None`` where it is a query already."""
        if isinstance(node, Having):
            return Filter(node.field, node.values)
        if not isinstance(node, Restriction):
            return None
        if FILTER_FIELDS[node.field].form == "date":
            return date_range(node.value, node.position)
        if self.reader and node.field == "number":
            return by_number(self.reader, node.value)
        whole = FILTER_FIELDS[node.field].form == "value"
        return Filter(node.field, (node.value,)) if whole else None

    def _titled(self, node: Restriction, reader: Reader) -> Node:
        """Documents whose title has all the words, and headings that have them."""
        said = skim(node.value)
        folded = tuple(dict.fromkeys(said.folded))
        if not folded:
            return And(())
        words = q.All(tuple(q.Term("name", word) for word in folded))
        documents = documents_of(reader, words, ())
        if len(documents) > MAX_DOCUMENTS:
            self.notices.append(
                Notice("syntax", "Quá nhiều văn bản có «%(text)s» trong tên: chỉ tìm trong "
                       "%(most)s văn bản.", {"text": short(node.value), "most": str(MAX_DOCUMENTS)})
            )  # fmt: skip
        written = tuple(dict.fromkeys(said.variants.folded))
        return Titled(folded, tuple(documents[:MAX_DOCUMENTS]), written)


def resolve(node: Node | None, reader: Reader | None) -> tuple[tuple[Node, ...], list[Notice]]:
    """The parts of the query's outermost AND, and what was left out. Without a reader, wildcards
    stand for nothing.

    Raises:
        QueryError: a field inside brackets that cannot be there, or a date that is none.
    """
    parts = node.parts if isinstance(node, And) else (node,) if node else ()
    resolver = _Resolver(reader, alone=len(parts) == 1)
    return tuple(map(resolver.top, parts)), resolver.notices


def _shown(node: Restriction) -> str:
    return short(f"{FILTER_FIELDS[node.field].aliases[0]}:{node.value}")


def _understood(node: Restriction, form: str) -> bool:
    if form == "step":
        return bool(slug(node.value))
    try:
        date_range(node.value, node.position)
    except QueryError:
        return False
    return True


def _pieces(word: str) -> list[str]:
    """A word with wildcards, cut at what is neither letter nor wildcard."""
    return _PIECE.findall(word) if is_wild(word) else [word]
