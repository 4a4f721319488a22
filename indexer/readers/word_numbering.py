"""The numbers a word processor shows before list items, which its files do not hold as text.

ECMA-376 part 1, section 17.9: a paragraph (or its style) names a list and a level of it; the
list names an abstract list, whose levels say how their numbers look (``%1.%2``), count from
where, and start again after which level.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from docx.oxml.ns import qn
from lxml import etree

from indexer.readers.list_numbers import number

_BULLETS: Final = frozenset("-–—+*•")


@dataclass(frozen=True, slots=True)
class ListLevel:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    """Start again after an item of this level (1 is the outermost) or further out; 0: never;
    None: after any level further out."""
    legal: bool = False
    """Every number in it is written in Arabic figures."""


@dataclass(slots=True)
class Numbering:
    """Counts list items in the order of the document. One for each document."""

    levels: dict[str, dict[int, ListLevel]]
    """List id -> its levels."""
    abstract: dict[str, str]
    """List id -> the abstract list it counts with: lists of the same one share their count."""
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    started: set[tuple[str, int]] = field(default_factory=set)
    """Levels of lists that have been given the start of their own already."""
    own_starts: dict[tuple[str, int], int] = field(default_factory=dict)

    def marker(self, list_id: str, level: int) -> str:
        """The marker of the next item, such as ``II.`` or ``a)``; empty where it has none."""
        levels = self.levels.get(list_id)
        shape = levels.get(level) if levels else None
        if levels is None or shape is None:
            return ""
        counts = self.counts.setdefault(self.abstract[list_id], {})
        own = self.own_starts.get((list_id, level))
        if own is not None and (list_id, level) not in self.started:
            counts[level] = own
        else:
            counts[level] = counts[level] + 1 if level in counts else shape.start
        self.started.add((list_id, level))
        for deeper in [n for n in counts if n > level]:
            restart = levels.get(deeper, ListLevel()).restart
            if restart is None or (restart and level < restart):
                del counts[deeper]
        if shape.form == "bullet":
            return shape.text if shape.text in _BULLETS else "•"
        text = shape.text
        for n in range(min(level, 8) + 1):
            if (place := f"%{n + 1}") in text:
                there = levels.get(n, ListLevel())
                form = "decimal" if shape.legal else there.form
                text = text.replace(place, number(counts.get(n, there.start), form))
        return text.strip()


def read_numbering(root: etree._Element | None) -> Numbering:
    """What ``word/numbering.xml`` defines; nothing where a document has none."""
    numbering = Numbering({}, {})
    if root is None:
        return numbering
    by_id = {a.get(qn("w:abstractNumId"), ""): a for a in root.iterfind(qn("w:abstractNum"))}
    for num in root.iterfind(qn("w:num")):
        list_id, target = num.get(qn("w:numId"), ""), _value(num, "w:abstractNumId") or ""
        if target not in by_id:
            continue
        levels = dict(_levels(by_id[target]))
        for override in num.iterfind(qn("w:lvlOverride")):
            index = _integer(override.get(qn("w:ilvl")), 0)
            levels.update(_levels(override))
            if (start := _value(override, "w:startOverride")) is not None:
                numbering.own_starts[list_id, index] = _integer(start, 1)
                levels[index] = replace(
                    levels.get(index, ListLevel()), start=numbering.own_starts[list_id, index]
                )
        numbering.levels[list_id] = levels
        numbering.abstract[list_id] = target
    return numbering


def _levels(parent: etree._Element) -> Iterator[tuple[int, ListLevel]]:
    for level in parent.iterfind(qn("w:lvl")):
        restart = _value(level, "w:lvlRestart")
        yield (
            _integer(level.get(qn("w:ilvl")), 0),
            ListLevel(
                _integer(_value(level, "w:start"), 1),
                _value(level, "w:numFmt") or "decimal",
                _value(level, "w:lvlText") or "",
                None if restart is None else _integer(restart, 0),
                level.find(qn("w:isLgl")) is not None,
            ),
        )


def _value(parent: etree._Element, name: str) -> str | None:
    found = parent.find(qn(name))
    return None if found is None else found.get(qn("w:val"))


def _integer(text: str | None, default: int) -> int:
    try:
        return int(text) if text is not None else default
    except ValueError:
        return default
