"""Where the syllables of a text stand. Nothing is changed here: a token is a slice of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.normalize import INVISIBLE, ZERO_WIDTH_SPACE
from analyzers.token import Span, Token

_MARKS: Final = (
    "\u0300-\u036f\u0483-\u0487\u05b0-\u05bd\u05bf\u05c1\u05c2\u064b-\u0655\u093c\u09bc\u09be\u09d7"
    "\u0a3c\u0b3c\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0c56\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dca\u0dcf\u0ddf"
    "\u0fb5\u0fb7\u102e\u1b35\u3099\u309a\U000110ba\U00011127\U0001133e\U00011357\U000114b0"
    "\U000114ba\U000114bd\U000115af\U00011930"
)
"""Marks that a composed letter may decompose to; Python's ``\\w`` does not hold them, so without
this a decomposed text would fall to pieces."""

_JOINERS: Final = rf"(?!{ZERO_WIDTH_SPACE})[{_MARKS}{INVISIBLE}]"
PATTERN: Final = re.compile(rf"[^\W_]+(?:(?:{_JOINERS})+[^\W_]*)*")
"""A run of letters and digits, with marks and characters that join inside it. Each repeat starts
with a character that the one before cannot hold, so matching is linear."""

_INVISIBLE: Final = re.compile(f"[{INVISIBLE}]")
_TRAILING: Final = re.compile(rf"[{INVISIBLE}]+\Z")


def all_joined(text: str) -> bool:
    """Whether ``PATTERN`` matches the text's syllables and no invisible character at their ends."""
    return text.isascii() or not _INVISIBLE.search(text)


def spans(text: str) -> list[tuple[int, int]]:
    """The syllables' half-open spans, in order."""
    if all_joined(text):
        return [match.span() for match in PATTERN.finditer(text)]
    return list(_trimmed(text))


def surfaces(text: str) -> list[str]:
    """The syllables as the text writes them, in order."""
    return PATTERN.findall(text)


def syllables(text: str) -> list[Token]:
    """The syllables of a text: runs of letters and digits, numbered from 0.

    An underscore separates; a combining mark, soft hyphen or zero-width joiner does not.

    >>> [token.text for token in syllables("số 34-CT/TW")]
    ['số', '34', 'CT', 'TW']
    """
    return [
        Token(text[start:end], position, Span(start, end))
        for position, (start, end) in enumerate(spans(text))
    ]


def _trimmed(text: str) -> Iterator[tuple[int, int]]:
    """Spans without the invisible characters at their ends: a mark should end with a letter."""
    for match in PATTERN.finditer(text):
        start, end = match.span()
        tail = _TRAILING.search(match.group())
        yield start, end - len(tail.group()) if tail else end
