"""Names that are written in one word or in two, with k or c: *Pleiku*, *Plei Ku*; *Đắk*, *Đắc*.

Names from languages of the highlands have no settled spelling: an apostrophe, a blank or nothing
(*H'Mông*, *H Mông*, *Hmông*; *K'Dang*, *KDang*; *Ea Ly*, *Ealy*). They are known by syllables that
no Vietnamese word has; which of the other spellings there are, the index says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from analyzers.keystrokes import plausible
from indexer.suggesting.term_counts import Counts

LONGEST: Final = 16
"""Letters of a word that is looked for in two."""
_SHORTEST: Final = 3
_ENDINGS: Final = {"dak": "dac", "lak": "lac", "dac": "dak", "lac": "lak"}
"""Đắk Lắk and Đắk Nông were Đắc Lắc and Đắc Nông; no other syllable is written both ways so often
that asking for it would pay."""


class Spelling(NamedTuple):
    """Another way to write one or two syllables of a query."""

    syllables: tuple[str, ...]
    """What the query has, folded."""
    field: str
    """``folded``, where the other way is one word; ``pair``, where it is two."""
    term: str
    """As it is indexed, there and in ``context``."""


def other_spellings(syllables: Sequence[str], counts: Counts) -> list[Spelling]:
    """The other ways to write a query's folded syllables that the index has."""
    strange = {word for word in syllables if word.isalpha() and not plausible(word)}
    if not strange and _ENDINGS.keys().isdisjoint(syllables):
        return []
    options = list(dict.fromkeys(_options(syllables, strange)))
    known: dict[Spelling, int] = {}
    for field, look_up in (("folded", counts.known), ("pair", counts.folded_pairs)):
        asked = [option for option in options if option.field == field]
        known.update(zip(asked, look_up([option.term for option in asked]), strict=True))
    return [option for option in options if known[option]]


def _options(syllables: Sequence[str], strange: set[str]) -> Iterator[Spelling]:
    for word in syllables:
        if word in strange and _SHORTEST <= len(word) <= LONGEST:
            for at in range(1, len(word)):
                yield Spelling((word,), "pair", f"{word[:at]}_{word[at:]}")
        if word in _ENDINGS:
            yield Spelling((word,), "folded", _ENDINGS[word])
    for pair in pairwise(syllables):
        if not strange.isdisjoint(pair) and all(word.isalpha() for word in pair):
            yield Spelling(pair, "folded", "".join(pair))
