"""Two files of one document are one work: they share who cites it, and no citation is lost."""

from __future__ import annotations

import pytest
from site_fixture import DECISION, DIRECTIVE, sample_index

from indexer.core.document import Metadata
from indexer.engines.memory import MemoryEngine
from indexer.identity.works import same_work, without_copies
from indexer.index import Index
from search_ui import create_app

HELD = "30-qd-ubnd.2023-02-01"


def document(id_: str = "a", **known: str | None) -> Metadata:
    return Metadata(id=id_, source=f"{id_}.txt", **known)  # type: ignore[arg-type]


LAW = {"type": "Luật", "number": "59/2020/QH14", "title": "Luật Doanh nghiệp"}
LOCAL = {"type": "Chỉ thị", "number": "09/CT-UBND"}
SAME: list[tuple[str, dict[str, str], dict[str, str], bool]] = [
    ("the same bytes", {"digest": "0" * 64}, {"digest": "0" * 64}, True),
    ("nothing known", {}, {}, False),
    ("number and date", {**LOCAL, "date": "2021-08-11"}, {**LOCAL, "date": "2021-08-11"}, True),
    ("another spelling", {**LOCAL, "date": "2021-08-11"},
     {"number": "9-CT/UBND", "date": "2021-08-11"}, True),
    ("another day", {**LOCAL, "date": "2021-08-11"}, {**LOCAL, "date": "2021-08-26"}, False),
    ("a local number alone", LOCAL, LOCAL, False),
    ("a local number of one office", {**LOCAL, "issuer": "UBND tỉnh Sơn Hà"},
     {**LOCAL, "issuer": "Ủy ban nhân dân tỉnh Sơn Hà"}, True),
    ("a local number of two offices", {**LOCAL, "issuer": "UBND tỉnh Sơn Hà"},
     {**LOCAL, "issuer": "UBND tỉnh An Bình"}, False),
    ("a national number alone", LAW, {"number": "59/2020/QH14"}, True),
    ("a number and none", LAW, {"title": "Luật Doanh nghiệp", "type": "Luật"}, False),
    ("laws of one name", {"type": "Luật", "title": "LUẬT ĐẤT ĐAI"},
     {"type": "Luật", "title": "Luật Đất đai"}, True),
    ("laws of one name and two years", {"type": "Luật", "title": "Luật Đất đai",
     "date": "2013-11-29"}, {"type": "Luật", "title": "Luật Đất đai", "date": "2024-01-18"}, False),
    ("plans of one title", {"type": "Kế hoạch", "title": "Kế hoạch năm"},
     {"type": "Kế hoạch", "title": "Kế hoạch năm"}, False),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "same"), [s[1:] for s in SAME], ids=[s[0] for s in SAME])
def test_same_work(one: dict[str, str], other: dict[str, str], same: bool) -> None:
    first, second = document("a", **one), document("b", **other)
    assert (same_work(first, second), same_work(second, first)) == (same, same)


def test_of_copies_the_one_with_the_plain_id_stays() -> None:
    copies = [document("30-qd~ab12cd", **LAW), document("30-qd", **LAW)]
    assert [one.id for one in without_copies(copies)] == ["30-qd"]


TWICE = Index(MemoryEngine())
TWICE.add_texts(
    [
        (DECISION, "quyet-dinh.txt", {}),
        (DECISION, "quyet-dinh (1).txt", {}),
        (DIRECTIVE, "c.txt", {}),
    ]
)
ALIKE = sorted(d.id for d in TWICE.documents() if d.id.startswith(HELD))


@pytest.mark.parametrize("id_", ALIKE)
def test_a_copy_is_cited_where_the_document_is(id_: str) -> None:
    assert (TWICE.cited_by(id_).total, len(TWICE.citing(id_))) == (1, 1)


def test_a_citation_of_what_is_held_twice_is_held() -> None:
    (target,) = [
        cited.target
        for cited in TWICE.cites("12-ct-ubnd.2021-08-19") or []
        if cited.citation.number == "30/QĐ-UBND"
    ]
    assert (target.status, target.id) == ("held", HELD)


def test_each_copy_names_the_other_file() -> None:
    client = create_app(TWICE).test_client()
    sources = {d.id: d.source for d in TWICE.documents()}
    for id_, other in (ALIKE, reversed(ALIKE)):
        assert f">{sources[other]}</a>" in client.get(f"/van-ban/{id_}").text


LAW_TEXT = """QUỐC HỘI

Luật số: 31/2030/QH15

LUẬT
NƯỚC SẠCH

Điều 1. Phạm vi

Luật Nước sạch này quy định về nước. Luật Nước sạch số 31/2030/QH15 có hiệu lực ngay. \
Luật Nước sạch năm 2010 hết hiệu lực.
"""


def test_a_law_that_names_itself_cites_nothing_that_is_not_held() -> None:
    index = sample_index((LAW_TEXT, "luat.txt"))
    (id_,) = [d.id for d in index.documents() if d.source == "luat.txt"]
    found = [(c.citation.title, c.citation.number, c.target.status) for c in index.cites(id_) or []]
    outside = [one for one in found if one[2] != "internal"]
    assert (len(found) > len(outside), [title for title, *_ in outside]) == (
        True, ["Luật Nước sạch năm 2010"],
    )  # fmt: skip


def test_page_and_command_line_count_the_same() -> None:
    for metadata in TWICE.documents():
        assert TWICE.cited_by(metadata.id).total == len(TWICE.citing(metadata.id))


def test_what_a_document_says_of_itself_is_no_citation_of_it() -> None:
    index = sample_index((LAW_TEXT, "luat.txt"))
    (id_,) = [d.id for d in index.documents() if d.source == "luat.txt"]
    assert (index.cited_by(id_).total, index.citing(id_)) == (0, [])
