"""``.csv``: a table as text; also what spreadsheets of portals hold under other names."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Final

from indexer.core.regular import open_regular
from indexer.core.said import Said
from indexer.readers.encodings import decode
from indexer.readers.grid import MAX_COLUMNS, Budget, Sheet, text_of, tidy
from indexer.readers.raw import RawText, Refused

DELIMITERS: Final = ";\t|,"
"""Of as many, the first wins: numbers have commas."""
_SAMPLE: Final = 40
"""Lines that a delimiter is chosen by."""
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')
_SEPARATOR: Final = re.compile(r"sep=(.)\s*(?:\n|$)")
"""How Excel says the delimiter in the first line."""
csv.field_size_limit(1 << 22)


def read_delimited(path: Path) -> RawText:
    """A line for each record; the number of a row is that of the record, the head counted.

    Raises:
        Refused: it is no text, or has none.
    """
    with open_regular(path, link=True) as stream:
        text, quality = decode(stream.read())
    said = _SEPARATOR.match(text)
    delimiter = said[1] if said else delimiter_of(text)
    body = text[said.end() :] if said else text
    budget = Budget()
    rows: dict[int, tuple[str, ...]] = {}
    cut = False
    try:
        for number, cells in enumerate(_records(body, delimiter), 1):
            row = tidy(cells[:MAX_COLUMNS])
            cut = cut or len(cells) > MAX_COLUMNS
            if row and not budget.take(row):
                cut = True
                break
            if row:
                rows[number] = row
    except csv.Error as error:
        raise Refused(
            Said("tệp .csv hỏng (%(error)s)", error=str(error)), "Mở bằng Excel rồi lưu lại."
        ) from error
    raw = text_of([Sheet("", rows, cut=cut)])
    return raw._replace(quality=" ".join(filter(None, (quality, raw.quality))) or None)


def delimiter_of(text: str) -> str:
    """What parts the cells: the character that most lines have equally often, outside of quotes.
    A comma where there is none."""
    start = text[: 1 << 16]
    lines = [line for line in _QUOTED.sub("", start).split("\n") if line.strip()][:_SAMPLE]

    def regularity(delimiter: str) -> float:
        counts = [line.count(delimiter) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return counts.count(usual) / len(lines) if usual else 0.0

    best = max(DELIMITERS, key=regularity)
    return best if lines and regularity(best) else ","


def is_table(text: str) -> bool:
    """Whether a text is delimited: most of its lines have one delimiter equally often."""
    lines = [line for line in _QUOTED.sub("", text).split("\n")[:_SAMPLE] if line.strip()]
    counts = [line.count(delimiter_of(text)) for line in lines[:-1] or lines]
    usual = max(set(counts), key=counts.count, default=0)
    return len(lines) > 1 and usual > 0 and counts.count(usual) >= 0.8 * len(counts)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    yield from csv.reader(StringIO(text, newline=""), delimiter=delimiter)
