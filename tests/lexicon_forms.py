"""The forms of the words in the shipped tables, worked out beforehand. Run as a program, it writes
them again:

    python tests/lexicon_forms.py

after a change to ``analyzers/lexicons`` or to how syllables are compared. Working them out takes a
first search 9 ms, a fifth of its time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from analyzers.analysis import skim
from analyzers.fold import fold
from analyzers.lexicon import raw, rows
from analyzers.syllables import surfaces
from analyzers.tones import tone_key
from indexer.querying.synonyms import SHIPPED, read

FOLDER = Path(__file__).parents[1] / "analyzers/lexicons"


def abbreviations() -> Iterator[tuple[str, str, str]]:
    """Each side of each abbreviation, its syllables folded, and with accents."""
    texts = [text for short, full in rows("abbreviations") for text in (short, *full.split("|"))]
    for text in dict.fromkeys(texts):
        syllables = surfaces(text)
        yield text, " ".join(map(fold, syllables)), " ".join(map(tone_key, syllables))


def synonyms() -> Iterator[tuple[str, str, str]]:
    """The same of synonyms, whose abbreviations are written out."""
    pairs = [row for name in SHIPPED for row in read(raw(name), name)]
    texts = [text for typed, written in pairs for text in (typed, *written)]
    for text in dict.fromkeys(texts):
        found = skim(text).variants
        yield text, " ".join(found.folded), " ".join(found.exact)


TABLES = {"abbreviation_forms": abbreviations, "synonym_forms": synonyms}
"""Name of a file -> what it is to hold."""


def content(found: Iterable[tuple[str, str, str]]) -> str:
    """The file."""
    lines = ("\t".join(row) + "\n" for row in found)
    return "# Written by tests/lexicon_forms.py: words, without accents, with.\n" + "".join(lines)


if __name__ == "__main__":
    for name, make in TABLES.items():
        (FOLDER / f"{name}.tsv").write_text(content(make()), encoding="utf-8", newline="\n")
