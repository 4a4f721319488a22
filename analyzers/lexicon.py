"""The tables in ``lexicons/``: tab-separated, UTF-8, ``#`` begins a remark."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent / "lexicons"


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of ``lexicons/NAME.tsv``, each a tuple of its columns."""
    return tuple(
        tuple(line.split("\t"))
        for line in raw(name).splitlines()
        if line.strip() and not line.startswith("#")
    )


def raw(name: str) -> str:
    """The whole file, for hashing."""
    return (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8")
