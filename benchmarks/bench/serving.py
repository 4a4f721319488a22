"""The stage about memory: ``khoan serve`` over a large index, after thousands of questions.

The server is the real one, in a process of its own, and is queried over HTTP on loopback, by as
many clients as it has threads: a page of hits with facets and marks for each query, and the
suggestions for what is left of it while its last word is being typed.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

from benchmarks.bench.indexing import indexed
from benchmarks.bench.plan import Plan
from benchmarks.bench.process_memory import resident_in_all
from benchmarks.bench.product import drawn
from indexer.index import open_index

QUERIES: Final = 2_000
"""Each asks for a page and for suggestions."""
CLIENTS: Final = 8
LOOKS: Final = 10
"""Times that memory is looked at on the way; the most counts."""


def stage(plan: Plan) -> dict[str, Any]:
    """An index of ``serving_clauses``, served."""
    folder, written = indexed(plan, plan.serving_clauses)
    return {**written, **measure(folder, QUERIES)}


def measure(folder: Path, count: int) -> dict[str, Any]:
    """MB that no file backs (``Pss_Anon`` of all workers) at the most, and after each tenth of the
    queries."""
    with open_index(folder) as index:
        texts = drawn(index, count)
        clauses = index.statistics().clauses
    step = max(1, len(texts) // LOOKS)
    with served(folder) as (process, address), ThreadPoolExecutor(CLIENTS) as clients:
        seen = [resident_in_all("Pss_Anon", process)]
        for start in range(0, len(texts), step):
            part = texts[start : start + step]
            paths = [path for text in part for path in (page(text), suggestions(text))]
            list(clients.map(lambda path: _get(address + path), paths))
            seen.append(resident_in_all("Pss_Anon", process))
        files = resident_in_all("Pss_File", process)
    return {
        "clauses": clauses,
        "queries": len(texts),
        "memory_beyond_files_mb": max(seen),
        "memory_on_the_way_mb": seen,
        "mapped_files_mb": files,
    }


def page(text: str) -> str:
    """The page of hits."""
    return f"/?q={quote(text)}"


def suggestions(text: str) -> str:
    """What goes on with a query that lacks its last letter."""
    return f"/api/v1/suggest?q={quote(text[:-1])}"


@contextmanager
def served(folder: Path) -> Iterator[tuple[int, str]]:
    """``khoan serve`` in a process of its own: its id, and its address."""
    command = [sys.executable, "-m", "khoan", "serve", "--port", "0", "--index", str(folder)]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr is not None
        try:
            found = (re.search(r"http://[\d.]+:\d+", line) for line in server.stderr)
            address = next(one[0] for one in found if one)
            # What the server goes on to say must be read, or it would wait for somebody to.
            reading = threading.Thread(target=server.stderr.read, daemon=True)
            reading.start()
            yield server.pid, address
        finally:
            server.terminate()
        reading.join()


def _get(address: str) -> None:
    """Raises ``HTTPError`` where the answer is none."""
    with build_opener(ProxyHandler({})).open(address, timeout=60) as answer:
        answer.read()


def main() -> None:
    print(json.dumps(measure(Path(sys.argv[1]), int(sys.argv[2])), indent=1))


if __name__ == "__main__":
    main()
