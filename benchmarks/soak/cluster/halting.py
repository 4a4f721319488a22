"""A writer that stops in the middle: ``python -m benchmarks.soak.cluster.halting ADDRESS``.

It says ``half`` when it has the lock and has put half of its documents, and goes on with the rest
when a line comes in.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Final

from benchmarks.soak import questions
from indexer.core.errors import KhoanError
from indexer.index import create_index

_DOCUMENTS: Final = 40


def _rows() -> Iterator[tuple[str, str, dict[str, str]]]:
    for number in range(_DOCUMENTS):
        if number == _DOCUMENTS // 2:
            print("half", flush=True)
            sys.stdin.readline()
        yield questions.text(5000 + number, 0), f"halting/{number}", {}


def main() -> int:
    try:
        with create_index(sys.argv[1]) as opened:
            opened.add_texts(_rows())
    except KhoanError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
