"""Readers of other packages: formats that a house has and we do not know.

A package that declares

    [project.entry-points."khoan.readers"]
    ".xyz" = "its_module:read"

has its files read by ``read``, an ``indexer.readers.raw.Reader``, in the processes and within the
limits that all readers have. What we read ourselves is never given to another.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Final

from indexer.core.said import Said
from indexer.readers.raw import RawText, Reader, Refused

GROUP: Final = "khoan.readers"
_SUFFIX: Final = re.compile(r"\.[a-z0-9]{1,15}")


@cache
def installed_readers() -> dict[str, Reader]:
    """Suffix, in lower case -> reader, of the packages that are installed beside this one."""
    found = {point.name: _reader(point) for point in entry_points(group=GROUP)}
    return {suffix: read for suffix, read in found.items() if _SUFFIX.fullmatch(suffix)}


def _reader(point: EntryPoint) -> Callable[[Path], RawText]:
    def read(path: Path) -> RawText:
        try:
            given: Reader = point.load()
        except (ImportError, AttributeError) as error:
            raise Refused(
                Said(
                    "không nạp được trình đọc %(name)s (%(error)s)", name=point.value, error=error
                ),
                Said("Cài lại gói đã khai báo nó cho tệp %(suffix)s.", suffix=point.name),
            ) from error
        return given(path)

    return read
