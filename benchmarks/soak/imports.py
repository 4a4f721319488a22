"""Exports with one line changed at random: what is accepted can be shown, what is not is named."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any, Final
from urllib.parse import quote

from flask import Flask

from benchmarks.soak import corpus
from benchmarks.soak.outcome import Outcome
from indexer.core.errors import BadExport
from indexer.engines.memory import MemoryEngine
from indexer.index import Index
from indexer.ingest.exchange import export_lines, import_lines
from search_ui import create_app

TEXT: Final = """{head}Về việc trích dẫn

Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;

Điều 1. Phạm vi

1. Thi đua yêu nước theo Chỉ thị số 34-CT/TW ngày 07 tháng 4 năm 2014:

a) Đăng ký; b) Bình xét theo khoản 2 Điều 1.

2. Nước sạch | nông thôn | mới

Nơi nhận:
- Như trên;
- Lưu: VT.

CHỦ TỊCH

Nguyễn Văn A
"""
VALUES: Final[tuple[Any, ...]] = (
    None, True, 0, -1, 1, 10**9, 10**30, 1.5, "", " ", "a", "..", "a/b", "a#b", "a?b=c&d", "\x00",
    "\r\n", "\ud800", "\udfff.txt", "\U0010ffff", "\u202e", "<script>", "'\"><", "%(x)s", "%", "đ",
    "x" * 30_000, "12/KH-UBND", "2024-02-30", "0001-01-01", "9999-12-31", "clause", "note", "dieu",
    "quote", "stated", [], [[]], [0, 0], [0, 1], [1, 0], [-1, 5], [0, 10**9], ["a"], {},
    [{"level": "quote", "number": "", "heading": ""}],
    [{"level": "dieu", "number": "\n", "heading": "x"}],
)  # fmt: skip
"""What a value becomes."""


def imports(folder: Path, count: int) -> Outcome:
    """Import so many mutated lines one by one, and ask for every page of what was accepted."""
    outcome = Outcome("lines of an export, changed at random, that are imported")
    header, *originals, end = _exported(folder)
    random = Random(14)
    together: list[bytes] = []
    alone: list[bool] = []
    """Whether each of the lines was refused."""
    for _ in range(count):
        line = _mutated(random, random.choice(originals), originals)
        engine = MemoryEngine()
        outcome.times += 1
        try:
            done = import_lines(engine, io.BytesIO(header + line + b"\n" + end))
        except BadExport as error:  # a change may make it a last line
            outcome.count("no whole export")
            if error.line not in (2, 3) or list(engine.documents()):
                outcome.lost.append(f"refused as line {error.line}: {line[:200]!r}")
            continue
        except Exception as error:  # noqa: BLE001  # what the trial looks for
            outcome.lost.append(f"{type(error).__name__} ({error}): {line[:200]!r}")
            continue
        together.append(line)
        alone.append(bool(done.refusals))
        if done.refusals:
            outcome.count("refused by line")
            if [one.line for one in done.refused] != [2] or list(engine.documents()):
                outcome.lost.append(f"{done.refused} of line 2: {line[:200]!r}")
            continue
        outcome.count("accepted")
        outcome.lost += [f"{wrong}: {line[:300]!r}" for wrong in _unserved(Index(engine), outcome)]
    end = b'{"end":true,"documents":%d}\n' % len(together)
    lines = io.BytesIO(header + b"\n".join([*together, end]))
    engine = MemoryEngine()
    done = import_lines(engine, lines, processes=2)
    refused = {one.line - 2 for one in done.refused if "đã có" not in one.reason}
    if refused != {number for number, bad in enumerate(alone) if bad}:
        outcome.lost.append("other lines are refused of one file than alone")
    outcome.lost += [f"{wrong}: of all lines" for wrong in _unserved(Index(engine), outcome)]
    return outcome


def _exported(folder: Path) -> list[bytes]:
    """An export of a few documents: the first line, one a document, and the last for one."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, 4):
        corpus.write(folder, range(number, number + 1))
        text = TEXT.format(head=corpus.head(number + 10))
        (folder / f"{number + 10}.txt").write_text(text, encoding="utf-8")
    engine = MemoryEngine()
    Index(engine).add([folder])
    header, *lines, _ = export_lines(engine)
    return [header, *(line.rstrip(b"\n") for line in lines), b'{"end":true,"documents":1}\n']


