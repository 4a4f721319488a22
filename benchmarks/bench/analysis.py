"""Analysis alone, for comparison with ``khoan index``.

    python -m benchmarks.bench.analysis FOLDER JOBS

As many processes as ``khoan index --jobs`` starts for analysing; each takes one file at a time,
reads it, parses it into clauses and analyses them into the terms of every field, which it then
throws away. Nothing is packed, sent to another process or written. The processes share the files
out among themselves, so no one waits for another until the last file is taken: there is no
faster way through the analysis with these processes. Starting them and loading what they need is
part of the time, as it is of indexing.

Prints JSON: documents, clauses, and bytes of the files.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from indexer.core.errors import UnreadableFile
from indexer.ingest.analyze import entries
from indexer.ingest.files import File, find
from indexer.ingest.read import read
from indexer.readers import READERS


def main() -> None:
    folder, jobs = Path(sys.argv[1]), int(sys.argv[2])
    files = list(find([folder], READERS))
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        clauses = sum(pool.map(analyse, files))
    size = sum(file.path.stat().st_size for file in files)
    print(json.dumps({"documents": len(files), "clauses": clauses, "bytes": size}))


def analyse(file: File) -> int:
    """Read, parse and analyse one file; the number of its clauses: none of one that indexing
    leaves out and names."""
    try:
        document, clauses = read(file)
    except UnreadableFile:
        return 0
    return sum(1 for _ in entries(document, clauses))


if __name__ == "__main__":
    main()
