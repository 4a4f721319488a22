"""bm25s with its numba backend, which compiles at first use; OR only."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from benchmarks.bench.contenders.contender import LIMIT, Answer, Ask


class Bm25s:
    """Scores of all postings, worked out when the index is written."""

    imports = ("bm25s", "numba")
    splits = False

    def build(self, clauses: Iterable[tuple[str, list[str]]], folder: Path) -> None:
        """See ``Contender``."""
        import bm25s

        made = bm25s.BM25(k1=1.2, b=0.75, backend="numba")
        made.index([words for _, words in clauses], show_progress=False)
        made.save(str(folder))

    def open(self, folder: Path) -> dict[str, Ask]:
        """See ``Contender``."""
        import bm25s

        made = bm25s.BM25.load(str(folder), mmap=True)
        made.backend = "numba"
        made.activate_numba_scorer()

        def ask(words: list[str], _: str) -> Answer:
            found = made.retrieve(
                [list(dict.fromkeys(words))], k=LIMIT, show_progress=False, n_threads=1
            )
            return Answer(None, [score for score in found.scores[0].tolist() if score > 0])

        return {"any": ask}
