"""Words that a machine misread on scans: how many of them a search finds where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, Protocol

from unidecode import unidecode

from benchmarks.quality_rows import Row
from indexer.core.document import Clause, Document
from indexer.index import Index, create_index
from indexer.ingest.analyze import entries

_WORD = re.compile(r"\w+")


class Scan(Protocol):
    """A scan as it was read, beside its truth."""

    @property
    def truth(self) -> dict[str, Any]: ...
    @property
    def document(self) -> Document: ...
    @property
    def clauses(self) -> tuple[Clause, ...]: ...


class Misread(NamedTuple):
    document: str
    query: str
    """The word as it is printed, with those beside it."""
    shown: str
    """As it was read."""
    start: int
    """Where it stands in the document's text."""
    end: int


def misread_rows(scans: Sequence[Scan], notes: list[str]) -> Iterator[Row]:
    """How many misread words are marked by a search for them and the words beside them, without
    and with what they may be (``analyzers.misread``); with accents typed and without."""
    wrong = [one for scan in scans for one in misread_words(scan)]
    found = {}
    for tolerant in (False, True):
        with TemporaryDirectory() as folder, create_index(Path(folder) / "index") as index:
            _put(index, scans, tolerant=tolerant)
            for accents in (True, False):
                seen = [one for one in wrong if _finds(index, one, accents=accents)]
                found[tolerant, accents] = seen
    notes += [f"misread, not found: {one}" for one in wrong if one not in found[True, True]]
    for accents in (True, False):
        before, after = (len(found[tolerant, accents]) for tolerant in (False, True))
        name = "with accents" if accents else "without accents"
        yield Row(
            f"misread words found where they stand, {name}",
            f"{after} of {len(wrong)}; {before} by what was read alone",
            "",
            True,
        )


def misread_words(scan: Scan) -> Iterator[Misread]:
    """The words of pages without tables that were read as another word, one for one, accents and
    capitals aside or not."""
    pages = [
        text
        for number, text in scan.truth["text"].items()
        if int(number) not in scan.truth["table_pages"]
    ]
    printed = _WORD.findall(" ".join(pages))
    read = list(_WORD.finditer(scan.document.text))
    same = SequenceMatcher(
        None, [word.lower() for word in printed], [one[0].lower() for one in read], autojunk=False
    )
    for kind, first, last, start, end in same.get_opcodes():
        if kind != "replace" or last - first != end - start:
            continue
        for at in range(last - first):
            word, shown = printed[first + at], read[start + at]
            if SequenceMatcher(None, unidecode(word), unidecode(shown[0])).ratio() >= 0.5:
                beside = printed[max(0, first + at - 1) : first + at + 2]
                yield Misread(
                    scan.document.id, " ".join(beside), shown[0], shown.start(), shown.end()
                )


def _put(index: Index, scans: Sequence[Scan], *, tolerant: bool) -> None:
    with index.engine.writer() as writer:
        for scan in scans:
            document = scan.document if tolerant else replace(scan.document, recognition=None)
            writer.put(document, entries(document, scan.clauses))


def _finds(index: Index, one: Misread, *, accents: bool) -> bool:
    words = one.query if accents else unidecode(one.query)
    hits = index.search(words, limit=100, filters={"document": one.document}).hits
    return any(
        span.start + hit.clause.span.start <= one.start
        and one.end <= span.end + hit.clause.span.start
        for hit in hits
        for span in hit.marks
    )
