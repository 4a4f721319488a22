"""What ids are made of. Links last: what these give never changes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from analyzers.normalize import decompose
from indexer.core.document import REGIONS, Level, Path, Step

_GLOBAL: Final[frozenset[Level]] = frozenset({"dieu"})
"""Levels whose numbers run through a whole text, so that what stands above in it is not needed."""
_BETWEEN: Final = re.compile(r"[^a-z0-9]+")
OF_DOCUMENT: Final = "="
"""What the terms of documents begin with (``document_term``)."""


def anchor(path: Path) -> str:
    """The address as part of a link: ``dieu-5.khoan-2.diem-dd``. Empty for an empty path."""
    return ".".join(_slug(step.level, step.number) for step in global_path(path))


def slug(text: str) -> str:
    """Letters, digits and single hyphens; ``đ`` is ``dd`` only where it stands alone.

    >>> slug("167/KH-UBND"), slug("đ")
    ('167-kh-ubnd', 'dd')
    """
    letters = text.lower()
    if letters in {"đ", "ð"}:
        return "dd"
    if not letters.isascii():
        plain = decompose(letters).replace("đ", "d").replace("ð", "d")
        letters = "".join(c for c in plain if not unicodedata.combining(c))
    return _BETWEEN.sub("-", letters).strip("-")


def document_term(document_id: str) -> str:
    """The term that every piece of a document has in the ``address`` field. The closing ``=``
    lets a prefix stand for a whole id."""
    return f"{OF_DOCUMENT}{document_id}="


def document_of(term: str) -> str:
    """The id that a ``document_term`` is made of."""
    return term[len(OF_DOCUMENT) : -1]


@lru_cache(maxsize=8192)
def _slug(level: Level, number: str) -> str:
    return f"{level}-{slug(number)}" if number else level


def global_path(path: Path) -> Path:
    """The address without the steps above an Điều in its own text: its number runs through all of
    it. What opens a text of its own (an annex, a quotation; ``REGIONS``) stays."""
    needed: list[Step] = []
    region = 0
    for step in path:
        if step.level in REGIONS:
            region = len(needed) + 1
        elif step.level in _GLOBAL:
            del needed[region:]
        needed.append(step)
    return tuple(needed)
