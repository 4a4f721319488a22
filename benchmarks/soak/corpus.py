"""Invented documents, and what an index of them answers."""

from __future__ import annotations

from pathlib import Path
from random import Random

from indexer.core.errors import QueryError
from indexer.index import Index

_SAID = """
thi đua yêu nước khen thưởng kế hoạch tổ chức thực hiện nhiệm vụ giải pháp phát triển kinh tế
xã hội nông thôn mới sạch môi trường giáo dục đào tạo y cơ quan đơn vị cán bộ công chức phong
trào hội đồng nhân dân ủy ban tỉnh huyện báo cáo kết quả trước ngày tháng năm
"""
SYLLABLES = tuple(_SAID.split())

QUERIES = (
    "thi dua yeu nuoc",
    "phát triển kinh tế",
    '"kế hoạch"',
    "moi -truong",
    "12/KH-UBND",
    "hoi dong nhan dan",
    "không có từ này",
)


def text(number: int, version: int = 0, clauses: int = 6) -> str:
    """A plan with this number; another version says other things."""
    random = Random(number * 1009 + version)
    body = "\n\n".join(
        f"{item}. {' '.join(random.choices(SYLLABLES, k=random.randint(8, 40))).capitalize()}."
        for item in range(1, clauses + 1)
    )
    return f"{head(number)}Về việc {random.choice(SYLLABLES)} lần {version}\n\n{body}\n"


def head(number: int) -> str:
    """How a plan with this number begins."""
    return (
        f"Số: {number}/KH-UBND\n\nAn Bình, ngày {number % 27 + 1} tháng {number % 12 + 1} "
        f"năm {2000 + number % 25}\n\nKẾ HOẠCH\n\n"
    )


def write(folder: Path, numbers: range, version: int = 0) -> None:
    """One file a document."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / f"{number}.txt").write_text(text(number, version), encoding="utf-8")


def answers(index: Index, queries: tuple[str, ...] = QUERIES) -> dict[str, object]:
    """Everything the index says: every answer, every document, every piece."""
    known = index.statistics()
    found: dict[str, object] = {"statistics": (known.documents, known.clauses)}
    for query in queries:
        for sort in ("relevance", "date"):
            try:
                page = index.search(query, limit=50, sort=sort)  # type: ignore[arg-type]
            except QueryError as error:
                found[f"{sort} {query}"] = str(error)
                continue
            hits = [(hit.clause, hit.document, round(hit.score, 6)) for hit in page.hits]
            found[f"{sort} {query}"] = (page.total, hits, page.facets)
    for document in index.documents():
        found[document.id] = (index.document(document.id), index.clauses(document.id))
    return found
