"""What reading effects adds to indexing: ``python -m benchmarks.effects_cost FOLDER``.

Processor time of parsing, analysing and packing the .txt files of a folder, with and without it, in
turns. Writing the index, which effects hardly change, is left out: the share is an upper one.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

import indexer.ingest.analyze as analysis
from indexer.core.prepared import prepared
from indexer.ingest.parse import parse

ROUNDS = 5
STEP = 30
"""Every so many files are taken."""


def main() -> int:
    files = sorted(Path(sys.argv[1]).glob("*.txt"))[::STEP]
    texts = [(file.name, file.read_text(encoding="utf-8")) for file in files]
    read = analysis.effects
    shares = []
    _run(texts)
    for _ in range(ROUNDS):
        analysis.effects = lambda document, clauses: ()  # type: ignore[assignment]  # noqa: ARG005
        without = _run(texts)
        analysis.effects = read
        shares.append(_run(texts) / without - 1)
    print(
        f"{len(texts)} texts: {statistics.median(shares):.1%} more, {min(shares):.1%} to"
        f" {max(shares):.1%}"
    )
    return 0


def _run(texts: list[tuple[str, str]]) -> float:
    start = time.process_time()
    for name, text in texts:
        document, clauses = parse(text, name)
        prepared(document, analysis.entries(document, clauses))
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
