"""Compiled loops of SciPy: its sparse-matrix kernels, called on plain arrays.

``import scipy.sparse`` takes 0.17 s, too much for a command that answers in 0.3 s; the
extension module with the kernels alone loads in 5 ms. Where it cannot be loaded (another
layout of SciPy), numpy gives the same results more slowly.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Final

import numpy as np

from indexer.core.dtypes import Array, DocIds, Ints

Inversion = tuple[Ints, DocIds, DocIds]
"""Where each term's tokens start, with one more: their number; each token's entry; its position."""


def load() -> ModuleType | None:
    """SciPy's ``_sparsetools``, without importing SciPy."""
    scipy = importlib.util.find_spec("scipy")
    for root in (scipy and scipy.submodule_search_locations) or ():
        for suffix in importlib.machinery.EXTENSION_SUFFIXES:
            path = Path(root, "sparse", f"_sparsetools{suffix}")
            if path.exists():
                spec = importlib.util.spec_from_file_location("_sparsetools", path)
                if spec is not None and spec.loader is not None:
                    module = importlib.util.module_from_spec(spec)
                    try:
                        spec.loader.exec_module(module)
                    except ImportError:
                        return None
                    return module
    return None


_SPARSE: Final[ModuleType | None] = load()


def scatter_add(numbers: DocIds, values: Array, factor: float, into: Array) -> None:
    """``into[numbers] += factor * values``; ``numbers`` rise; both arrays have one dtype."""
    if _SPARSE is None:
        into[numbers] += values * into.dtype.type(factor)
        return
    ends = np.array((0, len(numbers)), np.int32)
    weight = np.array((factor,), into.dtype)
    _SPARSE.csc_matvec(len(into), 1, ends, numbers, values, weight, into)


def invert(starts: Ints, terms: DocIds, positions: DocIds, count: int) -> Inversion:
    """Tokens ordered by entry become tokens ordered by term, and by entry within a term.

    Args:
        starts: where each entry's tokens start, and one more: their number.
        terms: each token's term number, below ``count``.
        positions: each token's position.
        count: how many terms there are.

    """
    entries = len(starts) - 1
    if _SPARSE is None or len(terms) >= 2**31:
        order = np.argsort(terms, kind="stable")
        owner = np.repeat(np.arange(entries), np.diff(starts))
        ends = np.concatenate(([0], np.cumsum(np.bincount(terms, minlength=count))))
        return ends, owner[order], positions[order]
    by_term = np.empty(count + 1, np.int32)
    owners = np.empty(len(terms), np.int32)
    placed = np.empty(len(terms), np.int32)
    _SPARSE.csr_tocsc(
        entries, count, starts.astype(np.int32), terms, positions, by_term, owners, placed
    )
    return by_term.astype(np.int64), owners, placed
