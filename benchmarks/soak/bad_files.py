"""Files that nobody should be given: mutations of good ones, and some made to hurt.

Whatever they are, each must end up indexed or named with a reason, soon and in little memory, and
the good files among them must be found.
"""

from __future__ import annotations

import io
import os
import socket
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from time import perf_counter

from benchmarks.soak import memory
from benchmarks.soak.outcome import Outcome
from indexer.index import create_index
from indexer.ingest import build
from indexer.ingest.build import Report
from indexer.ingest.prepare import ANALYSING, READING, Preparer
from indexer.readers import READERS

DATA = Path(__file__).parent.parent.parent / "data"
GOOD = "Số: {number}/KH-UBND\n\nKẾ HOẠCH\n\n1. Câu lành lặn giữa những tệp hỏng.\n"
SECONDS = 30.0
"""What reading one file, and what analysing it, may take in these trials; shorter than for users,
so that more fits."""

Mutation = Callable[[bytes, Random], bytes]


def truncate(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def flip(data: bytes, random: Random) -> bytes:
    made = bytearray(data)
    for _ in range(random.choice((1, 3, 30)) if made else 0):
        made[random.randrange(len(made))] ^= 1 << random.randrange(8)
    return bytes(made)


def remove(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data) + 1)
    return data[:start] + data[start + random.choice((1, 16, 1024)) :]


def insert(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data) + 1)
    return data[:start] + random.randbytes(random.choice((1, 16, 1024))) + data[start:]


def repeat(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data) + 1)
    end = min(len(data), start + random.choice((8, 256, 4096)))
    return data[:start] + data[start:end] * random.choice((2, 50)) + data[end:]


def garble(_: bytes, random: Random) -> bytes:
    return random.randbytes(random.choice((0, 1, 100, 5000)))


