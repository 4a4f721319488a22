"""How a gathered field (``gathered``) is written: where its terms are, and how long it is."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from indexer.arrayfile.container import Container, Opened
from indexer.core.dtypes import Array, Int32s, Ints, TermIds
from indexer.postings.inverter import Text, Tokens
from indexer.postings.merge import Part, merge
from indexer.postings.segment_field import Field, FieldWriter, narrow


class Links(NamedTuple):
    """Where the terms of a gathered field are."""

    first: Array
    """Per heading the first entry that it stands above."""
    end: Array
    """Per heading the entry after the last one."""
    article: Array
    """Per entry how many entries before it stands the one that it is part of; 0: none."""


class GatheredWriter:
    """Takes what stands above the entries, in order, and what they are part of."""

    def __init__(self, of: Sequence[str]) -> None:
        self.of = tuple(of)
        """The fields it is gathered from."""
        self._headings = Tokens("frequencies")
        self._first, self._end = array("i"), array("i")
        self._open: dict[int, tuple[TermIds, int]] = {}
        self._parts, self._distances = array("i"), array("i")
        self._last = -1

    def __len__(self) -> int:
        return len(self._headings)

    def add(self, entry: int, above: Sequence[TermIds], article: int) -> None:
        """``entry`` rises from call to call; ``above`` are the terms of each heading, entries
        under the same heading having the same array."""
        gone = entry != self._last + 1
        # Kept with its terms, so that its identity cannot pass to another array meanwhile.
        still: dict[int, tuple[TermIds, int]] = {}
        for codes in above:
            if not len(codes):
                continue
            known = None if gone else self._open.get(id(codes))
            if known is None:
                known = codes, len(self._first)
                number = np.array((len(self._first),), np.int32)
                self._headings.add(number, np.array((len(codes),), np.int32), codes, None)
                self._first.append(entry)
                self._end.append(entry)
            still[id(codes)] = known
            self._end[known[1]] = entry + 1
        self._open, self._last = still, entry
        if article:
            self._parts.append(entry)
            self._distances.append(article)

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
        writer = FieldWriter("frequencies")
        self._headings.write(writer, len(links.first), texts)
        above = self._headings.lengths(len(links.first))
        _close(container, name, self.of, links, writer, above, lengths)


def merge_gathered(
    container: Container,
    name: str,
    sources: Sequence[tuple[Opened, Ints, int]],
    lengths: Mapping[str, Array],
) -> None:
    """Join a gathered field of several files; see ``fields.merge_fields``."""
    count = max((int(numbers.max(initial=-1)) for _, numbers, _ in sources), default=-1) + 1
    article = np.zeros(count, np.int32)
    parts: list[Part] = []
    links: list[tuple[Array, Array]] = []
    of: dict[str, None] = {}
    before = headings = 0
    for mapped, numbers, entries in sources:
        kept = np.concatenate(([0], np.cumsum(numbers >= 0))) + before
        before = int(kept[-1])
        if f"{name}/kind" not in mapped.facts:
            continue
        of.update(dict.fromkeys(mapped.facts[f"{name}/of"]))
        here = np.zeros(entries, np.int32)
        stored = mapped[f"{name}/article"].all()
        here[: len(stored)] = stored
        _renumber(here, numbers, article)
        first, end = (kept[mapped[f"{name}/{bound}"].all()] for bound in ("first", "end"))
        alive = end > first
        numbered = np.where(alive, np.cumsum(alive) - 1 + headings, -1)
        headings += int(alive.sum())
        parts.append(Part(Field(mapped, f"{name}/above"), numbered))
        links.append((first[alive], end[alive]))
    writer = FieldWriter("frequencies")
    merge(parts, writer)
    above = np.zeros(headings, np.int32)
    for field, numbered in parts:
        alive = numbered >= 0
        above[numbered[alive]] = field.lengths[alive]
    first, end = (np.concatenate(bounds) for bounds in zip(*links, strict=True))
    _close(container, name, list(of), Links(first, end, article), writer, above, lengths)


def _renumber(here: Int32s, numbers: Ints, article: Int32s) -> None:
    """Put the distances of one file's entries to their articles into ``article``."""
    part = np.flatnonzero((here > 0) & (numbers >= 0))
    target = part - here[part]
    inside = target >= 0
    # Where the article is in the file before, nothing between the two was dropped: files that
    # are cut within a document are the runs of one writer.
    place = np.where(inside, numbers[np.maximum(target, 0)], numbers[part] - here[part])
    there = place >= 0
    article[numbers[part[there]]] = numbers[part[there]] - place[there]


def _close(
    container: Container,
    name: str,
    of: Sequence[str],
    links: Links,
    writer: FieldWriter,
    above: Int32s,
    lengths: Mapping[str, Array],
) -> None:
    """``writer`` has the headings' terms, ``above`` how many each of them has."""
    writer.close(container, f"{name}/above", above)
    container.fact(f"{name}/kind", "gathered")
    container.fact(f"{name}/of", list(of))
    article = links.article
    container.add(f"{name}/first", links.first.astype("<u4"))
    container.add(f"{name}/end", links.end.astype("<u4"))
    container.add(f"{name}/article", narrow(article))
    held = [lengths[other] for other in of if other in lengths]
    container.add(f"{name}/lengths", narrow(_lengths(links, above, held)))


def _lengths(links: Links, above: Int32s, own: Sequence[Array]) -> Int32s:
    """Terms of each entry: its own, its parts', and the headings'."""
    count = len(links.article)
    lengths = np.zeros(count, np.int32)
    for held in own:
        lengths[: len(held)] += held
    total = np.zeros(count + 1, np.int32)
    np.add.at(total, links.first, above)
    np.subtract.at(total, links.end, above)
    np.cumsum(total, dtype=np.int32, out=total)
    total[:count] += lengths
    part = np.flatnonzero(links.article)
    part = part[links.article[part] <= part]
    np.add.at(total, part - links.article[part], lengths[part])
    return total[:count]
