"""What surrounds the text: where one is, what comes before and after, the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from search_ui.reading.inside import RANK, Inside, Origin
from search_ui.reading.links import place_url
from search_ui.reading.outline import Outline
from search_ui.site import site
from search_ui.wording import step

Arguments = dict[str, str | list[str]]


class Door(NamedTuple):
    """A link with its name."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a page the reader is."""

    number: int
    """Of the row."""
    rows: range
    """Of the outline, that the page shows."""
    named: bool
    """Whether the address names the row."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The way through one document, from one place in it."""

    crumbs: tuple[Door, ...]
    """Chapter, article: what the place stands in, the outermost first."""
    before: Door | None
    """The article before, wherever it is."""
    after: Door | None
    above: Door | None
    """The sheet before, where there is one."""
    below: Door | None
    matches: int
    """Pieces of the document that answer the query."""
    match: int
    """Which of them the place is, counted from 1; 0: none."""
    match_before: Door | None
    match_after: Door | None


def carried(came: Origin) -> Arguments:
    """The parameters that a link inside the document passes on."""
    arguments = came.state.arguments(site().settings.limit)
    return {**arguments, RANK: str(came.rank)} if came.rank else arguments


def frame(document_id: str, outline: Outline, place: Place, found: Inside, came: Origin) -> Frame:
    """The frame of a page."""
    passed = carried(came)

    def door(number: int | None) -> Door | None:
        if number is None:
            return None
        row = outline.rows[number]
        name = step(row.path[-1]) if row.path else row.excerpt
        return Door(place_url(document_id, row.anchor, **passed), name)

    number, rows = place.number, place.rows
    articles = outline.articles
    article = outline.article(number) if outline.rows else 0
    earlier = [one for one in articles if one < article]
    later = [one for one in articles if one > article]
    above = outline.numbers(outline.rows[article].path) if outline.rows else ()
    crumbs = (door(one) for one in above)
    return Frame(
        crumbs=tuple(one for one in crumbs if one),
        before=door(earlier[-1] if earlier else None),
        after=door(later[0] if later else None),
        above=door(outline.sheets[outline.sheet_of(rows.start) - 1].start) if rows.start else None,
        below=door(rows.stop if rows.stop < len(outline.rows) else None),
        matches=found.total,
        match=found.rows.index(number) + 1 if number in found.rows else 0,
        match_before=door(found.before(number)),
        match_after=door(found.after(number if place.named else number - 1)),
    )
