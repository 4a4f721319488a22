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


def outlook(subject: str, text: str, files: Mapping[str, bytes] = {}) -> bytes:
    """A .msg with files attached."""
    tree: dict[str, bytes | dict[str, bytes]] = {
        "__properties_version1.0": bytes(32),
        "__substg1.0_0037001F": subject.encode("utf-16-le"),
        "__substg1.0_1000001F": text.encode("utf-16-le"),
        "__substg1.0_0C1A001F": "Văn thư".encode("utf-16-le"),
    }
    for number, (name, data) in enumerate(files.items()):
        tree[f"__attach_version1.0_#{number:08X}"] = {
            "__properties_version1.0": bytes(8),
            "__substg1.0_3707001F": name.encode("utf-16-le"),
            "__substg1.0_37010102": data.ljust(4096, b"\n"),
        }
    return compound(tree)


_NONE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(tree: Mapping[str, bytes | dict[str, bytes]]) -> bytes:
    """A compound file ([MS-CFB]) with these streams, folders one deep. Short streams are filled up,
    so that all are in sectors of the file."""
    rows: list[tuple[str, int, bytes, int, int]] = []  # name, kind, data, next, first below
    rows.append(("Root Entry", 5, b"", _NONE, 1))
    place = 1
    for number, (name, data) in enumerate(tree.items()):
        below = data if isinstance(data, dict) else {}
        after = place + 1 + len(below)
        following = after if number < len(tree) - 1 else _NONE
        kind, content = (1, b"") if below else (2, bytes(data))  # type: ignore[arg-type]
        rows.append((name, kind, content, following, place + 1 if below else _NONE))
        for at, (inner, inner_data) in enumerate(below.items()):
            last = at == len(below) - 1
            rows.append((inner, 2, inner_data, _NONE if last else place + 2 + at, _NONE))
        place = after
    filled = [row[2].ljust(4096, b"\0") if row[1] == 2 else b"" for row in rows]
    lengths = [-(-len(data) // 512) for data in filled]
    folder = -(-len(rows) // 4)
    tables = next(n for n in range(1, 99) if n * 128 >= n + folder + sum(lengths))
    chain = [_FAT] * tables + [*range(tables + 1, tables + folder), _END]
    entries = b""
    for (name, kind, _, following, below), data, length in zip(rows, filled, lengths, strict=True):
        start = len(chain) if data else _END
        chain += [*range(start + 1, start + length), _END] if data else []
        encoded = name.encode("utf-16-le")
        entries += encoded.ljust(64, b"\0") + struct.pack(
            "<HBBIII16sIQQIQ", len(encoded) + 2, kind, 1, _NONE, following, below, bytes(16), 0, 0,
            0, start, len(data),
        )  # fmt: skip
    entries += bytes(folder * 512 - len(entries))
    fat = struct.pack(f"<{tables * 128}I", *chain, *[_NONE] * (tables * 128 - len(chain)))
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE,
        9, 6, bytes(6), 0, tables, tables, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    head += struct.pack("<109I", *range(tables), *[_NONE] * (109 - tables))
    streams = b"".join(data.ljust(-(-len(data) // 512) * 512, b"\0") for data in filled)
    return head + fat + entries + streams
