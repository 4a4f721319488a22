"""The stages about size: how a query's time grows, and what one document more takes."""

from __future__ import annotations

import json
import shutil
import sys
from itertools import pairwise
from math import log
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final

from benchmarks.bench.child import python
from benchmarks.bench.indexing import indexed
from benchmarks.bench.plan import Plan
from indexer.index import open_index
from search_ui import Settings, create_app

MEASURES: Final = (
    ("query, p50", "ms", "p50"),
    ("query, p95", "ms", "p95"),
    ("suggestion, p50", "suggest_ms", "p50"),
    ("suggestion, p95", "suggest_ms", "p95"),
)


def stage(plan: Plan) -> dict[str, Any]:
    """The product's way (``product.measure``) at each size, and the exponents between them: with
    1 the time is in proportion to the clauses, with 0 it does not depend on them."""
    # Sizes that take as many copies of the texts are one.
    folders = dict.fromkeys(indexed(plan, clauses)[0] for clauses in sorted(plan.growth))
    found = [json.loads(python("benchmarks.bench.product", folder).stdout) for folder in folders]
    return {"sizes": found, "exponents": exponents(found)}


def exponents(found: list[dict[str, Any]]) -> dict[str, list[float]]:
    """By measure, for each two neighbouring sizes."""
    return {
        name: [
            log(two[kind][quantile] / one[kind][quantile]) / log(two["clauses"] / one["clauses"])
            for one, two in pairwise(found)
        ]
        for name, kind, quantile in MEASURES
    }


def added(plan: Plan, clauses: int) -> dict[str, Any]:
    """One document put into a copy of an index: the commit, and the first answers after it."""
    folder, _ = indexed(plan, clauses)
    copy, texts = plan.work / "index-added", plan.work / "texts-added"
    for place in (copy, texts):
        shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder, copy)
    texts.mkdir()
    smallest = min(plan.folder.rglob("*.txt"), key=lambda path: (path.stat().st_size, path.name))
    text = smallest.read_text(encoding="utf-8", errors="replace")
    (texts / "them.txt").write_text(text + "\nThêm một dòng.\n", encoding="utf-8")
    figures = json.loads(python("benchmarks.bench.growth", copy, texts).stdout)
    shutil.rmtree(copy)
    shutil.rmtree(texts)
    return {"text_kb": len(text.encode()) / 1e3, **figures}


def measure(folder: Path, texts: Path) -> dict[str, float]:
    """Seconds to add, and milliseconds of what is asked before and after, in one process that has
    the index open."""
    figures: dict[str, float] = {}
    with open_index(folder) as index:
        figures["clauses"] = index.statistics().clauses
        site = create_app(index, Settings(cache_bytes=0)).test_client()
        for moment in ("before", "after"):
            for what, ask in (
                ("search", lambda: index.search("quyền sử dụng đất")),
                ("suggestion", lambda: index.suggest("quyen su d")),
                ("citation", lambda: index.named("luat-dat-dai")),
                ("front_page", lambda: site.get("/")),
            ):
                start = perf_counter()
                ask()
                figures[f"{what}_{moment}_ms"] = 1e3 * (perf_counter() - start)
            if moment == "before":
                start, cpu = perf_counter(), process_time()
                index.add([texts])
                figures["add_s"] = perf_counter() - start
                figures["add_processor_s"] = process_time() - cpu
    return figures


def main() -> None:
    print(json.dumps(measure(Path(sys.argv[1]), Path(sys.argv[2]))))


if __name__ == "__main__":
    main()
