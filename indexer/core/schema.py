"""The fields of the index: what each holds and whether its terms have places.

Order matters to nobody; names are part of the index format.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Field:
    positions: bool
    """Phrase and Near work only on fields that keep positions."""
    about: str
    ranked: bool = True
    """Whether it is kept how often an entry holds a term and how many it holds, as BM25 asks."""
    gathers: tuple[str, ...] = ()
    """The fields whose terms it repeats (``indexer.core.derived_fields``); it is given none."""


FIELDS: Final[dict[str, Field]] = {
    "folded": Field(True, "syllables without accents"),
    "exact": Field(True, "syllables with accents, wherever the tone mark was put"),
    "pair": Field(False, "two adjacent folded syllables"),
    "exact_pair": Field(
        False, "two adjacent syllables with accents, once a passage, on its first piece", False
    ),
    "word": Field(False, "compound words"),
    "ref": Field(False, "identifiers, dates and numbers in canonical form"),
    "address": Field(False, "what a clause answers to: indexer.identity.address_terms"),
    "context": Field(
        False,
        "what it says, with title and headings; an article, with its clauses",
        gathers=("folded", "pair", "ref"),
    ),
    "cites": Field(
        False, "the documents, and places in them, that the text names: indexer.citations.citing"
    ),
}
"""Why these: measured in docs/QUALITY.md; the last answers who cites what."""
