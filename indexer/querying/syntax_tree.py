"""What a typed query says, as a tree: what the parser makes and everything after it reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    text: str


@dataclass(frozen=True, slots=True)
class Quoted:
    text: str
    """May hold wildcards: ``thu hồi đ*``."""


@dataclass(frozen=True, slots=True)
class Loosely:
    """Words in any order with at most ``between`` other syllables among them: ``"a b"~5``."""

    text: str
    between: int


@dataclass(frozen=True, slots=True)
class Starts:
    """Words that begin with ``text``."""

    text: str


@dataclass(frozen=True, slots=True)
class Pattern:
    """One word with wildcards: ``k*n``, ``lu?t``, ``*755``."""

    text: str


@dataclass(frozen=True, slots=True)
class Similar:
    """Words that differ from ``text`` by one letter: ``luật~``."""

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
    """Both sides within ``distance`` syllables. A side is words, a phrase, a pattern, or a group
    of these with OR."""

    left: Node
    right: Node
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


# What ``querying.resolve`` puts in the place of nodes that need to look into the index:


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of these words: what a pattern stands for."""

    folded: tuple[str, ...]
    """Terms of the field ``folded``."""
    numbers: tuple[str, ...] = ()
    """Terms of the field ``address``: numbers of documents."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Any of these rows of folded syllables: what a phrase with wildcards stands for."""

    rows: tuple[tuple[str, ...], ...]
    exact: tuple[tuple[int, str], ...] = ()
    """Offset in the row, and the syllable with the accents that were typed."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """All syllables of any of these rows within ``distance``: what NEAR stands for."""

    rows: tuple[tuple[str, ...], ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Having:
    """One of these values of a field."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inside:
    """Clauses of these documents."""

    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Titled:
    """Clauses of documents, and of articles, whose title says these words."""

    folded: tuple[str, ...]
    documents: tuple[str, ...]
    heading: tuple[str, ...]
    """The words as headings have them, abbreviations written out."""


Node = (
    Words
    | Quoted
    | Loosely
    | Starts
    | Pattern
    | Similar
    | Restriction
    | Close
    | And
    | Or
    | Without
    | OneOf
    | Rows
    | Gathered
    | Having
    | Inside
    | Titled
)
