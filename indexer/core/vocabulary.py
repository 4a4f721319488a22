"""Terms as numbers, which take less memory and time than texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import count
from typing import Any, NamedTuple

import numpy as np

from indexer.core.dtypes import TermIds


class Vocabulary(defaultdict[Any, int]):
    """Terms (all ``str`` or all ``bytes`` within a field) and their ids, in order of first use.

    A small vocabulary, of one document, stays in the processor's cache while its terms are looked
    up; each of its terms is then looked up once in the writer's. Looking up every token there is
    slower.
    """

    def __init__(self) -> None:
        super().__init__(count().__next__)  # an id for a new term, without calling Python code

    def term_ids(self, texts: Iterable[Any], size: int) -> TermIds:
        """The ids of ``size`` terms."""
        return np.fromiter(map(self.__getitem__, texts), np.int32, size)

    def texts(self) -> list[Any]:
        """All terms; a term's index is its id."""
        return list(self)


class Joined(NamedTuple):
    """Texts as one, which another process is given in a fifth of the time that a list takes."""

    whole: bytes
    """In UTF-8, with the separator between two."""
    separator: bytes
    """What no text holds; empty: there are no texts."""

    def encoded(self) -> list[bytes]:
        """Each text in UTF-8."""
        return self.whole.split(self.separator) if self.separator else []

    def texts(self) -> list[str]:
        """The texts."""
        return [text.decode() for text in self.encoded()]


def joined(texts: Collection[str]) -> Joined:
    """Texts, in order."""
    if not texts:
        return Joined(b"", b"")
    every = "".join(texts)
    separator = next(letter for letter in map(chr, range(0xD800)) if letter not in every)
    return Joined(separator.join(texts).encode(), separator.encode())
