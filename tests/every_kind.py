"""An office's folder with one file of each kind, broken and encrypted ones among them.

Each file that can be read holds a plan whose number is its own, so that it can be looked for.
"""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import docx
from container_maker import compound, letter, locked, outlook, plan, rar, zipped
from office_files import flat_odf, odf, shape, show, workbook
from openpyxl import Workbook
from pdf_maker import pdf
from PIL import Image
from scan_maker import pictures_of, scan_of

from indexer.readers.ocr.program import tesseract

TEXT: Final = "Kế hoạch số {number}/KH-UBND\n\n1. Tuyên truyền phổ biến pháp luật đợt {number}.\n"


def words(number: int) -> str:
    """What the file with this number says."""
    return TEXT.format(number=number)


def _page(number: int) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in words(number).split("\n") if line)
    return f"<!doctype html><html><body>{body}</body></html>".encode()


def _word(number: int) -> bytes:
    made = io.BytesIO()
    document = docx.Document()
    for line in words(number).split("\n"):
        document.add_paragraph(line)
    document.save(made)
    return made.getvalue()


def _sheet(number: int) -> Callable[[Workbook], None]:
    def fill(book: Workbook) -> None:
        for row in (["STT", "Nội dung"], [1, f"Tuyên truyền phổ biến pháp luật đợt {number}"]):
            book.active.append(row)

    return fill


def _pdf(number: int, trailer: str = "") -> bytes:
    lines = [line for line in words(number).split("\n") if line]
    return pdf([[(70, 760 - 30 * at, line) for at, line in enumerate(lines)]], trailer=trailer)


def _mht(number: int) -> bytes:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    part = b"--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: a\r\n\r\n"
    return head + part + _page(number) + b"\r\n--x--\r\n"


def _rtf(number: int) -> bytes:
    said = "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in words(number))
    return ("{\\rtf1\\ansi " + said.replace("\n", "\\par\n") + "}").encode("ascii")


def _odt(folder: Path, number: int) -> None:
    body = "".join(f"<text:p>{line}</text:p>" for line in words(number).split("\n"))
    odf(folder / f"{number} văn bản.odt", "text", body)


def _ods(folder: Path, number: int) -> None:
    row = "".join(
        f"<table:table-cell office:value-type='string'><text:p>{said}</text:p></table:table-cell>"
        for said in ("Nội dung", f"Tuyên truyền phổ biến pháp luật đợt {number}")
    )
    table = f"<table:table table:name='A'><table:table-row>{row}</table:table-row></table:table>"
    odf(folder / f"{number} bảng.ods", "spreadsheet", table)


def make(folder: Path) -> tuple[dict[str, int], dict[str, str]]:
    """Fill a folder with 46 files.

    Returns:
        source -> number of each that can be read on this machine, what lies in containers too; and
        source -> the state of each other.
    """
    (folder / "2024" / "quý 1").mkdir(parents=True)
    readable: dict[str, bytes] = {
        "1001 thường.txt": words(1001).encode(),
        "1002 utf-16.txt": words(1002).encode("utf-16"),
        "1003 có BOM.txt": words(1003).encode("utf-8-sig"),
        "1004 đánh dấu.md": words(1004).encode(),
        "1005 đánh dấu.markdown": words(1005).encode(),
        "2024/1006 trang.html": _page(1006),
        "2024/1007 trang.htm": _page(1007),
        "2024/1008 lưu.mht": _mht(1008),
        "2024/1009 lưu.mhtml": _mht(1009),
        "2024/1010 word.docx": _word(1010),
        "2024/quý 1/1011 word đổi tên.doc": _word(1011),
        "2024/quý 1/1012 trang đổi tên.doc": _page(1012),
        "2024/quý 1/1013 chữ.pdf": _pdf(1013),
        "2024/quý 1/1014 pdf đổi tên.docx": _pdf(1014),
        "1015 bảng.csv": f"STT,Nội dung\n1,Tuyên truyền phổ biến pháp luật đợt {1015}\n".encode(),
        "1016 bảng.tsv": f"STT\tNội dung\n1\tTuyên truyền phổ biến đợt {1016}\n".encode(),
        "1031 dữ liệu.json": json.dumps({"noi_dung": words(1031)}).encode(),
        "1032 dữ liệu.xml": f"<kh><nd>Tuyên truyền phổ biến đợt {1032}</nd></kh>".encode(),
        "1017 phẳng.odt": flat_odf(
            "text", "".join(f"<text:p>{line}</text:p>" for line in words(1017).split("\n"))
        ).encode(),
    }
    for name, data in readable.items():
        (folder / name).write_bytes(data)
    numbers = {name: int(name.rpartition("/")[2][:4]) for name in readable}
    _odt(folder, 1018)
    _ods(folder, 1019)
    workbook(folder / "1020 bảng.xlsx", _sheet(1020))
    workbook(folder / "1021 bảng.xlsm", _sheet(1021))
    for name in ("1018 văn bản.odt", "1019 bảng.ods", "1020 bảng.xlsx", "1021 bảng.xlsm"):
        numbers[name] = int(name[:4])
    recognised, unread = _recognised(folder)
    numbers |= _slides(folder) | recognised | _containers(folder)
    return numbers, _others(folder) | unread


