"""A document as it stands at a day: its own words and those of the texts that changed it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from flask import abort, render_template, request, url_for
from markupsafe import Markup

from analyzers.token import Span
from indexer.consolidation.model import Consolidated, Passage, Reason, State
from indexer.core.deadline import check
from indexer.core.document import Clause, Kind
from indexer.core.recent import Recent
from indexer.identity.address import label
from indexer.validity.acts import Act
from indexer.validity.codes import today
from search_ui.highlight import inserted
from search_ui.i18n import tr
from search_ui.parameters import read
from search_ui.reading.compared import MARKED
from search_ui.reading.contents import contents
from search_ui.reading.frame import Door
from search_ui.reading.outline import Outline, made
from search_ui.reading.pieces import Line, depth, lines, rank
from search_ui.site import site
from search_ui.standing import Evidence, evidence_of
from search_ui.state import State as Asked
from search_ui.wording import step

REASONS: Final[dict[Reason, str]] = {
    "no_place": "văn bản không có, hoặc không còn, chỗ này",
    "many_places": "văn bản có nhiều chỗ như vậy",
    "there_already": "chỗ này đã có sẵn",
    "no_text": "không trích lời mới",
    "no_match": "lời được trích không đúng là của riêng chỗ này",
    "no_words": "không thấy cụm từ ấy ở đây",
    "part": "chỉ nói đến một phần của chỗ này",
    "exempt": "có trường hợp ngoại lệ",
    "no_day": "không rõ từ ngày nào",
    "changed_since": "chính điều khoản sửa đổi về sau đã bị sửa",
    "conflict": "hai văn bản cùng sửa chỗ này từ một ngày",
}
"""Why a change is only noted."""
NAMES: Final[dict[State, str]] = {
    "amended": "Lời mới",
    "inserted": "Mới thêm",
    "repealed": "Đã hết hiệu lực",
    "words": "Thay từ ngữ",
}
"""What was done to a passage."""
MOST: Final = 4 << 20
"""Bytes of consolidated texts that are stored for each state of the index; the largest fits."""
_PASSAGE: Final = 500
"""Bytes of a passage, about, without its text."""


@dataclass(frozen=True, slots=True)
class Note:
    """A change that is said at a passage."""

    evidence: Evidence
    why: str = ""
    """Why it is not applied; empty: it is."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One passage as the page shows it."""

    anchor: str
    name: str
    state: State
    done: str
    """What was done to it, in words."""
    kind: Kind
    depth: int
    lines: tuple[Line, ...]
    notes: tuple[Note, ...]
    """Empty where the passage before says the same (``again``)."""
    again: bool = False


def consolidated_page(document_id: str) -> str:
    """``/hop-nhat/<id>``: a document at a day (``at``; today), at a place (``cho``)."""
    index = site().index
    document = index.metadata(document_id)
    if document is None:
        abort(404)
    at = read(site().page_query, request.args).at
    found = _consolidated(document_id, at.isoformat() if at else today())
    clauses = tuple(_clauses(document_id, found.passages))
    outline = made(clauses)
    number = outline.at.get(outline.nearest(request.args.get("cho", "")), 0)
    rows = outline.sheets[outline.sheet_of(number)] if outline.rows else range(0)
    if request.args.get("toan") == "1":
        rows = range(len(outline.rows))
    address = partial(_url, document_id, found.at)
    return render_template(
        "khoan/consolidated.html",
        document=document,
        found=found,
        applied=_notes(found.applied),
        later=_notes(found.later),
        head=_unapplied(found, lambda anchor: not anchor),
        pieces=[_shown(found, clauses, outline, row) for row in rows],
        contents=contents(outline, number),
        in_document=address,
        before=_door(outline, rows.start - 1, address) if rows.start else None,
        after=_door(outline, rows.stop, address) if rows.stop < len(outline.rows) else None,
        whole=len(rows) == len(outline.rows),
        state=Asked(),
    )


def _consolidated(document_id: str, at: str) -> Consolidated:
    """The text at a day; the last ones asked for are stored with the state of the index."""
    key = document_id, at
    stored: Recent[tuple[str, str], Consolidated]
    stored = site().index.derived.setdefault("amended", Recent(MOST))
    known = stored.get(key)
    if known is None:
        known = site().index.consolidated(document_id, at)
        if known is None:
            abort(404)
        stored.put(key, known, sum(_PASSAGE + 2 * len(one.text) for one in known.passages))
    return known


def _clauses(document_id: str, passages: Sequence[Passage]) -> Iterator[Clause]:
    """The passages as pieces of a text of their own, one behind the other."""
    at = 0
    for one in passages:
        span = Span(at, at + len(one.text))
        id_ = f"{document_id}#{one.anchor}"
        yield Clause(id_, document_id, one.path, one.kind, one.text, span, one.part)
        at = span.end + 1


def _url(document_id: str, at: str, anchor: str = "", *, whole: bool = False) -> str:
    return url_for(
        ".consolidated_page",
        document_id=document_id,
        at=None if at == today() else at,
        cho=anchor or None,
        toan=1 if whole else None,
        _anchor=anchor or None,
    )


def _door(outline: Outline, number: int, address: Callable[[str], str]) -> Door:
    """A link to the sheet that a row stands on."""
    row = outline.rows[outline.article(number)]
    name = step(row.path[-1]) if row.path else row.excerpt
    return Door(address(row.anchor), name)


def _shown(found: Consolidated, clauses: Sequence[Clause], outline: Outline, number: int) -> Shown:
    check()
    passage, clause, row = found.passages[number], clauses[number], outline.rows[number]
    again = number > 0 and found.passages[number - 1].acts == passage.acts
    notes = () if again else _notes(passage.acts)
    first = number == 0 or clauses[number - 1].path != clause.path
    unapplied = _unapplied(found, lambda anchor: bool(anchor) and anchor == row.anchor)
    return Shown(
        anchor=row.anchor,
        name=label(clause.path),
        state=passage.state,
        done=tr(NAMES[passage.state]) if passage.state else "",
        kind=clause.kind,
        depth=depth(clause),
        lines=tuple(_lines(clause, rank(clause, outline.headed), passage.added)),
        notes=(*notes, *(unapplied if first else ())),
        again=again,
    )


def _lines(clause: Clause, heading: int, added: Sequence[Span]) -> Iterator[Line]:
    tag = Markup(MARKED["ins"]).format(tr("thêm:"), Markup("{}"))  # noqa: S704  # ours
    return lines(clause, heading, lambda shown: inserted(clause.text, shown, added, tag))


def _notes(acts: Sequence[Act]) -> tuple[Note, ...]:
    """Changes with the clauses that say them and their days."""
    return tuple(Note(evidence_of(one)) for one in site().index.validity().dated(acts))


def _unapplied(found: Consolidated, at: Callable[[str], bool]) -> tuple[Note, ...]:
    """The changes that are only noted, of the places with such an anchor."""
    return tuple(
        Note(note.evidence, tr(REASONS[one.why]))
        for one in found.unapplied
        if at(one.at)
        for note in _notes((one.act,))
    )
