"""The query language: what a person typed, as a tree. No analysis happens here.

``indexer.querying.language`` lists the whole language. Operators are in capitals. A text that uses
none of it is plain text: punctuation in it means nothing. A query that is half typed, or not quite
in the language, is read as well as can be, and a notice says how.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from analyzers.syllables import surfaces
from indexer.core.errors import QueryError
from indexer.core.filter_fields import QUERY_NAMES
from indexer.querying.notices import Notice
from indexer.querying.syntax_tree import (
    And,
    Close,
    Loosely,
    Node,
    Or,
    Pattern,
    Quoted,
    Restriction,
    Similar,
    Starts,
    Without,
    Words,
)
from indexer.querying.tokens import Token, short, tokens

NEAR_DISTANCE: Final = 10
MAX_DISTANCE: Final = 1000
MAX_DEPTH: Final = 20
FEWEST_LETTERS: Final = 2
"""Letters or digits that a word with wildcards needs: fewer stand for half of the index."""
MAX_STARS: Final = 4
MOST_NOTICES: Final = 5

_WILD: Final = re.compile(r"\*|\?(?=\w)")
_PATTERN: Final = re.compile(r"[\w*]+(?:\?[\w*]+)*|\?[\w*]+(?:\?[\w*]+)*")
_SIMILAR: Final = re.compile(r"(\w{3,})~(\d*)")
_AFTER_WORDS: Final = ".,;:!?"
_SLOP: Final = re.compile(r"~(\d*)$")


class Parsed(NamedTuple):
    node: Node | None
    """``None`` where the query asks for nothing."""
    notices: tuple[Notice, ...]
    """What was not read as it stands."""


def parse(text: str) -> Parsed:
    """Read a query.

    Raises:
        QueryError: brackets or negations are nested too deeply.
    """
    notices: list[Notice] = []
    node = _Parser(tokens(text, notices), notices).whole()
    return Parsed(node, once(notices))


def once(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """Each notice once, ``MOST_NOTICES`` at most: a person reads no more."""
    different: list[Notice] = []
    for notice in notices:
        if notice not in different and len(different) < MOST_NOTICES:
            different.append(notice)
    return tuple(different)


def has_wildcard(text: str) -> bool:
    """Whether a quoted text holds a pattern."""
    return any(is_wild(word) for word in text.split())


@dataclass(slots=True)
class _Run:
    """The parts of one AND, in order; words as they come, to be joined."""

    items: list[Node | str]

    def node(self) -> Node | None:
        words = [item for item in self.items if isinstance(item, str) and item]
        parts: list[Node] = [item for item in self.items if not isinstance(item, str)]
        if words:
            parts.insert(0, Words(" ".join(words)))
        return And(tuple(parts)) if len(parts) > 1 else (parts[0] if parts else None)


class _Parser:
    """Recursive descent: or -> and -> one. ``tokens`` hold brackets only where they group."""

    def __init__(self, found: list[Token], notices: list[Notice]) -> None:
        self._tokens = found
        self._notices = notices
        self._at = 0
        self._depth = 0

    def whole(self) -> Node | None:
        """The tree of all tokens. Closing brackets that close nothing are passed over."""
        node = self._or()
        while self._peek() is not None:
            self._notices.append(Notice("syntax", "Bỏ qua dấu «)» không có dấu «(» đi trước."))
            self._at += 1
            following = self._or()
            node = _joined(node, following)
        return node

    def _or(self) -> Node | None:
        parts = [self._and()]
        while (token := self._peek()) and token.kind == "operator" and token.text == "OR":
            self._at += 1
            following = self._and()
            if parts[-1] is None:
                self._nothing_left_of(token)
            elif following is None:
                self._nothing_right_of(token)
            parts.append(following)
        found = tuple(part for part in parts if part is not None)
        return Or(found) if len(found) > 1 else (found[0] if found else None)

    def _and(self) -> Node | None:
        run = _Run([])
        while (token := self._peek()) and not _ends_and(token):
            self._at += 1
            if token.kind == "operator" and token.text == "AND":
                self._check_and(token, bool(run.items))
            elif token.kind == "near":
                self._near(run, token)
            elif token.kind == "word":
                run.items.append(self._word(token))
            elif part := self._one(token):
                run.items.append(part)
        return run.node()

    def _check_and(self, sign: Token, has_left: bool) -> None:
        following = self._peek()
        if not has_left:
            self._nothing_left_of(sign)
        if following is None or _ends_and(following) or following.text == "AND":
            self._nothing_right_of(sign)

    def _one(self, token: Token) -> Node | None:
        if token.kind == "quoted":
            return self._quoted(token)
        if token.kind == "field":
            value = self._tokens[self._at]
            self._at += 1
            return Restriction(QUERY_NAMES[token.text], value.text, value.position)
        if token.kind == "bracket":
            return self._group(token)
        return self._without(token)

    def _quoted(self, token: Token) -> Node | None:
        slop = _SLOP.search(token.text)
        inner = token.text[1 : (slop.start() if slop else len(token.text)) - 1]
        if not surfaces(inner):
            return None
        if slop and len(surfaces(inner)) > 1:
            return Loosely(inner, min(int(slop[1] or NEAR_DISTANCE), MAX_DISTANCE))
        return Quoted(inner)

    def _group(self, opening: Token) -> Node | None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise QueryError("Quá nhiều dấu ngoặc lồng nhau.", opening.position)
        inner = self._or()
        if self._peek() is None:
            self._notices.append(Notice("syntax", "Dấu «(» chưa đóng: nhóm kéo đến cuối câu tìm."))
        self._at += 1
        self._depth -= 1
        return inner

    def _without(self, sign: Token) -> Node | None:
        token = self._peek()
        if token is None or _ends_and(token) or token.text == "AND" or token.kind == "near":
            self._nothing_right_of(sign)
            return None
        self._at += 1
        if token.kind == "word":
            word = self._word(token)
            return Without(Words(word) if isinstance(word, str) else word)
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise QueryError("Quá nhiều dấu phủ định liền nhau.", sign.position)
        part = self._one(token)
        self._depth -= 1
        if part is None:
            self._nothing_right_of(sign)
            return None
        return Without(part)

    # Words

    def _word(self, token: Token) -> Node | str:
        """A word as it stands, or what its wildcards ask for."""
        text = token.text.rstrip(_AFTER_WORDS)
        if similar := _SIMILAR.fullmatch(text):
            if similar[2] not in {"", "1"}:
                self._notices.append(
                    Notice(
                        "syntax",
                        "«%(text)s» được hiểu là khác một chữ cái: «%(word)s~».",
                        {"text": short(text), "word": short(similar[1])},
                    )
                )
            return Similar(similar[1])
        if text.startswith("~"):
            self._notices.append(
                Notice("syntax", "«%(text)s» chỉ có nghĩa ngay sau một từ hay một cụm từ trong "
                       "ngoặc kép, nên được bỏ qua.", {"text": short(text)})
            )  # fmt: skip
            return ""
        return self._wild(text) or token.text

    def _wild(self, text: str) -> Node | None:
        if not is_wild(text):
            return None
        stem = text.rstrip("*")
        if text.endswith("*") and not _WILD.search(stem):
            node: Node = Starts(stem)
            letters = surfaces(stem)[-1:]
        else:
            node = Pattern(text)
            letters = surfaces(text.replace("*", "").replace("?", ""))
        if sum(map(len, letters)) < FEWEST_LETTERS or text.count("*") > MAX_STARS:
            self._notices.append(
                Notice(
                    "syntax",
                    "«%(text)s» chưa đủ rõ, nên được tìm như từ thường: bên dấu * hay ? cần ít "
                    "nhất %(fewest)s chữ cái.",
                    {"text": short(text), "fewest": str(FEWEST_LETTERS)},
                )
            )
            return None
        return node

    # NEAR

    def _near(self, run: _Run, sign: Token) -> None:
        """Both sides of a NEAR, put in the place of the left one."""
        following = self._peek()
        has_right = following is not None and (
            following.kind in {"word", "quoted"} or following.text == "("
        )
        left = _left_side(run)
        if sign.text[0] == "/" and (left is None or not has_right or _ends_with_digit(left)):
            run.items.append(sign.text)  # 5 /7, as in a date
            return
        if left is None or not has_right or following is None:
            (self._nothing_right_of if left else self._nothing_left_of)(sign)
            return
        self._at += 1
        word = self._word(following) if following.kind == "word" else self._one(following)
        right = Words(word) if isinstance(word, str) else word
        distance = int(sign.text.partition("/")[2] or NEAR_DISTANCE)
        if not 1 <= distance <= MAX_DISTANCE:
            distance = min(max(distance, 1), MAX_DISTANCE)
            self._notices.append(
                Notice(
                    "syntax",
                    "Khoảng cách của «%(sign)s» phải từ 1 đến %(most)s, nên được tính là "
                    "%(distance)s.",
                    {"sign": sign.text, "most": str(MAX_DISTANCE), "distance": str(distance)},
                )
            )
        if right is None or not (can_be_near(left) and can_be_near(right)):
            self._notices.append(
                Notice(
                    "syntax",
                    "Hai bên «%(sign)s» chỉ có thể là từ, cụm từ, và nhóm những thứ ấy với OR: "
                    "đã tìm cả hai bên, không kể khoảng cách.",
                    {"sign": sign.text},
                )
            )
            run.items += [word] if word else []
            return
        close = Close(left, right, distance)
        if isinstance(run.items[-1], Close):  # a NEAR b NEAR c: b near c as well
            run.items.append(close)
        else:
            run.items[-1] = close

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _nothing_left_of(self, sign: Token) -> None:
        self._notices.append(
            Notice("syntax", "Thiếu từ ở bên trái «%(sign)s», nên dấu ấy được bỏ qua.",
                   {"sign": sign.text})
        )  # fmt: skip

    def _nothing_right_of(self, sign: Token) -> None:
        self._notices.append(
            Notice("syntax", "Thiếu từ ở bên phải «%(sign)s», nên dấu ấy được bỏ qua.",
                   {"sign": sign.text})
        )  # fmt: skip


def can_be_near(node: Node) -> bool:
    """Whether a node can be a side of NEAR: words, a phrase, a pattern, or a group of these."""
    if isinstance(node, Or | And):
        return all(map(can_be_near, node.parts))
    return isinstance(node, Words | Quoted | Starts | Pattern | Similar)


def _left_side(run: _Run) -> Node | None:
    if not run.items:
        return None
    last = run.items[-1]
    if isinstance(last, Close):
        return last.right
    return Words(last) if isinstance(last, str) else last


def _ends_with_digit(node: Node) -> bool:
    return isinstance(node, Words) and node.text[-1:].isdigit()


def is_wild(text: str) -> bool:
    """Whether a word holds wildcards. Doubled stars are a markdown file's bold letters."""
    text = text.rstrip(_AFTER_WORDS)
    if "**" in text or not _WILD.search(text):
        return False
    stem = text.rstrip("*")
    return bool(_PATTERN.fullmatch(text) and stem) or (len(stem) > 1 and not _WILD.search(stem))


def _ends_and(token: Token) -> bool:
    return (token.kind == "operator" and token.text == "OR") or (
        token.kind == "bracket" and token.text == ")"
    )


def _joined(one: Node | None, two: Node | None) -> Node | None:
    if one is None or two is None:
        return one or two
    return And(tuple(part for node in (one, two) for part in _parts(node)))


def _parts(node: Node) -> tuple[Node, ...]:
    return node.parts if isinstance(node, And) else (node,)
