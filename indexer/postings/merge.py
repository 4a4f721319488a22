"""Fields of several segments, or of several runs of one writer, become one field.

Whole ranges of terms are decoded, renumbered and joined at a time; no entry is added again.
Memory follows the range, not the index.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.postings.field import Field, FieldWriter, Inverted, term_ranges

Ints = npt.NDArray[np.int64]

_BUDGET: Final = 1 << 16
"""Postings decoded at a time, of all sources together: some 8 MB."""


class Part(NamedTuple):
    """One field to merge."""

    field: Field
    numbers: Ints
    """New number of each of its entries, rising from part to part; -1 drops the entry."""


class _Run(NamedTuple):
    """Terms of one part in a row, decoded."""

    terms: list[bytes]
    inverted: Inverted


def merge(parts: Sequence[Part], writer: FieldWriter) -> None:
    """Give the parts' terms and occurrences to ``writer``, in order."""
    if len(parts) == 1:
        for run in _runs(parts[0], _BUDGET):
            writer.append(*run)
        return
    for terms, pieces in _aligned(parts):
        writer.append(terms, _joined(pieces, len(terms)))


def _runs(part: Part, budget: int) -> Iterator[_Run]:
    """A part's terms with new entry numbers; terms that lose all entries are left out."""
    field, numbers = part
    for first, end in term_ranges(field, budget):
        starts, entries, positions = field.inverted(first, end)
        terms = list(field.lexicon.range(first, end))
        entries = numbers[entries]
        kept = entries >= 0
        if not kept.all():
            sums = np.concatenate(([0], np.cumsum(kept)))
            starts = sums[starts]
            filled = np.diff(starts) > 0
            terms = [term for term, some in zip(terms, filled, strict=True) if some]
            starts = np.append(starts[:-1][filled], starts[-1])
            entries, positions = entries[kept], positions[kept]
        if terms:
            yield _Run(terms, Inverted(starts, entries, positions))


def _aligned(
    parts: Sequence[Part],
) -> Iterator[tuple[list[bytes], list[tuple[Ints, Inverted]]]]:
    """Batches of merged terms: (terms, for each part its terms' places there and occurrences)."""
    sources = [_runs(part, _BUDGET // len(parts)) for part in parts]
    waiting: list[_Run | None] = [next(source, None) for source in sources]
    while any(waiting):
        # Nothing beyond the smallest last term is complete yet.
        bound = min(run.terms[-1] for run in waiting if run)
        pieces = []
        for i, run in enumerate(waiting):
            if run is None:
                continue
            cut = _after(run.terms, bound)
            if cut:
                pieces.append(_head(run, cut))
            waiting[i] = _tail(run, cut) if cut < len(run.terms) else next(sources[i], None)
        merged = [term for term, _ in groupby(heapq.merge(*(run.terms for run in pieces)))]
        number = {term: i for i, term in enumerate(merged)}
        yield (
            merged,
            [
                (np.array([number[term] for term in run.terms], np.int64), run.inverted)
                for run in pieces
            ],
        )


def _after(terms: list[bytes], bound: bytes) -> int:
    low, high = 0, len(terms)
    while low < high:
        middle = (low + high) // 2
        if terms[middle] <= bound:
            low = middle + 1
        else:
            high = middle
    return low


def _head(run: _Run, cut: int) -> _Run:
    starts, entries, positions = run.inverted
    end = starts[cut]
    return _Run(run.terms[:cut], Inverted(starts[: cut + 1], entries[:end], positions[:end]))


def _tail(run: _Run, cut: int) -> _Run:
    starts, entries, positions = run.inverted
    end = starts[cut]
    return _Run(run.terms[cut:], Inverted(starts[cut:] - end, entries[end:], positions[end:]))


def _joined(pieces: list[tuple[Ints, Inverted]], count: int) -> Inverted:
    """Occurrences of several parts, whose entries rise from part to part, by merged term."""
    terms = np.concatenate([np.repeat(at, np.diff(piece.starts)) for at, piece in pieces])
    order = np.argsort(terms, kind="stable")
    starts = np.concatenate(([0], np.cumsum(np.bincount(terms, minlength=count))))
    entries = np.concatenate([piece.entries for _, piece in pieces])[order]
    positions = np.concatenate([piece.positions for _, piece in pieces])[order]
    return Inverted(starts, entries, positions)
