"""What else to search for where a query finds nothing, because of quotation marks or half a number.

Quotation marks are absolute: what a loosened query finds is never mixed with what holds the phrase.
It is shown apart (``Results.instead``), under a notice, and ``Results.total`` stays 0. First the
accents are given up, then that the words stand in a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from analyzers.keys import unaccented
from analyzers.syllables import surfaces
from indexer.core.engine import Reader
from indexer.identity.address_terms import number_term
from indexer.querying.notices import Notice
from indexer.querying.tokens import short

_QUOTED: Final = re.compile(r'(?<![^\s(])(?:"([^"]*)(?:"|\Z)|“([^”"]*)(?:[”"]|\Z))(~\d{0,4})?')
"""Phrases that must be there; of what is excluded, and of the values of fields, nothing is given
up."""
_HALF: Final = re.compile(r"\s*([0-9]{2,6})\s*")
"""What may be the beginning of a longer number."""


class Loosened(NamedTuple):
    query: str
    notice: Notice


def phrases(query: str) -> list[str]:
    """What stands in quotation marks."""
    inner = (match[1] or match[2] or "" for match in _QUOTED.finditer(query))
    return [text for text in inner if surfaces(text)]


def loosened(query: str, missing: str) -> Iterator[Loosened]:
    """Queries to try in the place of one whose phrases nothing holds, the nearest first.

    Args:
        missing: the phrase that is to blame, for the notice.
    """
    text = {"text": short(missing)}
    plain = _QUOTED.sub(lambda match: _closed(unaccented(_inner(match)), match), query)
    if plain != _QUOTED.sub(lambda match: _closed(_inner(match), match), query):
        yield Loosened(
            plain,
            Notice(
                "quoted",
                "Không đoạn nào có nguyên văn «%(text)s» đúng dấu như gõ. Với dấu khác thì có:",
                text,
                query=plain,
            ),
        )
    words = _QUOTED.sub(lambda match: f" {_inner(match)} ", query)
    words = " ".join(words.split())
    yield Loosened(
        words,
        Notice(
            "quoted",
            "Không đoạn nào có nguyên văn «%(text)s». Các từ ấy, không cần liền nhau, thì có:",
            text,
            query=words,
        ),
    )


def beginning(query: str) -> Loosened | None:
    """For a query that is a number only: the numbers that begin so."""
    match = _HALF.fullmatch(query)
    if match is None:
        return None
    return Loosened(
        f"{match[1]}*",
        Notice(
            "syntax",
            "Không có số «%(number)s»: đây là những số bắt đầu như thế.",
            {"number": match[1]},
        ),
    )


def longer_numbers(reader: Reader, query: str) -> Notice | None:
    """For a query that is a number only: that longer numbers of documents begin so."""
    match = _HALF.fullmatch(query)
    if match is None:
        return None
    start = number_term(match[1].lstrip("0"))
    for term, count in reader.terms("address", start):
        if count and term[len(start) :][:1].isdigit():
            return Notice(
                "syntax",
                "Cũng có văn bản mà số hiệu bắt đầu bằng «%(number)s»:",
                {"number": match[1]},
                query=f"{match[1]}*",
            )
    return None


def _inner(match: re.Match[str]) -> str:
    return match[1] or match[2] or ""


def _closed(inner: str, match: re.Match[str]) -> str:
    return f'"{inner}"{match[3] or ""}'
