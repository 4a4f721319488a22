"""Where an administrator's table of synonyms lies, and reading it again when it changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from indexer.core.table_file import TableFile
from indexer.querying.synonyms import Synonyms, shipped, with_file

NAME: Final = "synonyms.tsv"

Current = Callable[[], Synonyms]
"""The table as it is now."""


def current(folder: Path | None, given: Path | str | None = None) -> Current:
    """What to look up for an index: the given file, else the one in the folder of the index or
    next to that folder, on top of what comes with the program; else that alone.

    Args:
        folder: None: the index is in none.

    Raises:
        BadSynonyms: the given file cannot be used. One beside the index is read on first use.
    """
    if given:
        table = TableFile((Path(given),), with_file, None)
        table()
        return table
    if folder is None:
        return shipped
    places = (folder / NAME, folder.absolute().parent / NAME)
    return TableFile(places, with_file, shipped)
