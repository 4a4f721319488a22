"""Texts that a program has, from a database say, as documents of an index."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from indexer.core.document import Clause, Document
from indexer.core.engine import Engine, EngineRequest, Filter, Hit, Reader
from indexer.core.prepared import renamed
from indexer.core.query import Everything
from indexer.identity.document_id import document_id, possible_ids
from indexer.ingest.analyze import entries
from indexer.ingest.imported import MAX_VALUE
from indexer.ingest.parse import parse
from indexer.ingest.read import MAX_TEXT

FIELDS: Final = (
    "title", "type", "number", "date", "place", "issuer", "signer", "signer_role"
)  # fmt: skip
"""What a program may say of a text; see ``indexer.core.document.Metadata``."""
_UNSENDABLE: Final = re.compile(r"[\ud800-\udfff\x00]")
"""What UTF-8 cannot say, or no page can hold."""

Row = tuple[str, str, Mapping[str, str]]
"""A text, its name, and what is known of it."""


def put_texts(engine: Engine, rows: Iterable[Row]) -> list[str]:
    """Put texts into an index, all or none. A text replaces the one that had its name.

    They are analysed in this process: it is the program's own text, not a stranger's file.

    Returns:
        The id of each document, in order.

    Raises:
        ValueError: a text or a value that cannot be used; says which and why.
        IndexLocked, IndexUnwritable: see ``Engine.writer``.
    """
    ids: dict[str, str] = {}
    made: list[str] = []
    with engine.writer() as writer:
        for text, name, metadata in rows:
            document, clauses = document_of(text, name, metadata)
            before = [hit.document.id for hit in _hits(engine, "source", name)]
            id_ = _free_id(engine, document, ids)
            for old in {*before, *(i for i, holder in ids.items() if holder == name)} - {id_}:
                writer.delete(old)
                ids.pop(old, None)
            ids[id_] = name
            made.append(id_)
            document, clauses = replace(document, id=id_), renamed(clauses, id_)
            writer.put(document, entries(document, clauses))
    return made


def document_of(
    text: str, name: str, metadata: Mapping[str, str]
) -> tuple[Document, tuple[Clause, ...]]:
    """A text as a document and its pieces. What is known of it comes before what it says itself.

    Raises:
        ValueError: see ``put_texts``.
    """
    _check("text", text, MAX_TEXT)
    _check("name", name, MAX_VALUE)
    if not name.strip():
        raise ValueError("name: empty; it is what replaces a text, and what people see of it")
    for field, value in metadata.items():
        if field not in FIELDS:
            raise ValueError(f"metadata: {field!r} is none of {', '.join(FIELDS)}")
        _check(field, value, MAX_VALUE)
    known = {field: value.strip() for field, value in metadata.items() if value.strip()}
    if "date" in known:
        known["date"] = date.fromisoformat(known["date"]).isoformat()
    document, clauses = parse(text, name)
    values: dict[str, Any] = {f: known.get(f) or getattr(document, f) for f in FIELDS}
    document = replace(
        document,
        **values,
        id=document_id(values["number"], values["date"], values["type"], name),
        read_at={f: span for f, span in document.read_at.items() if f not in known},
        provenance={**document.provenance, **dict.fromkeys(known, "stated")},
        digest=hashlib.sha256(text.encode()).hexdigest(),
    )
    return document, renamed(clauses, document.id)


def _check(name: str, value: object, limit: int) -> None:
    if not isinstance(value, str):
        raise ValueError(f"{name}: a text, not {value!r}"[:200])  # noqa: TRY004  # one kind for all
    if len(value) > limit:
        raise ValueError(f"{name}: {len(value):,} characters, the limit is {limit:,}")
    if found := _UNSENDABLE.search(value):
        raise ValueError(f"{name}: has U+{ord(found[0]):04X} at {found.start()}, which is no text")


def _free_id(engine: Reader, document: Document, ids: Mapping[str, str]) -> str:
    """The document's own id, unless a document of another name has it: see
    ``indexer.ingest.catalog``."""
    return next(
        id_
        for id_ in possible_ids(document.id, document.source)
        if ids.get(id_, document.source) == document.source
        and all(hit.document.source == document.source for hit in _hits(engine, "document", id_))
    )


def _hits(engine: Reader, field: str, value: str) -> tuple[Hit, ...]:
    """A clause of a document with this value, if there is one."""
    return engine.search(EngineRequest(Everything(), (Filter(field, (value,)),), limit=1)).hits
