"""What people write beside an index: it overrides what texts say, or adds to it, and shows so."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.core import table_file
from indexer.core.errors import BadCorrections
from indexer.index import Index, create_index, open_index
from indexer.jsonform.effects import standing_json
from indexer.validity.corrections import read_file
from indexer.validity.status import State
from search_ui import create_app

LAW = """CHÍNH PHỦ
Số: 5/2020/NĐ-CP
Hà Nội, ngày 10 tháng 3 năm 2020
NGHỊ ĐỊNH
Quy định việc thử
Điều 1. Một
1. Khoản một.
Điều 2. Nghị định này có hiệu lực từ ngày 01 tháng 5 năm 2020.
"""
ID = "5-2020-nd-cp.2020-03-10"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "văn bản"
    source.mkdir()
    (source / "một.txt").write_text(LAW, encoding="utf-8")
    with create_index(tmp_path / "index") as index:
        index.add([source])
    return tmp_path


def written(folder: Path, *lines: str) -> Index:
    (folder / "effects.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return open_index(folder / "index")


def state(index: Index, day: str) -> State:
    return index.validity().standing_of(ID, day).state


def test_without_a_table_the_texts_decide(folder: Path) -> None:
    with open_index(folder / "index") as index:
        assert state(index, "2031-01-01") == "in_force"


@pytest.mark.parametrize(
    "document", ["5/2020/NĐ-CP", "5-2020-nd-cp", ID], ids=["number", "key", "id"]
)
@pytest.mark.parametrize(
    ("day", "expected"), [("2030-12-31", "in_force"), ("2031-01-01", "no_longer")]
)
def test_a_status_overrides_from_its_day(
    folder: Path, document: str, day: str, expected: State
) -> None:
    with written(folder, f"{document}\thết hiệu lực\t01/01/2031\tCông báo") as index:
        assert state(index, day) == expected


def test_the_last_status_by_a_day_counts(folder: Path) -> None:
    lines = ["5/2020/NĐ-CP\tngưng hiệu lực\t2031-01-01\tA", "5/2020/NĐ-CP\tcon\t2032-01-01\tB"]
    with written(folder, *lines) as index:
        assert [state(index, day) for day in ("2031-06-01", "2032-06-01")] == [
            "suspended",
            "in_force",
        ]


def test_an_effect_on_a_place_is_added(folder: Path) -> None:
    line = "9/2031/NĐ-CP\tbãi bỏ\t2031-01-01\tCông báo\tkhoản 1 Điều 1 5/2020/NĐ-CP"
    with written(folder, line) as index:
        assert state(index, "2031-06-01") == "partly"


def test_a_filter_by_status_follows_it(folder: Path) -> None:
    with written(folder, "5/2020/NĐ-CP\thet\t2021-01-01\tCông báo") as index:
        found = [index.search("thử", filters={"status": code}).total for code in ("con", "het")]
        assert (found[0], found[1] > 0) == (0, True)


def test_what_people_write_is_shown_as_such(folder: Path) -> None:
    with written(folder, "5/2020/NĐ-CP\thet\t2021-01-01\tCông báo số 12") as index:
        standing = standing_json(index.validity().standing_of(ID, "2022-01-01"))
        assert (standing["evidence"], standing["by_people"]) == ([], ["Công báo số 12"])


def test_the_page_says_who_says_so(folder: Path) -> None:
    with written(folder, "5/2020/NĐ-CP\thet\t2021-01-01\tCông báo số 12") as index:
        page = create_app(index).test_client().get(f"/van-ban/{ID}").text
        assert "người quản trị kho ghi, theo Công báo số 12" in page


def test_the_table_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_file, "CHECK_SECONDS", 0.0)
    with written(folder, "5/2020/NĐ-CP\thet\t2021-01-01\tA") as index:
        before = state(index, "2022-01-01")
        (folder / "effects.tsv").write_text("# không còn gì\n", encoding="utf-8")
        assert (before, state(index, "2022-01-01")) == ("no_longer", "in_force")


def test_an_unknown_document_is_passed_over(folder: Path) -> None:
    with written(folder, "Văn bản nào đó\thet\t2021-01-01\tA") as index:
        assert state(index, "2022-01-01") == "in_force"


WRONG = {
    "no source": "5/2020/NĐ-CP\thet\t2021-01-01",
    "no such status": "5/2020/NĐ-CP\tlạ lùng\t2021-01-01\tA",
    "no day": "5/2020/NĐ-CP\thet\t30/2/2021\tA",
    "a kind that changes nothing": "5/2020/NĐ-CP\tcăn cứ\t2021-01-01\tA\t6/2020/NĐ-CP",
}


@pytest.mark.parametrize("line", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "effects.tsv"
    file.write_text(f"# ghi chú\n{line}\n", encoding="utf-8")
    with pytest.raises(BadCorrections, match="dòng 2"):
        read_file(file)
