"""What a person typed -> what an engine is asked.

Every syllable must be there, in the clause or above it, accents or not; standing together, and
having the accents that were typed, makes a clause better, never eligible.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from analyzers.analysis import analyze
from indexer import query as q
from indexer.ranking import WEIGHTS

_PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


class Rewritten(NamedTuple):
    query: q.Query
    wanted: frozenset[str]
    """Folded syllables to mark."""


def rewrite(text: str) -> Rewritten:
    """Words, ``"phrases"`` and ``-exclusions``. Never raises."""
    required: list[q.Query] = []
    preferred: list[q.Query] = []
    wanted: set[str] = set()
    words: list[str] = []
    for piece in _PIECE.finditer(text):
        phrase, word = piece["phrase"], piece["word"]
        if piece["minus"]:
            excluded = _phrase(phrase or word or "", "folded")
            required += [q.Not(excluded)] if excluded else []
        elif phrase is not None:
            found = _phrase(phrase, "exact")
            required += [found] if found else []
            wanted.update(analyze(phrase, words=False).folded.texts)
        else:
            words.append(word)
    analysis = analyze(" ".join(words), words=False)
    wanted.update(analysis.folded.texts)
    for text_ in dict.fromkeys(analysis.folded.texts):
        fields = [q.Term(name, text_, WEIGHTS[name]) for name in ("folded", "context")]
        required.append(q.Any(tuple(fields)))
    preferred += [q.Term("pair", text_, WEIGHTS["pair"]) for text_ in set(analysis.pair.texts)]
    preferred += [
        q.Term("exact", exact, WEIGHTS["exact"])
        for exact, folded in zip(analysis.exact.texts, analysis.folded.texts, strict=True)
        if exact != folded
    ]
    whole = _phrase(" ".join(words), "folded")
    if whole and len(words) > 1:
        preferred.append(whole)
    if not any(not isinstance(part, q.Not) for part in required):
        return Rewritten(q.Nothing(), frozenset())
    return Rewritten(
        q.Prefer(q.All(tuple(required)), q.Any(tuple(preferred), 0)), frozenset(wanted)
    )


def _phrase(text: str, field: str) -> q.Query | None:
    terms = getattr(analyze(text, words=False), field)
    if not terms.texts:
        return None
    first = terms.positions[0]
    offsets = tuple(position - first for position in terms.positions)
    return q.Phrase(field, tuple(terms.texts), offsets, WEIGHTS["phrase"])
