"""The phrases that a document uses again and again: what a person may be typing.

A phrase is a run of syllables with single blanks between them that the document has several times,
and that is whole: where nearly every occurrence goes on with the same syllable, or follows the same
one, only the longer run is a phrase (*thi đua khen* is none, *thi đua khen thưởng* is one).
Headings are phrases, however often they stand there. A document has each phrase once, so that the
frequency of its term (``indexer.core.phrase_terms``) is in how many documents it is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import is_normalized

import numpy as np

from analyzers.fold import fold
from analyzers.function_words import ends_phrase, opens_phrase
from analyzers.letters import LOWER, UPPER
from analyzers.normalize import compose
from indexer.core.document import SEARCHED, Clause
from indexer.core.dtypes import Ints, Mask
from indexer.core.phrase_terms import MAX_SYLLABLES, joined, phrase_term
from indexer.core.vocabulary import Vocabulary

FEW: Final = 3
"""Occurrences in a document that make a run of syllables a phrase of it. With 2 the laws of the
developers' corpus have 1.5 times as many phrases, the further ones mostly of no use."""
FEWEST: Final = 2
"""The same in a short document."""
SHORT: Final = 3_000
"""Syllables, the gaps between runs counted, below which a document is short."""
_UNFINISHED: Final = 0.8
"""Share of a run's occurrences from which one and the same syllable after it belongs to it."""
_HEADLESS: Final = 0.95
"""The same for a syllable before it: *khen thưởng* is typed, although *thi đua* mostly stands
before it."""
_SYLLABLE: Final = f"[{LOWER}{UPPER}]{{1,8}}"
_RUN: Final = re.compile(rf"(?<!\w){_SYLLABLE}(?: {_SYLLABLE})+(?!\w| ?\d)")
"""Composed letters with single blanks. No syllable of Vietnamese has more than seven. What a number
follows is left out: *đến Điều 5* leaves nothing to say *đến Điều* for."""


def phrases(clauses: Iterable[Clause]) -> list[str]:
    """The terms of a document's phrases, each once."""
    pieces = [clause for clause in clauses if clause.kind in SEARCHED]
    headings = dict.fromkeys(piece.path[-1].heading for piece in pieces if piece.path)
    terms = [phrase_term(_lowered(" ".join(heading.split()))) for heading in headings]
    return list(dict.fromkeys([*filter(None, terms), *_repeated(pieces)]))


def _lowered(heading: str) -> str:
    """A heading in capitals as a sentence begins."""
    return heading.capitalize() if heading.isupper() else heading


def _repeated(pieces: Sequence[Clause]) -> Iterator[str]:
    """The term of every whole run of syllables that is repeated, in the spelling with the fewest
    capitals."""
    words = _words(pieces)
    if not words:
        return
    surfaces = Vocabulary()
    of_surface = surfaces.term_ids(words, len(words))
    lower, folded, ends, opens, capitals = zip(*map(_facts, surfaces), strict=True)
    plain = list(map(folded.__getitem__, of_surface.tolist()))
    lowered = Vocabulary()
    ids = lowered.term_ids(lower, len(lower))[of_surface].astype(np.int64)
    ids[ids == lowered[""]] = -1
    may_end, may_open = np.array(ends)[of_surface], np.array(opens)[of_surface]
    summed = np.concatenate(([0], np.cumsum(np.array(capitals)[of_surface])))
    for size, every, of in _whole(ids, FEWEST if len(words) < SHORT else FEW):
        at = may_open[every] & may_end[every + size - 1]
        starts, numbers = every[at], of[at]
        order = np.lexsort((summed[starts + size] - summed[starts], numbers))
        first = np.flatnonzero(np.diff(numbers[order], prepend=-1))
        for start in starts[order[first]].tolist():
            yield joined(plain[start : start + size], " ".join(words[start : start + size]))


@lru_cache(maxsize=100_000)
def _facts(word: str) -> tuple[str, str, bool, bool, int]:
    """In lower case; without accents; whether a phrase may end with it, or begin; capitals."""
    ends = bool(word) and not ends_phrase(word)
    return word.lower(), fold(word), ends, bool(word) and opens_phrase(word), _capitals(word)


def _capitals(word: str) -> int:
    return sum(map(str.isupper, word))


def _words(pieces: Sequence[Clause]) -> list[str]:
    """The words of all runs, and an empty one after each."""
    words: list[str] = []
    for piece in pieces:
        text = piece.text if is_normalized("NFC", piece.text) else compose(piece.text)
        for run in _RUN.findall(text):
            words += run.split(" ")
            words.append("")
    return words


class _Runs(NamedTuple):
    """The repeated runs of one length."""

    starts: Ints
    """Every place where one begins, rising."""
    numbers: Ints
    """Which run it is."""
    counts: Ints
    """How often each run is there."""


def _whole(ids: Ints, least: int) -> Iterator[tuple[int, Ints, Ints]]:
    """Length, starts and numbers of all occurrences of whole repeated runs.

    Args:
        ids: the syllables, -1 between two runs.
        least: occurrences from which a run is repeated.
    """
    runs, _ = _counted(np.flatnonzero(ids >= 0), ids[ids >= 0], least)
    for size in range(1, MAX_SYLLABLES + 1):
        if not len(runs.starts):
            return
        # A run that is repeated is two repeated ones that overlap but for their ends.
        both = np.flatnonzero(np.diff(runs.starts) == 1)
        head, tail = runs.numbers[both], runs.numbers[both + 1]
        codes = head * len(runs.counts) + tail
        longer, kept = _counted(runs.starts[both], codes, least)
        if size > 1:
            whole = np.ones(len(runs.counts), np.bool_)
            often = longer.counts[longer.numbers]
            for part, share in ((head[kept], _UNFINISHED), (tail[kept], _HEADLESS)):
                whole[part[often >= share * runs.counts[part]]] = False
            at = whole[runs.numbers]
            yield size, runs.starts[at], runs.numbers[at]
        runs = longer


def _counted(starts: Ints, codes: Ints, least: int) -> tuple[_Runs, Mask]:
    """The runs that are there often enough, numbered anew; and which of ``starts`` are left."""
    _, numbers, counts = np.unique(codes, return_inverse=True, return_counts=True)
    often = counts >= least
    renumbered = np.cumsum(often) - 1
    at = often[numbers]
    return _Runs(starts[at], renumbered[numbers[at]], counts[often]), at
