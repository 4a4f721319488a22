"""The query language: what a person typed, as a tree. No analysis happens here.

=========================== ===============================================================
written                     means
=========================== ===============================================================
``thi đua yêu nước``        all of the words, accents or not
``"thi đua"``               these words in a row, with the accents that were typed
``-phạt``  ``NOT phạt``     without
``phạt OR bồi thường``      either; AND binds more tightly, ( ) group
``đất NEAR/5 thuế``         within 5 syllables of each other; 10 where no number is given
``khuyến*``                 words that begin so
``loai:"chỉ thị"``          a field of ``core.filter_fields``, by any of its names
``ngay:2021-01..2021-06``   a date, a month, a year, or a range of them
=========================== ===============================================================

Operators are in capitals. A text that uses none of this is plain text: it always parses, and
punctuation in it means nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from analyzers.keys import text_key
from analyzers.syllables import surfaces
from indexer.core.errors import QueryError
from indexer.core.filter_fields import QUERY_NAMES

NEAR_DISTANCE: Final = 10
MAX_DISTANCE: Final = 1000
MAX_DEPTH: Final = 20


@dataclass(frozen=True, slots=True)
class Words:
    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    text: str


@dataclass(frozen=True, slots=True)
class Starts:
    """Words that begin with ``text``."""

    text: str


@dataclass(frozen=True, slots=True)
class Restriction:
    field: str
    """Its name in ``indexer.core.filter_fields``."""
    value: str
    position: int
    """Of the value, in the query."""


@dataclass(frozen=True, slots=True)
class Close:
    left: str
    right: str
    distance: int


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Without:
    part: Node


Node = Words | Quoted | Starts | Restriction | Close | And | Or | Without

_OPERATORS: Final = frozenset({"AND", "OR", "NOT"})
_TOKEN: Final = re.compile(
    r"""
      (?P<blank>\s+)
    | (?P<minus>(?<!\S)-(?=[^\s\d-]))
    | (?P<operator>(?<![^\s()])(?:AND|OR|NOT|NEAR(?:/\d{1,4})?)(?![^\s()]))
    | (?P<field>(?<![^\s(-])[^\W\d_]{2,12}:(?=[^\s:/]))
    | (?P<quoted>(?<![^\s(-])"[^"]*"|“[^”"]*”)
    | (?P<open>(?<![^\s(-])")
    | (?P<bracket>[()])
    | (?P<word>[^\s()"“]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_VALUE: Final = re.compile(r'"(?P<quoted>[^"]*)"|(?P<plain>[^\s()"]+)')


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int


def parse(text: str) -> Node | None:
    """Read a query. ``None`` where it asks for nothing.

    Raises:
        QueryError: bad syntax, with what is wrong and where.
    """
    tokens = _tokens(text)
    grouped = any(token.kind == "operator" for token in tokens)
    if not grouped:
        tokens = [token for token in tokens if token.kind != "bracket"]
    return _Parser(tokens).whole()


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:  # the pattern's last branch takes any character
            break
        kind, matched, position = match.lastgroup or "", match.group(), at
        at = match.end()
        if kind == "field" and text_key(matched).replace(" ", "") in QUERY_NAMES:
            value = _VALUE.match(text, at)
            if value is not None:
                tokens.append(_Token("field", text_key(matched).replace(" ", ""), position))
                tokens.append(_Token("value", _value(value), at))
                at = value.end()
                continue
        if kind == "open":
            raise QueryError(
                "Dấu ngoặc kép mở ra mà không đóng lại.", position, 'Thêm dấu " ở cuối cụm từ.'
            )
        if kind != "blank":
            tokens.append(_Token("word" if kind == "field" else kind, matched, position))
    return tokens


def _value(match: re.Match[str]) -> str:
    return match["plain"] if match["quoted"] is None else match["quoted"]


class _Parser:
    """Recursive descent: or -> and -> one. ``tokens`` hold brackets only where they group."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Node | None:
        if not self._tokens:
            return None
        node = self._or()
        token = self._peek()
        if token is not None:
            raise QueryError("Dấu «)» không có dấu «(» đi trước.", token.position)
        return node

    def _or(self) -> Node | None:
        parts = [self._and()]
        while (token := self._peek()) and token.kind == "operator" and token.text == "OR":
            self._at += 1
            if parts[-1] is None:
                raise _nothing_left_of(token)
            parts.append(self._and())
            if parts[-1] is None:
                raise _nothing_right_of(token)
        found = tuple(part for part in parts if part is not None)
        return Or(found) if len(found) > 1 else (found[0] if found else None)

    def _and(self) -> Node | None:
        parts: list[Node] = []
        words: list[str] = []
        while (token := self._peek()) and not self._ends_and(token):
            self._at += 1
            if token.kind == "operator" and token.text == "AND":
                self._check_and(token, bool(parts or words))
            elif token.kind == "operator" and token.text.startswith("NEAR"):
                parts.append(self._near(words, parts, token))
            elif token.kind == "word" and not self._is_prefix(token):
                words.append(token.text)
            else:
                part = self._one(token)
                parts += [part] if part else []
        if words:
            parts.insert(0, Words(" ".join(words)))
        return And(tuple(parts)) if len(parts) > 1 else (parts[0] if parts else None)

    def _check_and(self, sign: _Token, has_left: bool) -> None:
        following = self._peek()
        if not has_left:
            raise _nothing_left_of(sign)
        if following is None or self._ends_and(following) or following.text == "AND":
            raise _nothing_right_of(sign)

    def _one(self, token: _Token) -> Node | None:
        if token.kind == "quoted":
            inner = token.text[1:-1]
            return Quoted(inner) if surfaces(inner) else None
        if token.kind == "field":
            value = self._tokens[self._at]
            self._at += 1
            return Restriction(QUERY_NAMES[token.text], value.text, value.position)
        if token.kind == "bracket":
            return self._group(token)
        if token.kind == "word":
            return self._starts(token)
        return self._without(token)

    def _group(self, opening: _Token) -> Node | None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise QueryError("Quá nhiều dấu ngoặc lồng nhau.", opening.position)
        inner = self._or()
        closing = self._peek()
        if closing is None:
            raise QueryError("Dấu «(» không có dấu «)» đi sau.", opening.position)
        self._at += 1
        self._depth -= 1
        return inner

    def _without(self, sign: _Token) -> Node:
        token = self._peek()
        if token is None or self._ends_and(token):
            raise _nothing_right_of(sign)
        self._at += 1
        if token.kind == "word" and not self._is_prefix(token):
            return Without(Words(token.text))
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise QueryError("Quá nhiều dấu phủ định liền nhau.", sign.position)
        part = self._one(token) if token.text != "AND" else None
        self._depth -= 1
        if part is None:
            raise _nothing_right_of(sign)
        return Without(part)

    def _starts(self, token: _Token) -> Node:
        stem = token.text.rstrip("*")
        if len(stem.strip("-")) < 2:
            raise QueryError(
                "Trước dấu * cần ít nhất hai chữ cái.", token.position, "Ví dụ: khuyến*"
            )
        return Starts(stem)

    def _near(self, words: list[str], parts: list[Node], sign: _Token) -> Node:
        left = ""
        if words:
            left = words.pop()
        elif parts and isinstance(quoted := parts[-1], Quoted):
            left = quoted.text
            parts.pop()
        following = self._peek()
        if not left:
            raise _nothing_left_of(sign)
        if following is None or following.kind not in {"word", "quoted"}:
            raise _nothing_right_of(sign)
        self._at += 1
        distance = int(sign.text[5:] or NEAR_DISTANCE)
        if not 1 <= distance <= MAX_DISTANCE:
            raise QueryError(
                "Khoảng cách sau NEAR/ phải từ 1 đến %(most)d.", sign.position, most=MAX_DISTANCE
            )
        return Close(left, following.text.strip('"“”'), distance)

    def _peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    @staticmethod
    def _ends_and(token: _Token) -> bool:
        return (token.kind == "operator" and token.text == "OR") or (
            token.kind == "bracket" and token.text == ")"
        )

    @staticmethod
    def _is_prefix(token: _Token) -> bool:
        return token.text.endswith("*") and token.text.count("*") == 1 and len(token.text) > 1


def _nothing_left_of(sign: _Token) -> QueryError:
    return QueryError("Thiếu từ ở bên trái «%(sign)s».", sign.position, sign=sign.text)


def _nothing_right_of(sign: _Token) -> QueryError:
    return QueryError("Thiếu từ ở bên phải «%(sign)s».", sign.position, sign=sign.text)
