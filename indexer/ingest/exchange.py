"""An index as lines of JSON, and back: to move it, to archive it, or for a new version.

The first line names the format, the last has the number of documents, and each line between is
one document with its pieces. Terms are not written: they are made again from the text, so the file
can be imported after any change of the analysis. The path of a document's file is not written
either: it belongs to the machine, not to the document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, fields, replace
from datetime import date
from itertools import pairwise
from typing import IO, Any, Final, cast, get_args

from analyzers.token import Span
from indexer.core.document import (
    Citation,
    Clause,
    Document,
    Kind,
    Level,
    Metadata,
    Provenance,
    Step,
)
from indexer.core.engine import Engine, Reader
from indexer.core.errors import BadExport
from indexer.ingest.analyze import entries

VERSION: Final = 1
MAX_LINE: Final = 64 << 20
"""Bytes; a longer line is refused before it is read whole."""

_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")
_KINDS: Final = frozenset(get_args(Kind))
_LEVELS: Final = frozenset(get_args(Level))
_PROVENANCE: Final = frozenset(get_args(Provenance))
_TEXTS: Final = tuple(
    f.name
    for f in fields(Metadata)
    if f.name not in {"id", "source", "recipients", "origin", "read_at", "provenance"}
)


def export_lines(engine: Reader) -> Iterator[bytes]:
    """The lines of an export, each with its line feed, in the order of indexing."""
    yield _line({"khoan": "export", "version": VERSION})
    count = 0
    for metadata in engine.documents():
        document = engine.document(metadata.id)
        if document is None:
            continue
        count += 1
        clauses = [
            {
                "id": c.id,
                "kind": c.kind,
                "path": _path(c.path),
                "span": list(c.span),
                **({"part": c.part} if c.part > 1 else {}),
            }
            for c in engine.clauses(document.id)
        ]
        known = asdict(document.metadata)
        del known["origin"]
        citations = [
            {**asdict(c), "span": list(c.span), "place": _path(c.place)} for c in document.citations
        ]
        body = {**known, "text": document.text, "citations": citations}
        yield _line({"document": body, "clauses": clauses})
    yield _line({"end": True, "documents": count})


def import_lines(engine: Engine, stream: IO[bytes]) -> int:
    """Put the documents of an export into an index, all or none; same ids are replaced.

    Returns:
        How many documents there were.

    Raises:
        BadExport: some line is not as ``export_lines`` writes it, or the last is missing.
        IndexLocked, IndexUnwritable: see ``Engine.writer``.
    """
    count = 0
    with engine.writer() as writer:
        for number, record in _records(stream):
            if "end" in record:
                if record.get("documents") != count:
                    raise BadExport(number, f"thiếu văn bản, mới có {count}")
                break
            document, clauses = _loaded(number, record)
            writer.put(document, entries(document, clauses))
            count += 1
        else:
            raise BadExport(count + 2, "thiếu dòng cuối, tệp bị cắt")
    return count


def _records(stream: IO[bytes]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise BadExport(number, f"dài quá {MAX_LINE} byte")
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            raise BadExport(number, "không phải JSON") from None
        if not isinstance(record, dict):
            raise BadExport(number, "không phải một đối tượng JSON")
        if number > 1:
            yield number, record
        elif record.get("khoan") != "export" or record.get("version") != VERSION:
            raise BadExport(1, f"không phải tệp do khoan export ghi (bản {VERSION})")


def _loaded(number: int, record: Mapping[str, Any]) -> tuple[Document, tuple[Clause, ...]]:
    try:
        document = _document(record["document"])
        clauses = tuple(_clause(document, given) for given in record["clauses"])
        _check_order(clauses)
    except (KeyError, TypeError, ValueError) as error:
        raise BadExport(number, f"không đúng dạng ({type(error).__name__}: {error})") from None
    return document, clauses


def _document(given: Mapping[str, Any]) -> Document:
    known = {name: _optional(given.get(name), name) for name in _TEXTS}
    if known["date"] is not None:
        known["date"] = date.fromisoformat(known["date"]).isoformat()
    text = _text(given["text"], "text")
    return Document(
        id=_text(given["id"], "id", empty=False),
        source=_text(given["source"], "source"),
        recipients=tuple(_text(each, "recipients") for each in given.get("recipients", ())),
        text=text,
        read_at={
            _field(name): _span(span, text) for name, span in given.get("read_at", {}).items()
        },
        provenance={
            _field(name): _provenance(value) for name, value in given.get("provenance", {}).items()
        },
        citations=tuple(_citation(each, text) for each in given.get("citations", ())),
        **known,
    )


def _field(name: str) -> str:
    if name not in _TEXTS:
        raise ValueError(f"unknown field {name}")
    return name


def _provenance(value: Any) -> Provenance:
    if value not in _PROVENANCE:
        raise ValueError(f"unknown provenance {value}")
    return cast("Provenance", value)


def _clause(document: Document, given: Mapping[str, Any]) -> Clause:
    id_ = _text(given["id"], "id", empty=False)
    if not id_.startswith(f"{document.id}#"):
        raise ValueError(f"{id_} is no piece of {document.id}")
    if given["kind"] not in _KINDS:
        raise ValueError(f"unknown kind {given['kind']}")
    span = _span(given["span"], document.text)
    part = given.get("part", 1)
    if type(part) is not int or part < 1:
        raise ValueError(f"part {part!r} is no number from 1")
    text = document.text[span.start : span.end]
    return Clause(id_, document.id, _steps(given["path"]), given["kind"], text, span, part)


def _citation(given: Mapping[str, Any], text: str) -> Citation:
    names = [f.name for f in fields(Citation) if f.name not in {"span", "place", "internal"}]
    made = Citation(
        span=_span(given["span"], text),
        place=_steps(given.get("place", ())),
        internal=bool(given.get("internal")),
    )
    return replace(made, **{name: _optional(given.get(name), name) for name in names})


def _steps(given: Iterable[Mapping[str, Any]]) -> tuple[Step, ...]:
    steps = []
    for each in given:
        if each["level"] not in _LEVELS:
            raise ValueError(f"unknown level {each['level']}")
        number, heading = (_text(each[name], name) for name in ("number", "heading"))
        steps.append(Step(each["level"], number, heading))
    return tuple(steps)


def _span(given: Any, text: str) -> Span:
    start, end = given
    if type(start) is not int or type(end) is not int or not 0 <= start <= end <= len(text):
        raise ValueError(f"span {given} is not in the text")
    return Span(start, end)


def _check_order(clauses: tuple[Clause, ...]) -> None:
    if len({clause.id for clause in clauses}) != len(clauses):
        raise ValueError("two pieces have one id")
    for before, after in pairwise(clauses):
        if after.span.start < before.span.end:
            raise ValueError(f"{after.id} overlaps {before.id}")


def _text(value: Any, name: str, *, empty: bool = True) -> str:
    if not isinstance(value, str) or not (value or empty):
        raise ValueError(f"{name} is {value!r}"[:80])
    return value


def _optional(value: Any, name: str) -> Any:
    return None if value is None else _text(value, name)


def _path(path: tuple[Step, ...]) -> list[dict[str, str]]:
    return [asdict(step) for step in path]


def _line(record: Mapping[str, object]) -> bytes:
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return _SURROGATES.sub(lambda c: f"\\u{ord(c[0]):04x}", text).encode() + b"\n"
