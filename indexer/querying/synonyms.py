"""Words that people type for words that laws use: *bằng lái*, *luật DN*, *ăn cắp*.

A table is a TSV file: what is typed, TAB, what stands for it (several after ``|``), and, if one
likes, TAB and where that is from. ``-`` in the second column switches an entry off. Two tables come
with the program (``analyzers/lexicons``: ``everyday``, ``in_context``); an administrator's comes
on top, and what it says of the same words is what counts. A table is applied when a query is asked
(``indexer.querying.expansion``), so that a change needs no indexing. docs/SYNONYMS.md has it all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from analyzers.analysis import skim
from analyzers.keystrokes import plausible
from analyzers.lexicon import forms, raw
from analyzers.syllables import surfaces
from indexer.core.errors import BadSynonyms
from indexer.core.said import Said

MOST_BYTES: Final = 4_000_000
"""Of a table's file: some 50,000 lines."""
MOST_SYLLABLES: Final = 16
"""Of either side of an entry."""
MOST_ALTERNATIVES: Final = 4
"""Of what stands for one thing."""
SHIPPED: Final = ("everyday", "in_context")
"""The tables that come with the program."""
_NONE: Final = "-"


class Form(NamedTuple):
    """Words as they are compared: abbreviations written out, Roman numerals Arabic."""

    text: str
    folded: tuple[str, ...]
    exact: tuple[str, ...]


class Entry(NamedTuple):
    typed: Form
    written: tuple[Form, ...]
    """What stands for it, the most usual first."""
    short: bool
    """Whether it is an abbreviation of one syllable, such as VAT."""
    guarded: bool
    """Whether it must be typed as it stands here, accents or capitals included: one syllable
    without its accents may be any of several words (*vat* is *vật*)."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """A table, ready to be looked up."""

    entries: Mapping[str, tuple[Entry, ...]]
    """First folded syllable of what is typed -> its entries, the longest first."""
    name: str = ""
    """Another one for every other file; empty without one. What a search answers depends on it."""

    def __len__(self) -> int:
        return sum(map(len, self.entries.values()))


NO_SYNONYMS: Final = Synonyms({})


def form(text: str) -> Form:
    """A text as it is compared."""
    plain = " ".join(text.split())
    if ready := forms("synonym").get(plain):
        return Form(plain, *ready)
    variants = skim(text).variants
    return Form(plain, tuple(variants.folded), tuple(variants.exact))


def read(text: str, source: str) -> list[tuple[str, tuple[str, ...]]]:
    """The rows of a table: what is typed, and what stands for it (nothing: switched off).

    Args:
        source: what to call the table in an error.

    Raises:
        BadSynonyms: a line is not of that form; says which.
    """
    rows: list[tuple[str, tuple[str, ...]]] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        columns = [column.strip() for column in line.split("\t")]
        if len(columns) < 2 or not columns[1]:
            raise BadSynonyms(source, number, "cần hai cột, cách nhau bằng dấu Tab")
        typed = columns[0]
        written = () if columns[1] == _NONE else tuple(map(str.strip, columns[1].split("|")))
        if len(written) > MOST_ALTERNATIVES:
            raise BadSynonyms(
                source, number, Said("nhiều hơn %(most)d cách viết", most=MOST_ALTERNATIVES)
            )
        for words in (typed, *written):
            if not 1 <= len(surfaces(words)) <= MOST_SYLLABLES:
                reason = Said(
                    "«%(words)s» không có tiếng nào, hoặc dài hơn %(most)d tiếng",
                    words=words[:80],
                    most=MOST_SYLLABLES,
                )
                raise BadSynonyms(source, number, reason)
        rows.append((typed, written))
    return rows


def read_file(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    """The rows of a file, in UTF-8.

    Raises:
        BadSynonyms: it cannot be read, is too large, or a line is malformed.
    """
    try:
        with path.open("rb") as file:
            contents = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadSynonyms(
            str(path), 0, Said("không đọc được (%(reason)s)", reason=error.strerror)
        ) from None
    if len(contents) > MOST_BYTES:
        raise BadSynonyms(str(path), 0, Said("lớn hơn %(most)d byte", most=MOST_BYTES))
    try:
        text = contents.decode("utf-8")
    except UnicodeDecodeError as error:
        line = contents.count(b"\n", 0, error.start) + 1
        raise BadSynonyms(str(path), line, "không phải UTF-8") from None
    return read(text, str(path))


def table(rows: Iterable[tuple[str, Sequence[str]]], name: str = "") -> Synonyms:
    """Rows ready to be looked up; of rows with the same left side the last one counts."""
    found: dict[tuple[str, ...], Entry | None] = {}
    for typed_text, written in rows:
        typed = form(typed_text)
        short = len(typed_text.split()) == 1 and typed_text.isupper()
        found[typed.exact] = (
            Entry(
                typed,
                tuple(map(form, written)),
                short,
                len(typed.folded) == 1 and plausible(typed.folded[0]),
            )
            if written
            else None
        )
    by_first: dict[str, list[Entry]] = {}
    for entry in found.values():
        if entry is not None:
            by_first.setdefault(entry.typed.folded[0], []).append(entry)
    return Synonyms(
        {
            first: tuple(sorted(entries, key=lambda entry: -len(entry.typed.folded)))
            for first, entries in by_first.items()
        },
        name,
    )


def _shipped_rows() -> list[tuple[str, tuple[str, ...]]]:
    return [row for name in SHIPPED for row in read(raw(name), f"{name}.tsv")]


@lru_cache(maxsize=1)
def shipped() -> Synonyms:
    """The tables that come with the program."""
    return table(_shipped_rows())


def with_file(path: Path) -> Synonyms:
    """The tables that come with the program, and a file on top.

    Raises:
        BadSynonyms: see ``read_file``.
    """
    rows = read_file(path)
    name = hashlib.sha256(repr(rows).encode()).hexdigest()[:16]
    return table([*_shipped_rows(), *rows], name)
