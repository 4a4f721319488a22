"""Write the tiny index that ``test_format_kept`` opens: ``python -m tests.make_format``.

Run it once for each format, when that format is released; before, as often as the format changes.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from indexer.engines.folder.lock import LOCK
from indexer.engines.folder.manifest import FORMAT
from indexer.index import create_index
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse

KEPT: Final = Path(__file__).parent / "kept"
TEXTS: Final = {
    "1.txt": "Số: 1/KH-UBND\n\nAn Bình, ngày 3 tháng 5 năm 2024\n\nKẾ HOẠCH\n\nVề việc thử\n\n"
    "1. Thi đua yêu nước.\n\n2. Nước sạch nông thôn.\n",
    "2.txt": "Số: 2/CT-UBND\n\nAn Bình, ngày 4 tháng 6 năm 2024\n\nCHỈ THỊ\n\nVề việc giữ\n\n"
    "1. Giữ gìn vệ sinh môi trường.\n\n2. Khen thưởng thi đua.\n",
}
QUERIES: Final = {
    "nuoc sach": ["1-kh-ubnd.2024-05-03#khoan-2"],
    '"thi đua yêu nước"': ["1-kh-ubnd.2024-05-03#khoan-1"],
    "ve sinh moi truong": ["2-ct-ubnd.2024-06-04#khoan-1"],
    "không có ở đâu": [],
}
"""Queries, and the clauses that answer them."""


def generation(folder: Path) -> int:
    """The newest generation of an index."""
    return max(int(path.stem.partition("-")[2]) for path in folder.glob("seal-*.json"))


def main() -> None:
    target = KEPT / f"format-{FORMAT}"
    shutil.rmtree(target, ignore_errors=True)
    with create_index(target) as index:
        for source, text in TEXTS.items():  # two commits, so that there may be two segments
            document, clauses = parse(text, source)
            with index.engine.writer() as writer:
                writer.put(document, entries(document, clauses))
    (target / LOCK).unlink()


if __name__ == "__main__":
    main()
