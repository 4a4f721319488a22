"""A small index for the site's tests: plain folded matching over documents held in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from analyzers.token import Span
from indexer.address import anchor, label
from indexer.document import Clause, Document, Metadata, Path, Step
from indexer.engine import Count, Sort, Statistics
from indexer.errors import QueryError
from indexer.filters import key
from indexer.results import Result, Results, Snippet

CLAUSES: dict[str, list[tuple[Path, str]]] = {
    "12-ct-ubnd.2021-08-19": [
        ((), "Để thực hiện thắng lợi nhiệm vụ năm 2021, Chủ tịch Ủy ban nhân dân tỉnh chỉ thị:"),
        ((Step("khoan", "1"),), "1. Tiếp tục phát động phong trào thi đua yêu nước sâu rộng."),
        (
            (Step("khoan", "2"),),
            "2. Chống dịch như chống giặc; bảo đảm đời sống của Nhân dân & doanh nghiệp.",
        ),
    ],
    "30-qd-ubnd.2023-02-01": [
        (
            (Step("dieu", "1", "Phạm vi"),),
            "Điều 1. Phạm vi\nQuy chế này áp dụng cho các sở, ngành.",
        ),
        (
            (Step("dieu", "2", "Thi đua"), Step("khoan", "1")),
            "1. Thi đua là hoạt động có tổ chức <b>của</b> tập thể.",
        ),
        (
            (Step("dieu", "2", "Thi đua"), Step("khoan", "2"), Step("diem", "đ")),
            "đ) Đăng ký thi đua trước ngày 31 tháng 3.",
        ),
    ],
}
METADATA = {
    "12-ct-ubnd.2021-08-19": Metadata(
        id="12-ct-ubnd.2021-08-19",
        source="chi-thi/12.txt",
        title="Về việc phát động phong trào thi đua",
        type="Chỉ thị",
        number="12/CT-UBND",
        date="2021-08-19",
        place="Sơn Hà",
        issuer="Ủy ban nhân dân tỉnh Sơn Hà",
        signer="Lê Văn An",
    ),
    "30-qd-ubnd.2023-02-01": Metadata(
        id="30-qd-ubnd.2023-02-01",
        source="quyet-dinh/30.md",
        title="Ban hành Quy chế thi đua, khen thưởng",
        type="Quyết định",
        number="30/QĐ-UBND",
        date="2023-02-01",
    ),
}


def _clauses(document_id: str) -> tuple[Clause, ...]:
    made: list[Clause] = []
    start = 0
    for path, text in CLAUSES.get(document_id, []):
        made.append(
            Clause(
                id=f"{document_id}#{anchor(path) or 'mo-dau'}",
                document_id=document_id,
                path=path,
                kind="clause" if path else "preamble",
                text=text,
                span=Span(start, start + len(text)),
            )
        )
        start += len(text) + 1
    return tuple(made)


class FakeIndex:
    """Finds clauses that hold every syllable of the query, accents aside."""

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        offset: int = 0,
        sort: Sort = "relevance",
        filters: Mapping[str, str | Sequence[str]] | None = None,
    ) -> Results:
        if query.count('"') % 2:
            raise QueryError("Dấu ngoặc kép chưa đóng.", query.rindex('"'))
        wanted = {key(word) for word in re.findall(r"\w+", query)}
        hits = []
        for document_id, metadata in METADATA.items():
            if filters and not _passes(metadata, filters):
                continue
            for clause in _clauses(document_id):
                marks = tuple(
                    Span(*match.span())
                    for match in re.finditer(r"\w+", clause.text)
                    if key(match.group()) in wanted
                )
                if wanted <= {key(clause.text[a:b]) for a, b in marks}:
                    snippet = Snippet(clause.text, marks)
                    hits.append(Result(clause, metadata, 1.0, label(clause.path), marks, snippet))
        if sort == "date":
            hits.sort(key=lambda hit: hit.document.date or "", reverse=True)
        types = [hit.document.type or "" for hit in hits]
        return Results(
            query=query,
            total=len(hits),
            hits=tuple(hits[offset : offset + limit]),
            offset=offset,
            limit=limit,
            took_ms=0.1,
            facets={"type": tuple(Count(t, types.count(t)) for t in dict.fromkeys(types))},
        )

    def document(self, document_id: str) -> Document | None:
        metadata = METADATA.get(document_id)
        if metadata is None:
            return None
        text = "\n".join(text for _, text in CLAUSES[document_id])
        return Document(
            id=metadata.id,
            source=metadata.source,
            title=metadata.title,
            type=metadata.type,
            number=metadata.number,
            date=metadata.date,
            text=text,
        )

    def clauses(self, document_id: str) -> tuple[Clause, ...]:
        return _clauses(document_id)

    def get(self, clause_id: str) -> Clause | None:
        found = [c for c in _clauses(clause_id.partition("#")[0]) if c.id == clause_id]
        return found[0] if found else None

    def documents(self) -> Iterator[Metadata]:
        return iter(METADATA.values())

    def statistics(self) -> Statistics:
        return Statistics(len(CLAUSES), sum(len(rows) for rows in CLAUSES.values()))


def _passes(metadata: Metadata, filters: Mapping[str, str | Sequence[str]]) -> bool:
    wanted = filters.get("type", ())
    values = [wanted] if isinstance(wanted, str) else wanted
    return not values or key(metadata.type or "") in {key(value) for value in values}
