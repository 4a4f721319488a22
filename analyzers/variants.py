"""Other ways to write the same syllables: abbreviations both ways, Roman and Arabic numbers, and
numbers that are glued to a word (*10km*, *covid19*).

Every text gets one *canonical* sequence of syllables, in which an abbreviation is written out
and a Roman numeral is an Arabic one, and *extra* terms at the same positions for the spellings
that were given up. ``UBND tỉnh`` and ``Ủy ban nhân dân tỉnh`` so hold the same terms at the same
distances, and phrases, pairs and counts work across spellings with no rule of their own:

======== ==== ====== ===== ===== =====
position 0    1      2     3     4
======== ==== ====== ===== ===== =====
terms    uy   ban    nhan  dan   tinh
extra    ubnd
======== ==== ====== ===== ===== =====
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from analyzers.amounts import split_unit
from analyzers.fold import fold
from analyzers.known import LONGEST_KNOWN, SYLLABLES
from analyzers.lexicon import forms, rows
from analyzers.normalize import normalize
from analyzers.numerals import roman
from analyzers.syllables import surfaces
from analyzers.tones import tone_key


class Extra(NamedTuple):
    """A further term at a position that the canonical sequence also fills."""

    position: int
    folded: str
    exact: str
    first: int
    """The syllables of the text that it stands for are [first, last)."""
    last: int


@dataclass(frozen=True, slots=True)
class Variants:
    folded: Sequence[str]
    """The canonical sequence without accents; the index in it is the position."""
    exact: Sequence[str]
    """The same with accents."""
    sources: Sequence[tuple[int, int]] | None
    """Canonical position -> the text's syllables [first, last) it comes from; ``None``: itself."""
    extras: Sequence[Extra]
    """In order of position."""

    def source(self, position: int) -> tuple[int, int]:
        return (position, position + 1) if self.sources is None else self.sources[position]


class _Form(NamedTuple):
    folded: tuple[str, ...]
    exact: tuple[str, ...]
    kept: bool = False
    """Whether the spelling that it stands for is a further term."""


@dataclass(frozen=True, slots=True)
class _Table:
    expansions: dict[str, tuple[tuple[_Form, _Form], ...]]
    """First folded syllable of a short form -> (short, full), longest short form first."""
    contractions: dict[str, tuple[tuple[_Form, tuple[_Form, ...]], ...]]
    """First folded pair ``a_b`` of a full form -> (full, its short forms)."""
    changing: _Changing
    """Folded syllable -> whether a short form or a numeral may begin with it, or a number is glued
    to a word in it. Most texts hold few of these and of ``contracting``, and nothing else of them
    is looked at."""
    contracting: frozenset[str]
    """First folded syllables of full forms."""
    shortened: frozenset[str]
    """Folded syllables of short forms."""


class _Changing(dict[str, bool]):
    """See ``_Table.changing``; emptied when full."""

    def __init__(self, known: frozenset[str]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, syllable: str) -> bool:
        found = syllable in self._known or (
            len(syllable) <= _LONGEST_GLUED and _parts(syllable) is not None
        )
        if len(syllable) <= LONGEST_KNOWN:
            if len(self) >= SYLLABLES:
                self.clear()
            self[syllable] = found
        return found


_LONGEST_GLUED: Final = 24
_NAMED_NUMBER: Final = re.compile(r"(?!qh[0-9])([^\W\d_]{2,})([0-9]{1,6})")
"""*covid19*, *iso9001*, *mẫu01*: but for the sessions of the National Assembly, *QH13*."""
_UNIT_NAMES: Final = {"d": ("dong", "đông2"), "tr": ("trieu", "triêu5")}
"""Folded unit -> its name."""
MOST_COUNTED: Final = 39
"""The largest Roman numeral that a text holds as a number; beyond, letters are words (*l*, *c*)."""
_ROMAN: Final = {roman(value).lower(): value for value in range(1, MOST_COUNTED + 1)}
"""Folded syllable -> its value, where it may be a numeral."""
_ALSO_WORDS: Final = frozenset({"i", "v", "x", "vi", "xi"})
"""Numerals that are also syllables or letters: numbers only where a counted noun stands before."""
_COUNTED_NOUNS: Final = (
    "thu chuong muc phan khoa loai quy qui hang ki luc cap nhom bang vung hoi doan bac"
)
_COUNTED: Final = frozenset(_COUNTED_NOUNS.split())
"""Folded last syllables of nouns that are counted in Roman numerals: *lần thứ*, *chương*, *quý*,
*phụ lục*, *đại hội*, *giai đoạn* ..."""


def variants(shown: Sequence[str], folded: Sequence[str], exact: Sequence[str]) -> Variants:
    """The canonical sequence and the extra terms of syllables given as they are shown, without
    and with accents (three columns of one length)."""
    found = changes(shown, folded)
    sources: list[tuple[int, int]] | None = None
    extras: list[Extra] = []
    if found:
        folded, exact, sources, extras = _rewritten(folded, exact, found)
    result = Variants(folded, exact, sources, extras)
    extras += _contractions(result)
    extras.sort()
    return result


def may_change(folded: str) -> bool:
    """Whether a folded syllable may be written otherwise in the canonical sequence, alone or with
    those behind it."""
    return _table().changing[folded]


def is_short_form(folded: str) -> bool:
    """Whether a folded syllable is part of an abbreviation of something."""
    return folded in _table().shortened


