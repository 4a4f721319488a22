"""Consolidated readings against official consolidated texts: rows of ``make quality``.

Compared are letters and digits alone: an official text keeps titles in capitals, its editors mend
spaces and punctuation, and its footnotes are no part of what is in force.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.quality_rows import Report, Row
from benchmarks.truth import SHARED
from indexer.consolidation.consolidated import consolidated
from indexer.consolidation.model import Consolidated, Passage
from indexer.consolidation.units import lies_in
from indexer.core.document import Clause, Level, Step
from indexer.core.document import Path as Address
from indexer.engines.memory import MemoryEngine
from indexer.ingest.analyze import entries
from indexer.ingest.files import File
from indexer.ingest.read import read

TRUTH: Final = SHARED / "gold" / "consolidation.json"
FILES: Final = SHARED / "corpora" / "consolidation"
AT: Final = "2100-01-01"
"""After the last change of every set."""
_STEP: Final = re.compile(r"(Điều|khoản|điểm) (\w+)")
_LEVELS: Final[dict[str, Level]] = {"Điều": "dieu", "khoản": "khoan", "điểm": "diem"}
_NOTE: Final = re.compile(r"\[\d{1,3}\]")
_GONE: Final = re.compile(
    r"\W*(?:Điều )?\w{1,4}[.)]\W*\d{0,3}\W*\((?:được|đã|bị)? ?bãi bỏ\)"
)  # fmt: skip
_CERTIFIED: Final = re.compile(r"(?:\n\W*[A-ZĐ][^\n.;]*){0,3}\n\W*(?:Số|S/):? ?\d+/VBHN")
_APART: Final = frozenset({"note", "table", "recipients", "signature", "closing", "other"})


class Compared(NamedTuple):
    """A base text with the changes made to it, and the official text of both."""

    ours: Consolidated
    official: Sequence[Clause]


def report() -> Report:
    """Every measure, or none where the documents are not on this machine."""
    if not TRUTH.exists():
        return Report("Consolidated readings (not on this machine)", ())
    truth = json.loads(TRUTH.read_text(encoding="utf-8"))
    counts = {"units": [0, 0], "words": [0, 0]}
    silent = 0
    notes: list[str] = []
    for name, changes in truth.items():
        made = compare(FILES / name)
        for change in changes:
            count = counts["words" if change["kind"].endswith("_words") else "units"]
            right = agrees(made, change["place"])
            count[0] += right
            count[1] += 1
            if not right:
                notes.append(f"{name}: {change['place']} ({change['category']}, {change['in']})")
        for label in silently_wrong(made):
            silent += 1
            notes.append(f"{name}: {label} differs from the official text, and no note says so")
    return Report("Consolidated readings", tuple(_rows(counts, silent)), tuple(notes))


def _rows(counts: dict[str, list[int]], silent: int) -> Iterator[Row]:
    units, words = counts["units"], counts["words"]
    share = units[0] / units[1]
    yield Row(
        "whole units applied exactly",
        f"{share:.3f} ({units[0]} of {units[1]})",
        ">= 0.95",
        share >= 0.95,
    )
    yield Row("places with exchanged words, exactly", f"{words[0]} of {words[1]}", "-", True)
    yield Row(
        "articles that differ from the official text without a note", str(silent), "0", not silent
    )


def compare(folder: Path) -> Compared:
    """One set, read from its original files."""
    engine = MemoryEngine()
    base = ""
    with engine.writer() as writer:
        for path in sorted(folder.iterdir()):
            if path.suffix != ".txt" and path.stem != "vbhn":
                document, clauses = read(File(path, path.name))
                writer.put(document, entries(document, clauses))
                base = document.id if path.stem == "base" else base
    official = next(path for path in folder.glob("vbhn.*") if path.suffix != ".txt")
    return Compared(consolidated(engine, base, AT), read(File(official, "vbhn"))[1])


def agrees(made: Compared, label: str) -> bool:
    """Whether a place says the same in both texts, or is gone from both."""
    place = address(label)
    if label.startswith("tên "):
        ours = [one for one in made.ours.passages if one.path and one.anchor == _anchor(place)]
        theirs = [one for one in made.official if one.path and _is(one.path, place)]
        both = _letters(ours[0].text if ours else ""), _letters(theirs[0].text if theirs else "")
        return both[0][:60] == both[1][:60]
    return _ours(made, place) == _theirs(made, place)


def silently_wrong(made: Compared) -> Iterator[str]:
    """Articles that say something else than in the official text, with no note in them."""
    noted = [one.at for one in made.ours.unapplied]
    seen: set[str] = set()
    for passage in made.ours.passages:
        if passage.path and passage.path[-1].level == "dieu" and passage.live:
            place = passage.path[-1:]
            if passage.anchor in seen or passage.anchor != _anchor(place):
                continue
            seen.add(passage.anchor)
            said = any(at == passage.anchor or at.startswith(passage.anchor + ".") for at in noted)
            if not said and _ours(made, place) != _theirs(made, place):
                yield f"Điều {place[0].number}"


def address(label: str) -> Address:
    """The place that a row of the truth names."""
    return tuple(Step(_LEVELS[word], number) for word, number in reversed(_STEP.findall(label)))


def _anchor(place: Address) -> str:
    return Passage(place, "clause", ()).anchor


def _is(path: Address, place: Address) -> bool:
    return _anchor(path) == _anchor(place)


def _ours(made: Compared, place: Address) -> str:
    found = [
        one
        for one in made.ours.passages
        if one.live and one.path and one.kind not in _APART and lies_in(one.path, place)
    ]
    return _letters(" ".join(one.text for one in found if not _GONE.match(one.text)))


def _theirs(made: Compared, place: Address) -> str:
    found = [
        one
        for one in made.official
        if one.path
        and one.kind not in _APART
        and lies_in(one.path, place)
        and not _GONE.match(one.text)
    ]
    return _letters(" ".join(one.text for one in found))


def _letters(text: str) -> str:
    """Letters without accents, and digits: not what editors write their own way, marks of
    footnotes, accents and their places (*hoá*, *bẩy*), small digits; nor their certificate."""
    text = _CERTIFIED.split(unicodedata.normalize("NFKC", _NOTE.sub("", text)))[0]
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(char for char in plain if char.isalnum())
