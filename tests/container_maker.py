"""Containers made up for tests."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from email.message import EmailMessage
from io import BytesIO

PLAN = """ỦY BAN NHÂN DÂN TỈNH SƠN HÀ
Số: {number}/KH-UBND
KẾ HOẠCH
1. {words}.
"""


def plan(number: int, words: str = "Nước sạch nông thôn") -> bytes:
    """A document of a few lines."""
    return PLAN.format(number=number, words=words).encode()


def zipped(files: Mapping[str, bytes], *, stored: bool = False) -> bytes:
    """A .zip of these files."""
    made = BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def renamed(archive: bytes, before: bytes, after: bytes) -> bytes:
    """An archive with a name of the same length in it, without the mark that it is UTF-8."""
    return archive.replace(before, after)


def locked(archive: bytes) -> bytes:
    """An archive whose members say that they are encrypted."""
    data = bytearray(archive)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 1)
    return bytes(data)


def letter(
    subject: str, text: str, files: Mapping[str, bytes] = {}, *, page: str = ""
) -> EmailMessage:
    """A letter with files attached."""
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Văn thư <van-thu@sonha.example>"
    message["To"] = "so-noi-vu@sonha.example"
    message["Date"] = "Tue, 14 Sep 2021 08:30:00 +0700"
    message.set_content(text)
    if page:
        message.add_alternative(page, subtype="html")
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def rar(files: Mapping[str, bytes]) -> bytes:
    """A .rar (version 4) of these files, as they are: nothing free packs them."""
    made = [b"Rar!\x1a\x07\x00", _block(0x73, 0, bytes(6))]
    for name, data in files.items():
        encoded = name.encode()
        head = struct.pack(
            "<IIBIIBBHI", len(data), len(data), 3, zlib.crc32(data), 0x4A8E6000, 20, 0x30,
            len(encoded), 0o100644,
        )  # fmt: skip
        made += [_block(0x74, 0x8000, head + encoded), data]
    made.append(_block(0x7B, 0x4000, b""))
    return b"".join(made)


def _block(kind: int, flags: int, body: bytes) -> bytes:
    rest = struct.pack("<BHH", kind, flags, 7 + len(body)) + body
    return struct.pack("<H", zlib.crc32(rest) & 0xFFFF) + rest
