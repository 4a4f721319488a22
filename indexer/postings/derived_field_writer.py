"""Writes and merges a derived field (``derived_field``): where its terms are, and lengths."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from indexer.arrayfile.container import Container
from indexer.core.dtypes import Array, Int32s, Ints, TermIds
from indexer.postings.derived_field import DERIVED
from indexer.postings.inverter import Text, TokenBuffer
from indexer.postings.merge import MergePart, MergeSource, merge
from indexer.postings.norms import narrow, write_lengths
from indexer.postings.segment_field import SegmentField, SegmentFieldWriter


class Links(NamedTuple):
    """Where the terms of a derived field are."""

    first: Array
    """Per heading the first entry that it stands above."""
    end: Array
    """Per heading the entry after the last one."""
    article: Array
    """Per entry how many entries before it stands the one that it is part of; 0: none."""


class DerivedFieldWriter:
    """Collects the headings above the entries, in order, and the articles they are part of."""

    def __init__(self, of: Sequence[str]) -> None:
        self.of = tuple(of)
        """The fields it is derived from."""
        self._headings = TokenBuffer("frequencies")
        self._first, self._end = array("i"), array("i")
        self._open: dict[int, tuple[TermIds, int]] = {}
        self._parts, self._distances = array("i"), array("i")
        self._last = -1

    def __len__(self) -> int:
        return len(self._headings)

    def add(self, doc_id: int, count: int, above: Sequence[TermIds]) -> None:
        """Add entries in a row that stand under the same headings.

        Args:
            doc_id: of the first; rising from call to call.
            count: how many there are.
            above: the term ids of each heading; entries under the same heading have the same
                array, not merely an equal one.
        """
        skipped = doc_id != self._last + 1
        # The array is referenced, so that its id cannot become that of another array.
        still_open: dict[int, tuple[TermIds, int]] = {}
        for term_ids in above:
            if not len(term_ids):
                continue
            known = None if skipped else self._open.get(id(term_ids))
            if known is None:
                known = term_ids, len(self._first)
                number = np.array((len(self._first),), np.int32)
                self._headings.add(number, np.array((len(term_ids),), np.int32), term_ids, None)
                self._first.append(doc_id)
                self._end.append(doc_id)
            still_open[id(term_ids)] = known
            self._end[known[1]] = doc_id + count
        self._open, self._last = still_open, doc_id + count - 1

    def add_articles(self, doc_id: int, articles: Sequence[int]) -> None:
        """Say for entries in a row, from ``doc_id`` on, how many entries before each its article
        stands; 0: it is part of none."""
        distances = np.array(articles, np.int32)
        parts = distances.nonzero()[0].astype(np.int32)
        self._parts.frombytes((parts + np.int32(doc_id)).tobytes())
        self._distances.frombytes(distances[parts].tobytes())

    def write(
        self,
        container: Container,
        name: str,
        lengths: Mapping[str, Array],
        count: int,
        texts: Sequence[Text],
    ) -> None:
        """Write the field of ``count`` entries.

        Args:
            lengths: of each other field that is written, per entry.
            texts: the vocabulary's texts.
        """
        article = np.zeros(count, np.int32)
        article[np.asarray(self._parts)] = np.asarray(self._distances)
        links = Links(np.asarray(self._first), np.asarray(self._end), article)
        writer = SegmentFieldWriter("frequencies")
        self._headings.write(writer, len(links.first), texts)
        above = self._headings.lengths(len(links.first))
        _close(container, name, self.of, links, writer, above, lengths)


def merge_derived_field(
    container: Container,
    name: str,
    sources: Sequence[MergeSource],
    lengths: Mapping[str, Array],
) -> None:
    """Merge a derived field of several files; see ``merge_fields``."""
    count = max((int(doc_map.max(initial=-1)) for _, doc_map, _ in sources), default=-1) + 1
    article = np.zeros(count, np.int32)
    parts: list[MergePart] = []
    links: list[tuple[Array, Array]] = []
    of: dict[str, None] = {}
    before = headings = 0
    for mapped, doc_map, max_doc in sources:
        new_bounds = np.concatenate(([0], np.cumsum(doc_map >= 0))) + before
        before = int(new_bounds[-1])
        if f"{name}/kind" not in mapped.facts:
            continue
        of.update(dict.fromkeys(mapped.facts[f"{name}/of"]))
        here = np.zeros(max_doc, np.int32)
        stored = mapped[f"{name}/article"].all()
        here[: len(stored)] = stored
        _renumber(here, doc_map, article)
        first, end = (new_bounds[mapped[f"{name}/{bound}"].all()] for bound in ("first", "end"))
        alive = end > first
        heading_map = np.where(alive, np.cumsum(alive) - 1 + headings, -1)
        headings += int(alive.sum())
        parts.append(MergePart(SegmentField(mapped, f"{name}/above"), heading_map))
        links.append((first[alive], end[alive]))
    writer = SegmentFieldWriter("frequencies")
    merge(parts, writer)
    above = np.zeros(headings, np.int32)
    for field, heading_map in parts:
        alive = heading_map >= 0
        above[heading_map[alive]] = field.lengths[alive]
    first, end = (np.concatenate(bounds) for bounds in zip(*links, strict=True))
    _close(container, name, list(of), Links(first, end, article), writer, above, lengths)


def _renumber(here: Int32s, doc_map: Ints, article: Int32s) -> None:
    """Write the distances of one file's entries to their articles into ``article``."""
    part = np.flatnonzero((here > 0) & (doc_map >= 0))
    target = part - here[part]
    inside = target >= 0
    # Where the article is in the file before, nothing between the two was dropped: only spills
    # of one writer are cut within a document.
    new = np.where(inside, doc_map[np.maximum(target, 0)], doc_map[part] - here[part])
    part, new = part[new >= 0], new[new >= 0]
    article[doc_map[part]] = doc_map[part] - new


def _close(
    container: Container,
    name: str,
    of: Sequence[str],
    links: Links,
    writer: SegmentFieldWriter,
    above: Int32s,
    lengths: Mapping[str, Array],
) -> None:
    """``writer`` has the headings' terms, ``above`` how many each of them has."""
    writer.close(container, f"{name}/above", above)
    container.fact(f"{name}/kind", DERIVED)
    container.fact(f"{name}/of", list(of))
    article = links.article
    container.add(f"{name}/first", links.first.astype("<u4"))
    container.add(f"{name}/end", links.end.astype("<u4"))
    container.add(f"{name}/article", narrow(article))
    own = [lengths[other] for other in of if other in lengths]
    write_lengths(container, name, _lengths(links, above, own))


def _lengths(links: Links, above: Int32s, own: Sequence[Array]) -> Int32s:
    """Terms of each entry: its own, its parts', and the headings'."""
    count = len(links.article)
    lengths = np.zeros(count, np.int32)
    for some in own:
        lengths[: len(some)] += some
    total = np.zeros(count + 1, np.int32)
    np.add.at(total, links.first, above)
    np.subtract.at(total, links.end, above)
    np.cumsum(total, dtype=np.int32, out=total)
    total[:count] += lengths
    part = np.flatnonzero(links.article)
    part = part[links.article[part] <= part]
    np.add.at(total, part - links.article[part], lengths[part])
    return total[:count]
