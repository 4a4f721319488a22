"""The records that an index stores of pieces and documents, and back. JSON, not pickles: reading a
record can only ever give data."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, fields
from functools import lru_cache
from typing import Any

from analyzers.token import Span
from indexer.core.document import Citation, Clause, Document, Metadata, Path, Step
from indexer.core.ids import anchor


def dump_clause(clause: Clause) -> str:
    """The record of one piece. What it shares with its neighbours comes first, and an id that
    follows from its path is left out."""
    usual = clause.id == _usual_id(clause.document_id, clause.path)
    id_ = "null" if usual else _text(clause.id)
    path = ",".join(map(_dump_step, clause.path))
    part = f",{clause.part}" if clause.part > 1 else ""
    # Formatted by hand: ``_dump`` of a list takes three times as long, for the same bytes.
    return (
        f"[{_text(clause.document_id)},{_text(clause.kind)},[{path}],{id_},"
        f"{clause.span.start},{_text(clause.text)}{part}]"
    )


def dump_clauses(clauses: Iterable[Clause]) -> list[bytes]:
    """The records of some pieces, in UTF-8."""
    return [dump_clause(clause).encode("utf-8", "surrogatepass") for clause in clauses]


def load_clause(record: str) -> Clause:
    """The inverse of ``dump_clause``."""
    return next(load_clauses((record,)))


def load_clauses(records: Iterable[str | bytes]) -> Iterator[Clause]:
    """Clauses of one document, one after another. They share the steps above them: made for each
    clause, headings take more memory than texts."""
    known: dict[tuple[Any, ...], Step] = {}
    shared: Callable[[Any], Any] = sys.intern
    for record in records:
        document_id, kind, steps, own_id, start, text, *part = json.loads(record)
        made = []
        for step in map(tuple, steps):
            found = known.get(step)
            if found is None:
                found = known[step] = Step(shared(step[0]), *step[1:])
            made.append(found)
        path = tuple(made)
        id_ = _usual_id(document_id, path) if own_id is None else own_id
        span = Span(start, start + len(text))
        yield Clause(id_, shared(document_id), path, shared(kind), text, span, *part)


@lru_cache(maxsize=4096)
def _dump_step(step: Step) -> str:
    return _dump([step.level, step.number, step.heading])


def _usual_id(document_id: str, path: Path) -> str:
    """The id that a record leaves out. Stored records depend on this rule: it must not change
    where ``anchor`` does, so it is its own: what stands above the last Điều is not in it."""
    last = next((at for at in range(len(path) - 1, 0, -1) if path[at].level == "dieu"), 0)
    return f"{document_id}#{anchor(path[last:])}"


def dump_document(document: Document, pieces: Iterable[Clause]) -> str:
    """The record of a document, without the text of its pieces: only what is between them."""
    at, between = 0, []
    for piece in pieces:
        between.append(document.text[at : piece.span.start])
        at = piece.span.end
    between.append(document.text[at:])
    citations = [
        [*citation.span, *(_plain(getattr(citation, name)) for name in _CITATION_FIELDS)]
        for citation in document.citations
    ]
    return _dump([_metadata(document), citations, between])


def dump_metadata(document: Document) -> str:
    """The metadata alone, for ``load_metadata``."""
    return _dump([_metadata(document)])


def load_metadata(record: str) -> Metadata:
    """The metadata part of what ``dump_document`` or ``dump_metadata`` wrote."""
    # It comes first; the citations of a law, which follow, can be a hundred times as long.
    return _load_metadata(json.JSONDecoder().raw_decode(record, 1)[0])


def load_document(record: str, pieces: Sequence[Clause]) -> Document:
    """The inverse of ``dump_document``, given all the pieces in order."""
    metadata, citations, between = json.loads(record)
    inner = (gap + piece.text for gap, piece in zip(between, pieces, strict=False))
    return Document(
        **asdict(_load_metadata(metadata)),
        text="".join(inner) + between[len(pieces)],
        citations=tuple(_load_citation(row) for row in citations),
    )


def load_citations(record: str, inside: Span | None = None) -> tuple[Citation, ...]:
    """The citations of what ``dump_document`` wrote, in order.

    Args:
        inside: only those that lie in this part of the text.
    """
    start, end = inside or (0, sys.maxsize)
    rows = json.loads(record)[1]
    return tuple(_load_citation(row) for row in rows if start <= row[0] and row[1] <= end)


_CITATION_FIELDS = tuple(f.name for f in fields(Citation) if f.name != "span")


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [[step.level, step.number, step.heading] for step in value]
    return value


def _load_citation(row: list[object]) -> Citation:
    start, end, *rest = row
    given = dict(zip(_CITATION_FIELDS, rest, strict=True))
    given["place"] = tuple(Step(*step) for step in given["place"])  # type: ignore[attr-defined]  # JSON
    return Citation(span=Span(start, end), **given)  # type: ignore[arg-type]  # JSON


def _metadata(document: Document) -> dict[str, object]:
    known = asdict(document.metadata)
    if not document.pages:
        del known["pages"]  # most documents have none
    return {name: value for name, value in known.items() if value is not None and value != {}}


def _load_metadata(known: dict[str, Any]) -> Metadata:
    recipients = known.pop("recipients", ())
    read_at = {name: Span(*span) for name, span in known.pop("read_at", {}).items()}
    pages = tuple(known.pop("pages", ()))
    return Metadata(**known, recipients=tuple(recipients), read_at=read_at, pages=pages)


_text = json.JSONEncoder(ensure_ascii=False).encode


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
