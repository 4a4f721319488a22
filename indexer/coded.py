"""Terms as numbers into a vocabulary, which cost less than lists of texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int32]


class Coded(Sequence[str]):
    """Texts as numbers into a vocabulary that all entries of a document share."""

    __slots__ = ("codes", "vocabulary")

    def __init__(self, vocabulary: Sequence[str], codes: Codes) -> None:
        self.vocabulary = vocabulary
        self.codes = codes

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[str]:
        return map(self.vocabulary.__getitem__, self.codes.tolist())

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> list[str]: ...
    def __getitem__(self, place: int | slice) -> str | list[str]:
        return list(self)[place]


class Vocabulary:
    """Texts numbered as they first come up. Not for several threads.

    Texts are first looked up among those of the entries at hand, which are few enough to stay in
    a processor's cache; now and then (``settle``) those are looked up among all.
    """

    def __init__(self) -> None:
        self._all, self._here = _Numbers(), _Numbers()
        self._other: Sequence[str] = ()
        self._translation: Codes = np.empty(0, np.int32)

    def __len__(self) -> int:
        return len(self._all)

    @property
    def full(self) -> bool:
        """Whether it is time to settle."""
        # A document's own vocabulary does not count: looking it up again would gain nothing.
        return len(self._here) >= _HERE + len(self._other)

    def texts(self) -> list[str]:
        """All settled texts; a text's place is its settled number."""
        return list(self._all)

    def here(self) -> list[str]:
        """The texts that ``codes`` has numbered since the last ``settle``, by number."""
        return list(self._here)

    def settle(self) -> Codes:
        """For each number that ``codes`` has given since the last time, the text's number for
        good. Numbers that ``codes`` gives start anew."""
        settled = _look_up(self._all, list(self._here))
        self._here, self._other = _Numbers(), ()
        return settled

    def codes(self, texts: Sequence[str]) -> Codes:
        """The texts' numbers until they are settled."""
        if isinstance(texts, Coded):
            if texts.vocabulary is not self._other:
                self._other = texts.vocabulary
                self._translation = _look_up(self._here, texts.vocabulary)
            return self._translation.take(texts.codes)
        return _look_up(self._here, texts)


class _Numbers(dict[str, int]):
    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


def _look_up(numbers: _Numbers, texts: Sequence[str]) -> Codes:
    return np.fromiter(map(numbers.__getitem__, texts), np.int32, len(texts))


_HERE = 1 << 14
"""Texts looked up among a few: about as many as fit a second-level cache."""
