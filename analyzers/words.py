"""Compounds as pyvi finds them, with exact offsets, in linear time, without scikit-learn.

pyvi labels each token B_W or I_W (begins a word, continues one) with a linear-chain CRF over
two labels. ``analyzers.crf`` reads that model from pyvi's own package; this module cuts text
into pyvi's tokens, line by line, and joins labelled tokens by pyvi's rule, so that the result is
what ``pyvi.ViTokenizer.tokenize`` gives for each line (``tests/test_words.py`` compares them).
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from analyzers import crf
from analyzers.normalize import INVISIBLE, ZERO_WIDTH_SPACE, compose
from analyzers.syllables import spans as syllable_spans
from analyzers.token import Span, Token
from analyzers.tones import tone_key

_LINE: Final = re.compile(r"[^\n]+")
_WORD: Final = r"\d+(?:[.,_]\d+)+|[^\w\s]|\w+"
_ABBREVIATION: Final = r"[A-ZĐ]+\.|Tp\.|Mrs?\.|Ms\.|Dr\.|ThS\.|==>|->|\.\.\.|>>"
_PLAIN: Final = re.compile(f"{_ABBREVIATION}|{_WORD}")
_WITH_ADDRESSES: Final = re.compile(
    rf"{_ABBREVIATION}|\w+://\S+|[a-zA-Z0-9_.+-]{{1,64}}@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+|{_WORD}"
)
"""pyvi's token patterns in pyvi's order. Web and mail addresses are only looked for in lines that
may hold one, and a mail address's first part is bounded (64, RFC 5321): pyvi's own pattern is
quadratic in a line of dots."""

_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]")
_LONGEST_GROUP: Final = 64


def words(text: str) -> list[Token]:
    """The compounds of a text: two syllables or more that pyvi takes for one word.

    A token's text is its syllables' accented keys joined by ``_``; its position is that of its
    first syllable (``analyzers.syllables``).

    >>> [token.text for token in words("phong trào thi đua yêu nước")]
    ['phong_trao2', 'thi_đua', 'yêu_nươc1']
    """
    spans = syllable_spans(text)
    return [
        Token(
            "_".join(tone_key(text[start:end]) for start, end in spans[first:last]),
            first,
            Span(spans[first][0], spans[last - 1][1]),
        )
        for first, last in compounds(text, spans)
    ]


def compounds(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The compounds as half-open ranges of the syllables whose spans are given, in order."""
    count = len(spans)
    first = 0
    for start, end in _joined(text):
        while first < count and spans[first][0] < start:
            first += 1
        last = first
        while last < count and spans[last][1] <= end:
            last += 1
        if last - first > 1:
            yield first, last
            first = last


def _joined(text: str) -> Iterator[tuple[int, int]]:
    """The spans of runs of two or more pyvi tokens that make one word."""
    for line in _LINE.finditer(text):
        base = line.start()
        shown = line.group()
        if _is_plain(shown):
            for start, end in _line(shown):
                yield base + start, base + end
        else:
            clean, offsets = _cleaned(shown)
            for start, end in _line(clean):
                yield base + offsets[start], base + offsets[end]


def _line(line: str) -> Iterator[tuple[int, int]]:
    pattern = _WITH_ADDRESSES if "@" in line or "://" in line else _PLAIN
    found = [match.span() for match in pattern.finditer(line)]
    if len(found) < 2:
        return
    tokens = [line[start:end] for start, end in found]
    continues = crf.model().label(tokens)
    start = -1
    for index in range(1, len(tokens)):
        if continues[index] and _may_join(tokens[index - 1], tokens[index]):
            if start < 0:
                start = index - 1
        elif start >= 0:
            yield found[start][0], found[index - 1][1]
            start = -1
    if start >= 0:
        yield found[start][0], found[-1][1]


def _may_join(before: str, token: str) -> bool:
    """pyvi's rule: no punctuation, no number, and no capital that begins a name."""
    return not (
        token in string.punctuation
        or before in string.punctuation
        or token[0].isdigit()
        or before[0].isdigit()
        or (token[0].istitle() and not before[0].istitle())
    )


def _is_plain(line: str) -> bool:
    return line.isascii() or (
        unicodedata.is_normalized("NFC", line) and not _INVISIBLE.search(line)
    )


def _cleaned(line: str) -> tuple[str, list[int]]:
    """The line composed and without invisible characters; for each offset in it (and its end),
    the offset in ``line``."""
    pieces: list[str] = []
    offsets: list[int] = []
    group, group_start = "", 0
    for index, character in enumerate(line):
        if character == ZERO_WIDTH_SPACE:
            character = " "  # noqa: PLW2901 - it separates
        elif _INVISIBLE.match(character):
            continue
        if group and not _composes(group, character):
            composed = compose(group)
            pieces.append(composed)
            offsets.extend([group_start] * len(composed))
            group = ""
        if not group:
            group_start = index
        group += character
    composed = compose(group)
    pieces.append(composed)
    offsets.extend([group_start] * len(composed))
    offsets.append(len(line))
    return "".join(pieces), offsets


def _composes(group: str, character: str) -> bool:
    """Whether normalising sees ``character`` as part of what ``group`` began."""
    if character.isascii():
        return False
    if unicodedata.combining(character):
        return True
    if len(group) > _LONGEST_GROUP:  # no letter is made of so many
        return False
    apart = compose(group) + unicodedata.normalize("NFC", character)
    return compose(group + character) != apart
