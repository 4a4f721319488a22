"""Clauses that say nearly the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine_samples import make
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.analysis import field_terms, pairs
from indexer.core.document import Clause
from indexer.core.engine import Entry
from indexer.core.errors import QueryError
from indexer.engines.memory import MemoryEngine
from indexer.index import create_index
from indexer.querying import duplicates as near
from indexer.querying.duplicates import fold

TEXT = (
    "Tiếp tục nâng cao chất lượng công tác khen thưởng, tạo chuyển biến mạnh mẽ và thực chất, "
    "bảo đảm khen thưởng chính xác, kịp thời, công khai, minh bạch, có tác dụng động viên, giáo "
    "dục, nêu gương; quan tâm khen thưởng công nhân, nông dân, người lao động trực tiếp trên địa "
    "bàn {place}."
)
HEAD = """UBND TỈNH {upper}
Số: {number}/CT-UBND
{place}, ngày 26 tháng 8 năm 2021
CHỈ THỊ
Về thi đua
1. {text}
2. {other}
"""
OTHER = "Sở Nội vụ theo dõi, kiểm tra, đôn đốc việc thực hiện, tổng hợp báo cáo của {place}."
FAR = "Giữ gìn vệ sinh nguồn nước, trồng cây phân tán và thu gom rác thải trong khu dân cư."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("near")
    for number, (place, other) in enumerate(
        [("An Lâm", OTHER.format(place="An Lâm")), ("Bình Sơn", FAR), ("Hà Trung", FAR)], 1
    ):
        text = HEAD.format(
            upper=place.upper(),
            number=number,
            place=place,
            text=TEXT.format(place=place),
            other=other,
        )
        (home / f"{number}.txt").write_text(text, encoding="utf-8")
    with create_index(home / "index") as index:
        index.add([home])
    return home / "index"


def test_copies_with_another_place_are_found(folder: Path) -> None:
    with create_index(folder) as index:
        found = index.similar("1-ct-ubnd.2021-08-26#khoan-1")
    assert {one.clause.id for one in found} == {
        "2-ct-ubnd.2021-08-26#khoan-1",
        "3-ct-ubnd.2021-08-26#khoan-1",
    }


def test_the_clause_itself_is_not(folder: Path) -> None:
    with create_index(folder) as index:
        found = index.similar("2-ct-ubnd.2021-08-26#khoan-2")
    assert [one.clause.id for one in found] == ["3-ct-ubnd.2021-08-26#khoan-2"]


def test_other_words_are_not(folder: Path) -> None:
    with create_index(folder) as index:
        assert index.similar("1-ct-ubnd.2021-08-26#khoan-2") == []


def test_results_fold_at_the_place_of_the_best(folder: Path) -> None:
    with create_index(folder) as index:
        page = index.search("khen thưởng chính xác kịp thời")
        groups = fold(page.hits)
    assert [[hit.document.number for hit in group] for group in groups] == [
        [hit.document.number for hit in page.hits]
    ]


def test_different_hits_stay_apart(folder: Path) -> None:
    with create_index(folder) as index:
        groups = fold(index.search("khen thưởng OR vệ sinh").hits)
    assert sorted(len(group) for group in groups) == [2, 3]


LETTERS = "bcdghklmnprstvx"
WORDS = [first + "a" + last for first in LETTERS[:6] for last in "cmnpt"]


def _copy(number: int, places: list[int]) -> str:
    """The words, some of them changed: each takes two pairs."""
    other = LETTERS[number] + "uo"
    return " ".join(other if place in places else word for place, word in enumerate(WORDS))


changes = st.lists(st.lists(st.integers(0, len(WORDS) - 1), max_size=8), min_size=2, max_size=6)


@pytest.mark.parametrize("most", [12, 20, 512], ids=["just enough", "some", "all"])
@given(changes)
@settings(max_examples=30)
def test_none_is_missed_however_few_pairs_are_searched(most: int, changed: list[list[int]]) -> None:
    texts = [_copy(number, places) for number, places in enumerate(changed)]
    engine, clauses = _indexed(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(near, "MAX_PAIRS", most)
        found = near.similar(engine, clauses[0])
    sets = [frozenset(pairs(text)) for text in texts]
    likeness = [len(sets[0] & other) / len(sets[0] | other) for other in sets]
    assert {one.clause.id for one in found} == {
        clause.id
        for clause, like in zip(clauses[1:], likeness[1:], strict=True)
        if like >= near.SAME
    }


def test_of_too_many_the_likest_are_compared() -> None:
    texts = [_copy(0, [])] + [_copy(1, [0, 9, 19])] * near.MOST + [_copy(2, [0])]
    engine, clauses = _indexed(texts)
    assert near.similar(engine, clauses[0])[0].clause.id == clauses[-1].id


def test_a_long_text_is_asked_by_its_rarest_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "MAX_PAIRS", 1)
    others = [_copy(0, [])] * 3
    engine, clauses = _indexed([_copy(0, [5]), *others, _copy(0, [5, 29])])
    found = near.similar(engine, clauses[0])
    assert [one.clause.id for one in found] == [clauses[-1].id]


def test_what_takes_too_long_is_stopped() -> None:
    engine, clauses = _indexed([_copy(0, [])] * 2)
    with pytest.raises(QueryError):
        near.similar(engine, clauses[0], seconds=-1)


def _indexed(texts: list[str]) -> tuple[MemoryEngine, list[Clause]]:
    document, made = make("a", texts)
    clauses = [entry.clause for entry in made]
    engine = MemoryEngine()
    with engine.writer() as writer:
        writer.put(document, [Entry(c, {"pair": field_terms(c.text)["pair"]}) for c in clauses])
    return engine, clauses
