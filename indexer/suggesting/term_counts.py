"""What the index itself knows of the language: its syllables, with accents, and who stands by whom.

Everything that helps a person type is drawn from here, so it is in the words of the collection
and needs no model of its own. Counts are document frequencies: of syllables over clauses, of pairs
with accents over passages of some two thousand (``indexer.ingest.analyze``).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, pairwise, product
from math import prod
from threading import local
from typing import Final, Protocol, cast

from analyzers.fold import fold
from analyzers.known import LONGEST_KNOWN, known
from analyzers.syllables import surfaces
from analyzers.tones import tone_key
from indexer.core.engine import Distant, Reader

_VARIANTS: Final = {"a": "aăâ", "e": "eê", "o": "oôơ", "u": "uư", "d": "dđ"}
MAX_TERMS: Final = 5000
"""Terms of one beginning that are looked through."""
MAX_REMEMBERED: Final = 20_000
"""Syllables whose forms are remembered."""
MAX_PAIRS: Final = 50_000
"""Terms of a field whose counts are remembered, some 5 MB."""
MAX_EXPECTED: Final = 40
"""Words of a query that are looked up together."""
MAX_FORMS: Final = 12
"""Forms of a syllable whose neighbours are looked up together ..."""
MAX_NEIGHBOURS: Final = 2_000
"""... and pairs of them."""
MAX_SPELLINGS: Final = 48
"""Ways to put the marks of a syllable, tones aside: *duong* has 12."""
MAX_OPENINGS: Final = 16
"""Ways to write an abbreviation that are looked through: *bgddt* has 4."""
_TONES: Final = ("", "1", "2", "3", "4", "5")
_VOWELS: Final = frozenset("aeiouy")


class Counts(Protocol):
    """How often syllables and pairs of them stand in a collection."""

    def forms(self, folded: str) -> list[tuple[str, int]]:
        """The accented keys that fold to this, each with its frequency, most frequent first."""

    def pairs(self, texts: Sequence[str]) -> list[int]:
        """For each two accented keys joined by ``_``, in how many passages they stand together."""

    def known(self, folded: Sequence[str]) -> list[int]:
        """How often each folded syllable stands in the collection."""

    def folded_pairs(self, texts: Sequence[str]) -> list[int]:
        """For each two folded syllables joined by ``_``, how often they stand together."""


class EngineCounts:
    """An engine's counts. ``counts_of`` gives one that remembers what it has looked up."""

    def __init__(self, engine: Reader) -> None:
        self._engine = engine
        self._forms: dict[str, list[tuple[str, int]]] = {}
        self._remembered: dict[str, dict[str, int]] = {}
        """Field -> term -> count."""
        self._distant = engine if isinstance(engine, Distant) else None
        self._expected = local()

    def expect(self, text: str) -> None:
        """What the next lookups of this thread may be about: where each would be a request to a
        server, all are made together, now."""
        words = surfaces(text)[:MAX_EXPECTED] if self._distant else ()
        if words and self._distant:
            self._look_up_words(words, self._distant)

    def forms(self, folded: str) -> list[tuple[str, int]]:
        """See ``Counts``."""
        remembered = self._forms
        if folded not in remembered:
            if len(remembered) >= MAX_REMEMBERED:
                remembered = self._forms = {}  # not emptied: another thread may be reading it
            remembered[folded] = self._look_up(folded)
        return remembered[folded]

    def _look_up(self, folded: str) -> list[tuple[str, int]]:
        found = [
            (key, count)
            for opening in openings(folded)
            for key, count in islice(self._engine.terms("exact", opening), MAX_TERMS)
            if folded_key(key) == folded
        ]
        return sorted(found, key=lambda form: (-form[1], form[0]))

    def pairs(self, texts: Sequence[str]) -> list[int]:
        """See ``Counts``."""
        return self._counts("exact_pair", texts)

    def known(self, folded: Sequence[str]) -> list[int]:
        """See ``Counts``."""
        return self._counts("folded", folded)

    def folded_pairs(self, texts: Sequence[str]) -> list[int]:
        """See ``Counts``."""
        return self._counts("pair", texts)

    def _look_up_words(self, words: Sequence[str], distant: Distant) -> None:
        folded, keys = [fold(word) for word in words], [tone_key(word) for word in words]
        self._expected.beside = folded
        spelt = {one: spellings(one) for one in dict.fromkeys(folded) if one not in self._forms}
        counted = {
            "folded": folded,
            "pair": [f"{one}_{two}" for one, two in pairwise(folded)],
            "exact_pair": [f"{one}_{two}" for one, two in pairwise(keys)],
        }
        forms = [key for some in spelt.values() for key in some]
        distant.look_up({**counted, "context": folded, "heading": folded, "exact": forms})
        for field, texts in counted.items():
            found = zip(texts, self._engine.frequencies(field, texts), strict=True)
            self._remembered.setdefault(field, {}).update(found)
        for one, some in spelt.items():
            if some:
                counts = zip(some, self._engine.frequencies("exact", some), strict=True)
                known = [form for form in counts if form[1]]
                self._forms[one] = sorted(known, key=lambda form: (-form[1], form[0]))

    def _look_up_neighbours(self, field: str, texts: Sequence[str]) -> None:
        """Look up some pairs, and any forms of neighbours: one question leads to others, of the
        same syllables with other accents."""
        folded = getattr(self._expected, "beside", None)
        if not folded or self._distant is None:
            return
        self._expected.beside = None
        forms = [[key for key, _ in self._forms.get(one, ())][:MAX_FORMS] for one in folded]
        pairs = ["_".join(p) for some in pairwise(forms) for p in product(*some)]
        wanted = {"exact_pair": pairs[:MAX_NEIGHBOURS]}
        self._distant.look_up({**wanted, field: [*texts, *wanted.get(field, ())]})

    def _counts(self, field: str, texts: Sequence[str]) -> list[int]:
        remembered = self._remembered.setdefault(field, {})
        new = [text for text in dict.fromkeys(texts) if text not in remembered]
        if len(remembered) + len(new) > MAX_PAIRS:
            remembered = self._remembered[field] = {}  # not emptied: see ``forms``
            new = list(dict.fromkeys(texts))
        if new:
            if field in ("pair", "exact_pair"):
                self._look_up_neighbours(field, new)
            counts = self._engine.frequencies(field, new)
            remembered.update(zip(new, counts, strict=True))
        return [remembered[text] for text in texts]


