"""A document among the others: what it cites and what cites it, as a picture and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from flask import abort, render_template, url_for

from indexer.core.document import Metadata
from indexer.identity.works import same_work
from search_ui.document_pages import CitedDocument, cited_documents
from search_ui.i18n import tr
from search_ui.site import site
from search_ui.state import State
from search_ui.wording import named

MOST: Final = 500
"""Citing clauses that are looked at."""
SHOWN: Final = 12
"""Documents on each side of the picture; the table has all."""
_ROW: Final = 34
_KIND: Final = 24
"""Pixels that the name of a kind takes."""
_WIDTH: Final = 960
_BOX: Final = 290
_LETTERS: Final = 38
"""Of a name in a box; the whole name is its title."""


@dataclass(frozen=True, slots=True)
class Related:
    """A document on one side."""

    name: str
    url: str
    kind: str
    """Loại văn bản, as people call it."""
    count: int
    """Clauses that say so."""
    held: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A document in the picture."""

    related: Related
    x: int
    y: int
    text: str
    line: str
    """The path between it and the document in the middle."""
    kind: str
    """What stands above it, where its kind differs from that of the box above; empty elsewhere."""


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    box: int
    row: int
    middle: int
    """Where the document itself stands, from the top."""
    left: tuple[Box, ...]
    """What cites it."""
    right: tuple[Box, ...]
    """What it cites."""
    more_left: int
    more_right: int


def relations_page(document_id: str) -> str:
    """``/quan-he/<id>``: what a document cites and what cites it, by kind."""
    index = site().index
    document = index.metadata(document_id)
    if document is None:
        abort(404)
    cited = index.cites(document_id) or []
    counts = Counter(one.target.id or one.key for one in cited if one.target.status != "internal")
    outward = [_outward(one, counts) for one in cited_documents(cited)]
    citing = _citing(document)
    return render_template(
        "khoan/relations.html",
        document=document,
        outward=_sorted(outward),
        inward=_sorted(citing),
        picture=picture(_sorted(citing), _sorted(outward)),
        state=State(),
    )


def picture(inward: Sequence[Related], outward: Sequence[Related]) -> Picture:
    """Boxes in two columns under the names of their kinds, most frequent first, with lines to the
    middle."""
    height = max(_height(inward), _height(outward), _ROW) + 20
    middle = height // 2
    return Picture(
        width=_WIDTH,
        height=height,
        box=_BOX,
        row=_ROW - 8,
        middle=middle,
        left=_boxes(inward, 0, _BOX, 350, middle, height),
        right=_boxes(outward, _WIDTH - _BOX, _WIDTH - _BOX, 610, middle, height),
        more_left=max(0, len(inward) - SHOWN),
        more_right=max(0, len(outward) - SHOWN),
    )


def _boxes(
    found: Sequence[Related], x: int, edge: int, centre: int, middle: int, height: int
) -> tuple[Box, ...]:
    shown = found[:SHOWN]
    y = (height - _height(found)) // 2 - _ROW
    above = None
    boxes = []
    for related in shown:
        kind = related.kind if related.kind != above else ""
        above = related.kind
        y += _ROW + (_KIND if kind else 0)
        at = y + (_ROW - 8) // 2
        half = (edge + centre) // 2
        line = f"M {edge} {at} C {half} {at}, {half} {middle}, {centre} {middle}"
        boxes.append(Box(related, x, y, _short(related.name), line, kind))
    return tuple(boxes)


def _height(found: Sequence[Related]) -> int:
    """Of a column: its boxes and the names of their kinds."""
    shown = found[:SHOWN]
    return len(shown) * _ROW + len({one.kind for one in shown}) * _KIND


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else name[: _LETTERS - 1].rstrip() + "…"


def _outward(one: CitedDocument, counts: Counter[str | None]) -> Related:
    key = one.url.rpartition("/")[2]
    return Related(
        one.name, one.url, one.type or tr("Khác"), max(1, counts[key]), one.status == "held"
    )


def _citing(document: Metadata) -> list[Related]:
    found: dict[str, Related] = {}
    works: dict[str, Metadata] = {}
    for hit in site().index.cited_by(document.id, limit=MOST).hits:
        other = works.get(hit.document.id)
        if other is None:
            same = (one for one in works.values() if same_work(one, hit.document))
            other = works[hit.document.id] = next(same, hit.document)
        known = found.get(other.id)
        url = url_for(".document_page", document_id=other.id)
        made = known or Related(named(other), url, other.type or tr("Khác"), 0, held=True)
        found[other.id] = replace(made, count=made.count + 1)
    return list(found.values())


def _sorted(found: Sequence[Related]) -> list[Related]:
    """By kind, the most frequent kind first, then by how often."""
    kinds = Counter(one.kind for one in found)
    return sorted(found, key=lambda one: (-kinds[one.kind], one.kind, -one.count, one.name))
