"""What makes a clause with the words of a query better: pairs, accents, compounds, phrases."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.core import query as q
from indexer.querying.accents import NO_ACCENTS, Accents
from indexer.querying.expansion import Expanded, as_typed, canonical
from indexer.querying.ranking import LONGEST_COMPOUND, LONGEST_OWN, LONGEST_PHRASE, Weights


def preferred(
    read: Expanded, own: Sequence[q.Query], weights: Weights, judged: Accents = NO_ACCENTS
) -> list[q.Query]:
    """What raises a clause.

    Args:
        own: what matches clauses whose own text has it, one for each thing that is asked for.
        judged: what the accents say.
    """
    analysis = read.understood
    syllables = canonical(analysis)
    folded = [plain for plain, _ in syllables]
    exact = [accented for _, accented in syllables]
    pairs = [pair for pair in _once(analysis.pair.texts) if pair not in judged.wrong]
    evidence: list[q.Query] = [q.Term("pair", pair, weights.pair) for pair in pairs]
    evidence += [
        q.Term("exact", accented, weights.exact)
        for plain, accented in dict.fromkeys(syllables)
        if plain != accented
    ]
    evidence += [q.Term("word", run, weights.word) for run in _runs(folded, exact)]
    if 1 < len(folded) <= LONGEST_PHRASE:
        evidence.append(in_a_row(folded, weights))
    evidence += [as_typed(expansion, weights) for expansion in read.expansions]
    whole = q.Prefer(q.All(tuple(own)), q.Any(tuple(evidence), 0.0))
    evidence = [q.Term("context", pair, weights.context_pair) for pair in pairs]
    evidence += judged.evidence
    if folded and weights.heading:
        said = tuple(_once(folded))
        evidence.append(q.Share("heading", said, weights.heading, weights.heading_rest))
    return evidence if len(own) > LONGEST_OWN else [*evidence, whole]


def in_a_row(folded: Sequence[str], weights: Weights) -> q.Query:
    """The syllables as a phrase, accents or not."""
    return q.Phrase("folded", tuple(folded), tuple(range(len(folded))), weights.phrase)


def _runs(folded: Sequence[str], exact: Sequence[str]) -> list[str]:
    """Runs of syllables that may be compounds. Those without any accent say nothing of words:
    the accents may have been left out."""
    runs = [
        "_".join(exact[start : start + length])
        for length in range(2, LONGEST_COMPOUND + 1)
        for start in range(len(exact) - length + 1)
        if folded[start : start + length] != exact[start : start + length]
    ]
    return _once(runs)


def _once(texts: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(texts))
