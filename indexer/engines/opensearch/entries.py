"""A document and its pieces as the records of an index: lines of a bulk request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final, NamedTuple

import numpy as np
import orjson

from indexer.core.batch import Batch, Column, rows
from indexer.core.document import Document
from indexer.core.filters import value_key
from indexer.core.prepared import PreparedEntries
from indexer.core.records import dump_metadata
from indexer.core.schema import FIELDS
from indexer.engines.opensearch import terms
from indexer.engines.opensearch.share import lengths as lengths_of

_DERIVED: Final = {name: spec.derived_from for name, spec in FIELDS.items() if spec.derived_from}


class Line(NamedTuple):
    """One record of a bulk request."""

    action: bytes
    source: bytes

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.action) + len(self.source)


def lines(document: Document, entries: PreparedEntries, first: int) -> Iterator[Line]:
    """The records of a document and its pieces, numbered from ``first`` on."""
    metadata = dump_metadata(document)
    common = {"version": first, "metadata": metadata}
    yield _line(
        first,
        {**common, "record": document.id, "entries": len(entries), "payload": entries.document},
    )
    if document.date:
        common["date"] = document.date
    batch = entries.batch
    values = [_values(some) for some in batch.values]
    texts = _texts(batch, len(entries))
    for place, (id_, payload) in enumerate(zip(entries.ids, entries.records, strict=True)):
        yield _line(
            first + place + 1,
            {
                **common,
                **texts[place],
                **values[batch.value_numbers[place]],
                "id": terms.stored(id_),
                "document": document.id,
                "payload": payload.decode("utf-8", "surrogatepass"),
            },
        )


def _line(number: int, source: dict[str, Any]) -> Line:
    source["sequence"] = number
    return Line(b'{"index":{"_id":"%d"}}' % number, orjson.dumps(source))


def _values(shown: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """What filters compare and facets show."""
    keys = {
        name: [terms.stored(value_key(name, value)) for value in some]
        for name, some in shown.items()
        if some
    }
    kept = {name: list(map(terms.stored, some)) for name, some in shown.items() if some}
    return {"key": keys, "shown": kept} if keys else {}


def _texts(batch: Batch, count: int) -> list[dict[str, Any]]:
    """The terms of each entry, field by field."""
    vocabulary = batch.vocabulary.texts()
    made: list[dict[str, Any]] = [{} for _ in range(count)]
    lengths: list[list[str]] = [[] for _ in range(count)]
    for name, column in batch.columns.items():
        spec = FIELDS[name]
        known = [terms.stored(text, placed=spec.positions) for text in vocabulary]
        for place, (own, positions) in enumerate(_slices(column, known)):
            if own:
                made[place][name] = (
                    terms.unplaced(own) if positions is None else terms.placed(own, positions)
                )
                if spec.ranked:
                    lengths[place] += lengths_of(name, len(own))
    for name, sources in _DERIVED.items():
        for place, text in enumerate(_derived(batch, vocabulary, count, sources)):
            if text:
                made[place][name] = text
    for place, some in enumerate(lengths):
        if made[place]:
            made[place]["live"] = "1"
        if some:
            made[place]["lengths"] = some
    return made


def _slices(
    column: Column, known: Sequence[str]
) -> Iterator[tuple[list[str], Sequence[int] | None]]:
    """Each entry's terms and their positions in one field."""
    sizes = np.maximum(column.sizes, 0).tolist()
    ids = column.term_ids.tolist()
    positions = None if column.positions is None else column.positions.tolist()
    for end, size in zip(accumulate(sizes), sizes, strict=True):
        own = [known[term_id] for term_id in ids[end - size : end]]
        yield own, None if positions is None else positions[end - size : end]


def _derived(
    batch: Batch, vocabulary: Sequence[str], count: int, sources: Sequence[str]
) -> list[str]:
    """Each entry's text in a derived field: ``indexer.core.derived_fields`` over a batch."""
    known = [terms.stored(text) for text in vocabulary]
    own: list[list[str]] = [[] for _ in range(count)]
    for name in sources:
        if name in batch.columns:
            for place, (texts, _) in enumerate(_slices(batch.columns[name], known)):
                own[place] += texts
    headings = [[known[term_id] for term_id in heading] for heading in rows(batch.headings)]
    whole = [[*own[place], *(t for h in batch.above[place] for t in headings[h])]
             for place in range(count)]  # fmt: skip
    for place, article in enumerate(batch.articles):
        if article:
            whole[place - article] += own[place]
    return [terms.unplaced(texts) for texts in whole]
