"""What has been typed so far, ready to be completed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from analyzers.fold import fold
from analyzers.keys import unaccented
from analyzers.syllables import syllables
from analyzers.token import Token
from analyzers.tones import tone_key


@dataclass(frozen=True)
class Typed:
    """A text whose last syllable may be unfinished."""

    text: str

    @cached_property
    def tokens(self) -> list[Token]:
        """Its syllables."""
        return syllables(self.text)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Each syllable without accents."""
        return tuple(fold(token.text) for token in self.tokens)

    @cached_property
    def last(self) -> tuple[str, ...]:
        """What the folded last syllable may begin with: *quy* is *qui* if it is finished, and may
        become *quyết*."""
        return tuple(dict.fromkeys((self.folded[-1], unaccented(self.tokens[-1].text))))

    @property
    def key(self) -> str:
        """The folded syllables with single blanks."""
        return " ".join(self.folded)

    def after(self, count: int) -> Typed:
        """Without its first syllables."""
        return Typed(self.text[self.tokens[count].span.start :])

    def agrees(self, shown: Sequence[str]) -> bool:
        """Whether the accents that were typed are those of the syllables it may become."""
        *finished, last = self.tokens
        pairs = zip(finished, shown, strict=False)
        return all(_same(token.text, word) for token, word in pairs) and begins(
            shown[len(finished)], last.text
        )


def _same(typed: str, word: str) -> bool:
    return tone_key(typed) == fold(typed) or tone_key(typed) == tone_key(word)


def begins(word: str, typed: str) -> bool:
    """Whether an unfinished syllable may become this one: accents that were typed must agree."""
    plain = unaccented(typed)
    if not unaccented(word).startswith(plain):
        return False
    return typed.lower() == plain or word.lower().startswith(typed.lower())
