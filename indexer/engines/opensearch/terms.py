"""Analysed terms as a text that OpenSearch cuts back into the same terms, places included.

Terms are joined by a line feed; those that stand at one place by a unit separator; a place where
none stands is a record separator. Two components that every server has cut it again
(``mapping.ANALYSIS``), so that no plugin of ours is needed and no analysis is done twice.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Final

NEXT: Final = "\n"
BESIDE: Final = "\x1f"
NOBODY: Final = "\x1e"
LONGEST: Final = 8000
"""Characters of a term that is stored as it is: Lucene takes 32,766 bytes, UTF-8 has up to 4 a
character."""
_SHOWN: Final = 200
"""Characters of a longer term that are stored as they are, before its hash."""
_RESERVED: Final = re.compile("[\n\x1e\x1f\ud800-\udfff]")
_RESERVED_UNPLACED: Final = re.compile("[\n\ud800-\udfff]")


def stored(text: str, *, placed: bool = False) -> str:
    """The term as it is stored: itself, unless it is too long or holds what joins terms.

    Args:
        placed: whether the field has positions.
    """
    reserved = _RESERVED if placed else _RESERVED_UNPLACED
    if len(text) <= LONGEST and not reserved.search(text):
        return text
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return f"{_RESERVED.sub('', text[:_SHOWN])}#{digest}"


def unplaced(texts: Iterable[str]) -> str:
    """The text of a field without positions."""
    return NEXT.join(texts)


def placed(texts: Sequence[str], positions: Sequence[int]) -> str:
    """The text of a field with positions, which never fall."""
    last = len(texts) - 1
    if last >= 0 and positions[0] == 0 and positions[last] == last == len(set(positions)) - 1:
        return NEXT.join(texts)
    parts: list[str] = []
    at = -1
    for position, text in sorted(zip(positions, texts, strict=True), key=lambda pair: pair[0]):
        if position == at:
            parts[-1] += BESIDE + text
            continue
        parts += [NOBODY] * (position - at - 1)
        parts.append(text)
        at = position
    return NEXT.join(parts)


def phrase(texts: Sequence[str], offsets: Sequence[int]) -> str:
    """What ``match_phrase`` is asked for."""
    return placed([stored(text, placed=True) for text in texts], offsets)
