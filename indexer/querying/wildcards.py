"""Words with wildcards, and words one letter away: which terms of an index they stand for.

``*`` stands for any letters, none as well, ``?`` for one. Accents do not count, as in all words
that are not in quotation marks. Terms are read from the term dictionary, ``MAX_SCANNED`` at most
for one pattern, and of those that match, the ``MAX_TERMS`` most frequent are searched for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from analyzers.keys import unaccented
from indexer.core import deadline
from indexer.core.engine import Reader

MAX_TERMS: Final = 200
"""A pattern with more of them says little; each costs its postings."""
MAX_BESIDE: Final = 2_000
"""Terms of a pattern in a phrase that are tried beside the syllable that follows."""
MAX_SCANNED: Final = 300_000
"""Terms of a dictionary that are compared with one pattern, some 0.1 s."""
LONGEST_TERM: Final = 64
"""Code points of a term that is compared: no word is longer."""
_STEP: Final = 10_000
_WILD: Final = re.compile(r"[*?]")
Matches = Callable[[str], bool]


class Expansion(NamedTuple):
    """The terms that a pattern stands for."""

    terms: tuple[str, ...]
    """The most frequent first."""
    complete: bool
    """Whether these are all."""


def glob(pattern: str) -> Matches:
    """Whether a text matches a pattern as a whole, in time linear in the text for each part of the
    pattern (a regular expression would try every way to divide the text among the stars)."""
    parts = [re.compile(re.escape(part).replace(r"\?", ".")) for part in pattern.split("*")]
    if len(parts) == 1:
        return lambda text: parts[0].fullmatch(text) is not None
    first, *middle, last = parts
    lengths = [len(part) for part in pattern.split("*")]

    def matches(text: str) -> bool:
        end = len(text) - lengths[-1]
        if end < lengths[0] or not last.fullmatch(text, end) or not first.match(text):
            return False
        at = lengths[0]
        for part in middle:
            found = part.search(text, at, end)
            if found is None:
                return False
            at = found.end()
        return True

    return matches


def literal_start(pattern: str) -> str:
    """What every match begins with."""
    return _WILD.split(pattern, maxsplit=1)[0]


def expand(reader: Reader, pattern: str, most: int = MAX_TERMS) -> Expansion:
    """The syllables, without accents, that match a pattern."""
    plain = unaccented(pattern)
    found = _matching(reader, "folded", literal_start(plain), glob(plain))
    return most_frequent(found, most)


def expand_similar(reader: Reader, word: str) -> Expansion:
    """The syllables, without accents, that differ from a word by one letter at most: another one,
    one more, one less, or two exchanged."""
    plain = unaccented(word)
    places = range(len(plain))
    forms = [re.escape(plain)]
    forms += [re.escape(plain[:at]) + ".?" + re.escape(plain[at + 1 :]) for at in places]
    forms += [re.escape(plain[:at]) + "." + re.escape(plain[at:]) for at in (*places, len(plain))]
    forms += [
        re.escape(plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]) for at in places[:-1]
    ]
    pattern = re.compile("|".join(forms))
    near = _matching(reader, "folded", "", lambda term: pattern.fullmatch(term) is not None)
    return most_frequent(near)


def expand_after(reader: Reader, before: str, pattern: str) -> Expansion:
    """The matching syllables that stand behind ``before`` somewhere: from the pairs."""
    plain = unaccented(pattern)
    start = f"{before}_"
    matches = glob(plain)
    found = _matching(
        reader,
        "pair",
        start + literal_start(plain),
        lambda pair: matches(pair[len(start) :]),
        len(start) + LONGEST_TERM,
    )
    return most_frequent((pair[len(start) :], count) for pair, count in found)


def numbers(reader: Reader, pattern: str) -> Expansion:
    """The terms of ``address`` of documents whose number begins with digits that match a pattern:
    ``13*``, ``*55`` for 1355/QĐ-UBND."""
    plain = unaccented(pattern)
    matches = glob(plain)

    def of_number(term: str) -> bool:
        first = next((part for part in term[1:].split("-")[:2] if part[:1].isdigit()), "")
        return matches(first)

    return most_frequent(_matching(reader, "address", "^", of_number))


def most_frequent(found: Iterable[tuple[str, int]], most: int = MAX_TERMS) -> Expansion:
    """The ``most`` most frequent of some terms."""
    ordered = sorted(found, key=lambda row: (-row[1], row[0]))
    return Expansion(tuple(term for term, _ in ordered[:most]), len(ordered) <= most)


def stand_together(reader: Reader, pairs: Sequence[str]) -> list[bool]:
    """For each pair of syllables whether some clause has it."""
    deadline.spend(20 * len(pairs))
    return [count > 0 for count in reader.frequencies("pair", pairs)]


def _matching(
    reader: Reader, field: str, start: str, matches: Matches, longest: int = LONGEST_TERM
) -> Iterator[tuple[str, int]]:
    terms = islice(reader.terms(field, start), MAX_SCANNED)
    while some := list(islice(terms, _STEP)):
        deadline.check()
        deadline.spend(20 * len(some))
        yield from (row for row in some if row[1] and len(row[0]) <= longest and matches(row[0]))
