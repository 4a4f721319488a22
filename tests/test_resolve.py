"""Which document a citation means."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzers.token import Span
from indexer.citations.resolve import Registry, Target, resolve
from indexer.core.document import Citation, Metadata, Step
from indexer.identity.citation_keys import name_key
from indexer.index import create_index


def document(id_: str, **known: str | None) -> Metadata:
    return Metadata(id=id_, source=f"{id_}.txt", **known)  # type: ignore[arg-type]  # by name


QUANG_TRI = document(
    "09-ct-ubnd.2021-08-26",
    number="09/CT-UBND",
    date="2021-08-26",
    issuer="Ủy ban nhân dân tỉnh Quảng Trị",
)
LAI_CHAU = document(
    "09-ct-ubnd.2021-08-11",
    number="09/CT-UBND",
    date="2021-08-11",
    issuer="Ủy ban nhân dân tỉnh Lai Châu",
)
DECREE = document("30-2020-nd-cp.2020-03-05", number="30/2020/NĐ-CP", date="2020-03-05")
LAND_2003 = document("13-2003", type="Luật", title="LUẬT ĐẤT ĐAI", date="2003-11-26")
LAND_2013 = document("45-2013", type="Luật", title="LUẬT ĐẤT ĐAI", date="2013-11-29")
COMPANY = document(
    "47-lct",
    type="Luật",
    title="LUẬT CỦA QUỐC HỘI SỐ 47-LCT/HĐNN8 NGÀY 21/12/1990 VỀ CÔNG TY",
    date="1990-12-21",
)
DAKRONG = document(
    "167-kh-ubnd.2021-09-14", date="2021-09-14", issuer="Ủy ban nhân dân huyện Đakrông"
)
A_PROVINCE = document("x", date="2022-01-01", issuer="Ủy ban nhân dân tỉnh Quảng Trị")


def cite(**citation: str | None) -> Citation:
    return Citation(Span(0, 1), **citation)  # type: ignore[arg-type]  # by name


def target(citation: Citation, indexed: list[Metadata], citing: Metadata = DAKRONG) -> Target:
    return resolve(citing, [citation], Registry(indexed))[0]


BOTH = [QUANG_TRI, LAI_CHAU]

HELD = {
    "by number and date": (cite(number="09/CT-UBND", date="2021-08-26"), BOTH, QUANG_TRI.id),
    "by number and office": (
        cite(number="09/CT-UBND", issuer="UBND tỉnh Lai Châu"),
        BOTH,
        LAI_CHAU.id,
    ),
    "the chairman's is the committee's": (
        cite(number="09/CT-UBND", issuer="Chủ tịch Ủy ban nhân dân tỉnh Lai Châu"),
        BOTH,
        LAI_CHAU.id,
    ),
    "in another spelling": (cite(number="9-CT/UBND", date="2021-08-26"), BOTH, QUANG_TRI.id),
    "a national number needs no date": (cite(number="30/2020/NĐ-CP"), [DECREE], DECREE.id),
    "a law by name": (cite(title="Luật Đất đai"), [LAND_2013], LAND_2013.id),
    "a law by name and year": (
        cite(title="Luật Đất đai năm 2003"),
        [LAND_2003, LAND_2013],
        LAND_2003.id,
    ),
    "a law with an old head": (cite(title="Luật Công ty"), [COMPANY], COMPANY.id),
}


@pytest.mark.parametrize(("citation", "indexed", "expected"), HELD.values(), ids=HELD)
def test_held(citation: Citation, indexed: list[Metadata], expected: str) -> None:
    assert target(citation, indexed) == Target("held", expected)


STUBS = {
    "no such number": (cite(number="34-CT/TW", date="2014-04-07"), BOTH, "34-ct-tw.2014-04-07"),
    "another date": (
        cite(number="09/CT-UBND", date="2022-01-02"),
        BOTH,
        "09-ct-ubnd.2022-01-02",
    ),
    "another office": (cite(number="09/CT-UBND", issuer="UBND tỉnh Hà Giang"), BOTH, "09-ct-ubnd"),
    "a law not held": (cite(title="Luật Thi đua, khen thưởng"), BOTH, "luat-thi-dua-khen-thuong"),
    "another year": (cite(title="Luật Đất đai năm 1993"), [LAND_2013], "luat-dat-dai.1993"),
}  # fmt: skip


@pytest.mark.parametrize(("citation", "indexed", "expected"), STUBS.values(), ids=STUBS)
def test_stub(citation: Citation, indexed: list[Metadata], expected: str) -> None:
    assert target(citation, indexed) == Target("stub", expected)


AMBIGUOUS = {
    "a local number alone": (cite(number="09/CT-UBND"), BOTH, (QUANG_TRI.id, LAI_CHAU.id)),
    "a local number alone, one held": (cite(number="09/CT-UBND"), [LAI_CHAU], (LAI_CHAU.id,)),
    "a law of which several are held": (
        cite(title="Luật Đất đai"),
        [LAND_2003, LAND_2013],
        (LAND_2003.id, LAND_2013.id),
    ),
}


@pytest.mark.parametrize(("citation", "indexed", "expected"), AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_ambiguous(citation: Citation, indexed: list[Metadata], expected: tuple[str, ...]) -> None:
    assert target(citation, indexed) == Target("ambiguous", None, None, expected)


def test_the_province_of_a_provincial_document_is_its_own() -> None:
    citation = cite(number="09/CT-UBND", issuer="UBND tỉnh")
    assert target(citation, BOTH, A_PROVINCE) == Target("held", QUANG_TRI.id)


def test_a_law_younger_than_the_citing_document_is_not_meant() -> None:
    old = document("y", date="2005-01-01")
    assert target(cite(title="Luật Đất đai"), [LAND_2003, LAND_2013], old).id == LAND_2003.id


def test_a_bare_number_means_what_it_meant_in_full() -> None:
    citation = [cite(number="09/CT-UBND", date="2021-08-26"), cite(number="09/CT-UBND")]
    found = resolve(DAKRONG, citation, Registry(BOTH))
    assert [t.id for t in found] == [QUANG_TRI.id, QUANG_TRI.id]


def test_copies_of_one_document_are_one() -> None:
    copy = document(
        f"{QUANG_TRI.id}~a1", number="09/CT-UBND", date="2021-08-26", issuer=QUANG_TRI.issuer
    )
    citation = cite(number="09/CT-UBND", date="2021-08-26")
    assert target(citation, [copy, QUANG_TRI]) == Target("held", QUANG_TRI.id)


def test_a_place_is_a_clause_of_the_document() -> None:
    place = (Step("dieu", "5"), Step("khoan", "2"))
    citation = Citation(Span(0, 1), number="30/2020/NĐ-CP", place=place)
    assert target(citation, [DECREE]).clause == f"{DECREE.id}#dieu-5.khoan-2"


def test_an_internal_place_is_in_the_citing_document() -> None:
    citation = Citation(Span(0, 1), place=(Step("dieu", "5"),), internal=True)
    assert target(citation, []) == Target("internal", DAKRONG.id, f"{DAKRONG.id}#dieu-5")


def test_name_without_year() -> None:
    assert name_key("Bộ luật Dân sự năm 2015") == name_key("BỘ LUẬT DÂN SỰ")


DIRECTIVE = """UBND TỈNH AN LÂM
Số: 09/CT-UBND
An Lâm, ngày 26 tháng 8 năm 2021
CHỈ THỊ
Về thi đua
1. Thực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị.
2. Khen thưởng theo khoản 1.
"""
PLAN = """UBND HUYỆN AN BÌNH
Số: 12/KH-UBND
An Bình, ngày 1 tháng 9 năm 2021
KẾ HOẠCH
Về thi đua
1. Thực hiện khoản 1 Chỉ thị số 09/CT-UBND ngày 26/8/2021 của UBND tỉnh.
2. Thực hiện Chỉ thị số 09/CT-UBND.
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("cites")
    (place / "chi-thi.txt").write_text(DIRECTIVE, encoding="utf-8")
    (place / "ke-hoach.txt").write_text(PLAN, encoding="utf-8")
    with create_index(place / "index") as index:
        index.add([place])
    return place / "index"


