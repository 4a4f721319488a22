"""OpenDocument: read whatever it is called, and never by LibreOffice."""

import zipfile
from pathlib import Path

import pytest

from indexer.core.errors import UnreadableFile
from indexer.readers import read_text

SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style")
)
LISTS = (
    '<office:automatic-styles><text:list-style style:name="L">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>'
    '<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="3"/>'
    "</text:list-style></office:automatic-styles>"
)


def flat(body: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {SPACES}>{LISTS}'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )


def text_of(folder: Path, body: str) -> str:
    (folder / "a.odt").write_text(flat(body), encoding="utf-8")
    return read_text(folder / "a.odt", "a.odt").text


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


def items(*texts: str, more: str = "") -> str:
    inside = "".join(f"<text:list-item>{text}</text:list-item>" for text in texts)
    return f'<text:list text:style-name="L"{more}>{inside}</text:list>'


def table(*rows: tuple[str, ...]) -> str:
    cells = ("".join(f"<table:table-cell>{c}</table:table-cell>" for c in row) for row in rows)
    inside = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    return f"<table:table>{inside}</table:table>"


GOES_ON = ' text:continue-numbering="true"'
NOTE = "<text:note><text:note-citation>1</text:note-citation><text:note-body>{}</text:note-body>"
INNER = items(p("b"), p("c")).replace(' text:style-name="L"', "")

CASES: list[tuple[str, str, str]] = [
    ("paragraphs", "<text:h>Điều 1</text:h>" + p("") + p("Một <text:span>hai</text:span>\n ba"),
     "Điều 1\n\nMột hai ba\n"),
    ("blanks, tabs and breaks", p('Số: 1/Q<text:tab/>Hà<text:s text:c="2"/>Nội<text:line-break/>x'),
     "Số: 1/Q    Hà  Nội\nx\n"),
    ("numbers", items(p("A") + INNER, p("D")), "1. A\n\na) b\n\nb) c\n\n2. D\n"),
    ("a list that goes on", items(p("A")) + p("x") + items(p("B"), more=GOES_ON)
     + items(p("C")), "1. A\n\nx\n\n2. B\n\n1. C\n"),
    ("a note", p("Một" + NOTE.format(p("chú")) + "</text:note> hai") + p("Ba"),
     "Một hai\n\n[1] chú\n\nBa\n"),
    ("a letterhead", table((p("BỘ THỬ"), p("CỘNG HÒA XÃ HỘI") + p("Độc lập"))),
     "BỘ THỬ\n\nCỘNG HÒA XÃ HỘI\nĐộc lập\n"),
    ("a table", table((p("STT"), p("Mức")), (p("1"), p("a")), (p("2"), p("b"))),
     "STT | Mức\n1 | a\n2 | b\n"),
    ("contents and changes", "<text:tracked-changes>" + p("cũ") + "</text:tracked-changes>"
     "<text:table-of-content>" + p("Điều 1 5") + "</text:table-of-content>" + p("x"), "x\n"),
    ("a section", f"<text:section>{p('a')}</text:section>", "a\n"),
    ("nothing", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_body(tmp_path: Path, body: str, expected: str) -> None:
    assert text_of(tmp_path, body) == expected


@pytest.mark.parametrize("suffix", [".odt", ".doc", ".docx"])
def test_a_package_under_any_name(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", flat(items(p("Một"))).replace(LISTS, ""))
        package.writestr("styles.xml", flat(""))
    assert read_text(path, path.name).text == "1. Một\n"


def test_notes_are_marked_off(tmp_path: Path) -> None:
    text_of(tmp_path, p("Một" + NOTE.format(p("chú")) + "</text:note>"))
    raw = read_text(tmp_path / "a.odt", "a.odt")
    assert [raw.text[start:end] for start, end in raw.notes] == ["[1] chú"]


@pytest.mark.parametrize("data", [b"", b"<office:document", b"PK\x03\x04", b"<a/>"])
def test_damage_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.odt").write_bytes(data)
    with pytest.raises(UnreadableFile, match=r"OpenDocument|tệp \.docx"):
        read_text(tmp_path / "a.odt", "a.odt")


def test_nothing_outside_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("bí mật", encoding="utf-8")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><office:document '
    page = flat(p("a&e;")).replace("<office:document ", entity)
    (tmp_path / "a.odt").write_text(page, encoding="utf-8")
    assert "bí mật" not in read_text(tmp_path / "a.odt", "a.odt").text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_libreoffice_never_sees_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "soffice").write_text(f"#!/bin/sh\necho > {tmp_path}/started", encoding="utf-8")
    (tmp_path / "soffice").chmod(0o755)
    page = flat(p("Một")).replace("UTF-8", encoding.upper())
    (tmp_path / "a.doc").write_bytes(page.encode(encoding))
    assert read_text(tmp_path / "a.doc", "a.doc").text == "Một\n"
    assert not (tmp_path / "started").exists()
