"""What a document's file says of it beside its text, and how that is marked."""

from __future__ import annotations

import pytest

from indexer.core.records import dump_document, load_document, load_metadata
from indexer.ingest.parse import parse

BARE = "Điều 1. Một.\n\nĐiều 2. Hai.\n"
FRONT_MATTER = {
    "title": "Thông tư số 13/2030/TT-BT",
    "so_ky_hieu": "13/2030/TT-BT",
    "loai_van_ban": "Thông tư",
    "ngay_ban_hanh": "2030-02-28",
    "co_quan_ban_hanh": "Bộ Thử",
    "nguoi_ky": "Nguyễn Văn An",
    "trich_yeu": "Quy định việc thử",
}
FIELDS = {
    "number": "13/2030/TT-BT",
    "type": "Thông tư",
    "date": "2030-02-28",
    "issuer": "Bộ Thử",
    "signer": "Nguyễn Văn An",
    "title": "Quy định việc thử",
}


@pytest.mark.parametrize(("field", "value"), FIELDS.items())
def test_front_matter(field: str, value: str) -> None:
    document, _ = parse(BARE, "a.md", stated=FRONT_MATTER)
    assert (getattr(document, field), document.provenance[field]) == (value, "stated")


def test_what_the_text_states_comes_first() -> None:
    text = "BỘ KHÁC\nSố: 1/TT-BK\n\nTHÔNG TƯ\nVề khác\n\n" + BARE
    document, _ = parse(text, "a.md", stated=FRONT_MATTER)
    assert (document.number, "number" in document.provenance) == ("1/TT-BK", False)


@pytest.mark.parametrize(
    "value", ["28/02/2030", "ngày 28 tháng 02 năm 2030", "2030-02-28T00:00:00"]
)
def test_a_date_in_any_spelling(value: str) -> None:
    assert parse(BARE, "a.md", stated={"Ngày ban hành": value})[0].date == "2030-02-28"


@pytest.mark.parametrize("value", ["2030-02-31", "chưa rõ", ""])
def test_no_date_is_none(value: str) -> None:
    assert parse(BARE, "a.md", stated={"ngay_ban_hanh": value})[0].date is None


BLANK = "UBND XÃ A\nSố:      /QĐ-UBND\n\nQUYẾT ĐỊNH\nVề thử\n\n" + BARE


@pytest.mark.parametrize(
    "source", ["88-QĐ-UBND.docx", "2030/88.QD-UBND ban hanh quy che.doc", "QD 88_qd_ubnd.txt"]
)
def test_a_number_left_blank_is_read_from_the_files_name(source: str) -> None:
    document, _ = parse(BLANK, source)
    assert (document.number, document.provenance["number"]) == ("88/QĐ-UBND", "name")


@pytest.mark.parametrize("source", ["quyet-dinh.docx", "88-TB-UBND.docx", "2030/88/qd.docx"])
def test_a_name_without_the_number_gives_none(source: str) -> None:
    assert parse(BLANK, source)[0].number is None


def test_a_number_that_the_text_states_is_not_taken_from_the_name() -> None:
    document, _ = parse(BLANK.replace("     /", " 12/"), "88-QĐ-UBND.docx")
    assert document.number == "12/QĐ-UBND"


def test_the_formats_title_is_marked() -> None:
    document, _ = parse(BARE, "a.docx", title="Quy chế thử")
    assert (document.title, document.provenance) == (
        "Quy chế thử", {"title": "format", "type": "format"},
    )  # fmt: skip


HEAD = "BỘ THỬ\nSố: **5**/QĐ-BT\nHà Nội, ngày 3 tháng 4 năm 2030\n\nQUYẾT ĐỊNH\nVề việc\nthử\n\n"


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("type", "QUYẾT ĐỊNH"),
        ("number", "**5**/QĐ-BT"),
        ("date", "ngày 3 tháng 4 năm 2030"),
        ("place", "Hà Nội"),
        ("issuer", "BỘ THỬ"),
        ("title", "Về việc\nthử"),
    ],
)
def test_each_field_says_where_in_the_source_it_was_read(field: str, written: str) -> None:
    document, _ = parse(HEAD + BARE, "a.md")
    start, end = document.read_at[field]
    assert document.text[start:end].strip("*") == written.strip("*")


def test_records_keep_where_it_was_read() -> None:
    document, pieces = parse(HEAD + BARE, "a.md", title="x", stated={"nguoi_ky": "Lê An"})
    record = dump_document(document, pieces)
    assert load_metadata(record) == document.metadata
    assert load_document(record, pieces) == document


def test_a_record_of_an_older_index_still_loads() -> None:
    record = '[{"id":"a","source":"a.txt","recipients":[]},[],[""]]'
    assert load_metadata(record).read_at == {}
