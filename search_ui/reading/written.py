"""A document, or one clause of it, as a file to go on working with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from flask import Response, abort, request

from indexer.core.deadline import check
from indexer.core.document import Clause, Metadata
from indexer.core.system_paths import safe_name
from search_ui.guard import exporting
from search_ui.reading.outline import outline_of
from search_ui.reading.pieces import Piece, pieces
from search_ui.site import site
from search_ui.word_file import DOCX, new_word_file, written
from search_ui.wording import identity
from search_ui.xml_text import holdable

_LARGE: Final = 500
"""Pieces from which on the file takes its turn with exports."""


def written_page(document_id: str, kind: str) -> Response:
    """``/xuat/<id>.<kind>``: a document as it was read; with ``cho``, one place in it with all that
    stands below, under the words that cite it."""
    if kind not in WRITERS:
        abort(404)
    index = site().index
    document = index.metadata(document_id)
    outline = outline_of(index, document_id)
    anchor = request.args.get("cho", "")
    number = outline.at.get(anchor) if anchor else 0
    end = None if number is None or not anchor else outline.end(number)
    clauses = () if number is None else index.clauses(document_id, number, end)
    if document is None or not clauses:
        abort(404)
    if len(clauses) > _LARGE:
        exporting()
    shown = list(pieces(document, clauses, outline.headed, lambda _: (), (), {}))
    mimetype, write = WRITERS[kind]
    response = Response(write(document, shown, one=bool(anchor)), mimetype=mimetype)
    name = safe_name(f"{document_id}.{anchor}" if anchor else document_id)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _heading(document: Metadata, shown: Sequence[Piece], one: bool) -> str:
    return (shown[0].citation if one else "") or identity(document)


def _txt(document: Metadata, shown: Sequence[Piece], *, one: bool) -> bytes:
    parts = [piece.clause.text.strip("\n") for piece in shown]
    if one:
        parts.insert(0, _heading(document, shown, one))
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def _docx(document: Metadata, shown: Sequence[Piece], *, one: bool) -> bytes:
    word = new_word_file()
    word.core_properties.title = holdable(_heading(document, shown, one))[:255]
    if one:
        word.add_heading(holdable(_heading(document, shown, one)), 1)
    for piece in shown:
        check()
        _add(word, piece)
    return written(word)


def _add(word: object, piece: Piece) -> None:
    for line, ranked in _lines(piece.clause, piece):
        added = word.add_paragraph()  # type: ignore[attr-defined]  # python-docx has no types
        added.add_run(holdable(line)).bold = ranked or None


def _lines(clause: Clause, piece: Piece) -> list[tuple[str, bool]]:
    texts = [line.strip() for line in clause.text.splitlines() if line.strip()]
    ranks = [bool(line.rank) for line in piece.lines]
    return list(zip(texts, ranks, strict=False))


WRITERS: Final[dict[str, tuple[str, Callable[..., bytes]]]] = {
    "txt": ("text/plain; charset=utf-8", _txt),
    "docx": (DOCX, _docx),
}
"""Suffix -> media type and writer."""
