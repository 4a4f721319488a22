"""A typed query cut into what the grammar (``querying.parser``) is made of.

What looks like a sign of a query language but is none here is read as words, and a notice says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from analyzers.keys import text_key
from indexer.core.filter_fields import QUERY_NAMES
from indexer.querying.notices import Notice

LONGEST_SHOWN: Final = 40
"""Code points of the query that a notice repeats."""
_TOKEN: Final = re.compile(
    r"""
      (?P<blank>\s+)
    | (?P<minus>(?<!\S)-(?=[^\s\d-]))
    | (?P<operator>(?<![^\s()])(?:AND|OR|NOT|\|\||&&)(?![^\s()]))
    | (?P<near>(?<![^\s()])(?:NEAR(?:/\d{1,4})?|(?:near|Near|[wW])/\d{1,4}|/\d{1,3})(?![^\s()]))
    | (?P<field>(?<![^\s(-])[^\W\d_]{2,12}:(?=[^\s:/]))
    | (?P<regex>(?<![^\s(])/(?=[^\s/]*[.*+?\[\]{}|^$\\])[^\s/]+/(?![^\s()]))
    | (?P<quoted>(?<![^\s(-])(?:"[^"]*"|“[^”"]*[”"])(?:~\d{0,4})?)
    | (?P<open>(?<![^\s(-])["“])
    | (?P<bracket>[()])
    | (?P<word>[^\s()"“]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_VALUE: Final = re.compile(r'"[^"]*(?:"|\Z)|[^\s()"]+')
_VALUES: Final = re.compile(r"\(([^()]*)\)")
_OR: Final = re.compile(r"\s+(?:OR|\|\|)\s+")
_SIGNS: Final = {"||": "OR", "&&": "AND"}


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    """minus, operator, near, field, value, quoted, bracket or word."""
    text: str
    position: int


def tokens(text: str, notices: list[Notice]) -> list[Token]:
    """The tokens of a query. Brackets are tokens only where they group something: in plain text
    they are punctuation."""
    found = list(_read(text, notices))
    if _groups(found):
        return found
    return [token for token in found if token.kind != "bracket"]


def short(text: str) -> str:
    """A piece of a query as notices repeat it."""
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _groups(found: list[Token]) -> bool:
    signs = any(token.kind in {"operator", "near"} for token in found)
    negated = any(one.kind == "minus" and two.text == "(" for one, two in pairwise(found))
    return signs or negated


def _read(text: str, notices: list[Notice]) -> Iterator[Token]:
    at = 0
    while match := _TOKEN.match(text, at):
        kind, matched, position = match.lastgroup or "", match.group(), at
        at = match.end()
        if kind == "field":
            name = text_key(matched).replace(" ", "")
            if name in QUERY_NAMES and (end := _end_of_value(text, at)):
                if text[at] == '"' and (text[end - 1] != '"' or end == at + 1):
                    notices.append(_unclosed())
                yield from _restriction(text, at, end, name, position)
                at = end
                continue
            _say_unknown_field(matched, notices)
            kind = "word"
        if kind == "open":
            kind, matched, at = "quoted", matched + text[at:] + '"', len(text)
            notices.append(_unclosed())
        if kind == "regex":
            notices.append(_no_expressions(matched))
            kind = "word"
        if kind != "blank":
            yield Token(kind, _SIGNS.get(matched, matched), position)


def _end_of_value(text: str, at: int) -> int:
    match = _VALUES.match(text, at) or _VALUE.match(text, at)
    return match.end() if match else 0


def _restriction(text: str, at: int, end: int, name: str, position: int) -> Iterator[Token]:
    """A field and its value; ``field:(a OR b)`` as ``(field:a OR field:b)``."""
    if text[at] != "(":
        yield Token("field", name, position)
        yield Token("value", text[at:end].strip('"'), at)
        return
    values = [value.strip(' \t\n"') for value in _OR.split(text[at + 1 : end - 1])]
    yield Token("bracket", "(", position)
    for number, value in enumerate(value for value in values if value):
        if number:
            yield Token("operator", "OR", at)
        yield Token("field", name, position)
        yield Token("value", value, at + 1)
    yield Token("bracket", ")", end - 1)


def _say_unknown_field(matched: str, notices: list[Notice]) -> None:
    notices.append(
        Notice(
            "syntax",
            "Không có trường «%(name)s», nên các chữ ấy được tìm như từ thường.",
            {"name": short(matched)},
        )
    )


def _unclosed() -> Notice:
    return Notice("syntax", "Dấu ngoặc kép chưa đóng, nên cụm từ kéo đến cuối câu tìm.")


def _no_expressions(matched: str) -> Notice:
    return Notice(
        "syntax",
        "Không tìm bằng biểu thức chính quy: các chữ trong «%(text)s» được tìm như từ thường.",
        {"text": short(matched)},
    )