def counts_of(engine: Reader) -> EngineCounts:
    """The counts of the engine's newest generation, remembered with it."""
    derived = engine.derived
    known = derived.get("counts")
    if known is None:
        known = derived.setdefault("counts", EngineCounts(engine))
    return cast("EngineCounts", known)


def openings(folded: str) -> list[str]:
    """How the accented keys of a folded syllable may begin, up to the first vowel.

    >>> openings("dua")
    ['du', 'dư', 'đu', 'đư']

    No syllable begins with more than three consonants (*ngh*). What does is an abbreviation, and
    all of it is taken (*nd*: ``nd``, ``nđ``), but for a row of d, which can be written in too many
    ways.
    """
    if _consonants(folded):
        few = _ways(folded) <= MAX_OPENINGS
        return ["".join(some) for some in product(*_letters(folded))] if few else [folded]
    starts = [""]
    for letter in folded:
        starts = [start + form for start in starts for form in _VARIANTS.get(letter, letter)]
        if letter in _VOWELS:
            break
    return starts


@known(1_000, LONGEST_KNOWN)
def spellings(folded: str) -> list[str]:
    """The accented keys that a folded syllable may have; none where that would be very many.

    >>> spellings("y")
    ['y', 'y1', 'y2', 'y3', 'y4', 'y5']
    """
    if _ways(folded) > (MAX_OPENINGS if _consonants(folded) else MAX_SPELLINGS):
        return []
    keys = ("".join(some) + tone for some in product(*_letters(folded)) for tone in _TONES)
    return [key for key in keys if folded_key(key) == folded]


def _letters(folded: str) -> list[str]:
    return [_VARIANTS.get(letter, letter) for letter in folded]


def _ways(folded: str) -> int:
    """Ways to put the marks of a syllable's letters."""
    return prod(map(len, _letters(folded)))


def _consonants(folded: str) -> bool:
    """Whether it begins as no syllable does."""
    return not any(letter in _VOWELS for letter in folded[:4])


@known(8_000, LONGEST_KNOWN)
def folded_key(key: str) -> str:
    """The folded form of an accented key: ``đương2`` is *duong*."""
    toned = len(key) > 1 and key[-1] in "12345" and not key.isdigit()
    return fold(key[:-1] if toned else key)
