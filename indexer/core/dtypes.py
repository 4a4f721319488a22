"""What the arrays of this project hold: one name for each kind of numpy array.

A name says what the numbers mean; the type says how wide they are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
"""Any numbers, such as a section of a file, whose type is written in the file."""
Bytes = npt.NDArray[np.uint8]
Bits = npt.NDArray[np.uint64]
"""Words of 64 bits, one bit an entry."""
Mask = npt.NDArray[np.bool_]
"""One truth value for each entry of the snapshot, or for each of some doc ids."""
Int32s = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]
"""Numbers to calculate with: distances, sizes, sums."""
Offsets = npt.NDArray[np.int64]
"""Where each of some rows starts in an array, and one more: where the last one ends."""
DocIds = npt.NDArray[np.signedinteger[Any]]
"""Numbers of entries in a segment or a snapshot, from 0. 32 bits wide where they are stored, so
that SciPy's kernels take them without a copy."""
TermIds = npt.NDArray[np.int32]
"""Numbers of terms in a writer's vocabulary, in the order in which the terms were first seen."""
TermFreqs = npt.NDArray[Any]
"""How often a term occurs in each of some entries, in as few bytes each as the highest takes."""
Positions = npt.NDArray[np.signedinteger[Any]]
"""Numbers of tokens within a field of an entry, from 0."""
GlobalPositions = npt.NDArray[np.signedinteger[Any]]
"""Positions in a whole index; see ``indexer.postings.searcher.positions``."""
Weights = npt.NDArray[np.float64]
"""How much each posting of a term weighs: its frequency, unless the text was boosted."""
Scores = npt.NDArray[np.float32]
"""Scores, impacts or norms, one for each of some entries."""
