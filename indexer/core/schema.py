"""The fields of the index: what each holds and whether its terms have positions.

Their order has no meaning; their names are part of the index format.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Field:
    positions: bool
    """Whether positions are stored: Phrase and Near need them."""
    about: str
    ranked: bool = True
    """Whether term frequencies and lengths are stored, as BM25 needs them."""
    derived_from: tuple[str, ...] = ()
    """The fields whose terms it repeats (``indexer.core.derived_fields``); entries have no terms of
    its own."""


FIELDS: Final[dict[str, Field]] = {
    "folded": Field(True, "syllables without accents"),
    "exact": Field(True, "syllables with accents, wherever the tone mark was put"),
    "pair": Field(False, "two adjacent folded syllables"),
    "exact_pair": Field(
        False, "two adjacent syllables with accents, once a passage, on its first piece", False
    ),
    "word": Field(False, "compound words"),
    "ref": Field(False, "identifiers, dates and numbers in canonical form"),
    "address": Field(False, "names and numbers of a clause: indexer.identity.address_terms"),
    "context": Field(
        False,
        "its text, title and headings; of an article, the text of its clauses as well",
        derived_from=("folded", "pair", "ref"),
    ),
    "heading": Field(
        False, "the different syllables of the article's heading: how much of it is asked"
    ),
    "name": Field(False, "syllables of the document's title, without accents, on its first clause"),
    "phrase": Field(
        False,
        "what a person may be typing, on the document's first clause: indexer.core.phrase_terms",
        False,
    ),
    "cites": Field(
        False, "the documents, and places in them, that the text names: indexer.citations.citing"
    ),
}
"""Why these fields: measured in docs/QUALITY.md. ``cites`` answers which clauses cite what."""
