"""How much more memory a run takes for more clauses."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.soak.memory import indexing

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="measures as Linux does"
)


def test_indexing_more_takes_little_more_memory(tmp_path: Path) -> None:
    notes = indexing(tmp_path, (400, 2_000)).notes
    first, last = (float(str(notes[step]).removesuffix(" MB")) for step in ("400", "2,000"))
    assert last < first + 48
