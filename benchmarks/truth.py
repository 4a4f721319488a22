"""Parsed documents against hand-made truth: what is right, what is missing, what is too much."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from indexer.core.document import Clause, Document
from indexer.identity.address import label
from indexer.ingest.parse import parse
from indexer.readers import READERS, read_text

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
FACTS = ("type", "number", "date", "place", "issuer", "title", "signer", "signer_role")

_MARKER = re.compile(
    r"^\W*(?:(?:Điều|Chương|Mục|Phần|CHƯƠNG|MỤC) \w+"
    r"|(?:[IVX]+|\d+[a-zđ]?|[a-zđ]\d?)(?= ?[.)-]))(?: ?[-.):]+)? *"
)
_YEAR = re.compile(r" năm \d{4}$")


@dataclass
class Tally:
    """One measure over one or more documents."""

    expected: int = 0
    found: int = 0
    right: int = 0
    differences: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.expected += other.expected
        self.found += other.found
        self.right += other.right
        self.differences += other.differences

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.expected if self.expected else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def seeds() -> Iterator[tuple[dict[str, Any], Path]]:
    """The five real documents; nothing where they are not on this machine."""
    gold = SHARED / "gold" / "seeds.json"
    if gold.exists():
        for truth in json.loads(gold.read_text(encoding="utf-8")):
            yield truth, SHARED / "seeds" / truth["file"]


def samples() -> Iterator[tuple[dict[str, Any], Path]]:
    """The project's own sample documents, each format of each."""
    truths = json.loads((ROOT / "tests" / "truth" / "data.json").read_text(encoding="utf-8"))
    for truth in truths:
        for name in truth.get("files") or [truth["file"]]:
            if Path(name).suffix in READERS:
                yield truth, ROOT / "data" / name


def parsed(path: Path) -> tuple[Document, tuple[Clause, ...]]:
    raw = read_text(path, path.name)
    return parse(raw.text, path.name, raw.quality, raw.title, raw.stated, raw.notes)


def plain(text: str) -> str:
    """How truth is compared: NFC, single spaces, no soft hyphens, Ð read as Đ."""
    text = unicodedata.normalize("NFC", text).replace("\u00ad", "").replace("Ð", "Đ")
    return " ".join(text.split())


Address = tuple[str, ...]


def address(piece: Clause) -> Address:
    """Numbers from the outside in, without the appendix or issued text they stand in."""
    return tuple(step.number for step in piece.path if step.level not in {"phu-luc", "kem-theo"})


def numbered(pieces: tuple[Clause, ...]) -> list[Clause]:
    """The clauses that have an address; what follows a table in one is no second clause."""
    found = []
    for place, piece in enumerate(pieces):
        before = pieces[place - 1] if place else piece
        goes_on = before.kind == "table" and before.path == piece.path
        if piece.kind in {"clause", "appendix"} and address(piece) and not goes_on:
            found.append(piece)
    return found


def clauses(truth: dict[str, Any], pieces: tuple[Clause, ...]) -> Tally:
    """Clauses with the right address (and level, where the truth says it), first and last words."""
    found = numbered(pieces)
    tally = Tally(len(truth["clauses"]), len(found))
    waiting = list(found)
    for expected in truth["clauses"]:
        wanted = tuple(expected["address"])
        piece = next((p for p in waiting if address(p) == wanted), None)
        if piece is None:
            tally.differences.append(f"{truth_name(truth)}: no {wanted}")
            continue
        waiting.remove(piece)
        if _is(piece, expected):
            tally.right += 1
        else:
            tally.differences.append(f"{piece.id}: {piece.text[:40]!r} ... {piece.text[-40:]!r}")
    tally.differences += [f"{piece.id}: not in the truth" for piece in waiting]
    return tally


def _is(piece: Clause, expected: dict[str, Any]) -> bool:
    text = plain(piece.text)
    levels = expected.get("levels")
    steps = [step.level for step in piece.path if step.level not in {"phu-luc", "kem-theo"}]
    return (
        _MARKER.sub("", text, count=1).startswith(plain(expected["starts"]))
        and text.endswith(plain(expected["ends"] or ""))
        and (levels is None or levels == steps)
    )


