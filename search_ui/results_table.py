"""What a search finds, as a table to go on working with: for a spreadsheet, or for a text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin

from flask import Response, abort, request

from indexer.core.deadline import check
from indexer.querying.results import Result
from indexer.validity.codes import NAMES
from search_ui.guard import exporting
from search_ui.i18n import tr
from search_ui.parameters import read
from search_ui.reading.links import place_url
from search_ui.site import site
from search_ui.state import state_of
from search_ui.word_file import DOCX, new_word_file, written
from search_ui.wording import anchor_of, day, issuer, named, piece
from search_ui.xml_text import holdable

MOST: Final = {"csv": 5_000, "docx": 300}
"""Rows of a file; a text of more is nothing that anybody reads."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What spreadsheets take for the beginning of a formula (OWASP, CSV injection)."""


def table_page(kind: str) -> Response:
    """``/ket-qua.csv`` and ``.docx``: the clauses that a search finds, in their order, with where
    they stand and what they say."""
    if kind not in WRITERS:
        abort(404)
    here = site()
    exporting()
    state = state_of(read(here.page_query, request.args))
    if not state.active():
        abort(404)
    wanted = replace(state.request(), offset=0, limit=MOST[kind], facets=(), passages=False)
    mimetype, write = WRITERS[kind]
    response = Response(write(here.index.export(wanted), state.query), mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="khoan.{kind}"'
    response.cache_control.no_store = True
    return response


def columns() -> tuple[str, ...]:
    """The names of the columns."""
    return (
        tr("Vị trí"),
        tr("Văn bản"),
        tr("Số hiệu"),
        tr("Ngày"),
        tr("Cơ quan ban hành"),
        tr("Nội dung"),
        tr("Liên kết"),
        tr("Hiệu lực"),
    )


def row(hit: Result) -> tuple[str, ...]:
    """One clause."""
    document = hit.document
    link = place_url(document.id, anchor_of(hit.clause.id))
    return (
        piece(hit.clause),
        named(document),
        document.number or "",
        day(document.date),
        issuer(document),
        hit.clause.text.strip(),
        urljoin(request.host_url, link),
        tr(NAMES[hit.standing.state]) if hit.standing else "",
    )


def _csv(hits: Iterable[Result], _: str) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(columns())
    for hit in _checked(hits):
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row(hit)])
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", "replace")  # as spreadsheets ask


def _docx(hits: Iterable[Result], query: str) -> bytes:
    word = new_word_file()
    word.add_heading(holdable(tr("Kết quả tìm: %(query)s", query=query)), 1)
    for hit in _checked(hits):
        where, document, *_, text, link, _ = (holdable(cell) for cell in row(hit))
        word.add_heading(f"{where}, {document}", 2)
        for line in _lines(text):
            word.add_paragraph(line)
        word.add_paragraph(link).runs[0].italic = True
    return written(word)


def _lines(text: str) -> Sequence[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _checked(hits: Iterable[Result]) -> Iterator[Result]:
    for hit in hits:
        check()
        yield hit


WRITERS: Final[dict[str, tuple[str, Callable[[Iterable[Result], str], bytes]]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "docx": (DOCX, _docx),
}
"""Suffix -> media type and writer."""
