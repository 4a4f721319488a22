"""Texts made to be slow: each is a fragment that some pattern nearly matches, over and over.

``python -m benchmarks.adversarial [characters]`` times each at two sizes; linear work has a ratio
near 2. The tests run the same texts with a bound.
"""

from __future__ import annotations

import sys
import time
from typing import Final

from indexer.ingest.parse import parse

FRAGMENTS: Final[dict[str, str]] = {
    "one letter": "a",
    "blanks": " ",
    "line ends": "\n",
    "blank lines with blanks": " \n",
    "indented blank lines": "\n" + " " * 79,
    "NUL": "\x00",
    "digits": "1",
    "dots": ".",
    "commas": ",",
    "hyphens": "-",
    "hyphens at line ends": "a-\n\n\n",
    "stars": "*",
    "stars and letters": "*a",
    "hashes": "# ",
    "backslashes": "\\",
    "bars": " | ",
    "rows": "a | b\n",
    "one long row": "a |",
    "combining marks": "a\u0301",
    "soft hyphens": "a\u00ad",
    "quotes": "“",
    "quoted items": "\n“1. a",
    "quotes opened and closed": "\n“1. a\n”",
    "Điều": "Điều ",
    "Điều in lines": "\nĐiều 1. a",
    "Điều 5, ": "Điều 5, ",
    "khoản 1 và ": "khoản 1 và ",
    "điểm a, b, ": "điểm a, b, c, ",
    "1, 2, ": "khoản " + "1, " * 30,
    "letters": "\na) a",
    "numbers": "\n1. a",
    "rising Roman": "\nI. a",
    "nested numbers": "\n1.1.1.1. a",
    "chapters": "\nChương I\nAAA",
    "capitals": "A ",
    "capitals in lines": "\nAAAA AAAA",
    "words with capitals": "Aa ",
    "numbers of documents": "1/QĐ-UBND ",
    "numbers without end": "1/A-A/A-A/",
    "dated numbers": "số 1/QĐ-UBND ngày 1/1/2020 của ",
    "offices without end": "1/QĐ-UBND của Ban Aa aa aa aa aa aa aa aa aa aa ",
    "Luật": "Luật ",
    "Luật A": "Luật Aa aa aa aa aa aa aa aa aa ",
    "Nơi nhận": "\nNơi nhận:",
    "roles": "\nCHỦ TỊCH",
    "roles and names": "\nCHỦ TỊCH\nVăn An",
    "appendices": "\nPHỤ LỤC I",
    "attached": "\nQUY CHẾ A",
    "types": "\nQUYẾT ĐỊNH",
    "V/v": "\nV/v a",
    "Kính gửi": "\nKính gửi:\n- a",
    "closing": "\nCác a a a a a a a a a a",
    "stamps": "\nĐẾN Ngày",
}
"""Name -> what is repeated."""


def text_of(fragment: str, size: int) -> str:
    """``size`` code points of a fragment, with an item before it so that no part is skipped."""
    return ("1. a\n" + fragment * (size // len(fragment) + 1))[:size]


def seconds(text: str) -> float:
    """CPU seconds to parse a text."""
    started = time.process_time()
    parse(text, "a.txt")
    return time.process_time() - started


def main() -> None:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    for name, fragment in FRAGMENTS.items():
        one, two = (seconds(text_of(fragment, n)) for n in (size, 2 * size))
        print(f"{name:28} {one:7.3f} s {two:7.3f} s  ratio {two / max(one, 1e-4):5.1f}")


if __name__ == "__main__":
    main()