def inside(data: bytes, random: Random) -> bytes:
    """A zip whose members are mutated, and whose checksums are right again."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return flip(truncate(data, random), random)
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as made:
        victim = random.choice(source.namelist())
        for name in source.namelist():
            member = source.read(name)
            if name == victim or name == "word/document.xml":
                member = random.choice((truncate, flip, remove, insert, repeat))(member, random)
            made.writestr(name, member, zipfile.ZIP_DEFLATED)
    return target.getvalue()


MUTATIONS: tuple[Mutation, ...] = (
    truncate, flip, flip, remove, insert, repeat, garble, inside, inside,
)  # fmt: skip


def mutants(count: int, random: Random) -> Iterator[tuple[str, bytes]]:
    """Names and contents, of every format in turn."""
    seeds: dict[str, list[bytes]] = {suffix: [] for suffix in READERS}
    for path in sorted(DATA.rglob("*")):
        if path.suffix in seeds:
            seeds[path.suffix].append(path.read_bytes())
    for suffix, like in ((".htm", ".html"), (".markdown", ".md")):
        seeds[suffix] = seeds[suffix] or seeds[like]
    usable = sorted(suffix for suffix, contents in seeds.items() if contents)
    others = sorted(seeds.keys() - set(usable))
    for number in range(count):
        suffix = usable[number % len(usable)]
        data = random.choice(MUTATIONS)(random.choice(seeds[suffix]), random)
        if number % 23 == 0:  # a format under another format's name
            suffix = random.choice(usable + others)
        yield f"{number}{suffix}", data


def docx(document: bytes, **others: bytes) -> bytes:
    """The least that a reader takes for a .docx, with this as its text."""
    target = io.BytesIO()
    types = (
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        b'relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/'
        b'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    links = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", types)
        made.writestr("_rels/.rels", links)
        made.writestr("word/document.xml", document)
        for name, data in others.items():
            made.writestr(name, data)
    return target.getvalue()


_W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body: bytes, head: bytes = b"") -> bytes:
    """A .docx with this in its body."""
    return docx(head + b"<w:document " + _W + b"><w:body>" + body + b"</w:body></w:document>")


def _laughs() -> bytes:
    entities = b"".join(
        b'<!ENTITY l%d "%s">' % (n, (b"&l%d;" % (n - 1)) * 10 if n else b"ha") for n in range(12)
    )
    head = b"<?xml version='1.0'?><!DOCTYPE w [" + entities + b"]>"
    return word(b"<w:p><w:r><w:t>&l11;</w:t></w:r></w:p>", head)


def _pdf(pages: bytes, more: bytes = b"") -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj" + pages + b"endobj\n"
        + more + b"trailer<</Root 1 0 R/Size 9>>\n%%EOF\n"
    )  # fmt: skip


def hostile(size: int) -> dict[str, bytes]:
    """Files made to hurt; ``size`` (1 is short) is how much."""
    deep = 20_000 * size
    return {
        "bom.docx": word(b"<w:p><w:r><w:t>" + b"0" * (40_000_000 * size) + b"</w:t></w:r></w:p>"),
        "bom-nhiều.docx": docx(b"<w/>", **{f"m{n}": bytes(100_000) for n in range(200 * size)}),
        "cười.docx": _laughs(),
        "thực-thể.docx": word(
            b"<w:p><w:r><w:t>&x;</w:t></w:r></w:p>",
            b"<!DOCTYPE w [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        ),
        "bảng-sâu.docx": word(b"<w:tbl><w:tr><w:tc>" * deep + b"</w:tc></w:tr></w:tbl>" * deep),
        "sâu.html": b"<div>" * deep + b"x" + b"</div>" * deep,
        "sâu-bảng.html": b"<table><tr><td>" * deep,
        "thẻ.html": b"<" * (100_000 * size),
        "thuộc-tính.html": b"<p " + b"a=b " * (100_000 * size) + b">x",
        "ký-hiệu.html": b"&amp" * (100_000 * size),
        "trích.md": b">" * (5_000 * size) + b"x",
        "sao.md": b"*a " * (20_000 * size),
        "ngoặc.md": b"[" * (5_000 * size),
        "nháy.md": b"`" * 3 + b"`a" * (5_000 * size),
        "bảng.md": b"|" * (5_000 * size) + b"\n" + b"|-" * (5_000 * size),
        "danh-sách.md": b"".join(b" " * (2 * n) + b"- x\n" for n in range(400 * size)),
        "vòng.pdf": _pdf(b"<</Type/Pages/Kids[2 0 R]/Count 1>>"),
        "vòng-đôi.pdf": _pdf(
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"3 0 obj<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>endobj\n",
        ),
        "đếm.pdf": _pdf(b"<</Type/Pages/Kids[]/Count 999999999>>"),
        "tự-trỏ.pdf": _pdf(b"2 0 R"),
        "một-dòng.txt": b"thi dua " * (3_250_000 * size),
        "một-dòng.html": b"<p>" + b"thi dua " * (100_000 * size),
        "một-khoản.txt": b"1. " + "thi đua yêu nước ".encode() * (40_000 * size),
        "một-từ.txt": b"a" * (3_000_000 * size),
        "số.txt": b"1.1.1.1." * (50_000 * size),
        "điều.txt": "Điều ".encode() * (50_000 * size),
        "mở-ngoặc.txt": "“".encode() * (100_000 * size),
        "khoản.txt": b"".join(b"%d. x\n" % n for n in range(10_000 * size)),
        "không-utf8.txt": bytes(range(256)) * 100,
        "rỗng.txt": b"",
        "không.txt": bytes(100_000),
        "utf16-lẻ.txt": b"\xff\xfe" + "Điều 1".encode("utf-16-le")[:-1],
        "thay-thế.txt": "\ufffd".encode() * 1000,
        "tổ-hợp.txt": ("e" + "\u0301" * (20_000 * size)).encode(),
        "tổ-hợp-lẫn.txt": ("e" + "\u0301\u0323" * (50_000 * size)).encode(),
        "tổ-hợp-lạ.txt": ("\u0f71\u0f73" * (50_000 * size)).encode(),
        "ký-hiệu.txt": b"34-CT/TW " * (40_000 * size),
        "ngày.txt": "ngày 1 tháng 1 ".encode() * (40_000 * size),
        "ngoặc-đơn.txt": b"(" * (400_000 * size),
        "trích-dẫn.txt": "\n“Điều 1. ".encode() * (20_000 * size),
        "lồng.txt": b"".join(
            b"%d.%d.%d. x\n" % (n % 99, n % 9, n % 7) for n in range(20_000 * size)
        ),
        "hai-chiều.txt": ("\u202e" * 1000 + "Điều 1. abc").encode(),
    }


def names() -> list[str]:
    """Names that people and file systems come up with."""
    return [
        "xuống\ndòng.txt",
        "\u202egnp.txt",
        "\x1b[2J.txt",
        "dấu 'nháy\".txt",
        "a" * 240 + ".txt",
    ]


def unreadable(folder: Path) -> bool:
    """A file that nobody may read, in the folder; whether this process may all the same (root)."""
    (folder / "cấm.txt").write_text(GOOD.format(number=900_100), encoding="utf-8")
    (folder / "cấm.txt").chmod(0)
    return os.access(folder / "cấm.txt", os.R_OK)


def special(folder: Path) -> int:
    """What is no file; how many of them are reported, as failures or as left out (links that lead
    out of the folder, or to folders)."""
    (folder / "vòng.txt").symlink_to("vòng.txt")
    (folder / "mất.txt").symlink_to("không-có")
    (folder / "không-hết.txt").symlink_to("/dev/zero")
    os.mkfifo(folder / "ống.txt")
    (folder / "là-thư-mục.txt").mkdir()
    (folder / "vòng-thư-mục").symlink_to(folder)
    with socket.socket(socket.AF_UNIX) as made, suppress(OSError):
        made.bind(str(folder / "o.txt"))
    return 5 + (folder / "o.txt").exists()


def bad_files(folder: Path, count: int, size: int = 1, seed: int = 0) -> Outcome:
    """``count`` mutated files, the hostile ones, odd names, and what is no file."""
    outcome = Outcome("mutated and hostile files, of every format")
    random = Random(seed)
    files = folder / "files"
    files.mkdir()
    for name, data in mutants(count, random):
        (files / name).write_bytes(data)
    for name, data in hostile(size).items():
        (files / name).write_bytes(data)
    for number, name in enumerate(names(), 900_000):
        (files / name).write_text(GOOD.format(number=number), encoding="utf-8")
    if unreadable(files):
        outcome.notes["an unreadable file"] = "was read, for this is root"
    regular = sum(path.is_file() for path in files.iterdir() if not path.is_symlink())
    expected = regular + special(files)
    slowest, report = _index(folder, outcome)
    outcome.times = expected
    if report is not None:
        accounted = report.indexed + len(report.failures) + len(report.left_out)
        if accounted != expected:
            outcome.lost.append(f"{expected} files, {accounted} accounted for")
        outcome.lost += [f"{f.source}: no reason" for f in report.failures if not f.reason]
        outcome.notes["indexed"] = report.indexed
        outcome.notes["refused, each with a reason"] = len(report.failures)
    outcome.notes["longest time for a file"] = f"{slowest[0]:.1f} s ({slowest[1]})"
    if slowest[0] > 2 * SECONDS + 10:  # read, analysed, put into the index
        outcome.lost.append(f"{slowest[1]} took {slowest[0]:.0f} s")
    return outcome


def _index(folder: Path, outcome: Outcome) -> tuple[tuple[float, str], Report | None]:
    steps: list[tuple[float, str]] = []

    before = build.Preparer
    build.Preparer = partial(  # type: ignore[misc,assignment]
        Preparer,
        reading=READING._replace(seconds=SECONDS),
        analysing=ANALYSING._replace(seconds=SECONDS),
    )
    try:
        with create_index(folder / "index") as opened:
            report = opened.add(
                [folder / "files"],
                progress=lambda _, __, name: steps.append((perf_counter(), name)),
            )
            found = opened.search("câu lành lặn giữa những tệp hỏng", limit=50).total
            if found < len(names()):
                outcome.lost.append(f"{found} of {len(names())} good files are found")
    except Exception as error:  # noqa: BLE001  # any error at all is a broken promise
        outcome.lost.append(f"{type(error).__name__}: {error}")
        report = None
    finally:
        build.Preparer = before  # type: ignore[misc]
    peak = memory.peak()
    outcome.notes["peak memory"] = f"{peak:.0f} MB"
    times = ((after[0] - at, name) for (at, name), after in pairwise(steps))
    return max(times, default=(0.0, "-")), report
