"""A query as it was typed, read with the help of the index that is asked."""

from __future__ import annotations

from indexer.core.engine import Reader
from indexer.querying import keystrokes
from indexer.querying.ranking import WEIGHTS, Weights
from indexer.querying.rewrite import Rewritten, rewrite
from indexer.querying.synonyms import Synonyms
from indexer.suggesting.term_counts import counts_of


def read(
    engine: Reader,
    text: str,
    weights: Weights = WEIGHTS,
    *,
    literal: bool = False,
    synonyms: Synonyms | None = None,
    exact_accents: bool = False,
) -> Rewritten:
    """The query, with keystrokes read back where the index speaks for it; says so.

    Args:
        literal: whether it is taken as it stands.
        synonyms: what to write out; None: what comes with the program.
        exact_accents: whether what was typed with accents must have them.

    Raises:
        QueryError: bad syntax, with what is wrong and where.
    """
    counts_of(engine).expect(text)
    meant = None if literal else keystrokes.decode(text, counts_of(engine))
    rewritten = rewrite(
        meant or text,
        weights,
        literal=literal,
        exact_accents=exact_accents,
        synonyms=synonyms,
        reader=engine,
    )
    if meant:
        rewritten.notices.insert(0, keystrokes.notice(text, meant))
    return rewritten
