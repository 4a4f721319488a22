"""A folder of texts, as many times as it takes to have so many clauses, and no two copies alike.

The first copy is the texts as they are. In each other one, every line keeps its first half, and
with it the mark that its clause is recognised by, and ends as another line of the same text does:
the clauses are as many and as long, their words as frequent, but none simply repeats, and words
come to stand side by side that did not before, as in any larger collection.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

SHORT: Final = 8
"""Words up to which a line is left alone: it is a mark, a heading, a date or a name."""


def write(folder: Path, times: int, to: Path) -> int:
    """Write ``times`` copies, each in a folder of its own; the bytes written."""
    written = 0
    texts = [(path, path.read_text("utf-8", "replace")) for path in sorted(folder.rglob("*.txt"))]
    for number in range(times):
        random_ = random.Random(number)
        for path, text in texts:
            made = to / f"{number:03}" / path.relative_to(folder)
            made.parent.mkdir(parents=True, exist_ok=True)
            written += made.write_bytes((spliced(text, random_) if number else text).encode())
    return written


def spliced(text: str, random_: random.Random) -> str:
    """The text with the second halves of its long lines passed around among them."""
    lines = [line.split(" ") for line in text.split("\n")]
    long = [place for place, words in enumerate(lines) if len(words) > SHORT]
    tails = [lines[place][len(lines[place]) // 2 :] for place in long]
    random_.shuffle(tails)
    for place, tail in zip(long, tails, strict=True):
        lines[place] = lines[place][: len(lines[place]) // 2] + tail
    return "\n".join(" ".join(words) for words in lines)
