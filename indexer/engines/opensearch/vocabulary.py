"""The terms of an index, to be listed: OpenSearch counts terms, but lists them for nobody.

An index beside the entries has one record for each field and term, ``FIELD\\x1fTERM``, with how
many entries have had it: enough to find the frequent ones. Nothing is forgotten there until the
index is made again; once anything was deleted, whoever lists terms counts them in the entries as
well, and leaves out what none has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import numpy as np
import orjson

from indexer.core.batch import Batch, Column
from indexer.core.schema import FIELDS
from indexer.engines.opensearch.client import Client
from indexer.engines.opensearch.errors import refused
from indexer.engines.opensearch.terms import stored

Ask = Callable[[dict[str, Any]], list[Any]]
"""Searches the vocabulary and returns the hits."""
_PAGE: Final = 200
"""Terms that are listed at first, and ..."""
_FURTHER: Final = 2_000
"""... where there are more."""
_MARGIN: Final = 10
"""Candidates beyond those that are wanted: some may have been deleted since."""
_SEPARATOR: Final = "\x1f"
STAMP: Final = ("", "generation")
"""In the place of a field and a term: the number of the generation whose records are counted."""
_LONGEST_ID: Final = 400
"""Bytes; OpenSearch takes 512."""
_AT_ONCE: Final = 5_000
_DERIVED: Final = tuple(name for name, spec in FIELDS.items() if spec.derived_from)


_VALUES: Final[dict[str, Any]] = {
    "stored_fields": "_none_", "docvalue_fields": ["term", "count"], "track_total_hits": False,
}  # fmt: skip
"""What is asked for of records: columns, which are read much faster than records are."""
MAPPINGS: Final[dict[str, Any]] = {
    "dynamic": "strict",
    "properties": {
        "term": {"type": "keyword"},
        "count": {"type": "long", "index": False},
        "run": {"type": "object", "enabled": False},
    },
}
"""``run`` is that of ``run_record``, which has no term."""


class Counter:
    """Field -> term -> in how many entries a writer has put it."""

    def __init__(self) -> None:
        self.counts: dict[str, dict[str, int]] = {}
        self.size = 0
        """Terms, over all fields."""

    def add(self, batch: Batch) -> None:
        """The terms of a document."""
        texts = batch.vocabulary.texts()
        for name, column in batch.columns.items():
            counts = self.counts.setdefault(name, {})
            before = len(counts)
            for term_id, count in _held(column):
                text = texts[term_id]
                counts[text] = counts.get(text, 0) + count
            self.size += len(counts) - before
        above = [texts[term_id] for term_id in batch.headings.term_ids]
        for name in _DERIVED:  # what stands above entries is in no field of theirs
            counts = self.counts.setdefault(name, {})
            before = len(counts)
            for text in above:
                counts[text] = counts.get(text, 0) + 1
            self.size += len(counts) - before


def pages(ask: Ask, field: str, prefix: str) -> Iterator[dict[str, int]]:
    """A field's terms with a prefix, in code point order, each with what is counted of it."""
    sources = _sources(field)
    if len(sources) == 1:
        yield from _pages(ask, sources[0], prefix)
    elif sources:  # a derived field: nobody lists one, save to check an index
        every = {text for one in sources for page in _pages(ask, one, prefix) for text in page}
        yield dict.fromkeys(sorted(every), 0)


def likely(ask: Ask, field: str, prefix: str, limit: int) -> dict[str, int]:
    """The terms with a prefix that have been put most often, and some more; see ``pages``."""
    found: dict[str, int] = {}
    for one in _sources(field):
        body = _body(one, prefix)
        body |= {"sort": [{"count": "desc"}, {"term": "asc"}], "size": 2 * limit + _MARGIN}
        found.update(_counts(ask(body)))
    return found


