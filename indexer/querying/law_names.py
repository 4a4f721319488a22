"""Laws by the names people give them: *luật hôn nhân gia đình*, *luật hình sự*, *luật giá 2023*.

The head of a law answers to its whole name (``indexer.identity.address_terms``). People leave out
*và*, *về*, *của*, a closing *Việt Nam*, and the *Bộ* of a code; a name without these is looked up
among the names that the index has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple, cast

from indexer.core.engine import Reader
from indexer.identity.address_terms import MAX_NAME, number_term

_BEGINNINGS: Final = ("luat-", "bo-luat-", "phap-lenh-", "hien-phap", "sac-lenh-", "sac-luat-")
_FIRST: Final = frozenset({"luat", "bo", "phap", "hien", "sac"})
"""First folded syllables of kinds of documents that are known by name: Luật, Bộ luật, Pháp lệnh."""
_OMITTED: Final = frozenset({"va", "ve", "cua", "cac"})
_NO_NAME_AFTER: Final = frozenset({"phap", "ki", "qui", "am", "du"})
"""Before *luật* these make another word: *pháp luật*, *kỷ luật*, *quy luật*."""
_YEAR: Final = re.compile(r"(?:19|20)\d\d")


class Named(NamedTuple):
    """A stretch of a query that names laws."""

    term: str
    """What their heads answer to, in the ``address`` field."""
    first: int
    last: int
    """The canonical positions [first, last), the year included."""
    year: str = ""
    """The year that is typed behind the name."""


def named(engine: Reader, folded: Sequence[str]) -> Named | None:
    """The longest stretch of a query that is the name of a law in the index, if any."""
    stretches = list(_stretches(folded))
    if not stretches:
        return None
    known = _known(engine)
    for start, end in stretches:
        for term in known.get(_short(folded[start:end]), ()):
            last = end
            if folded[last : last + 1] == ["nam"]:
                last += 1
            year = folded[last] if last < len(folded) and _YEAR.fullmatch(folded[last]) else ""
            return Named(term, start, last + 1 if year else end, year)
    return None


def _stretches(folded: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where a name may stand, the longest first."""
    found = [
        (start, start + length)
        for start, syllable in enumerate(folded)
        if syllable in _FIRST
        and not (syllable == "luat" and start and folded[start - 1] in _NO_NAME_AFTER)
        for length in range(2, min(MAX_NAME, len(folded) - start) + 1)
    ]
    return iter(sorted(found, key=lambda stretch: stretch[0] - stretch[1]))


def _known(engine: Reader) -> Mapping[str, Sequence[str]]:
    """Short name -> terms of the whole names, gathered once for each state of the index."""
    derived = engine.derived
    if "law names" not in derived:
        names: dict[str, dict[str, None]] = defaultdict(dict)
        for beginning in _BEGINNINGS:
            for term, _ in engine.terms("address", number_term(beginning)):
                syllables = term[1:].split("-")
                if not syllables[-1].isdigit() or len(syllables) > 3:  # and no number of a law
                    for short in _shortened(syllables):
                        names[short][term[1:]] = None
        derived["law names"] = {
            short: sorted(terms, key=lambda term: _cost(term, short))
            for short, terms in names.items()
        }
    return cast("Mapping[str, Sequence[str]]", derived["law names"])


def _cost(term: str, short: str) -> tuple[bool, int]:
    """A name that is typed whole comes before one of which something is left out."""
    return term != short, len(term)


def _shortened(syllables: Sequence[str]) -> Iterator[str]:
    """What a name may be typed as."""
    if _YEAR.fullmatch(syllables[-1]):
        syllables = syllables[:-1]
        if syllables[-1] == "nam":
            syllables = syllables[:-1]
    yield _short(syllables)
    if list(syllables[-2:]) == ["viet", "nam"] and len(syllables) > 4:
        yield _short(syllables[:-2])


def _short(syllables: Sequence[str]) -> str:
    if syllables[:2] == ["bo", "luat"]:
        syllables = syllables[1:]
    return "-".join(syllable for syllable in syllables if syllable not in _OMITTED)
