"""How fast files become text: medians over the sample documents, and the laws where they are.

Processor time, so that other work on the machine does not count.

python benchmarks/readers.py
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from indexer.readers import READERS, read_text

ROOT = Path(__file__).parent.parent
LAWS = ROOT.parent / "shared" / "corpora" / "laws"
ROUNDS = 9


def measure(name: str, paths: Sequence[Path], rounds: int = ROUNDS) -> str:
    """One line: files, characters, median milliseconds a file, million characters a second."""
    seconds, characters = [], 0
    for _ in range(rounds):
        start = time.process_time()
        characters = sum(len(read_text(path, path.name).text) for path in paths)
        seconds.append(time.process_time() - start)
    middle = statistics.median(seconds)
    return (
        f"{name:6} {len(paths):5} files {characters:10,} characters "
        f"{middle / len(paths) * 1000:8.2f} ms/file {characters / middle / 1e6:7.2f} M characters/s"
    )


def main() -> None:
    files = [path for path in sorted((ROOT / "data").rglob("*")) if path.name != "README.md"]
    for suffix in READERS:
        if paths := [path for path in files if path.suffix == suffix]:
            print(measure(suffix, paths))
    if LAWS.is_dir():
        print(measure("laws", sorted(LAWS.glob("*.txt")), rounds=3))


if __name__ == "__main__":
    main()
