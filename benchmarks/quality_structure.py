"""Reading and splitting, measured: the rows of the structure part of ``make quality``."""

from __future__ import annotations

import csv
import gzip
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import truth
from benchmarks.quality_rows import Report, Row
from benchmarks.truth import SHARED, Tally
from indexer.core.document import Clause, Document
from indexer.identity.document_id import number_key
from indexer.ingest.parse import parse
from indexer.metadata.dates import iso

LAWS = SHARED / "corpora" / "laws"
CODES = SHARED / "corpora" / "codes"
TITLES = SHARED / "corpora" / "titles" / "binh-duong.csv.gz"


def report() -> Report:
    """Every measure there are documents for on this machine."""
    rows: list[Row] = []
    notes: list[str] = []
    for name, documents, whole in (
        ("seeds (5 real documents)", list(truth.seeds()), False),
        ("data (own samples, every format)", list(truth.samples()), True),
    ):
        if documents:
            _against_truth(name, documents, whole, rows, notes)
    if CODES.is_dir():
        _codes(rows, notes)
    if LAWS.is_dir():
        _laws(rows, notes)
    if TITLES.exists():
        _numbers(rows, notes)
    return Report("Structure, metadata and citations", tuple(rows), tuple(notes))


def _against_truth(
    name: str,
    documents: list[tuple[dict[str, Any], Path]],
    whole: bool,
    rows: list[Row],
    notes: list[str],
) -> None:
    clauses, around, facts, cites, lost = Tally(), Tally(), Tally(), Tally(), 0
    for expected, path in documents:
        document, pieces = truth.parsed(path)
        clauses.add(truth.clauses(expected, pieces))
        around.add(truth.around(expected, pieces))
        facts.add(truth.facts(expected, document))
        cites.add(truth.citations(expected, document, pieces, whole=whole))
        lost += truth.lost(document, pieces)
    extra = clauses.found - clauses.right
    rows += [
        Row(
            f"{name}: clauses with right address, first and last words",
            f"{clauses.right} of {clauses.expected}, {extra} extra",
            "all, none extra",
            clauses.right == clauses.expected == clauses.found,
        ),
        Row(
            f"{name}: preamble and closing words",
            f"{around.right} of {around.expected}",
            "all",
            around.right == around.expected == around.found,
        ),
        Row(
            f"{name}: metadata, nulls included",
            f"{facts.right} of {facts.expected}",
            "all",
            facts.right == facts.expected,
        ),
        Row(
            f"{name}: citations by clause, "
            + ("number, date, issuer, title, place" if whole else "number, date, issuer"),
            f"precision {cites.precision:.3f}, recall {cites.recall:.3f} of {cites.expected}",
            "1.0, 1.0",
            cites.right == cites.expected == cites.found,
        ),
        Row(f"{name}: lost or doubled characters", str(lost), "0", lost == 0),
    ]
    for tally in (clauses, around, facts, cites):
        notes += tally.differences


@dataclass(frozen=True)
class Node:
    """A provision as (numbers of Điều, khoản, điểm) with where its own text starts and all of it,
    sub-clauses included, ends."""

    address: tuple[str, ...]
    start: int
    end: int


_KINDS = {"điều": "dieu", "khoản": "khoan", "điểm": "diem"}