def _mutated(random: Random, line: bytes, lines: list[bytes]) -> bytes:
    if random.random() < 0.15:
        return _damaged(random, line)
    record = json.loads(line)
    other = json.loads(random.choice(lines))
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        _change(random, record, other)
    return json.dumps(record).encode()


def _damaged(random: Random, line: bytes) -> bytes:
    """Some bytes changed, lost or doubled."""
    data = bytearray(line)
    at = random.randrange(len(data))
    way = random.randrange(3)
    if way == 0:
        data[at] = random.choice(b'0a"{}[],:\\ \xff')
    elif way == 1:
        del data[at : at + random.randint(1, 40)]
    else:
        data[at:at] = data[at : at + random.randint(1, 40)]
    return bytes(data).replace(b"\n", b"")


def _change(random: Random, record: Any, other: Any) -> None:
    """One value becomes another, goes away, or comes twice."""
    holder, key = random.choice(list(_places(record)))
    way = random.randrange(6)
    value = holder[key]
    if way == 0:
        del holder[key]
    elif way == 1 and isinstance(holder, list):
        holder.insert(key, deepcopy(value))
    elif way == 2:
        there, place = random.choice(list(_places(other)))
        holder[key] = deepcopy(there[place])
    elif way == 3 and isinstance(value, str):
        at = random.randint(0, len(value))
        given = random.choice([each for each in VALUES if isinstance(each, str)])
        holder[key] = value[:at] + given + value[at:]
    elif way == 4 and type(value) is int:
        holder[key] = value + random.choice((-5, -1, 1, 5))
    else:
        holder[key] = deepcopy(random.choice(VALUES))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Everything in a record that has a place: what holds it, and under which key."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in list(items):
        yield value, key
        if isinstance(inner, (dict, list)):
            yield from _places(inner)


def _unserved(index: Index, outcome: Outcome) -> list[str]:
    """The pages of a site over an index that are not served."""
    app: Flask = create_app(index)
    client = app.test_client()
    wrong = []
    for address in _addresses(index):
        outcome.notes["pages"] = int(str(outcome.notes.get("pages", 0))) + 1
        try:
            status = client.get(address, buffered=True).status_code
        except Exception as error:  # noqa: BLE001  # what the trial looks for
            wrong.append(f"{address[:100]}: {type(error).__name__} ({error})"[:300])
            continue
        if status != 200:
            wrong.append(f"{address[:100]}: {status}")
    return wrong


def _addresses(index: Index) -> Iterator[str]:
    yield from (
        "/", "/?q=thi+dua", "/?q=thi+dua&fold=1", "/?q=khong+co&sort=date", "/?q=12/KH-UBND",
        "/?q=thi+dua&group=document", "/duyet", "/tin.atom?q=thi+dua", "/tin.atom",
        "/goi-y?q=thi", "/metrics", "/healthz", "/api/v1/search?q=thi+dua",
        "/api/v1/export?q=thi+dua", "/api/v1/suggest?q=thi", "/api/v1/browse", "/api/v1/stats",
    )  # fmt: skip
    for document in index.documents():
        name = quote(document.id, safe="")
        yield from (
            f"/van-ban/{name}", f"/van-ban/{name}?q=thi+dua", f"/vien-dan/{name}",
            f"/api/v1/documents/{name}", f"/api/v1/citations/{name}",
        )  # fmt: skip
        for clause in index.clauses(document.id):
            piece = quote(clause.id, safe="")
            yield from (f"/api/v1/clauses/{piece}", f"/api/v1/similar/{piece}")
