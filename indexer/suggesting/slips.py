"""Words that are words, but not here: *sử lý* for *xử lý*, *kỹ luật* for *kỷ luật*.

Sounds that many speakers do not tell apart are written for one another: s and x, ch and tr, l and
n, d, gi and r, the tones hỏi and ngã. What stands beside its neighbours nowhere, and does often
with one of these exchanged, or with other accents, was most likely meant so.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import log
from typing import Final, NamedTuple

from analyzers.fold import fold
from analyzers.keystrokes import plausible
from analyzers.tones import tone_key
from indexer.suggesting.term_counts import Counts, folded_key

MAX_SYLLABLES: Final = 16
"""Of a query that is looked at: longer ones are questions, whose words are seldom looked up."""
_GAIN: Final = log(50)
"""How much more likely the pairs must be, where what was typed has neighbours somewhere."""
_BESIDE: Final = 200
"""One in so many occurrences of a syllable, or of its neighbour, must be beside the other: else two
words that met by chance would do."""
_CLOSE: Final = 20
"""The same of two that belong together."""
_FORMS: Final = 12
"""Accented forms of a syllable that are tried, the most frequent."""
_ONSETS: Final[dict[str, tuple[str, ...]]] = {
    "s": ("x",), "x": ("s",), "ch": ("tr",), "tr": ("ch",), "l": ("n",), "n": ("l",),
    "d": ("gi", "r", "đ"), "gi": ("d", "r"), "r": ("d", "gi"), "đ": ("d",),
}  # fmt: skip
_LONGER: Final = ("ch", "tr", "gi", "ng", "nh")
_TONES: Final = {"3": "4", "4": "3"}
_VOWELS: Final = frozenset("aăâeêioôơuưy")


class _Seen(NamedTuple):
    """The pairs of one syllable with its neighbours: how often each stands somewhere."""

    before: int
    after: int


def confusable(key: str) -> set[str]:
    """Keys that are written for this one, and it for them.

    >>> sorted(confusable("sư3")), sorted(confusable("giai3"))
    (['sư4', 'xư3', 'xư4'], ['dai3', 'dai4', 'giai4', 'rai3', 'rai4'])
    """
    onset = _onset(key)
    rest = key[len(onset) :]
    begins = [onset, *(other for other in _ONSETS.get(onset, ()) if _fits(other, rest))]
    tones = [rest, rest[:-1] + _TONES[rest[-1]]] if rest[-1:] in _TONES else [rest]
    return {begin + tone for begin in begins for tone in tones} - {key}


def _onset(key: str) -> str:
    two = key[:2]
    if two in _LONGER:
        return two if two != "gi" or key[2:3] in _VOWELS else "g"
    return key[:1]


def _fits(onset: str, rest: str) -> bool:
    return onset != "gi" or rest[:1] in _VOWELS - {"i"}


def meant(words: Sequence[str], counts: Counts) -> dict[int, str]:
    """Index of a word -> the key it was most likely meant to have, of those that are slips.

    Args:
        words: neighbours, as they were typed. Where none has accents, accents are left aside.
    """
    if not 1 < len(words) <= MAX_SYLLABLES:
        return {}
    keys = [tone_key(word) for word in words]
    bare = all(key == fold(word) for key, word in zip(keys, words, strict=True))
    look_up = counts.folded_pairs if bare else counts.pairs
    together = look_up([f"{one}_{two}" for one, two in pairwise(keys)])
    doubtful: dict[int, tuple[_Seen, list[str]]] = {}
    for at, key in enumerate(keys):
        seen = _Seen(together[at - 1] if at else -1, together[at] if at < len(together) else -1)
        if key[:1].isalpha() and not (seen.before > 0 and seen.after > 0):
            others = confusable(key)
            if not bare:
                others |= {form for form, _ in counts.forms(fold(words[at]))[:_FORMS]} - {key}
            doubtful[at] = seen, sorted(filter(_is_syllable, others))
    # At once: an index on servers is asked once.
    look_up([pair for at, (_, others) in doubtful.items() for pair in _pairs(at, keys, others)])
    found: dict[int, str] = {}
    for at, (seen, options) in doubtful.items():
        best = _best(at, keys, seen, options, counts, bare=bare) if at - 1 not in found else None
        if best:
            found[at] = best
    return found


def _pairs(at: int, keys: Sequence[str], others: Sequence[str]) -> list[str]:
    """What others would stand beside in the place of a key: before them, then after them."""
    pairs = [f"{keys[at - 1]}_{other}" for other in others] if at else []
    return [*pairs, *(f"{other}_{keys[at + 1]}" for other in others if at + 1 < len(keys))]


def _is_syllable(key: str) -> bool:
    return plausible(folded_key(key))


def _best(
    at: int,
    keys: Sequence[str],
    seen: _Seen,
    others: Sequence[str],
    counts: Counts,
    *,
    bare: bool,
) -> str | None:
    look_up = counts.folded_pairs if bare else counts.pairs
    none = [-1] * len(others)
    first, last = not at, at + 1 == len(keys)
    counted = look_up(_pairs(at, keys, others))
    before = none if first else counted[: len(others)]
    after = none if last else counted[-len(others) :]
    options = {
        other: gained
        for other, one, two in zip(others, before, after, strict=True)
        if (gained := _gain(seen, _Seen(one, two)))
        and _associated(other, keys, at, _Seen(one, two), counts)
    }
    return max(options, key=lambda other: options[other]) if options else None


def _gain(typed: _Seen, other: _Seen) -> float:
    """By how much more likely the other is; 0 where that is not enough."""
    sides = [(one, two) for one, two in zip(typed, other, strict=True) if one >= 0]
    gain = sum(log((two + 0.5) / (one + 0.5)) for one, two in sides)
    alone = not any(one for one, _ in sides)
    return gain if gain > 0 and (alone or gain >= _GAIN) else 0.0


def _associated(other: str, keys: Sequence[str], at: int, seen: _Seen, counts: Counts) -> bool:
    """Whether the other and a neighbour belong together. Where only accents differ, and not as hỏi
    and ngã do, any form may meet a neighbour by chance: then both must, or one far oftener."""
    sides = [
        (count, min(counts.known([folded_key(other), folded_key(keys[neighbour])])))
        for count, neighbour in ((seen.before, at - 1), (seen.after, at + 1))
        if count >= 0
    ]
    if not any(count and count * _BESIDE >= known for count, known in sides):
        return False
    if other in confusable(keys[at]) or (all(count for count, _ in sides) and len(sides) > 1):
        return True
    return any(count * _CLOSE >= known for count, known in sides)
