"""Marks and passages, from the source's own offsets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import Final

from analyzers.fold import fold
from analyzers.syllables import syllables
from analyzers.token import Span
from indexer.results import Snippet

LENGTH: Final = 280
"""Code points of a snippet, give or take a syllable."""


def marks(text: str, wanted: Collection[str]) -> tuple[Span, ...]:
    """Where ``text`` says one of the folded syllables; neighbours are one mark."""
    spans: list[Span] = []
    last = -2
    for token in syllables(text):
        if fold(token.text) in wanted:
            if token.position == last + 1 and not text[spans[-1].end : token.span.start].strip():
                spans[-1] = Span(spans[-1].start, token.span.end)
            else:
                spans.append(token.span)
            last = token.position
    return tuple(spans)


def snippet(text: str, spans: Sequence[Span]) -> Snippet:
    """The passage of about ``LENGTH`` code points with the most marked text."""
    if len(text) <= LENGTH:
        return Snippet(text, tuple(spans))
    start = max((span.start for span in spans), key=lambda at: _marked(spans, at), default=0)
    start = _blank_before(text, max(0, min(start - LENGTH // 6, len(text) - LENGTH)))
    end = text.find(" ", start + LENGTH)
    end = len(text) if end < 0 else end
    inside = (span for span in spans if span.start >= start and span.end <= end)
    return Snippet(text[start:end], tuple(Span(s.start - start, s.end - start) for s in inside))


def _marked(spans: Sequence[Span], start: int) -> int:
    first = bisect_left(spans, start, key=lambda span: span.start)
    inside = (s for s in spans[first : first + LENGTH] if s.end <= start + LENGTH)
    return sum(span.end - span.start for span in inside)


def _blank_before(text: str, at: int) -> int:
    return text.rfind(" ", 0, at) + 1 if at else 0
