"""Which weights are tried, and what each kind of evidence is worth: the same for every collection.

``OPTIONS`` are what a cross-validated choice is made among (``intervals.chosen_on_the_others``);
``ABLATIONS`` leave one kind of evidence out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from indexer.querying.ranking import WEIGHTS, Weights

OPTIONS: Final[tuple[Weights, ...]] = (
    WEIGHTS,
    replace(WEIGHTS, heading=0.75 * WEIGHTS.heading),
    replace(WEIGHTS, heading=1.5 * WEIGHTS.heading),
    replace(WEIGHTS, heading_rest=1.5),
    replace(WEIGHTS, heading_rest=6.0),
    replace(WEIGHTS, context_pair=0.6),
    replace(WEIGHTS, context_pair=1.3),
    replace(WEIGHTS, own=0.2, pair=0.2, exact=0.1, word=0.2, phrase=0.1),
    replace(WEIGHTS, own=1.0, pair=1.0, exact=0.6, word=1.0, phrase=0.5),
)
ABLATIONS: Final[dict[str, Weights]] = {
    "no heading": replace(WEIGHTS, heading=0.0),
    "no pairs in context": replace(WEIGHTS, context_pair=0.0),
    "no evidence of the clause's own": replace(
        WEIGHTS, own=0.0, pair=0.0, exact=0.0, word=0.0, phrase=0.0
    ),
    "no own pairs": replace(WEIGHTS, pair=0.0),
    "no typed accents": replace(WEIGHTS, exact=0.0, accents=0.0, doubtful=0.0),
    "no compounds": replace(WEIGHTS, word=0.0),
    "no phrase": replace(WEIGHTS, phrase=0.0),
}
