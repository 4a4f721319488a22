"""What a clause must have to answer a query, one by one; and the numbers among it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzers.analysis import Analysis
from indexer.core import query as q
from indexer.querying.expansion import covered
from indexer.querying.ranking import Weights


@dataclass(frozen=True, slots=True)
class Unit:
    """One required thing: a syllable, or a number in any of its spellings."""

    query: q.Query
    """Matches clauses that have it, themselves or above them."""
    own: q.Query
    """Matches clauses whose own text has it."""
    term: str
    """What it is looked up as in ``context``; its rarity is the unit's weight when relaxing."""
    terms: tuple[str, ...] = ()
    """Where it is several syllables, those: their rarities add up."""

    @property
    def looked_up(self) -> tuple[str, ...]:
        """All that it is looked up as."""
        return self.terms or (self.term,)


def number_units(
    analysis: Analysis, syllables: Sequence[tuple[str, str]], inside: set[int], weights: Weights
) -> Iterator[tuple[str, Unit]]:
    """Each number of a query, by its term; their positions are added to ``inside``.

    Args:
        syllables: the canonical sequence, without and with accents.
    """
    for reference in analysis.references:
        places = covered(analysis, reference.first, reference.last)
        inside.update(places)
        written = list(dict.fromkeys(syllables[position][0] for position in places))
        term = reference.terms[0]
        if reference.kind == "amount" and (len(places) > 1 or term.endswith("%")):
            written = []  # 1,2 is not any 1 and any 2
        yield (
            term,
            Unit(
                _spelled("context", term, written, weights.identifier, weights.context),
                _spelled("ref", term, written, weights.identifier, weights.own, "folded"),
                term,
            ),
        )
    for at, token in enumerate(analysis.syllables):
        if not token.text.isalpha() and not token.text.isdigit():
            places = covered(analysis, at, at + 1)
            if len(places) == 2 and inside.isdisjoint(places):  # 10km, covid19
                inside.update(places)
                parts = [syllables[position][0] for position in places]
                pair = "_".join(parts)
                yield (
                    pair,
                    Unit(
                        _spelled("context", pair, parts, weights.identifier, weights.context),
                        _spelled("pair", pair, parts, weights.identifier, weights.own, "folded"),
                        pair,
                        tuple(parts),
                    ),
                )


def amounts(analysis: Analysis) -> frozenset[str]:
    """The terms of the amounts of a query."""
    return frozenset(
        reference.terms[0] for reference in analysis.references if reference.kind == "amount"
    )


def _spelled(
    name: str, term: str, written: Sequence[str], weight: float, each: float, plain: str = ""
) -> q.Query:
    """A number in any spelling, or its parts as they were typed, where there are any."""
    if not written:
        return q.Term(name, term, weight)
    parts = q.All(tuple(q.Term(plain or name, part, each) for part in written))
    return q.Best((q.Term(name, term, weight), parts))