def counting(wanted: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """A search for what is counted of some terms, each with its field."""
    terms = [f"{field}{_SEPARATOR}{stored(text)}" for field, text in (*wanted, STAMP)]
    query = {"bool": {"filter": [{"terms": {"term": terms}}]}}
    return {"query": query, "size": len(terms), **_VALUES}


def counted(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], int]:
    """What ``counting`` found: field and stored term -> count."""
    found = {}
    for row in rows:
        field, _, text = row["fields"]["term"][0].partition(_SEPARATOR)
        found[field, text] = int(row["fields"]["count"][0])
    return found


def write(client: Client, index: str, counter: Counter, epoch: int, *, empty: bool) -> None:
    """Add what a writer has counted, and stamp it with the writer's epoch.

    Args:
        empty: whether nothing was counted before.
    """
    rows = (
        (f"{field}{_SEPARATOR}{stored(text)}", count)
        for field, counts in counter.counts.items()
        for text, count in counts.items()
    )
    for some in _chunks(rows):
        before = {} if empty else _counted(client, index, some)
        lines = []
        for term, count in some.items():
            id_ = _id(term)
            lines.append(orjson.dumps({"index": {"_id": id_}}))
            lines.append(orjson.dumps({"term": term, "count": count + before.get(id_, 0)}))
        body = b"\n".join(lines) + b"\n"
        answer = client.call("POST", f"/{index}.terms/_bulk", body, filter_path="items.*.error")
        for item in answer.get("items", ()):
            raise refused(str(client.address), 400, item["index"]["error"])
    stamp = {"term": _SEPARATOR.join(STAMP), "count": epoch}
    client.call("PUT", f"/{index}.terms/_doc/stamp", stamp)
    client.call("POST", f"/{index}.terms/_refresh")


def _pages(ask: Ask, field: str, prefix: str) -> Iterator[dict[str, int]]:
    body = {**_body(field, prefix), "sort": [{"term": "asc"}], "size": _PAGE}
    while True:
        rows = ask(body)
        if rows:
            yield _counts(rows)
        if len(rows) < body["size"]:
            return
        body |= {"search_after": rows[-1]["sort"], "size": _FURTHER}


def _body(field: str, prefix: str) -> dict[str, Any]:
    begins = f"{field}{_SEPARATOR}{prefix}"
    query = {"bool": {"filter": [{"prefix": {"term": {"value": begins}}}]}}
    return {"query": query, **_VALUES}


def _counts(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    return {text: count for (_, text), count in counted(rows).items()}


def _sources(field: str) -> tuple[str, ...]:
    """The fields whose terms this one has; a derived one has further terms of its own."""
    return (*FIELDS[field].derived_from, field) if field in FIELDS else ()


def _held(column: Column) -> Iterator[tuple[int, int]]:
    """Each term of a column, with in how many entries it is."""
    entries = np.repeat(np.arange(len(column.sizes)), np.maximum(column.sizes, 0))
    pairs = np.unique(entries.astype(np.int64) << 32 | column.term_ids)
    terms, counts = np.unique(pairs & 0xFFFFFFFF, return_counts=True)
    yield from zip(terms.tolist(), counts.tolist(), strict=True)


def _counted(client: Client, index: str, terms: Iterable[str]) -> dict[str, int]:
    """Id of a term's record -> its count, of those that there are."""
    answer = client.call(
        "POST", f"/{index}.terms/_mget", {"ids": list(map(_id, terms))},
        filter_path="docs._id,docs._source.count",
    )  # fmt: skip
    found = (row for row in answer.get("docs", ()) if "_source" in row)
    return {row["_id"]: row["_source"]["count"] for row in found}


def _id(term: str) -> str:
    encoded = term.encode()
    return term if len(encoded) <= _LONGEST_ID else hashlib.sha256(encoded).hexdigest()


def _chunks(rows: Iterable[tuple[str, int]]) -> Iterator[dict[str, int]]:
    some: dict[str, int] = {}
    for term, count in rows:
        some[term] = some.get(term, 0) + count
        if len(some) == _AT_ONCE:
            yield some
            some = {}
    if some:
        yield some
