"""Words typed without the blanks between them: *hopdonglaodong*."""

from __future__ import annotations

from itertools import pairwise
from math import log
from typing import Final

from analyzers.fold import fold
from analyzers.keystrokes import plausible
from indexer.suggesting.term_counts import Counts

MAX_LETTERS: Final = 60
"""Of a run that is taken apart."""
_LONGEST: Final = 7
"""Letters of the longest syllable, *nghiêng*."""
_UNSEEN: Final = 0.01
"""Occurrences that two syllables are given that stand together nowhere: where two words meet."""
_SHORTEST: Final = 5
"""Letters of the shortest run."""


def apart(word: str, counts: Counts) -> list[str] | None:
    """The syllables of a folded run of letters: of the ways to cut it into syllables of the index,
    each of which stands beside a neighbour somewhere, the most likely. ``None`` where there is
    none."""
    if not _SHORTEST <= len(word) <= MAX_LETTERS or not word.isalpha():
        return None
    pieces = _pieces(word, counts)
    if not pieces:
        return None
    keys = {piece: fold(piece) for _, piece in pieces}
    ending: dict[int, list[tuple[int, str]]] = {}
    for start, piece in pieces:
        ending.setdefault(start + len(piece), []).append((start, piece))
    pairs = [
        f"{keys[before]}_{keys[piece]}"
        for start, piece in pieces
        for _, before in ending.get(start, ())
    ]
    together = dict(zip(pairs, counts.folded_pairs(pairs), strict=True))
    most = max(pieces.values())
    best: dict[tuple[int, str], tuple[float, list[str]]] = {}
    for start, piece in pieces:
        if not start:
            best[0, piece] = (log(pieces[0, piece] / most), [piece])
            continue
        ways = [
            (best[place][0] + log(count / (pieces[place] + 1)), [*best[place][1], piece])
            for place in ending.get(start, ())
            if place in best
            for count in [together[f"{keys[place[1]]}_{keys[piece]}"] or _UNSEEN]
        ]
        if ways:
            best[start, piece] = max(ways)
    whole = [best[place] for place in ending.get(len(word), ()) if place in best and place[0]]
    if not whole:
        return None
    found = max(whole)[1]
    seen = [together[f"{keys[one]}_{keys[two]}"] > 0 for one, two in pairwise(found)]
    supported = all(any(seen[max(at - 1, 0) : at + 1]) for at in range(len(found)))
    return found if supported else None


def _pieces(word: str, counts: Counts) -> dict[tuple[int, str], int]:
    """Where a syllable of the index may stand in a word, in order -> how often it stands there."""
    found = [
        (start, word[start:end])
        for start in range(len(word))
        for end in range(start + 1, min(start + _LONGEST, len(word)) + 1)
        if plausible(word[start:end])
    ]
    known = counts.known([fold(piece) for _, piece in found])
    return {place: count for place, count in zip(found, known, strict=True) if count}
