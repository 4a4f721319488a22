"""A clause's own words: what it quotes, and the history of what it names, are hidden from rules.

Hiding keeps every position, so that a span of the hidden text is one of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from analyzers.token import Span
from indexer.citations.numbers import Reference

QUOTED: Final = "\ufffc"
PAST: Final = "\ufffd"
_MARK: Final = re.compile('[“”"«»]')
_ENDS: Final = re.compile(r"[\s.,;:)/]|\Z")

_HISTORY: Final = re.compile(
    r"[,(]?\s{0,2}(?:(?:đã|mà đã)\s)?được\s(?:sửa đổi|bổ sung|thay thế|đính chính|hợp nhất)"
    r"[^.;()\n\ufffc]{0,90}?\s(?:theo|bởi|tại|bằng)\s(?:các\s|một số điều (?:của|theo)\s)?"
)
"""*đã được sửa đổi, bổ sung một số điều theo Luật số 21/2017/QH14*: the form that Nghị định
34/2016/NĐ-CP, Mẫu số 01, gives a cited law that was amended."""
_LIST: Final = re.compile(r"\s{0,2}(?:,\s?và|,|;|và)\s{1,2}(?:các\s)?")


class Masked(NamedTuple):
    """A text with what others say in it hidden."""

    text: str
    """As long as the text."""
    quotes: tuple[Span, ...]
    """What is quoted, with its marks, in order."""


def without_quotes(text: str) -> Masked:
    """A text with its quotations hidden; one that is never closed goes to the end."""
    quotes: list[Span] = []
    depth, start = 0, 0
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        ends = bool(_ENDS.match(text, at + 1)) and at > 0 and not text[at - 1].isspace()
        if depth == 0:
            if mark in "“«" or (mark == '"' and not ends) or (mark == '"' and at == 0):
                depth, start = 1, at
        elif mark in "”»" or (mark == '"' and (ends or text[start] == '"')):
            depth -= 1
            if mark == '"':
                depth = 0
        elif ends:  # an opening mark typed for a closing one
            depth = 0
        else:
            depth += 1
        if depth == 0 and start < at + 1 and (not quotes or quotes[-1].end <= start):
            quotes.append(Span(start, at + 1))
            start = at + 1
    if depth:
        quotes.append(Span(start, len(text)))
    return Masked(_hidden(text, quotes, QUOTED), tuple(quotes))


def without_history(text: str, documents: Sequence[Reference]) -> str:
    """A text without what says how a document was changed before, and by which others."""
    spans: list[Span] = []
    if not documents or "được" not in text:
        return text
    for match in _HISTORY.finditer(text):
        end = match.end()
        position, named = end, False
        for reference in documents:
            if reference.start < position:
                continue
            gap = _LIST.fullmatch(text, position, reference.start) if named else None
            if reference.start > position + (0 if named else 30) and not gap:
                break
            if named and reference.title and "sửa đổi" not in reference.title:
                break  # a law with its name is the next one that is spoken of
            position, named = reference.end, True
        if not named:
            continue
        bracket = text[match.start()] == "(" or "(" in match[0]
        close = text.find(")", position, position + 200) if bracket else -1
        spans.append(Span(match.start(), close + 1 if close >= 0 else position))
    return _hidden(text, spans, PAST)


def _hidden(text: str, spans: Sequence[Span], by: str) -> str:
    if not spans:
        return text
    parts, position = [], 0
    for span in spans:
        if span.start < position:
            continue
        parts += [text[position : span.start], by * (span.end - span.start)]
        position = span.end
    return "".join([*parts, text[position:]])
