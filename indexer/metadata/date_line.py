"""Place and date of issue: *Hà Nội, ngày 26 tháng 01 năm 2030*."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.metadata.cells import Cell
from indexer.metadata.dates import iso
from indexer.metadata.facts import Fact
from indexer.metadata.marks import STAMP


def place_and_date(cells: Sequence[Cell]) -> tuple[Fact | None, Fact | None]:
    """Of the first date that has a place before it, or else of the first date."""
    dates = [
        cell
        for before, cell in zip([None, *cells], cells, strict=False)
        if cell.kind == "date" and not (before and STAMP.match(before.text))
    ]
    placed = [cell for cell in dates if cell.match and cell.match["place"]]
    for cell in [*placed, *dates][:1]:
        assert cell.match is not None  # noqa: S101  # dates always have one
        date = iso(cell.match["day"].lower())
        place = cell.match["place"]
        return (
            Fact(" ".join(place.split()), cell.part("place")) if place else None,
            Fact(date, cell.part("day")) if date else None,
        )
    return None, None
