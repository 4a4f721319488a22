"""Memory is bounded by what one run holds at a time, not by how much is indexed."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.soak.memory import indexing

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="measures as Linux does"
)


def test_memory_does_not_grow_with_the_collection(tmp_path: Path) -> None:
    peaks = indexing(tmp_path, (400, 2_000)).notes.values()
    first, last = (float(str(peak).removesuffix(" MB")) for peak in peaks)
    assert last < first + 48
