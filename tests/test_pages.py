"""Pages of files: where they begin in the text, their pictures, and links to them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pdf_maker import pdf

from indexer.core.document import Document
from indexer.core.records import dump_metadata, load_metadata
from indexer.engines.memory import MemoryEngine
from indexer.index import Index
from indexer.ingest.files import File
from indexer.ingest.read import read
from indexer.readers import read_text
from indexer.readers.end_notes import settled
from indexer.readers.page_picture import page_picture
from indexer.readers.raw import RawText, Refused, with_text
from search_ui import Settings, create_app

WORDS = "các cơ quan đơn vị và địa phương có liên quan"
BODY = [(72.0, 700.0 - 14 * n, f"{WORDS} {n}") for n in range(48)]
PAGES = [
    [(72.0, 780.0, "QUYẾT ĐỊNH"), (72.0, 740.0, "Điều 1. Một"), *BODY],
    [],
    [(72.0, 780.0, "và các xã."), (72.0, 740.0, "Điều 2. Hai con mèo.")],
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "a.pdf").write_bytes(pdf(PAGES))
    return tmp_path / "a.pdf"


@pytest.fixture
def client(path: Path) -> FlaskClient:
    index = Index(MemoryEngine())
    index.add([path])
    return create_app(index).test_client()


def test_pages_begin_where_their_text_does(path: Path) -> None:
    raw = read_text(path, path.name)
    begins = [raw.text[start:].split("\n")[0][:10] for start in raw.pages]
    assert begins == ["QUYẾT ĐỊNH", "và các xã.", "và các xã."]


def test_a_paragraph_goes_on_over_a_page(path: Path) -> None:
    document, clauses = read(File(path, path.name))
    last = {c.id.partition("#")[2]: document.page(c.span.end - 1) for c in clauses}
    assert (last["dieu-1"], last["dieu-2"]) == (3, 3)


@pytest.mark.parametrize(
    ("pages", "start", "expected"),
    [((), 5, None), ((0,), 5, 1), ((0, 4, 9), 3, 1), ((0, 4, 9), 4, 2), ((0, 4, 4), 4, 3)],
    ids=["no pages", "one", "before", "at", "an empty one"],
)
def test_page(pages: tuple[int, ...], start: int, expected: int | None) -> None:
    assert Document(id="a", source="a", pages=pages).page(start) == expected


def test_pages_are_stored() -> None:
    document = Document(id="a", source="a", pages=(0, 7, 9))
    assert load_metadata(dump_metadata(document)).pages == (0, 7, 9)


def test_files_without_pages_store_none() -> None:
    assert "pages" not in dump_metadata(Document(id="a", source="a"))


def test_pages_move_with_converted_lines() -> None:
    raw = RawText("một hai\nba bốn\nnăm", None, pages=(0, 11, 15))
    assert with_text(raw, "1 2\nbaaa boon\n5").pages == (0, 7, 14)


def test_pages_move_with_notes_put_in_place() -> None:
    text = "Một [1] đi.\n\nHai [2] đến.\n\n[1] chú\n\n[2] thích\n"
    moved = settled(RawText(text, None, pages=(0, 13, 32)))
    assert [moved.text[at : at + 3] for at in moved.pages] == ["Một", "Hai", ""]


def test_a_page_is_drawn(path: Path) -> None:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert page_picture(path, digest, 0).startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize(("digest", "number"), [("0" * 64, 0), (None, 3), (None, -1)])
def test_another_file_or_page_is_not_drawn(path: Path, digest: str | None, number: int) -> None:
    own = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.raises(Refused):
        page_picture(path, digest or own, number)


def test_a_picture_of_a_page_is_given(client: FlaskClient) -> None:
    answer = client.get("/trang/quyet-dinh.a/1.jpg")
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")


def test_a_picture_that_a_browser_has_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/trang/quyet-dinh.a/1.jpg").headers["ETag"]
    answer = client.get("/trang/quyet-dinh.a/1.jpg", headers={"If-None-Match": tag})
    assert answer.status_code == 304


@pytest.mark.parametrize("number", ["0", "4", "-1", "x", "9" * 30])
def test_no_other_page(client: FlaskClient, number: str) -> None:
    assert client.get(f"/trang/quyet-dinh.a/{number}.jpg").status_code == 404


def test_a_file_that_has_changed_is_not_drawn(client: FlaskClient, path: Path) -> None:
    assert client.get("/trang/quyet-dinh.a/1.jpg").status_code == 200
    path.write_bytes(pdf([[(72, 700, "mat")]]))
    assert client.get("/trang/quyet-dinh.a/1.jpg").status_code == 404


def test_pictures_go_with_downloads(path: Path) -> None:
    index = Index(MemoryEngine())
    index.add([path])
    client = create_app(index, Settings(downloads=False)).test_client()
    assert client.get("/trang/quyet-dinh.a/1.jpg").status_code == 404
    assert "/trang/" not in client.get("/van-ban/quyet-dinh.a").get_data(as_text=True)


def test_a_hit_leads_to_its_page(client: FlaskClient) -> None:
    page = client.get("/?q=con+meo").get_data(as_text=True)
    assert '<a href="/tai-ve/quyet-dinh.a?xem=1#page=3">trang 3</a>' in page


def test_a_hit_says_its_page_to_programs(client: FlaskClient) -> None:
    hits = client.get("/api/v1/search?q=con+meo").get_json()["hits"]
    assert [hit["page"] for hit in hits] == [3]


def test_a_document_shows_where_its_pages_begin(client: FlaskClient) -> None:
    page = client.get("/van-ban/quyet-dinh.a").get_data(as_text=True)
    assert [page.count(f"/trang/quyet-dinh.a/{number}.jpg") for number in (1, 2, 3)] == [1, 1, 1]


def test_a_pdf_opens_in_the_browser(client: FlaskClient) -> None:
    answer = client.get("/tai-ve/quyet-dinh.a?xem=1", buffered=True)
    assert (answer.mimetype, answer.headers["Content-Disposition"][:6]) == (
        "application/pdf",
        "inline",
    )


def test_what_is_no_pdf_is_downloaded(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<html><script>x</script><p>Điều 1. Một", "utf-8")
    index = Index(MemoryEngine())
    index.add([tmp_path / "a.html"])
    (name,) = [document.id for document in index.documents()]
    answer = create_app(index).test_client().get(f"/tai-ve/{name}?xem=1", buffered=True)
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_hit_in_a_sheet_says_its_cell(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("STT,Tên,Mức\n1,Lê Văn Tám,5\n", "utf-8")
    index = Index(MemoryEngine())
    index.add([tmp_path / "a.csv"])
    assert "ô B2" in create_app(index).test_client().get("/?q=le+van+tam").get_data(as_text=True)
