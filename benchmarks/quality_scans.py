"""Scans recognised by Tesseract, against their text read by eye: rows of ``make quality``.

Digits written by hand are not judged: they are no print. A number or a date that has some counts
as printed only where the truth's own text has it whole.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple

import pypdfium2
from unidecode import unidecode

from benchmarks.quality_misread import misread_rows
from benchmarks.quality_rows import Report, Row
from benchmarks.truth import SHARED
from indexer.core.document import Clause, Document
from indexer.index import Index, create_index
from indexer.ingest.files import File
from indexer.ingest.read import read
from indexer.readers.ocr.layout import sheets_of
from indexer.readers.ocr.pdf import drawn
from indexer.readers.ocr.program import tesseract
from indexer.readers.ocr.recognise import recognise
from indexer.readers.pdf_layout import text_of_pages

TRUTH: Final = SHARED / "gold" / "scans.json"
SCANS: Final = SHARED / "corpora" / "scans"
FIELDS: Final = ("type", "number", "date", "issuer", "signer", "title")
_SAME: Final = 0.9
"""Share of letters in which a title or a name agrees with the truth, accents folded; other fields
must be equal."""


class Scan(NamedTuple):
    truth: dict[str, Any]
    document: Document
    clauses: tuple[Clause, ...]
    pages: dict[int, str]
    """The text of the pages of the truth, by number."""


def report() -> Report:
    """Every measure, or none where the documents or Tesseract are not on this machine."""
    if not TRUTH.exists() or tesseract() is None:
        return Report("Scans (not on this machine)", ())
    scans = [_read(truth) for truth in json.loads(TRUTH.read_text(encoding="utf-8"))]
    notes: list[str] = []
    rows = [*_syllables(scans, notes), _clauses(scans, notes), *_facts(scans, notes)]
    rows += [_stamps(scans, notes), *_queries(scans, notes), *misread_rows(scans, notes)]
    pages = sum(len(scan.pages) for scan in scans)
    return Report(f"Scans ({len(scans)} documents, {pages} pages)", tuple(rows), tuple(notes))


def _read(truth: dict[str, Any]) -> Scan:
    path = SCANS / truth["file"]
    document, clauses = read(File(path, truth["file"]))
    return Scan(truth, document, clauses, dict(_pages(path, truth["pages"])))


def _pages(path: Path, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    program = tesseract()
    assert program is not None  # looked for before
    file = pypdfium2.PdfDocument(path)
    try:
        for number in numbers:
            (page,) = recognise(path, [number - 1], program, lambda at: drawn(file, at, scan=True))
            assert page is not None  # or it had raised
            yield number, text_of_pages(sheets_of(page, 0))
    finally:
        file.close()


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", unidecode(text).lower()))


def _syllables(scans: Sequence[Scan], notes: list[str]) -> Iterator[Row]:
    for folded in (True, False):
        missing = total = 0
        for scan in scans:
            for number, text in scan.pages.items():
                if number in scan.truth["table_pages"]:
                    continue
                wanted = _counted(scan.truth["text"][str(number)], folded=folded)
                lost = wanted - _counted(text, folded=folded)
                missing += lost.total()
                total += wanted.total()
                if folded:
                    notes.append(
                        f"{scan.truth['file']} page {number}: missing {', '.join(lost) or 'none'}"
                    )
        share = missing / total
        name = "accents folded" if folded else "with accents"
        target = "<= 1.5 %" if folded else ""
        yield Row(
            f"syllables missing, {name}, pages without tables",
            f"{share:.1%} of {total}",
            target,
            share <= 0.015,
        )


def _counted(text: str, *, folded: bool) -> Counter[str]:
    text = text.lower()
    return Counter(re.findall(r"\w+", unidecode(text) if folded else text))


def _address(clause: Clause) -> list[str]:
    return [step.number for step in clause.path if step.number and step.level not in _AROUND]


_AROUND: Final = {"phu-luc", "kem-theo", "chuong", "phan"}
"""Levels that the truth's addresses leave out."""


