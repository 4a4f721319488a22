"""One line of an export as a document and its pieces, checked as if a reader had made them.

An export may come from anybody, and nothing later looks at these values again: what a page, a link
or a header cannot hold is refused here. Limits are those that readers have.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from itertools import pairwise
from typing import Any, Final, cast, get_args

from analyzers.token import Span
from indexer.core.document import (
    Citation,
    Clause,
    Document,
    Kind,
    Level,
    Metadata,
    Provenance,
    Recognition,
    Step,
)
from indexer.core.said import Said
from indexer.ingest.read import MAX_TEXT
from indexer.structure.parts import LONGEST, parted

MAX_VALUE: Final = 20_000
"""Code points of one value: a title, a heading, the name of a signer."""
MAX_ID: Final = 500
"""Characters of an id; a link has to hold it."""
MAX_PAGES: Final = 3_000
"""Of one document, as the reader of .pdf has it."""
MAX_STEPS: Final = 100
"""Of one address; documents have about ten."""

_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*")
"""What needs no escaping in a link (RFC 3986, 2.3)."""
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_SURROGATES: Final = re.compile(r"[\ud800-\udfff]")
"""JSON can say them, UTF-8 cannot: a page that shows one could not be sent."""
_KINDS: Final = frozenset(get_args(Kind))
_LEVELS: Final = frozenset(get_args(Level))
_PROVENANCE: Final = frozenset(get_args(Provenance))
_RECOGNITION: Final = frozenset(get_args(Recognition))
_TEXTS: Final = tuple(
    f.name
    for f in fields(Metadata)
    if f.name
    not in {"id", "source", "recipients", "origin", "read_at", "provenance", "pages", "recognition"}
)


class Unacceptable(Exception):
    """A line is not as ``export_lines`` writes it; says why."""


def record_of(line: bytes) -> Mapping[str, Any]:
    """A line as a JSON object.

    Raises:
        Unacceptable: it is none.
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise Unacceptable("không phải JSON") from None
    if not isinstance(record, dict):
        raise Unacceptable("không phải một đối tượng JSON")
    return record


def loaded(record: Mapping[str, Any]) -> tuple[Document, tuple[Clause, ...]]:
    """The document and the pieces that a record has. Pieces that are longer than readers make
    them, as older versions did, are cut further.

    Raises:
        Unacceptable: some value is missing, of another type, or beyond a limit.
    """
    try:
        document = _document(record["document"])
        given = _list(record["clauses"], "clauses")
        pieces = [_clause(document, each) for each in given]
        _check_order(pieces)
        clauses = tuple(part for piece in pieces for part in _parts(document, piece))
        _check_ids(clauses)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Unacceptable(
            Said("không đúng dạng (%(error)s)", error=f"{type(error).__name__}: {error}"[:300])
        ) from None
    return document, clauses


def _document(given: Mapping[str, Any]) -> Document:
    known = {name: _optional(given.get(name), name) for name in _TEXTS}
    if known["date"] is not None:
        known["date"] = date.fromisoformat(known["date"]).isoformat()
    if known["digest"] is not None and not _DIGEST.fullmatch(known["digest"]):
        raise ValueError("digest is no SHA-256")
    text = _text(given["text"], "text", MAX_TEXT)
    recipients = _list(given.get("recipients", []), "recipients")
    return Document(
        id=_id(given["id"]),
        source=_text(given["source"], "source"),
        recipients=tuple(_text(each, "recipients") for each in recipients),
        text=text,
        read_at={
            _field(name): _span(span, text) for name, span in given.get("read_at", {}).items()
        },
        provenance={
            _field(name): _provenance(value) for name, value in given.get("provenance", {}).items()
        },
        pages=_pages(given.get("pages", []), text),
        recognition=_recognition(given.get("recognition")),
        citations=tuple(
            _citation(each, text) for each in _list(given.get("citations", []), "citations")
        ),
        **known,
    )


def _recognition(given: Any) -> Recognition | None:
    if given is not None and given not in _RECOGNITION:
        raise ValueError(f"recognition is {given!r}")
    return cast("Recognition | None", given)


def _pages(given: Any, text: str) -> tuple[int, ...]:
    if len(_list(given, "pages")) > MAX_PAGES:
        raise ValueError(f"pages are {len(given)}, the limit is {MAX_PAGES}")
    pages = tuple(given)
    if any(type(at) is not int or not 0 <= at <= len(text) for at in pages):
        raise ValueError("a page does not begin in the text")
    if any(after < before for before, after in pairwise(pages)):
        raise ValueError("pages are not in order")
    return pages


def _field(name: str) -> str:
    if name not in _TEXTS:
        raise ValueError(f"unknown field {name}")
    return name


def _provenance(value: Any) -> Provenance:
    if value not in _PROVENANCE:
        raise ValueError(f"unknown provenance {value}")
    return cast("Provenance", value)


def _clause(document: Document, given: Mapping[str, Any]) -> Clause:
    id_ = _text(given["id"], "id")
    if not id_.startswith(f"{document.id}#") or not _id(id_.removeprefix(f"{document.id}#")):
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
        place=_steps(given.get("place", [])),
        internal=_bool(given.get("internal", False), "internal"),
    )
    return replace(made, **{name: _optional(given.get(name), name) for name in names})


def _steps(given: Any) -> tuple[Step, ...]:
    steps = []
    if len(_list(given, "path")) > MAX_STEPS:
        raise ValueError(f"path has {len(given)} steps, the limit is {MAX_STEPS}")
    for each in given:
        if each["level"] not in _LEVELS:
            raise ValueError(f"unknown level {each['level']}")
        number, heading = (_text(each[name], name) for name in ("number", "heading"))
        steps.append(Step(each["level"], number, heading))
    return tuple(steps)


def _span(given: Any, text: str) -> Span:
    start, end = _list(given, "span")
    if type(start) is not int or type(end) is not int or not 0 <= start <= end <= len(text):
        raise ValueError(f"span {given} is not in the text")
    return Span(start, end)


def _parts(document: Document, piece: Clause) -> Iterator[Clause]:
    if len(piece.text) <= LONGEST:
        yield piece
        return
    spans = parted(document.text, *piece.span, rows=piece.kind == "table")
    for part, span in enumerate(spans, piece.part):
        text = document.text[span.start : span.end]
        id_ = piece.id if part == piece.part else f"{piece.id}~p{part}"
        yield replace(piece, id=id_, text=text, span=span, part=part)


def _check_order(clauses: list[Clause]) -> None:
    for before, after in pairwise(clauses):
        if after.span.start < before.span.end:
            raise ValueError(f"{after.id} overlaps {before.id}")


def _check_ids(clauses: tuple[Clause, ...]) -> None:
    if len({clause.id for clause in clauses}) != len(clauses):
        raise ValueError("two pieces have one id")


def _id(value: Any) -> str:
    text = _text(value, "id", MAX_ID)
    if not _ID.fullmatch(text):
        raise ValueError(f"id is {value!r}"[:80])
    return text


def _text(value: Any, name: str, limit: int = MAX_VALUE) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} is {value!r}"[:80])
    if len(value) > limit:
        raise ValueError(f"{name} has {len(value):,} characters, the limit is {limit:,}")
    if found := _SURROGATES.search(value):
        raise ValueError(f"{name} has half a character (U+{ord(found[0]):04X})")
    return value


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{name} is no list")
    return value


def _bool(value: Any, name: str) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{name} is {value!r}"[:80])
    return value


def _optional(value: Any, name: str) -> Any:
    return None if value is None else _text(value, name)
