"""An office's folder with one file of each kind (``tests/every_kind.py``)."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.quality_rows import Report, Row
from indexer.index import create_index

_TESTS = Path(__file__).resolve().parents[1] / "tests"


def report() -> Report:
    """Files in the report once, as they should be, and found by a query that only they answer."""
    if str(_TESTS) not in sys.path:
        sys.path.append(str(_TESTS))
    from every_kind import make

    with TemporaryDirectory(prefix="khoan-quality-") as place:
        folder = Path(place, "van-ban")
        numbers, others = make(folder)
        with create_index(Path(place, "index")) as index:
            files = index.add([folder]).files
            best = {
                source: next(iter(index.search(f"đợt {number}", limit=1).hits), None)
                for source, number in numbers.items()
            }
        there = [p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()]
    named = Counter(one.source for one in files)
    once = sum(named[source] == 1 for source in there)
    states = {one.source: one.state for one in files}
    expected = dict.fromkeys(numbers, "indexed") | others
    wrong = [source for source, state in expected.items() if states.get(source) != state]
    lost = [s for s, hit in best.items() if hit is None or hit.document.source != s]
    silent = sum(not one.reason for one in files if one.state in {"failed", "left_out"})
    right = len(expected) - len(wrong)
    return Report(
        f"A folder with one file of each kind ({len(there)} files)",
        (
            Row("files in the report once", f"{once} of {len(there)}", "all", once == len(there)),
            Row("read, or not, as they should be", f"{right} of {len(expected)}", "all", not wrong),
            Row("failed or left out without a reason", str(silent), "0", not silent),
            Row(
                "found first by what only they say",
                f"{len(best) - len(lost)} of {len(best)}",
                "all",
                not lost,
            ),
        ),
        tuple(f"{source}: {states.get(source)}" for source in wrong)
        + tuple(f"{source}: not found first" for source in lost),
    )
