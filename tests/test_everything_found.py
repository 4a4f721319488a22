"""Every word of a file finds it: its head, recipients, signature, name and folder, too."""

from __future__ import annotations

import pytest

from indexer.engines.memory import MemoryEngine
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse
from indexer.querying.request import SearchRequest
from indexer.querying.search import search

DECISION = """BỘ THỬ
Số: 5/QĐ-BT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Hà Nội, ngày 3 tháng 4 năm 2030

QUYẾT ĐỊNH
Về việc thử

Điều 1. Nguyễn Văn An được giao làm việc thử về nước sạch nông thôn.

Điều 2. Thi hành.

Nơi nhận:
- Trạm Khí tượng Mường La;
- Lưu: VT.

BỘ TRƯỞNG
Trần Thị Bình
"""
INVITATION = """CÔNG TY THỦY NÔNG
GIẤY MỜI
Họp tổng kết đập tràn
Kính gửi: Ông Lò Văn Pâng
Thời gian: 8 giờ sáng thứ hai
"""
ONLY_A_HEAD = "SỞ CÔNG THƯƠNG\nSố: 77/SCT-VP\nV/v cấp điện mùa khô\n"


INVITED = "phong-ke-toan/bang_luong-thang_9.txt"
FILES = {
    "quyet-dinh.txt": DECISION,
    INVITED: INVITATION,
    "dien.txt": ONLY_A_HEAD,
}


@pytest.fixture(scope="module")
def engine() -> MemoryEngine:
    engine = MemoryEngine()
    with engine.writer() as writer:
        for name, text in FILES.items():
            document, clauses = parse(text, name)
            writer.put(document, entries(document, clauses))
    return engine


FOUND = {
    "an addressee": ("khí tượng mường la", "quyet-dinh.txt", "recipients"),
    "the signer": ("trần thị bình", "quyet-dinh.txt", "signature"),
    "a phrase of the signature": ('"Trần Thị Bình"', "quyet-dinh.txt", "signature"),
    "a prefix in the signature": ("trần thị bìn*", "quyet-dinh.txt", "signature"),
    "words of the letterhead": ("công ty thủy nông", INVITED, "other"),
    "an invitation": ("họp tổng kết đập tràn", INVITED, "other"),
    "its addressee": ("lò văn pâng", INVITED, "recipients"),
    "its last line": ("8 giờ sáng thứ hai", INVITED, "preamble"),
    "a letter with only a head": ("cấp điện mùa khô", "dien.txt", "other"),
    "the file's name": ("bảng lương tháng 9", INVITED, "other"),
    "the folder's name": ("phòng kế toán", INVITED, "other"),
    "both": ("kế toán bảng lương", INVITED, "other"),
}


@pytest.mark.parametrize(("query", "source", "kind"), FOUND.values(), ids=FOUND)
def test_found(engine: MemoryEngine, query: str, source: str, kind: str) -> None:
    hit = search(engine, SearchRequest(query)).hits[0]
    assert (hit.document.source, hit.clause.kind) == (source, kind)


def test_clauses_come_before_what_stands_around_them(engine: MemoryEngine) -> None:
    kinds = [hit.clause.kind for hit in search(engine, SearchRequest("việc thử")).hits]
    assert (kinds[0], "other" in kinds) == ("clause", True)


def test_a_list_without_words_is_of_clauses(engine: MemoryEngine) -> None:
    kinds = {hit.clause.kind for hit in search(engine, SearchRequest("loai:quyết-định")).hits}
    assert kinds <= {"clause", "preamble"}
