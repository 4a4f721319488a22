"""Every number of the ranking, in one place. Measured: docs/QUALITY.md.

A clause's score is

    context * BM25(words and pairs in what it says, with title and headings)
    + where its own text has every word:
      own * BM25(words) + pair * BM25(pairs) + exact * BM25(accented words)
      + word * BM25(compounds) + phrase * BM25(the words in a row)
    + in a short query: accents, for each syllable that its own text has with the accents typed
    + in a long one: doubtful * BM25(syllables that are mostly others with these accents left out)
    + heading * the squared part of its article's heading that the query says, by idf
    + reference, where it is what a number or an address in the query names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Weights:
    """What one unit of BM25 of each kind of evidence is worth. 0 leaves the evidence out."""

    context: float = 1.0
    context_pair: float = 1.1
    own: float = 0.5
    pair: float = 0.5
    exact: float = 0.3
    word: float = 0.5
    phrase: float = 0.25
    heading: float = 18.0
    """A constant where the query says all of the article's heading, less where it says less."""
    heading_rest: float = 4.0
    """What a word of the heading counts that the query does not say, where one that it says counts
    its idf."""
    accents: float = 200.0
    """A constant for each syllable of a short query that the clause has with the accents typed:
    above the rest, below a reference."""
    doubtful: float = 0.7
    """A syllable of a long query with its accents, where they are mostly others."""
    identifier: float = 3.0
    """A number, date or amount in any spelling: worth more than its parts here and there."""
    address: float = 2.0
    """A constant for *điều 5* where no document is named."""
    reference: float = 1000.0
    """A constant, above any sum of the others: a reference is answered before anything else."""
    named: float = 8.0
    """The same where the query names a document and goes on to ask for something else."""


WEIGHTS: Final = Weights()

FEW_WORDS: Final = 3
"""Different syllables and numbers up to which all of a query must be there, unless nothing has
them all; a clause answers a longer one with most of its weight."""
FEW_HITS: Final = 10
"""Where fewer clauses than this have all of a longer query, the results say so."""
ENOUGH: Final = 0.4
ENOUGH_OF_FEW: Final = 0.5
"""The part of a relaxed query's weight (sum of idf) that a clause must hold; the second for
queries of up to ``FEW_WORDS``. Of 320 questions to 26,206 articles, .2 and .4 rank equally well
(MRR@10 .744), .4 in half of the time; .5 loses (.719)."""
LONGEST_OWN: Final = 12
"""Different syllables and numbers of a query of which clauses that say every one are put forward;
of a longer one, only long clauses and annexes do."""
LONGEST_PHRASE: Final = 12
"""Syllables; longer queries are not tried as one phrase."""
LONGEST_COMPOUND: Final = 4
"""Syllables of the longest run that is looked up as a compound."""
