"""Effects that real documents state, against the truth: the rows of the effects part of
``make quality``.

An effect is right where kind, target document and place are those of the truth, in the clauses that
the truth judges. ``implements`` is judged in neither direction: the truth does not list all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from benchmarks.quality_rows import Report, Row
from benchmarks.truth import SHARED
from indexer.core.document import Clause, Document
from indexer.effects.extract import effects
from indexer.effects.model import Effect, Target, When
from indexer.effects.units import places
from indexer.identity.address import anchor
from indexer.identity.citation_keys import name_key
from indexer.identity.document_id import number_key
from indexer.ingest.files import File
from indexer.ingest.read import read

TRUTH: Final = SHARED / "gold" / "effects.json"
CONSOLIDATION: Final = SHARED / "gold" / "consolidation.json"
CORPORA: Final = SHARED / "corpora"
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d")

Key = tuple[str, str, str]
"""Kind, document, place."""


class Tally(NamedTuple):
    """What one document gives."""

    right: int
    extra: int
    missed: int
    days: tuple[int, int]
    """Right, of those stated."""
    notes: tuple[str, ...]


def report() -> Report:
    """Every measure, or none where the documents are not on this machine."""
    if not TRUTH.exists():
        return Report("Effects (not on this machine)", ())
    truth = json.loads(TRUTH.read_text(encoding="utf-8"))
    tallies = [score(one) for one in truth]
    right, extra, missed = (sum(t[n] for t in tallies) for n in range(3))
    days_right, days = (sum(t.days[n] for t in tallies) for n in range(2))
    rows = [
        _share("effects: precision", right, right + extra, 0.97),
        _share("effects: recall", right, right + missed, 0.93),
        _share("dates from and until", days_right, days, 0.97),
    ]
    whole, lost = whole_units()
    rows.append(
        _share("changes of whole units, with their new text", whole, whole + len(lost), 0.95)
    )
    notes = (*(note for t in tallies for note in t.notes), *lost)
    return Report(f"Effects ({len(truth)} documents)", tuple(rows), notes)


def _share(measure: str, part: int, whole: int, target: float) -> Row:
    value = part / whole if whole else 1.0
    return Row(measure, f"{value:.3f} ({part}/{whole})", f"{target:g}", value >= target)


@lru_cache(maxsize=128)
def read_file(source: str) -> tuple[Document, tuple[Clause, ...]]:
    """A document of the corpora, parsed."""
    return read(File(CORPORA / source, source))


def score(truth: Mapping[str, Any]) -> Tally:
    """One document against its truth."""
    document, clauses = read_file(truth["file"])
    found = effects(document, clauses)
    judged = Judged(truth["judged"], [row["in"] for row in truth["effects"]], clauses)
    mine: dict[Key, Effect] = {}
    for effect in found:
        if effect.kind != "implements" and not effect.in_new_text and judged.covers(effect):
            mine.setdefault(_key_of(effect), effect)
    wanted: dict[Key, dict[str, Any]] = {}
    for row in truth["effects"]:
        if row["kind"] != "implements":
            for place in place_keys(row["target"].get("place")):
                wanted.setdefault((row["kind"], _document(row["target"]), place), row)
    pairs = dict(_matched(wanted, mine))
    taken = set(pairs.values())
    notes = [
        f"{truth['file']}: missed {key} in {wanted[key]['in']}"
        for key in wanted
        if key not in pairs
    ]
    notes += [
        f"{truth['file']}: extra {key} in {mine[key].said_by}" for key in mine if key not in taken
    ]
    days = [
        (key, *day)
        for key, own in pairs.items()
        for day in _days(wanted[key], mine[own], document, found)
    ]
    notes += [
        f"{truth['file']}: day {key} {want} but {got}"
        for key, want, got, right in days
        if not right
    ]
    return Tally(
        len(pairs),
        len(mine) - len(taken),
        len(wanted) - len(pairs),
        (sum(right for *_, right in days), len(days)),
        tuple(notes),
    )


def _matched(
    wanted: Mapping[Key, dict[str, Any]], mine: Mapping[Key, Effect]
) -> Iterator[tuple[Key, Key]]:
    left = dict(mine)
    for key, row in wanted.items():
        for own, effect in left.items():
            if own[0] == key[0] and own[2] == key[2] and _same(row["target"], effect.target):
                del left[own]
                yield key, own
                break


def _same(wanted: Mapping[str, Any], target: Target) -> bool:
    """Whether a target is the document that the truth names: by number where it gives one."""
    if wanted.get("self"):
        return target.itself
    if target.itself:
        return False
    if wanted.get("number") and target.number:
        return number_key(wanted["number"]) == number_key(target.number)
    name, own = name_key(wanted.get("name") or "-"), name_key(target.name or "?")
    if wanted.get("number") or not target.name:
        return False
    date, year = wanted.get("date") or "", (target.name or "") + (target.date or "")
    return (name == own or name.startswith(own) or own.startswith(name)) and date[:4] in year


def _document(target: Mapping[str, Any]) -> str:
    if target.get("self"):
        return "self"
    return str(target.get("number") or f"{target.get('name')} {target.get('date') or ''}")


def _key_of(effect: Effect) -> Key:
    target = effect.target
    own = f"{target.name} {target.date or ''}"
    document = "self" if target.itself else target.number or own
    path = tuple(step for step in target.place if step.level != "kem-theo")
    part = target.part if path or not target.place else "words"
    return effect.kind, document, f"{part}:{anchor(path)}"


def place_keys(written: str | None) -> list[str]:
    """The places of a row of the truth."""
    if not written:
        return [":"]
    found = places(written)
    if not found:
        return ["words:"]
    return [f"{place.part}:{anchor(place.path)}" for place in found]


def _days(
    row: Mapping[str, Any], effect: Effect, document: Document, found: Iterable[Effect]
) -> Iterator[tuple[str, str, bool]]:
    start = next(
        (
            one.start.day(document.date)
            for one in found
            if one.kind == "takes_effect"
            and one.target.itself
            and one.start
            and not one.target.place
            and not one.target.part
        ),
        None,
    )
    for field, when in (("from", effect.start), ("until", effect.until)):
        if row[field]:
            yield str(row[field]), str(when), _is_day(row[field], when, document, start)


def _is_day(wanted: str, when: When | None, document: Document, start: str | None) -> bool:
    if when is None:
        return False
    if wanted.startswith("same as"):
        return when.rule == "start" or (start is not None and when.day(document.date) == start)
    if wanted.startswith("relative: date of signing"):
        return when.rule == "signing" or when.date == document.date
    if wanted.startswith("conditional"):
        return when.rule in {"condition", "document"}
    return when.day(document.date, start) == wanted


class Judged:
    """The clauses that the truth of a document judges."""

    def __init__(self, words: str, said: Iterable[str], clauses: Iterable[Clause]) -> None:
        self.clauses = {clause.id.partition("#")[2]: clause for clause in clauses}
        self.all = words == "whole document"
        self.head = self.all or "căn cứ" in words
        self.ranges: list[tuple[str, range | None]] = []
        words = re.sub(r"\([^)]*not judged\)", "", words)
        if "closing" in words or "to" in words:
            words = ";".join([words, *said])
        for part in words.split(";"):
            articles = re.findall(r"Điều (\d+[a-z]?)", part)
            spread = re.search(r"khoản (\d+) to (\d+)", part)
            single = re.search(r"khoản (\d+)[a-z]? Điều", part)
            khoan = None
            if spread:
                khoan = range(int(spread[1]), int(spread[2]) + 1)
            elif single:
                khoan = range(int(single[1]), int(single[1]) + 1)
            to = re.match(r"\s*Điều (\d+) to (\d+)", part)
            if to:
                articles = [str(n) for n in range(int(to[1]), int(to[2]) + 1)]
            self.ranges += [(article, khoan) for article in articles if "regulation" not in part]

    def covers(self, effect: Effect) -> bool:
        """Whether the clause that says an effect is judged."""
        if self.all:
            return True
        clause = self.clauses.get(effect.said_by)
        if clause is None or not clause.path:
            return self.head and effect.kind in {"based_on", "consolidates", "implements"}
        steps = {step.level: step.number for step in clause.path}
        for article, khoan in self.ranges:
            if steps.get("dieu") == article:
                number = re.match(r"\d+", steps.get("khoan", ""))
                if khoan is None or (number and int(number[0]) in khoan):
                    return True
        return False


def whole_units() -> tuple[int, list[str]]:
    """Of the changes between base and consolidated texts that replace, insert or repeal whole units
    or titles: how many are read from the amending text with exactly this place and, where there is
    one, a new text that begins with its number; and the others."""
    truth = json.loads(CONSOLIDATION.read_text(encoding="utf-8"))
    right, lost = 0, []
    for name, changes in truth.items():
        mine: list[tuple[Document, Effect]] = []
        for folder in (CORPORA / "consolidation" / name).glob("amend*"):
            if folder.suffix != ".txt":
                document, clauses = read_file(f"consolidation/{name}/{folder.name}")
                mine += [(document, effect) for effect in effects(document, clauses)]
        for change in changes:
            if change["category"] == "words":
                continue
            wanted = place_keys(change["place"])
            if all(any(_is_change(change, key, *one) for one in mine) for key in wanted):
                right += 1
            else:
                lost.append(f"{name}: {change['category']} {change['place']} in {change['in']}")
    return right, lost


def _is_change(change: Mapping[str, Any], key: str, document: Document, effect: Effect) -> bool:
    if _key_of(effect)[2] != key or effect.kind not in _SAME_KIND[change["kind"]]:
        return False
    if effect.kind == "repeals":
        return True
    step = effect.target.place[-1]
    text = document.text[effect.quoted.start : effect.quoted.end] if effect.quoted else ""
    return re.match(rf"\s*(?:Điều )?{step.number}[.):]", text) is not None


_SAME_KIND: Final = {
    "amends": {"amends", "replaces"},
    "replaces": {"amends", "replaces"},
    "inserts": {"inserts"},
    "repeals": {"repeals"},
}


def sample(paths: Iterable[Path]) -> Iterator[str]:
    """What comes out of some files, a line an effect: for reading by eye."""
    for path in paths:
        document, clauses = read(File(path, path.name))
        yield f"## {path.name} {document.type} {document.number} {document.date}"
        for effect in effects(document, clauses):
            target = effect.target
            name = "self" if target.itself else target.number or target.name
            text = " ".join(document.text[effect.span.start : effect.span.end].split())
            yield (
                f"  {effect.said_by} {effect.kind} {name} {target.part}:{anchor(target.place)}"
                f" {effect.start.rule if effect.start else ''} {text[:160]}"
            )