def changes(shown: Sequence[str], folded: Sequence[str]) -> list[tuple[int, int, _Form]]:
    """Stretches [first, last) of the text and what is canonical for them."""
    expansions, changing = _table().expansions, _table().changing
    changes: list[tuple[int, int, _Form]] = []
    free = 0
    for index in [at for at, syllable in enumerate(folded) if changing[syllable]]:
        if index < free:
            continue
        syllable = folded[index]
        if syllable in expansions:
            for short, full in expansions[syllable]:
                last = index + len(short.folded)
                if tuple(folded[index:last]) == short.folded:
                    changes.append((index, last, full))
                    free = last
                    break
        elif number := _numeral(shown, folded, index):
            changes.append((index, index + 1, _Form((number,), (number,), kept=True)))
        elif glued := _glued(shown[index], syllable):
            changes.append((index, index + 1, glued))
    return changes


def _parts(folded: str) -> tuple[str, str] | None:
    """*10km* and *covid19* at the place where a blank may stand."""
    number, unit = split_unit(folded)
    if number:
        return number, unit
    named = _NAMED_NUMBER.fullmatch(folded)
    return (named[1], named[2]) if named else None


def _glued(shown: str, folded: str) -> _Form | None:
    """A number that is glued to a word, as it is written with a blank."""
    parts = _parts(folded)
    if parts is None:
        return None
    if parts[1] in _UNIT_NAMES:
        plain, exact = _UNIT_NAMES[parts[1]]
        return _Form((fold(parts[0]), plain), (fold(parts[0]), exact), kept=True)
    text = normalize(shown)
    at = next((i for i, c in enumerate(text) if c.isdigit() != text[0].isdigit()), 0)
    both = (text[:at], text[at:])
    folded_parts = (fold(both[0]), fold(both[1]))
    if not at or folded_parts != (fold(parts[0]), fold(parts[1])):
        return None  # a letter that is folded to a digit
    return _Form(folded_parts, (tone_key(both[0]), tone_key(both[1])), kept=True)


def _numeral(shown: Sequence[str], folded: Sequence[str], index: int) -> str:
    value = _ROMAN.get(folded[index], 0)
    if not value:
        return ""
    if folded[index] in _ALSO_WORDS and (
        index == 0
        or folded[index - 1] not in _COUNTED
        or (folded[index] in {"vi", "xi"} and not shown[index].isupper())
    ):
        return ""
    return str(value) if normalize(shown[index]).isascii() else ""


def _rewritten(
    folded: Sequence[str], exact: Sequence[str], changes: Sequence[tuple[int, int, _Form]]
) -> tuple[list[str], list[str], list[tuple[int, int]], list[Extra]]:
    new_folded: list[str] = []
    new_exact: list[str] = []
    sources: list[tuple[int, int]] = []
    extras: list[Extra] = []
    done = 0
    for first, last, form in changes:
        new_folded += folded[done:first]
        new_exact += exact[done:first]
        sources += [(index, index + 1) for index in range(done, first)]
        extras += [
            Extra(len(new_folded) + offset, folded[index], exact[index], index, index + 1)
            for offset, index in enumerate(range(first, last))
            if form.kept  # full forms get their short forms from _contractions
        ]
        new_folded += form.folded
        new_exact += form.exact
        sources += [(first, last)] * len(form.folded)
        done = last
    new_folded += folded[done:]
    new_exact += exact[done:]
    sources += [(index, index + 1) for index in range(done, len(folded))]
    return new_folded, new_exact, sources, extras


def _contractions(text: Variants) -> list[Extra]:
    """The short forms of every full form in the canonical sequence."""
    contractions, contracting = _table().contractions, _table().contracting
    extras: list[Extra] = []
    folded = text.folded
    for start in [at for at, syllable in enumerate(folded) if syllable in contracting]:
        pair = "_".join(folded[start : start + 2])
        if pair in contractions:
            for full, shorts in contractions[pair]:
                end = start + len(full.folded)
                if tuple(folded[start:end]) == full.folded:
                    first, last = text.source(start)[0], text.source(end - 1)[1]
                    extras += [
                        Extra(start + offset, plain, accented, first, last)
                        for short in shorts
                        for offset, (plain, accented) in enumerate(
                            zip(short.folded, short.exact, strict=True)
                        )
                    ]
    return extras


@lru_cache(maxsize=1)
def _table() -> _Table:
    expansions: dict[str, list[tuple[_Form, _Form]]] = {}
    shorts: dict[_Form, list[_Form]] = {}
    for abbreviation, full_forms in rows("abbreviations"):
        short = _form(abbreviation)
        fulls = [_form(full) for full in full_forms.split("|")]
        expansions.setdefault(short.folded[0], []).append((short, fulls[0]))
        for full in fulls:
            shorts.setdefault(full, []).append(short)
    contractions: dict[str, list[tuple[_Form, tuple[_Form, ...]]]] = {}
    for full, short_forms in shorts.items():
        contractions.setdefault("_".join(full.folded[:2]), []).append((full, tuple(short_forms)))
    return _Table(
        {
            first: tuple(sorted(forms, key=lambda pair: -len(pair[0].folded)))
            for first, forms in expansions.items()
        },
        {pair: tuple(forms) for pair, forms in contractions.items()},
        _Changing(frozenset(expansions.keys() | _ROMAN.keys())),
        frozenset(full.folded[0] for full in shorts),
        frozenset(
            syllable for forms in shorts.values() for one in forms for syllable in one.folded
        ),
    )


def _form(text: str) -> _Form:
    if ready := forms("abbreviation").get(text):
        return _Form(*ready)
    syllables = surfaces(text)
    return _Form(
        tuple(fold(syllable) for syllable in syllables),
        tuple(tone_key(syllable) for syllable in syllables),
    )
