"""Where the pieces of a text begin."""

from __future__ import annotations

from typing import NamedTuple

from indexer.core.document import Kind, Path


class Cut(NamedTuple):
    """Where a piece begins, in the view: the start of a line, or of an item inside one."""

    start: int
    kind: Kind
    path: Path
    goes_on: bool = False
    """The text of the same path goes on after a table, a quotation or a note: a further part."""
