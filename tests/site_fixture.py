"""A small index for the site's tests: a few documents of an invented province, really indexed."""

from __future__ import annotations

from dataclasses import replace

from analyzers.token import Span
from indexer.core.document import Clause, Document, Step
from indexer.engines.memory import MemoryEngine
from indexer.index import Index
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse

DIRECTIVE = """ỦY BAN NHÂN DÂN
TỈNH SƠN HÀ
Số: 12/CT-UBND
Sơn Hà, ngày 19 tháng 8 năm 2021
CHỈ THỊ
Về việc phát động phong trào thi đua
Để thực hiện thắng lợi nhiệm vụ năm 2021, Chủ tịch Ủy ban nhân dân tỉnh chỉ thị:
1. Tiếp tục phát động phong trào thi đua yêu nước sâu rộng theo Chỉ thị số 34-CT/TW ngày 07/4/2014.
2. Chống dịch như chống giặc; bảo đảm đời sống của Nhân dân & doanh nghiệp.
3. Các sở, ngành thực hiện khoản 2 Điều 2 Quyết định số 30/QĐ-UBND ngày 01 tháng 02 năm 2023.
"""
DECISION = """ỦY BAN NHÂN DÂN
TỈNH SƠN HÀ
Số: 30/QĐ-UBND
Sơn Hà, ngày 01 tháng 02 năm 2023
QUYẾT ĐỊNH
Ban hành Quy chế thi đua, khen thưởng
Điều 1. Phạm vi
Quy chế này áp dụng cho các sở, ngành.
Điều 2. Tổ chức thi đua
1. Thi đua là hoạt động có tổ chức của tập thể.
2. Việc thi đua được thực hiện như sau:
a) Đăng ký thi đua trước ngày 31 tháng 3;
b) Bình xét thi đua công khai.
Điều 3. Hiệu lực
Quyết định này thực hiện theo Chỉ thị số 34-CT/TW ngày 07/4/2014.
"""
HOSTILE = "<script>alert('x')</script> thi đua <img src=x onerror=alert(1)> \"' &amp; </section>"


def hostile() -> tuple[Document, tuple[Clause, ...]]:
    """A document that tries to be markup wherever it can."""
    document = Document(
        id="ac-y.2022-01-01",
        source='<b>"nguồn"</b>/<script>.txt',
        title=f"Tên {HOSTILE}",
        type="Thông báo",
        number="<i>66</i>/TB",
        date="2022-01-01",
        issuer='"><svg onload=alert(1)>',
        signer=HOSTILE,
        text=HOSTILE,
    )
    clause = Clause(
        id=f"{document.id}#khoan-1",
        document_id=document.id,
        path=(Step("khoan", '1"><u>', HOSTILE),),
        kind="clause",
        text=HOSTILE,
        span=Span(0, len(HOSTILE)),
    )
    return document, (clause,)


def sample_index(*more: tuple[str, str]) -> Index:
    """Three documents: a directive, a decision it cites, and a hostile one.

    Args:
        more: further documents, as (text, source).
    """
    index = Index(MemoryEngine())
    made = [parse(DIRECTIVE, "chi-thi/12.txt"), parse(DECISION, "quyet-dinh/30.txt"), hostile()]
    made += [parse(text, source) for text, source in more]
    with index.engine.writer() as writer:
        for document, clauses in made:
            writer.put(document, entries(document, clauses))
    return index


def long_index(clauses: int) -> Index:
    """One document of that many clauses, every one of which says ``thi đua``."""
    index = Index(MemoryEngine())
    document = Document(id="dai.2020-01-01", source="dai.txt", title="Dài", date="2020-01-01")
    template = Clause(
        id="",
        document_id=document.id,
        path=(),
        kind="clause",
        text="Phong trào thi đua.",
        span=Span(0, 19),
    )
    pieces = [
        replace(template, id=f"{document.id}#khoan-{number}", path=(Step("khoan", str(number)),))
        for number in range(clauses)
    ]
    with index.engine.writer() as writer:
        writer.put(document, entries(document, pieces))
    return index
