"""What people see has one word for one thing: the table of docs/GLOSSARY.md, held to every text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import catalogue
import pytest

ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in (catalogue.ROOT / "docs/GLOSSARY.md")
    .read_text(encoding="utf-8")
    .partition("## What people see")[2]
    .splitlines()
    if line.startswith("|")
][2:]
TEXTS = {
    "Vietnamese": sorted(catalogue.wanted()),
    "English": [
        text
        for message in catalogue.catalogue()
        if message.id
        for text in ([message.string] if isinstance(message.string, str) else message.string)
    ],
}
CODE = re.compile(r"`[^`]*`|%\(\w+\)\w|--[\w-]+|\S*[/:=]\S*")
"""Values, options, addresses and fields of a query, which are not words."""


def never(column: int) -> Iterator[tuple[str, str]]:
    """(what is not to be said, for what)."""
    for row in ROWS:
        yield from ((word.strip(), row[0]) for word in row[column].split(",") if word.strip())


CASES = [
    (language, word, meaning)
    for language, column in (("Vietnamese", 3), ("English", 4))
    for word, meaning in never(column)
]


def test_there_is_a_table() -> None:
    assert len(ROWS) > 10


@pytest.mark.parametrize(
    ("language", "word", "meaning"), CASES, ids=[f"{c[0]}: {c[1]}" for c in CASES]
)
def test_nothing_has_two_names(language: str, word: str, meaning: str) -> None:
    found = re.compile(rf"(?<!\w){word}(?!\w)", re.IGNORECASE)
    assert [text for text in TEXTS[language] if found.search(CODE.sub(" ", text))] == []
