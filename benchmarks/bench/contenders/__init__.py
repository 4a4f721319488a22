"""The engines that are compared, each behind the same few questions.

An engine's parts are imported where it is used, so that one that is not installed is left out
and none pays for another's imports.
"""

from __future__ import annotations

import importlib.util

from benchmarks.bench.contenders.bm25s import Bm25s
from benchmarks.bench.contenders.contender import LIMIT, Answer, Ask, Contender
from benchmarks.bench.contenders.fts5 import Fts5
from benchmarks.bench.contenders.khoan import Khoan
from benchmarks.bench.contenders.tantivy import Tantivy
from benchmarks.bench.contenders.whoosh import StockWhoosh

__all__ = ["CONTENDERS", "LIMIT", "SLOW", "Answer", "Ask", "Contender", "installed"]

CONTENDERS: dict[str, Contender] = {
    "khoan": Khoan(),
    "tantivy": Tantivy(),
    "fts5": Fts5(),
    "bm25s": Bm25s(),
    "whoosh": StockWhoosh(),
}
"""By name."""

SLOW = "whoosh"
"""Takes minutes to write, so it takes part at the smallest size only."""


def installed(name: str) -> bool:
    """Whether all that an engine imports is there."""
    roots = {module.partition(".")[0] for module in CONTENDERS[name].imports}
    return all(importlib.util.find_spec(root) for root in roots)