def around(truth: dict[str, Any], pieces: tuple[Clause, ...]) -> Tally:
    """The preamble and the closing words: there where the truth has them, first and last words."""
    tally = Tally()
    for kind in ("preamble", "closing"):
        text = " ".join(plain(p.text) for p in pieces if p.kind == kind)
        expected = truth[kind]
        tally.expected += bool(expected)
        tally.found += bool(text)
        if expected and text.startswith(plain(expected["starts"])):
            tally.right += text.endswith(plain(expected["ends"]))
        if bool(expected) != bool(text) or (expected and not tally.right):
            tally.differences.append(f"{truth_name(truth)}: {kind} {text[:40]!r}")
    return tally


def facts(truth: dict[str, Any], document: Document) -> Tally:
    """Metadata that the truth has an opinion on, ``None`` included."""
    tally = Tally()
    for name in FACTS:
        if name in truth:
            value = getattr(document, name)
            tally.expected += 1
            tally.found += 1
            if (plain(value) if value else value) == truth[name]:
                tally.right += 1
            else:
                tally.differences.append(f"{document.id}: {name} {value!r}, not {truth[name]!r}")
    return tally


Cited = tuple[str | None, str | None, str | None, str | None, str | None]
"""Number, date, issuer, title (of those without a number), place."""


def citations(
    truth: dict[str, Any], document: Document, pieces: tuple[Clause, ...], *, whole: bool
) -> Tally:
    """Citations clause by clause. ``whole`` compares titles and places too.

    A bare number repeated in a piece that has it with date or issuer counts once; the year that
    follows a law's name is no part of it.
    """
    tally = Tally()
    waiting = numbered(pieces)
    wanted = [(c, c.get("cites", [])) for c in truth["clauses"]]
    for expected, cites in wanted:
        piece = next((p for p in waiting if address(p) == tuple(expected["address"])), None)
        if piece is not None:
            waiting.remove(piece)
            tally.add(_compare(cites, document, [piece], whole))
    for kind in ("preamble", "closing"):
        if truth[kind]:
            of_kind = [piece for piece in pieces if piece.kind == kind]
            tally.add(_compare(truth[kind].get("cites", []), document, of_kind, whole))
    return tally


def _compare(
    cites: list[dict[str, Any]], document: Document, pieces: list[Clause], whole: bool
) -> Tally:
    wanted = {_cited(c, whole) for c in cites if whole or c["number"]}
    spans = [piece.span for piece in pieces]
    found: set[Cited] = set()
    for c in document.citations:
        if any(span.start <= c.span.start < span.end for span in spans) and (whole or c.number):
            title = None if c.number or not c.title else _YEAR.sub("", c.title)
            place = (label(c.place) or None) if whole else None
            found.add((c.number, c.date, c.issuer, title if whole else None, place))
    qualified = {c[0] for c in found if c[0] and any(c[1:])}
    found = {c for c in found if c[0] not in qualified or any(c[1:])}
    name = pieces[0].id if pieces else document.id
    return Tally(
        len(wanted),
        len(found),
        len(wanted & found),
        [f"{name}: missing {c}" for c in sorted(wanted - found, key=str)]
        + [f"{name}: not in the truth {c}" for c in sorted(found - wanted, key=str)],
    )


def _cited(cite: dict[str, Any], whole: bool) -> Cited:
    title = cite.get("title") if whole and not cite["number"] else None
    return (
        cite["number"],
        cite["date"],
        cite["issuer"],
        title,
        cite.get("place") if whole else None,
    )


def lost(document: Document, pieces: tuple[Clause, ...]) -> int:
    """Characters that are no white space and stand in no piece, or in two."""
    wrong = end = 0
    for piece in pieces:
        start, stop = piece.span
        wrong += max(0, end - start)
        wrong += len("".join(document.text[end:start].split()))
        wrong += document.text[start:stop] != piece.text
        end = stop
    return wrong + len("".join(document.text[end:].split()))


def truth_name(truth: dict[str, Any]) -> str:
    return str(truth.get("file") or truth["files"][0])
