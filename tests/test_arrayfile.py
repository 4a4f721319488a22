"""Files of arrays: what goes to disk while they are written, what is checked when they are read."""

from __future__ import annotations

import io
import tempfile
from typing import Any

import numpy as np
import pytest

from indexer.arrayfile.container import PAGE, Container, Mapped, Spool
from indexer.core.errors import IndexDamaged


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The temporary files that are made."""
    made: list[Any] = []
    make = tempfile.TemporaryFile

    def counted() -> Any:
        made.append(make())
        return made[-1]

    monkeypatch.setattr(tempfile, "TemporaryFile", counted)
    return made


@pytest.mark.parametrize(
    ("pieces", "files"), [(1, 0), (100, 0), (131, 0), (132, 1), (300, 1)], ids=str
)
def test_a_long_section_goes_to_disk(temporary: list[Any], pieces: int, files: int) -> None:
    spool = Spool(np.uint8)
    for number in range(pieces):
        spool.append(np.full(1000, number % 256))
    assert len(temporary) == files
    assert b"".join(spool.drain()) == b"".join(bytes([n % 256]) * 1000 for n in range(pieces))
    assert spool.count == 1000 * pieces


def _file(count: int) -> bytearray:
    file = io.BytesIO()
    container = Container(file)
    container.add("numbers", np.arange(count, dtype=np.int64))
    container.close()
    return bytearray(file.getvalue())


PER_PAGE = PAGE // 8
TAKEN = [
    pytest.param(0, PER_PAGE, False, id="the page before"),
    pytest.param(2 * PER_PAGE, 3 * PER_PAGE, False, id="the page after"),
    pytest.param(PER_PAGE, PER_PAGE + 1, True, id="its first number"),
    pytest.param(2 * PER_PAGE - 1, 2 * PER_PAGE, True, id="its last number"),
    pytest.param(PER_PAGE - 1, PER_PAGE + 1, True, id="across its start"),
    pytest.param(0, 4 * PER_PAGE, True, id="all"),
]


@pytest.mark.parametrize(("start", "end", "damaged"), TAKEN)
def test_only_what_is_read_is_checked(start: int, end: int, damaged: bool) -> None:
    raw = _file(4 * PER_PAGE)
    raw[8 + PAGE + PAGE // 2] ^= 1  # in the second page, after the magic number
    section = Mapped(raw, "test")["numbers"]
    if damaged:
        with pytest.raises(IndexDamaged, match="test: numbers: trang 1 "):
            section.take(start, end)
    else:
        assert section.take(start, end).tolist() == list(range(start, end))
