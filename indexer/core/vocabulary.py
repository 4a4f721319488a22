"""Terms as numbers, which cost less than texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from typing import Any

import numpy as np

from indexer.core.dtypes import TermIds


class Vocabulary(defaultdict[Any, int]):
    """Texts (all ``str`` or all ``bytes`` within a field) numbered as they first come up.

    A small one, of one document, stays in the processor's cache while its terms are looked up;
    its texts are then looked up once among all. Looking each term up among all is slower.
    """

    def __init__(self) -> None:
        super().__init__(count().__next__)  # a number for a new text, without a call of ours

    def codes(self, texts: Iterable[Any], size: int) -> TermIds:
        """The numbers of ``size`` texts."""
        return np.fromiter(map(self.__getitem__, texts), np.int32, size)

    def texts(self) -> list[Any]:
        """All texts; a text's place is its number."""
        return list(self)