def _codes(rows: list[Row], notes: list[str]) -> None:
    lost = 0
    for path in sorted(CODES.glob("*.json.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as stream:
            code = json.load(stream)
        document, pieces = parse(code["raw_text"], path.name)
        lost += truth.lost(document, pieces)
        compared = _compare_code(code, document, pieces)
        reasons = ", ".join(f"{count} {why}" for why, count in compared.reasons.most_common())
        rows.append(
            Row(
                f"code {document.number}: Điều, khoản, điểm with right parent and span",
                f"F1 {compared.raw.f1:.4f} of {compared.raw.expected} as the reference stands; "
                f"{compared.sound.f1:.4f} without its own faults ({reasons})",
                ">= 0.995, every difference explained",
                compared.sound.f1 >= 0.995,
            )
        )
        notes += [f"{document.number}: {difference}" for difference in compared.differences]
    rows.append(Row("codes: lost or doubled characters", str(lost), "0", lost == 0))


@dataclass(frozen=True)
class Compared:
    raw: Tally
    sound: Tally
    """Without the nodes of the reference that the text itself proves wrong."""
    reasons: Counter[str]
    differences: list[str]


def _compare_code(code: dict[str, Any], document: Document, pieces: tuple[Clause, ...]) -> Compared:
    text = document.text
    reference = list(_reference(code["tree"], ()))
    ours = {node.address: (node, own) for node, own in _ours(pieces)}
    raw, sound = Tally(len(reference), len(ours)), Tally(0, len(ours))
    reasons: Counter[str] = Counter()
    differences = []
    faulty = set()
    for node in reference:
        mine, own_end = ours.get(node.address, (None, 0))
        end = node.start + len(text[node.start : node.end].rstrip())
        right = mine and mine.start <= node.start <= own_end + 2 and mine.end == end
        raw.right += bool(right)
        article = ours.get(node.address[:1], (None, 0))[0]
        why = None if right else _fault(text, node, end, article)
        if why:
            reasons[why] += 1
            faulty.add(node.address)
        else:
            sound.expected += 1
            sound.right += bool(right)
        if not right:
            ends = f"{_at(text, end - 20)}, ours {_at(text, mine.end - 20) if mine else None}"
            differences.append(f"{'/'.join(node.address)}: {why or 'unexplained'}; ends {ends}")
    known = {node.address for node in reference}
    sound.found -= len(faulty & set(ours))
    differences += [
        f"{'/'.join(address)}: only ours, {_at(text, node.start)}"
        for address, (node, _) in ours.items()
        if address not in known
    ]
    return Compared(raw, sound, reasons, differences)


def _fault(text: str, node: Node, end: int, article: Node | None) -> str | None:
    """Why the text itself shows a node of the reference to be wrong, or None."""
    if article is None or not text.startswith(
        article.address[0].replace("dieu-", "Điều "), article.start
    ):
        return None
    if not article.start <= node.start <= article.end:
        return "offsets that point outside the article"
    tail = text[node.start : end].rstrip().rsplit("\n", 1)[-1]
    if tail.startswith("Tiểu mục") or text.startswith("Tiểu mục", node.start):
        return "nodes that swallow the heading of a Tiểu mục"
    before = text[article.start : node.start + 1]
    if before.count("“") > before.count("”"):
        return "quoted provisions taken for the code's own"
    above = re.findall(r"^(\d+)\.", before, re.MULTILINE)
    parent = node.address[-2].removeprefix("khoan-") if len(node.address) == 3 else None
    if parent and above and above[-1] != parent:
        return "offsets in another provision"
    number = node.address[-1].split("-", 1)[1]
    line = text[text.rfind("\n", 0, node.start) + 1 : node.start + 12]
    if len(node.address) > 1 and not re.match(rf"{re.escape(number)}[.)]", line.strip()):
        return "offsets in another provision"
    return None


def _at(text: str, position: int) -> str:
    return repr(text[max(0, position) : position + 25])


def _reference(node: dict[str, Any], above: tuple[str, ...]) -> Iterator[Node]:
    level = _KINDS.get(node["node_type"])
    here = (*above, f"{level}-{node['node_id']}") if level else above
    if level:
        yield Node(here, node["content"]["start"], node["content"]["end"])
    for child in node["children"]:
        yield from _reference(child, here)


def _is_own(piece: Clause) -> bool:
    """A clause of the text itself, not of what it quotes; of several parts the first."""
    own = all(step.level != "quote" for step in piece.path)
    return piece.kind == "clause" and bool(piece.path) and piece.part == 1 and own


def _ours(pieces: tuple[Clause, ...]) -> Iterator[tuple[Node, int]]:
    """Provisions with the end of their own first piece."""
    for place, piece in enumerate(pieces):
        if not _is_own(piece) or piece.path[-1].level not in _KINDS.values():
            continue
        end = piece.span.end
        for below in pieces[place + 1 :]:
            if below.path[: len(piece.path)] != piece.path:
                break
            end = below.span.end
        address = tuple(
            f"{step.level}-{step.number}" for step in piece.path if step.level in _KINDS.values()
        )
        yield Node(address, piece.span.start, end), piece.span.end


_STATES_NUMBER = re.compile(r"[Ss][ốỐ] ?:{0,2} ?\d{1,3}[-/]|SỐ \d")
_STATES_DATE = re.compile(r"ngày ?\d{1,2} tháng|NGÀY \d", re.IGNORECASE)
_HEAD = 1500


def _laws(rows: list[Row], notes: list[str]) -> None:
    texts = [(path, path.read_text(encoding="utf-8")) for path in sorted(LAWS.glob("*.txt"))]
    stated = found = gaps = lost = articles = points = items = 0
    for path, text in texts:
        document, pieces = parse(text, path.name)
        lost += truth.lost(document, pieces)
        head = text[:_HEAD]
        head = head[: head.find("Điều 1")] if "Điều 1" in head else head
        wants = (bool(_STATES_NUMBER.search(head)), bool(_STATES_DATE.search(head)))
        has = (document.number is not None, document.date is not None)
        if any(wants):
            stated += 1
            found += has == wants
            if has != wants:
                notes.append(f"{path.name}: number {document.number}, date {document.date}")
        if not text.strip():
            notes.append(f"{path.name}: the file is empty")
        levels = Counter(p.path[-1].level for p in pieces if _is_own(p))
        articles, items, points = (
            articles + levels["dieu"], items + levels["khoan"], points + levels["diem"],
        )  # fmt: skip
        numbers = [
            int(re.sub(r"\D", "", p.path[-1].number))
            for p in pieces
            if _is_own(p) and p.path[-1].level == "dieu"
        ]
        missing = [n for n in range(1, max(numbers, default=0) + 1) if n not in set(numbers)]
        gaps += len(missing)
        if missing:
            notes.append(f"{path.name}: no Điều {missing}")
    rows += [
        Row(
            "laws: number and date as the head states them",
            f"{found} of {stated} (of {len(texts)} files)",
            ">= 108 of 110 that state them",
            found == stated,
        ),
        Row("laws: gaps in the numbering of Điều", str(gaps), "0", gaps == 0),
        Row(
            "laws: clauses found",
            f"{articles:,} Điều, {items:,} khoản, {points:,} điểm",
            "about 11,200, 32,900, 22,500",
            articles >= 11_200,
        ),
        Row("laws: lost or doubled characters", str(lost), "0", lost == 0),
        _speed([text for _, text in texts]),
    ]


def _numbers(rows: list[Row], notes: list[str]) -> None:
    """Real numbers with their dirty spellings, each cited in a sentence with its date."""
    with gzip.open(TITLES, "rt", encoding="utf-8", newline="") as stream:
        listed = [
            (row["so_ky_hieu"], row["ngay_ban_hanh"])
            for row in csv.DictReader(stream)
            if row["so_ky_hieu"].strip()
        ]
    right = 0
    for number, date in listed:
        text = f"1. Căn cứ Văn bản số {number} ngày {date} của UBND tỉnh về việc này.\n"
        found = [
            (number_key(c.number), c.date, c.issuer)
            for c in parse(text, "a.txt")[0].citations
            if c.number
        ]
        if found == [(number_key(number), iso(date), "UBND tỉnh")]:
            right += 1
        else:
            notes.append(f"number {number!r} of {date}: {found}")
    rows.append(
        Row(
            "real numbers of a province (QÐ-UBND, 1905 /QĐ-UBND ...): cited with date and issuer",
            f"{right} of {len(listed)}",
            ">= 99%",
            right >= 0.99 * len(listed),
        )
    )


def _speed(texts: list[str]) -> Row:
    """Text to document and clauses, citations included: median of five passes, CPU time."""
    size = sum(map(len, texts))
    passes = []
    for _ in range(5):
        started = time.process_time()
        for text in texts:
            parse(text, "a.txt")
        passes.append(size / (time.process_time() - started) / 1e6)
    median = statistics.median(passes)
    return Row(
        "laws: speed, text to clauses and citations, one core",
        f"{median:.1f} million characters/s (median of 5; best {max(passes):.1f})",
        ">= 5 million characters/s",
        median >= 5,
    )