def _clauses(scans: Sequence[Scan], notes: list[str]) -> Row:
    right = total = 0
    for scan in scans:
        for wanted in scan.truth["clauses"]:
            total += 1
            found = any(
                _is_at(clause, wanted["address"])
                and _starts(scan.document, clause, wanted["starts"])
                for clause in scan.clauses
            )
            right += found
            if not found:
                notes.append(f"{scan.truth['file']}: no clause {wanted['address']}")
    return Row(
        "clauses with right address and first words",
        f"{right} of {total}",
        ">= 95 %",
        right >= 0.95 * total,
    )


def _is_at(clause: Clause, address: list[str]) -> bool:
    return [number.lower() for number in _address(clause)] == [one.lower() for one in address]


def _starts(document: Document, clause: Clause, words: str) -> bool:
    """Its first words are these; of an article that has only points, those of its first point."""
    text = document.text[clause.span.start : clause.span.start + len(words) + 60]
    wanted, said = _plain(words), _plain(text)
    return any(
        SequenceMatcher(None, wanted, said[at : at + len(wanted)]).ratio() > _SAME - 0.05
        for at in range(max(1, len(said) - len(wanted) + 1))
    )


def _facts(scans: Sequence[Scan], notes: list[str]) -> Iterator[Row]:
    for field in FIELDS:
        right = total = 0
        for scan in scans:
            wanted, got = scan.truth.get(field), getattr(scan.document, field)
            if not wanted or (field in {"number", "date"} and scan.truth["inked"]):
                continue
            if field == "signer" and _plain(wanted) not in _plain(" ".join(_texts(scan))):
                continue  # on a page that is not among those read by eye
            total += 1
            same = got is not None and _agrees(field, wanted, got)
            right += same
            if not same:
                notes.append(f"{scan.truth['file']}: {field} {got!r}, not {wanted!r}")
        yield Row(f"{field} where printed", f"{right} of {total}", ">= 85 %", right >= 0.85 * total)


def _texts(scan: Scan) -> list[str]:
    return list(scan.truth["text"].values())


def _agrees(field: str, wanted: str, got: str) -> bool:
    if field in {"type", "number", "date"}:
        return wanted == got
    return SequenceMatcher(None, _plain(wanted), _plain(got)).ratio() >= _SAME


_OF_STAMPS: Final = re.compile(
    r"cong van den|kinh chuyen|sao y|nguoi ky|thoi gian ky|email|luu ho so"
    r"|cong thong tin dien tu chinh phu(?! va)"
)


def _stamps(scans: Sequence[Scan], notes: list[str]) -> Row:
    found = [
        (scan.truth["file"], match[0])
        for scan in scans
        for clause in scan.clauses
        if clause.path
        for match in _OF_STAMPS.finditer(_plain(clause.text))
        if match[0] not in _plain(" ".join(_texts(scan)))
    ]
    notes += [f"{file}: {words} in a clause" for file, words in found]
    return Row("words of stamps in clauses", str(len(found)), "0", not found)


def _queries(scans: Sequence[Scan], notes: list[str]) -> Iterator[Row]:
    with TemporaryDirectory() as folder, create_index(Path(folder) / "index") as index:
        index.add([SCANS])
        for accents in (True, False):
            right = total = 0
            for scan in scans:
                for query in scan.truth["queries"]:
                    total += 1
                    words = query["q"] if accents else unidecode(query["q"])
                    first = _first(index, words)
                    same = first is not None and _answers(scan, query, *first)
                    right += same
                    if not same:
                        said = first and (first[0], _address(first[1]))
                        notes.append(f"{words}: {said}, not {query['address']}")
            name = "with accents" if accents else "without accents"
            yield Row(
                f"right clause first, {name}", f"{right} of {total}", ">= 16 of 18", right >= 16
            )


def _first(index: Index, words: str) -> tuple[str, Clause] | None:
    hits = index.search(words).hits
    return (hits[0].document.source, hits[0].clause) if hits else None


def _answers(scan: Scan, query: dict[str, Any], source: str, clause: Clause) -> bool:
    if Path(source).name != scan.truth["file"]:
        return False
    if query["address"][0] != "table":
        return _is_at(clause, query["address"])
    lines = scan.truth["text"][str(query["page"])].split("\n")
    row = next(line for line in lines if line.startswith(f"{query['address'][1]} |"))
    return _plain(row.split("|")[1])[:20] in _plain(clause.text)
