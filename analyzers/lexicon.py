"""The tables in ``lexicons/``: tab-separated, UTF-8, ``#`` begins a remark."""

from __future__ import annotations

from collections.abc import Mapping
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


@cache
def forms(name: str) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Words of a table -> their syllables without accents and with, worked out beforehand
    (``tests/lexicon_forms.py``). Any other words are to be worked out."""
    return {
        words: (tuple(folded.split(" ")), tuple(exact.split(" ")))
        for words, folded, exact in rows(f"{name}_forms")
    }
