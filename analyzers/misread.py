"""What a syllable may be that a machine misread, when it reads a scan: further terms, by which
recognised documents are found; what is shown stays as it was read.

Only syllables that no Vietnamese text has are looked at (``l1``, ``tw``, ``rnột``), so a word that
was read well gets no other, and each gets a few at most. A word that was taken for another one
(*tuật* for *luật*) is not told from it by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from analyzers.fold import fold
from analyzers.keystrokes import plausible
from analyzers.variants import Extra, Variants, is_short_form

_DIGITS: Final = str.maketrans("il|oszgILOSZ", "111052911052")
"""Letters that digits are read as. Seen: ``l1`` and ``II`` for 11, ``2O``."""
_NUMBER: Final = frozenset("0123456789il|oszg")
_STROKES: Final = frozenset("il|")
"""Two of these may be 11, without a digit beside them."""
_LETTERED: Final = frozenset("aeiouywl|0123456789")
"""One of these is in every syllable that is no abbreviation of consonants (*BCT*, *VNPT*)."""
_SESSION: Final = re.compile("[a-z]{0,6}qh[1il|][0-9ilo|]")
"""The end of the number of a law, which bears the session of the National Assembly: *QHI2*."""
_LONGEST: Final = 8
"""Letters: a syllable of Vietnamese has seven, and one may be read as two."""
_MOST: Final = 4
"""Further terms a syllable."""
_READ_AS: Final = (
    ("rn", "m"), ("w", "u"), ("vv", "u"), ("cl", "d"), ("ii", "n"), ("ii", "u"), ("li", "h"),
    ("lr", "tr"), ("ir", "tr"), ("tb", "th"), ("lh", "th"), ("ih", "th"), ("nb", "nh"),
    ("f", "t"), ("j", "i"), ("z", "y"), ("e", "c"), ("c", "e"), ("q", "g"), ("y", "v"), ("v", "y"),
    ("b", "h"), ("h", "b"), ("l", "t"), ("i", "t"), ("i", "l"), ("l", "i"), ("t", "l"), ("u", "n"),
    ("n", "u"), ("r", "n"), ("m", "n"), ("0", "o"), ("1", "l"), ("1", "i"), ("1", "t"), ("5", "s"),
    ("6", "o"), ("8", "b"), ("9", "g"), ("o", "c"), ("c", "o"), ("g", "c"), ("a", "o"),
)  # fmt: skip
"""What is read -> what stands there, the surest first."""


@lru_cache(maxsize=20_000)
def readings(folded: str) -> tuple[str, ...]:
    """What a folded syllable of a recognised text may be instead, the likeliest first.

    >>> readings("l1"), readings("tw"), readings("rnot"), readings("dieu")
    (('11',), ('tu',), ('mot',), ())
    """
    if not 1 < len(folded) <= _LONGEST or folded.isdigit() or plausible(folded):
        return ()
    if is_short_form(folded):
        return ()
    if _LETTERED.isdisjoint(folded):
        return (folded.replace("dd", "d"),) if "dd" in folded else ()  # ``QĐÐ``, one letter
    if _is_spoilt(folded) or _STROKES.issuperset(folded):
        return (fold(folded.translate(_DIGITS)),)
    found: dict[str, None] = {}
    for read, written in _READ_AS:
        at = folded.find(read)
        while at >= 0 and len(found) < _MOST:
            other = folded[:at] + written + folded[at + len(read) :]
            if plausible(other):
                found[fold(other)] = None
            at = folded.find(read, at + 1)
    for at in range(1, len(folded)):
        other = folded[:at] + folded[at + 1 :]
        if folded[at] == folded[at - 1] and (plausible(other) or is_short_form(other)):
            found[fold(other)] = None  # a letter that was read twice: ``QĐĐ``
    return tuple(found)[:_MOST]


def figures(
    text: str, spans: Sequence[tuple[int, int]], folded: Sequence[str]
) -> tuple[str, Sequence[str]]:
    """A recognised text, as long as it is, and its folded syllables, with digits where letters
    stand in a number (``l1/2O20`` is 11/2020): what numbers and dates are read from. A letter
    behind the figures may be a unit (*10g*, *5l*)."""
    wrong = [at for at, one in enumerate(folded) if _is_figure(one)]
    if not wrong:
        return text, folded
    mended, parts, done = list(folded), [], 0
    for at in wrong:
        start, end = spans[at]
        figures_at = max(start, end - 2) if _SESSION.fullmatch(folded[at]) else start
        parts += [text[done:figures_at], text[figures_at:end].translate(_DIGITS)]
        mended[at], done = fold(text[start:figures_at] + parts[-1]), end
    return "".join([*parts, text[done:]]), mended


def _is_figure(folded: str) -> bool:
    return (_is_spoilt(folded) and folded[-1].isdigit()) or _SESSION.fullmatch(folded) is not None


def _is_spoilt(folded: str) -> bool:
    return (
        1 < len(folded) <= _LONGEST
        and _NUMBER.issuperset(folded)
        and any(map(str.isdigit, folded))
        and not folded.isdigit()
    )


def misread(folded: Sequence[str], variants: Variants) -> Variants:
    """The variants of a recognised text, with what its syllables may be.

    Args:
        folded: the syllables of the text without accents.
    """
    extras = [
        Extra(position, other, other, first, last)
        for position in range(len(variants.folded))
        for first, last in (variants.source(position),)
        if last == first + 1 and (position == 0 or variants.source(position - 1)[0] != first)
        for other in readings(folded[first])
        if other != variants.folded[position]
    ]
    if not extras:
        return variants
    together = sorted([*variants.extras, *extras])
    return Variants(variants.folded, variants.exact, variants.sources, together)