def _containers(folder: Path) -> dict[str, int]:
    inner = zipped({"1023.md": words(1023).encode()})
    (folder / "gói.zip").write_bytes(
        zipped({"văn bản/1022.txt": words(1022).encode(), "sâu.zip": inner})
    )
    found = {"gói.zip/văn bản/1022.txt": 1022, "gói.zip/sâu.zip/1023.md": 1023}
    made = letter("Báo cáo đợt 1024", "Kính gửi báo cáo.", {"kèm 1025.txt": words(1025).encode()})
    (folder / "thư.eml").write_bytes(made.as_bytes())
    found |= {"thư.eml": 1024, "thư.eml/kèm 1025.txt": 1025}
    (folder / "thư.msg").write_bytes(outlook("Báo cáo đợt 1026", "Kính gửi báo cáo."))
    (folder / "gói.rar").write_bytes(rar({"1027.txt": words(1027).encode()}))
    (folder / "1028 định dạng.rtf").write_bytes(_rtf(1028))
    if find_spec("olefile"):
        found["thư.msg"] = 1026
    if find_spec("libarchive"):
        found["gói.rar/1027.txt"] = 1027
    if shutil.which("soffice") or shutil.which("libreoffice"):
        found["1028 định dạng.rtf"] = 1028
    return found


def _slides(folder: Path) -> dict[str, int]:
    said = {number: f"Tuyên truyền phổ biến pháp luật đợt {number}" for number in (1029, 1030)}
    show(folder / "1029 trình chiếu.pptx", shape("Kế hoạch", "title") + shape(said[1029]))
    page = f"<draw:page><text:p>Kế hoạch</text:p><text:p>{said[1030]}</text:p></draw:page>"
    odf(folder / "1030 trình chiếu.odp", "presentation", page)
    return {"1029 trình chiếu.pptx": 1029, "1030 trình chiếu.odp": 1030}


def _recognised(folder: Path) -> tuple[dict[str, int], dict[str, str]]:
    """A picture of a page and a scan, which can be read where Tesseract is. Without accents: the
    fonts that every PDF may use have no Vietnamese letters."""
    picture, scan = "1033 ảnh chụp.png", "1034 bản quét.pdf"
    pages = [[(70, 760, f"1. Tuyen truyen pho bien dot {number}.")] for number in (1033, 1034)]
    Image.fromarray(pictures_of(pdf(pages[:1]))[0]).save(folder / picture, dpi=(200, 200))
    (folder / scan).write_bytes(scan_of(pdf(pages[1:])))
    if tesseract():
        return {picture: 1033, scan: 1034}, {}
    return {}, dict.fromkeys((picture, scan), "left_out")


def _others(folder: Path) -> dict[str, str]:
    encrypted = compound({"EncryptedPackage": bytes(100), "EncryptionInfo": bytes(100)})
    failed = {
        "hỏng.docx": _word(1)[:300],
        "hỏng.pdf": b"%PDF-1.7\nno more than this",
        "hỏng.xlsx": b"PK\x03\x04 no more than this",
        "hỏng.zip": zipped({"1.txt": plan(1)})[:-30],
        "hỏng.odt": b"PK\x03\x04 no more than this",
        "mật khẩu.docx": encrypted,
        "mật khẩu.pdf": _pdf(2, "/Encrypt << /Filter /Standard /V 1 /R 2 /O () /U () /P 0 >>"),
        "mật khẩu.zip": locked(zipped({"1.txt": plan(1)})),
        "nhị phân.txt": bytes(range(16)) * 64,
        "trống.html": b"",
        "trống.eml": b"",
    }
    left_out = {"chương trình.exe": b"MZ", "LICENSE": b"x", "phim.mp4": b"\0\0\0\x18ftyp"}
    for name, data in (failed | left_out).items():
        (folder / name).write_bytes(data)
    states = dict.fromkeys(failed, "failed") | dict.fromkeys(left_out, "left_out")
    return states | {"mật khẩu.zip/1.txt": "failed"}
