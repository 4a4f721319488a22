"""The documents that citations may mean are the same, looked up or gathered from all documents."""

from __future__ import annotations

import pytest

from analyzers.token import Span
from indexer.citations.registry import IndexRegistry
from indexer.citations.resolve import Registry, resolve, unknown
from indexer.core.document import Citation
from indexer.engines.embedded import create_engine
from indexer.engines.memory import MemoryEngine
from indexer.index import Index
from indexer.ingest.analyze import entries
from indexer.ingest.parse import parse

LAW = """QUỐC HỘI
Luật số: {number}
LUẬT
{title}
Điều 1. Phạm vi
Luật này quy định về đất. Xem Luật Nhà ở và Nghị định số 9/2020/NĐ-CP ngày 01/02/2020.
"""
LETTER = """Số: {number}
An Bình, ngày {day} tháng 5 năm 2024
CÔNG VĂN
Về việc thử
1. Thử.
"""
TEXTS = {
    "dat.txt": LAW.format(number="91/2015/QH13", title="ĐẤT ĐAI"),
    "dat-2.txt": LAW.format(number="45/2013/QH13", title="ĐẤT ĐAI NĂM 2013"),
    "nha.txt": LAW.format(number="95/2020/QH14", title="NHÀ Ở"),
    "cong-van.txt": LETTER.format(number="9/CV-UBND", day=3),
    "cong-van-2.txt": LETTER.format(number="09/CV-UBND", day=4),
}
NUMBERS = ["91/2015/QH13", "45/2013/QH13", "9/CV-UBND", "09 cv ubnd", "9", "1/CV-UBND", ""]
NAMES = ["Luật Đất đai", "Luật Đất đai năm 2013", "luật nhà ở", "Luật Thử", "Bộ luật Đất đai", ""]


@pytest.fixture(scope="module", params=["memory", "folder"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("index") / "index"
    engine = MemoryEngine() if request.param == "memory" else create_engine(folder, "test")
    with engine.writer() as writer:
        for source, text in TEXTS.items():
            document, clauses = parse(text, source)
            writer.put(document, entries(document, clauses))
    return Index(engine)


@pytest.mark.parametrize("number", NUMBERS)
def test_by_number(index: Index, number: str) -> None:
    gathered = Registry(index.documents()).numbered(number)
    assert list(IndexRegistry(index.engine).numbered(number)) == list(gathered)


@pytest.mark.parametrize("name", NAMES)
def test_by_name(index: Index, name: str) -> None:
    gathered = Registry(index.documents()).named(name)
    assert list(IndexRegistry(index.engine).named(name)) == list(gathered)


def test_there_is_something_to_find(index: Index) -> None:
    found = IndexRegistry(index.engine)
    assert (len(found.numbered("9/CV-UBND")), len(found.named("Luật Đất đai"))) == (2, 2)


def test_no_citation_reads_all_documents(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(index.engine), "documents", None)
    some = index.named("luat-nha-o")[0].id
    assert index.cites(some)
    assert index.suggest("luat d")
    assert index.citing(some) is not None


CITED = [
    *(Citation(Span(0, 0), number=number) for number in NUMBERS),
    *(Citation(Span(0, 0), number=number, date="2024-05-03") for number in NUMBERS),
    *(Citation(Span(0, 0), title=name) for name in NAMES),
    Citation(Span(0, 0), title="Luật Thử", internal=True),
]


def test_who_cites_does_not_matter_where_no_document_answers(index: Index) -> None:
    registry = IndexRegistry(index.engine)
    for citation in CITED:
        nowhere = unknown(citation, registry)
        for citing in index.documents() if nowhere else ():
            assert resolve(citing, (citation,), registry) == (nowhere,)


def test_what_the_index_lacks_is_unknown(index: Index) -> None:
    registry = IndexRegistry(index.engine)
    found = [citation for citation in CITED if unknown(citation, registry)]
    assert {citation.number or citation.title for citation in found} == {
        "9", "1/CV-UBND", "Luật Thử", "Bộ luật Đất đai",
    }  # fmt: skip


def test_a_name_that_nothing_has_is_not_searched_for(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry = IndexRegistry(index.engine)
    monkeypatch.setattr(type(index.engine), "search", None)
    assert not registry.named("Luật Thử")
