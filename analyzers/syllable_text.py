"""A text's syllables, with what stands between them: what numbers and dates are read from."""

from __future__ import annotations

import re
from collections.abc import Sequence


class SyllableText:
    """Syllables to look at from any of them. A text may be nothing but numbers, so each question
    below is asked only after the cheaper ones that could settle it."""

    __slots__ = ("folded", "free", "size", "spans", "text")

    def __init__(self, text: str, spans: Sequence[tuple[int, int]], folded: Sequence[str]) -> None:
        self.text = text
        self.spans = spans
        self.folded = folded
        self.size = len(folded)
        self.free = 0
        """The first syllable that no earlier reference holds."""

    def key(self, index: int) -> str:
        return self.folded[index] if self.free <= index < self.size else ""

    def gap(self, index: int) -> str:
        """What stands between syllable ``index`` and the next."""
        if not 0 <= index < self.size - 1:
            return ""
        return self.text[self.spans[index][1] : self.spans[index + 1][0]]

    def length(self, index: int) -> int:
        """Code points of a syllable; 0 behind the last."""
        if index >= self.size:
            return 0
        start, end = self.spans[index]
        return end - start

    def joined(self, index: int, joint: re.Pattern[str]) -> bool:
        """Whether syllable ``index`` and the next are parts of one spelling."""
        gap = self.gap(index)
        return bool(gap) and len(gap) < 10 and joint.fullmatch(gap) is not None

    def shown(self, index: int) -> str:
        start, end = self.spans[index]
        return self.text[start:end]