CITED_BY = {
    "a document": ("09-ct-ubnd.2021-08-26", ["khoan-1", "khoan-2"]),
    "a clause": ("09-ct-ubnd.2021-08-26#khoan-1", ["khoan-1"]),
    "a document that is not held": ("34-ct-tw.2014-04-07", ["khoan-1"]),
    "a number, as typed": ("34 ct/tw", ["khoan-1"]),
    "nobody": ("12-kh-ubnd.2021-09-01", []),
}


@pytest.mark.parametrize(("citation", "expected"), CITED_BY.values(), ids=CITED_BY)
def test_cited_by(folder: Path, citation: str, expected: list[str]) -> None:
    with create_index(folder) as index:
        assert [c.clause.id.split("#")[1] for c in index.citing(citation)] == expected


def test_what_a_clause_cites(folder: Path) -> None:
    with create_index(folder) as index:
        found = index.cites("12-kh-ubnd.2021-09-01#khoan-1")
    assert found is not None
    assert [c.target.clause for c in found] == ["09-ct-ubnd.2021-08-26#khoan-1"]


def test_an_unknown_id_cites_nothing_known(folder: Path) -> None:
    with create_index(folder) as index:
        assert index.cites("nothing") is None


def test_filter_by_what_is_cited(folder: Path) -> None:
    with create_index(folder) as index:
        page = index.search("thuc hien", filters={"cites": "34/CT-TW"})
    assert [hit.clause.id for hit in page.hits] == ["09-ct-ubnd.2021-08-26#khoan-1"]


@pytest.mark.parametrize("query", ["cites:34-CT/TW", "trichdan:34-ct-tw.2014-04-07 thuc hien"])
def test_query_by_what_is_cited(folder: Path, query: str) -> None:
    with create_index(folder) as index:
        hits = index.search(query).hits
    assert [hit.clause.id for hit in hits] == ["09-ct-ubnd.2021-08-26#khoan-1"]
