"""Everyday words for the words of the law: the table, what of it matches, what is found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import khoan
from analyzers.analysis import analyze
from analyzers.lexicon import raw
from indexer.core import table_file
from indexer.core.errors import BadSynonyms
from indexer.index import Index, create_index, open_index
from indexer.querying.expansion import MOST, expand
from indexer.querying.request import SearchRequest
from indexer.querying.rewrite import rewrite
from indexer.querying.synonyms import MOST_ALTERNATIVES, Synonyms, read, shipped, table, with_file

TABLE = """# nhận xét
bằng lái\tgiấy phép lái xe\tLuật, Điều 57
VAT\tgiá trị gia tăng
HĐ lao động\thợp đồng lao động
GKXZ\tgiấy phép lái xe
ăn cắp\ttrộm cắp|cướp giật
cưới\tkết hôn
thẻ BHYT\tgiấy khám bệnh
"""
LAW = """LUẬT
Giao thông

Điều 1. Giấy phép lái xe
1. Thủ tục cấp lại giấy phép lái xe do Chính phủ quy định.
2. Người trộm cắp giấy phép thì bị xử phạt.
Điều 2. Bản án
1. Bản án của cấp sơ thẩm về việc mua bán bằng lái ghi rõ lý do.
2. Tang vật là bằng chứng, lái xe ký nhận.
"""


@pytest.fixture(scope="module")
def made() -> Synonyms:
    return table(read(TABLE, "bảng.tsv"))


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    monkeypatch.setattr(table_file, "CHECK_SECONDS", 0.0)
    (tmp_path / "luật.txt").write_text(LAW, encoding="utf-8")
    (tmp_path / "bảng.tsv").write_text(TABLE, encoding="utf-8")
    with create_index(tmp_path / "index") as written:
        written.add([tmp_path / "luật.txt"])
    with open_index(tmp_path / "index", synonyms=tmp_path / "bảng.tsv") as opened:
        yield opened


WRITTEN: list[tuple[str, str, list[str]]] = [
    ("as it stands", "bằng lái", ["bằng lái"]),
    ("inside a longer query", "thủ tục cấp lại bằng lái", ["bằng lái"]),
    ("other tone placement and case", "Bằng Lái", ["Bằng Lái"]),
    ("no accents at all", "thu tuc cap lai bang lai", ["bang lai"]),
    ("accents typed, but not these", "thủ tục bang lai", []),
    ("other accents", "bảng lại", []),
    ("an abbreviation in capitals", "thuế VAT", ["VAT"]),
    ("small letters are another word", "thuế vat", []),
    ("all in capitals says nothing", "VAT LIEU XAY DUNG", []),
    ("capitals with accents do", "THUẾ VAT", ["VAT"]),
    ("no syllable of the language", "đổi gkxz", ["gkxz"]),
    ("in its context", "chấm dứt HĐ lao động", ["HĐ lao động"]),
    ("without its context", "HĐ nhân dân", []),
    ("one syllable without its accent", "cuoi nam", []),
    ("one syllable with its accent", "tảo hôn và cưới", ["cưới"]),
    ("already in the query", "bằng lái hay giấy phép lái xe", []),
    ("through another abbreviation", "mất thẻ BHYT", ["thẻ BHYT"]),
    ("not inside a number", "12/2020/TT-GKXZ", []),
    ("several", "ăn cắp bằng lái", ["ăn cắp", "bằng lái"]),
]


@pytest.mark.parametrize(("query", "typed"), [c[1:] for c in WRITTEN], ids=[c[0] for c in WRITTEN])
def test_what_is_written_out(made: Synonyms, query: str, typed: list[str]) -> None:
    assert [found.typed for found in expand(query, made).expansions] == typed


def test_the_query_as_it_is_understood(made: Synonyms) -> None:
    understood = expand("cấp lại bằng lái ở đâu", made).understood
    assert understood == analyze("cấp lại giấy phép lái xe ở đâu", words=False)


def test_places_of_one_query_are_bounded(made: Synonyms) -> None:
    assert len(expand("bằng lái, ăn cắp, " * MOST, made).expansions) == MOST


def test_usual_words_without_accents_are_only_said_to_be_possible(tmp_path: Path) -> None:
    text = "Điều 1. Hồ sơ\n" + "".join(f"{at}. Có sơ đồ số {at}.\n" for at in range(1, 9))
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    khoan.index(tmp_path / "a.txt", tmp_path / "index")
    with khoan.open_index(tmp_path / "index") as opened:
        bare, accented = opened.search("xem so do"), opened.search("xem sổ đỏ")
    assert "dieu-1" in bare.hits[0].clause.id
    assert [notice.query for notice in bare.notices] == ["xem sổ đỏ"]
    assert accented.notices[0].literal


def test_an_abbreviation_is_found_in_full_and_not_in_syllables_here_and_there(
    tmp_path: Path,
) -> None:
    text = "Điều 1. Giấy tờ\n1. Có thẻ căn cước công dân.\n2. Cần cuộc họp của công ty, dân dự.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    khoan.index(tmp_path / "a.txt", tmp_path / "index")
    with khoan.open_index(tmp_path / "index") as opened:
        found = {hit.clause.id.partition("#")[2] for hit in opened.search("CCCD").hits}
    assert found == {"dieu-1", "dieu-1.khoan-1"}


def test_quotation_marks_are_left_alone(made: Synonyms) -> None:
    assert rewrite('"bằng lái"', synonyms=made).notices == []


def test_words_inside_operators_are_written_out(made: Synonyms) -> None:
    assert len(rewrite("(bằng lái OR thuế VAT) phạt", synonyms=made).notices) == 2


def ids(index: Index, query: str, *, literal: bool = False) -> list[str]:
    hits = index.answer(SearchRequest(query, literal=literal)).hits
    return [hit.clause.id.partition("#")[2] for hit in hits]


def test_both_the_typed_words_and_the_others_are_found(index: Index) -> None:
    assert set(ids(index, "bằng lái")) >= {"dieu-1", "dieu-1.khoan-1", "dieu-2.khoan-1"}


def test_the_typed_words_have_to_have_their_accents(index: Index) -> None:
    assert ids(index, "ăn cắp") == ["dieu-1.khoan-2", "dieu-1"]  # not "án ... cấp" of Điều 2


def test_it_is_found_within_a_longer_query(index: Index) -> None:
    assert ids(index, "ăn cắp giấy phép")[0] == "dieu-1.khoan-2"


def test_the_query_can_be_asked_as_it_stands(index: Index) -> None:
    assert ids(index, "bằng lái", literal=True)[0] == "dieu-2.khoan-1"
    assert "dieu-1.khoan-1" not in ids(index, "bằng lái", literal=True)


def test_what_was_written_is_shown_with_the_way_back(index: Index) -> None:
    notice = index.search("cấp bằng lái").notices[0]
    assert (notice.kind, notice.query, notice.literal) == ("expanded", "cấp bằng lái", True)
    assert "«bằng lái» → «giấy phép lái xe»" in notice.text


def test_what_was_written_is_marked(index: Index) -> None:
    hit = index.search("cấp lại bằng lái").hits[0]
    marked = [hit.clause.text[start:end] for start, end in hit.marks]
    assert "cấp lại giấy phép lái xe" in marked


def test_what_was_written_is_a_reason_of_its_own(index: Index) -> None:
    reasons = index.search("trừng phạt vì ăn cắp", explained=True).hits[0].reasons
    assert "expansion" in {reason.kind for reason in reasons}


# The table


MALFORMED: list[tuple[str, str, int]] = [
    ("one column", "a\tb\n\nbằng lái giấy phép\n", 3),
    ("nothing on the right", "# x\nbằng lái\t\n", 2),
    ("nothing on the left", "\tgiấy phép\n", 1),
    ("no word at all", "bằng lái\t...\n", 1),
    ("an empty alternative", "bằng lái\ta||b\n", 1),
    ("too many alternatives", "x\t" + "|".join("abcdefg"[: MOST_ALTERNATIVES + 1]) + "\n", 1),
    ("too long", "x\t" + "giấy " * 40 + "\n", 1),
]


@pytest.mark.parametrize(
    ("text", "line"), [c[1:] for c in MALFORMED], ids=[c[0] for c in MALFORMED]
)
def test_a_malformed_line_is_named(text: str, line: int) -> None:
    with pytest.raises(BadSynonyms, match=rf"bảng\.tsv, dòng {line}:") as caught:
        read(text, "bảng.tsv")
    assert caught.value.line == line


def test_a_file_that_is_no_utf8_names_the_line(tmp_path: Path) -> None:
    (tmp_path / "x.tsv").write_bytes(b"a\tb\n" + b"\xff\tb\n")
    with pytest.raises(BadSynonyms, match=r"dòng 2: không phải UTF-8"):
        with_file(tmp_path / "x.tsv")


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadSynonyms, match="không đọc được"):
        khoan.open_index(tmp_path / "index", synonyms=tmp_path / "x.tsv")


def test_a_byte_order_mark_is_no_part_of_a_word() -> None:
    assert read("\ufeffxe hơi\txe ô tô\n", "x") == [("xe hơi", ("xe ô tô",))]


def test_a_file_replaces_and_removes_what_comes_with_the_program(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("sổ đỏ\tgiấy chứng nhận\nbằng lái\t-\n", encoding="utf-8")
    changed = with_file(path)
    assert [form.text for form in expand("sổ đỏ", changed).expansions[0].written] == [
        "giấy chứng nhận"
    ]
    assert not expand("bằng lái", changed).expansions
    assert expand("ăn trộm", changed).expansions


@pytest.mark.parametrize("name", ["everyday", "in_context"])
def test_no_entry_of_the_shipped_tables_comes_twice(name: str) -> None:
    typed = [row[0] for row in read(raw(name), name)]
    assert len(typed) == len(set(typed))


def test_every_everyday_word_has_its_source() -> None:
    lines = [line for line in raw("everyday").splitlines() if not line.startswith("#")]
    assert all(", " in line.split("\t")[2] for line in lines)


# Where the table lies


def written(index: Index) -> bool:
    return "expanded" in {notice.kind for notice in index.search("xế hộp").notices}


@pytest.mark.parametrize("where", ["index/synonyms.tsv", "synonyms.tsv"])
def test_a_table_beside_the_index_is_used(tmp_path: Path, index: Index, where: str) -> None:
    (tmp_path / where).write_text("xế hộp\txe ô tô\n", encoding="utf-8")
    with open_index(tmp_path / "index") as opened:
        assert written(opened)


def test_a_changed_table_is_read_again(tmp_path: Path, index: Index) -> None:
    assert not written(index)
    (tmp_path / "bảng.tsv").write_text("xế hộp\txe ô tô\n", encoding="utf-8")
    assert written(index)


def test_a_table_that_became_malformed_leaves_the_last_one(
    tmp_path: Path, index: Index, caplog: pytest.LogCaptureFixture
) -> None:
    assert index.search("bằng lái").notices
    (tmp_path / "bảng.tsv").write_text("hỏng\n", encoding="utf-8")
    assert index.search("bằng lái").notices
    assert "dòng 1" in caplog.text


def test_a_table_that_comes_while_serving_is_used(tmp_path: Path, index: Index) -> None:
    with open_index(tmp_path / "index") as opened:
        assert not written(opened)
        path = tmp_path / "index" / "synonyms.tsv"
        path.write_text("xế hộp\txe ô tô\n", encoding="utf-8")
        assert written(opened)
        path.unlink()
        assert not written(opened)


def test_indexing_leaves_a_table_in_the_folder_alone(tmp_path: Path, index: Index) -> None:
    path = tmp_path / "index" / "synonyms.tsv"
    path.write_text("xế hộp\txe ô tô\n", encoding="utf-8")
    khoan.index(tmp_path / "luật.txt", tmp_path / "index", rebuild=True)
    assert path.exists()


def test_answers_of_another_table_have_another_name(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("xế hộp\txe ô tô\n", encoding="utf-8")
    first = with_file(path).name
    path.write_text("xế hộp\txe hơi\n", encoding="utf-8")
    assert len({first, with_file(path).name, shipped().name}) == 3
