"""The file of a segment's postings: its name, its sections that only we know, and opening it."""

from __future__ import annotations

from typing import Any, Final

from indexer.arrayfile.container import Mapped, open_mapped

EXTENSION: Final = ".arr"


def weights_section(field: str) -> str:
    """The name of the section with the weights of a boosted field's postings."""
    return f"{field}/weights"


def open_postings(storage: Any, name: str) -> Mapped:
    """Map a file of postings. Closing the file at once is fine: the map outlives it."""
    file = storage.open_file(name)
    try:
        return open_mapped(file.raw_file(), name)
    finally:
        file.close()
