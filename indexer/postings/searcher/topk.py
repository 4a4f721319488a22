"""The k best of many scores: higher first, and where scores are equal, earlier first."""

from __future__ import annotations

from typing import Final

import numpy as np

from indexer.core.dtypes import DocIds, Ints, Scores

BLOCK: Final = 512
"""Scores are compared block by block; arrays given to ``top_dense`` are a multiple of this."""


def top(doc_ids: DocIds, scores: Scores, k: int) -> Ints:
    """Indices in ``doc_ids`` (which rise) of the k best, best first."""
    if k <= 0:
        return np.empty(0, np.int64)
    if len(doc_ids) > k:
        bound = np.partition(scores, len(scores) - k)[len(scores) - k]
        chosen = (scores >= bound).nonzero()[0]
    else:
        chosen = np.arange(len(doc_ids))
    best: Ints = chosen[np.lexsort((doc_ids[chosen], -scores[chosen]))][:k]
    return best


def top_dense(scores: Scores, k: int) -> Ints:
    """Indices of the k highest scores above 0, highest first.

    The k-th highest of the blocks' maxima bounds the k-th highest score from below, so only
    blocks that reach it are looked into.
    """
    blocks = scores.reshape(-1, BLOCK)
    maxima = blocks.max(axis=1)
    if 0 < k < len(maxima):
        bound = np.partition(maxima, len(maxima) - k)[len(maxima) - k]
        reached = (maxima >= bound).nonzero()[0]
    else:
        bound = np.float32(0)
        reached = maxima.nonzero()[0]
    part = blocks[reached]
    rows, columns = np.nonzero((part >= bound) & (part > 0))
    doc_ids = reached[rows] * BLOCK + columns
    found: Ints = doc_ids[top(doc_ids.astype(np.int32), part[rows, columns], k)]
    return found
