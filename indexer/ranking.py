"""Every weight of the ranking, in one place. Measured: docs/QUALITY.md."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

WEIGHTS: Final = MappingProxyType(
    {
        "folded": 1.0,
        "context": 0.5,
        "pair": 1.0,
        "exact": 0.5,
        "phrase": 1.0,
    }
)
"""What one unit of BM25 in a field, or of a phrase of the whole query, is worth."""
