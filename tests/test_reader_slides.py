"""Slides: each a place of its own; JSON and XML: what they hold as text."""

from __future__ import annotations

from pathlib import Path

import pytest
from office_files import odf, shape, show

from indexer.core.errors import UnreadableFile
from indexer.identity.address import label
from indexer.ingest.files import File
from indexer.ingest.read import read
from indexer.readers import read_text

TABLE = (
    f"<a:tbl><a:tr><a:tc><a:p><a:r><a:t>{'STT'}</a:t></a:r></a:p></a:tc>"
    "<a:tc><a:p><a:r><a:t>Xã</a:t></a:r></a:p></a:tc></a:tr></a:tbl>"
)
CASES: list[tuple[str, tuple[str, ...], str, str]] = [
    ("slides", (shape("Một"), shape("Hai")), "", "Một\n\nHai\n\n"),
    ("the title first", (shape("thân") + shape("ĐỀ", "title"),), "", "ĐỀ\nthân\n\n"),
    ("a table", (TABLE,), "", "STT | Xã\n\n"),
    ("notes", (shape("Một"),), shape("nói") + shape("3", "sldNum"),
     "Một\nGhi chú của người trình bày:\nnói\n\n"),
    ("running lines", (shape("Một") + shape("9", "sldNum") + shape("chân", "ftr"),), "", "Một\n\n"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("slides", "notes", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
@pytest.mark.parametrize("name", ["a.pptx", "a.doc"])
def test_slides(
    tmp_path: Path, slides: tuple[str, ...], notes: str, expected: str, name: str
) -> None:
    path = show(tmp_path / name, *slides, notes=notes)
    assert read_text(path, path.name).text == expected


def test_a_slide_is_a_place(tmp_path: Path) -> None:
    path = show(tmp_path / "a.pptx", shape("Một"), "", shape("Ba"))
    _, clauses = read(File(path, path.name))
    assert [(c.id, label(c.path)) for c in clauses] == [
        ("a#trang-chieu-1", "trang chiếu 1"),
        ("a#trang-chieu-3", "trang chiếu 3"),
    ]


def test_open_document_slides(tmp_path: Path) -> None:
    body = (
        "<draw:page><draw:frame><draw:text-box><text:p>Một</text:p></draw:text-box></draw:frame>"
        "<presentation:notes><text:p>nói</text:p></presentation:notes></draw:page>"
        "<draw:page><text:p>Hai</text:p></draw:page>"
    )
    path = odf(tmp_path / "a.odp", "presentation", body)
    assert read_text(path, "a.odp").text == ("Một\nGhi chú của người trình bày:\nnói\n\nHai\n\n")


DATA: list[tuple[str, str, str, str]] = [
    ("an object", "a.json", '{"so": "5/QĐ", "co": true, "x": null}', "so: 5/QĐ\nco: true\n"),
    ("objects in a list", "a.json", '[{"a": 1}, {"a": 2}]', "a: 1\n\na: 2\n"),
    ("values in a list", "a.json", '{"xa": ["Tân", "An"]}', "xa: Tân, An\n"),
    ("a long text keeps its lines", "a.json", '{"nd": "Điều 1. Một\\nĐiều 2. Hai"}',
     "Điều 1. Một\nĐiều 2. Hai\n"),
    ("data in XML", "a.xml", "<?xml version='1.0'?><x><ten>Lê</ten><xa>Tân</xa></x>",
     "ten: Lê\nxa: Tân\n"),
    ("a document in XML", "a.xml", "<x><p>Một <b>hai</b> ba.</p><!-- c --><p>Bốn</p></x>",
     "Một hai ba.\nBốn\n"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data", "expected"), [c[1:] for c in DATA], ids=[c[0] for c in DATA]
)
def test_data(tmp_path: Path, name: str, data: str, expected: str) -> None:
    (tmp_path / name).write_text(data, "utf-8")
    assert read_text(tmp_path / name, name).text == expected


BAD: list[tuple[str, bytes, str]] = [
    ("a.json", b"{", r"tệp \.json hỏng"),
    ("a.json", b"[" * 200_000, r"tệp \.json hỏng"),
    ("a.xml", b"<a>", r"tệp \.xml hỏng"),
    ("a.pptx", b"PK\x03\x04", r"tệp \.pptx hỏng"),
    ("a.odp", b"PK\x03\x04", r"tệp \.odp hỏng"),
]


@pytest.mark.parametrize(("name", "data", "message"), BAD)
def test_damage(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableFile, match=message):
        read_text(tmp_path / name, name)


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("bí mật", "utf-8")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    (tmp_path / "a.xml").write_text(f"{entity}<x><p>a&e;</p></x>", "utf-8")
    assert "bí mật" not in read_text(tmp_path / "a.xml", "a.xml").text
