"""What a document cites: other documents, and places in them or in itself."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from analyzers.keys import unaccented as folded
from indexer.citations.frames import ISSUED, Frame, frames
from indexer.citations.numbers import Reference, numbered
from indexer.citations.titles import named
from indexer.core.document import REGIONS, Citation, Path, Step
from indexer.identity.document_id import number_key
from indexer.identity.places import SELF, Place, Run, runs
from indexer.metadata.front import Front
from indexer.structure.cuts import Cut
from indexer.structure.normal_text import View
from indexer.structure.pieces import Parts

_LINK: Final = re.compile(
    r",?\s{1,3}(?:(?:của|tại|trong|thuộc|theo|ban\shành\skèm\stheo|kèm\stheo)\s{1,3})?"
)
_ATTACHED: Final = re.compile(rf"\s{{1,3}}(?:của\s)?{ISSUED}")
_THIS: Final = re.compile(r"[^\W\d_]+(?:\s[^\W\d_]+)?\snày\b")
_LINE: Final = 3000
_DETACHED: Final[frozenset[str]] = frozenset({"quote", "note"})


class _Own(NamedTuple):
    """What is known of the citing document."""

    type: str
    """Folded: what *Nghị định này* says of the whole document."""
    articles: frozenset[tuple[Path, str]]
    """Each Điều, with the annex or the issued text it stands in."""


class _Lies(NamedTuple):
    """Where a place lies, and the end of the words that say so."""

    reference: Reference | None
    path: Path
    end: int


def citations(view: View, parts: Parts) -> tuple[Citation, ...]:
    """Every citation of a view, in order of its first character.

    Mentions of the document's own number are none. A place of *Điều này* is completed from
    the clause it stands in; a bare place of an amending clause, from the law that it amends. A
    place in a document that the text does not name is left out.
    """
    text, cuts, front = view.text, parts.cuts, parts.front
    documents = sorted(_documents(text, front))
    by_start = {reference.start: reference for reference in documents}
    speaks_of = frames(text, cuts, documents, front)
    own = _Own(folded(front.value("type") or ""), _articles(cuts))
    starts = [piece.start for piece in cuts]
    attached: set[int] = set()
    found: list[tuple[int, Citation]] = []
    before: tuple[int, Path] = (-1, ())
    for run in runs(text, _headings(text, cuts)):
        at = bisect_right(starts, run.start) - 1
        piece, frame = cuts[at], speaks_of[at]
        if piece.kind == "note":  # what it quotes goes on over several lines
            inline = text.find("“", piece.start, run.start) >= 0
        else:
            inline = _in_quotation(text, max(piece.start, run.start - _LINE), run.start)
        around = before[1] if before[0] == at else ()
        suffix = _suffix(text, run, by_start)
        if suffix and suffix.reference:
            attached.add(suffix.reference.start)
        for place in run.places:
            lies = _lies(place, piece, frame, suffix, own, inline=inline, around=around)
            if lies is None:
                continue
            if not inline:
                before = (at, lies.path)
            end = max(run.end, lies.end)
            made = _cited(view, Place(place.start, end, lies.path), lies.reference)
            found.append((place.start, made))
    found.extend(
        (reference.start, _document(view, reference))
        for reference in documents
        if reference.start not in attached
    )
    return tuple(citation for _, citation in sorted(found, key=lambda pair: pair[0]))


class _Suffix(NamedTuple):
    """The words behind a run of places that say which document they lie in."""

    reference: Reference | None
    this: str | None
    """The folded kind of document of *Luật này*, where it is the document itself."""
    issued: Step | None
    """The text that the document issues, where the place lies in that."""
    end: int


def _suffix(text: str, run: Run, documents: dict[int, Reference]) -> _Suffix | None:
    link = _LINK.match(text, run.end)
    if link and (reference := documents.get(link.end())):
        return _Suffix(reference, None, None, reference.end)
    if this := SELF.match(text, run.end):
        words = folded(this[0]).split()
        kind = " ".join(words[:-1]).removeprefix("cua ").removeprefix("tai ").removeprefix("trong ")
        return _Suffix(None, kind, None, this.end())
    if issued := _ATTACHED.match(text, run.end):
        step = Step("kem-theo", "", " ".join(issued["text"].split()))
        if reference := documents.get(issued.end()):
            return _Suffix(reference, None, step, reference.end)
        if this := _THIS.match(text, issued.end()):
            return _Suffix(None, "", step, this.end())
    return None


def _lies(
    place: Place,
    piece: Cut,
    frame: Frame | None,
    suffix: _Suffix | None,
    own: _Own,
    *,
    inline: bool,
    around: Path,
) -> _Lies | None:
    """Where one place lies, or None where the text does not say it."""
    path = place.path
    quoted = any(step.level == "quote" for step in piece.path)
    foreign = quoted or inline
    if any(step.number == "này" for step in path):
        return _within_this(path, piece, frame, quoted=quoted, inline=inline, around=around)
    if suffix and suffix.reference:
        return _Lies(
            suffix.reference, (suffix.issued, *path) if suffix.issued else path, suffix.end
        )
    if foreign or (frame and suffix is None):
        if frame is None or frame.reference is None:
            return None
        if path[0].level not in {"phan", "chuong", "muc", "dieu"}:
            path = () if foreign else _completed(path, around)
        inside = (*frame.issued, *path)
        return _Lies(frame.reference, inside, suffix.end if suffix else place.end) if path else None
    if suffix and suffix.issued:
        return _Lies(None, (suffix.issued, *path), suffix.end)
    region = _region(piece.path)
    if suffix:
        return _Lies(None, path if suffix.this == own.type else (*region, *path), suffix.end)
    if path[0].level != "dieu" or piece.kind == "note":
        return None
    for above in (region, ()):
        if (above, path[0].number) in own.articles:
            return _Lies(None, (*above, *path), place.end)
    return None


def _within_this(
    path: Path, piece: Cut, frame: Frame | None, *, quoted: bool, inline: bool, around: Path
) -> _Lies | None:
    """*khoản 1 Điều này*: in the clause's own words the document's, in a quotation the amended
    law's, whose place the quoting clause says."""
    if not (quoted or inline):
        return _Lies(None, _in_full(path, piece.path), 0)
    if frame is None or frame.reference is None:
        return None
    here = around if inline and not quoted else _behind_quote(piece.path)
    full = _in_full(path, here)
    if any(step.number == "này" for step in full):
        return None
    issued = () if full[: len(frame.issued)] == frame.issued else frame.issued
    return _Lies(frame.reference, (*issued, *full), 0)


def _behind_quote(path: Path) -> Path:
    levels = [step.level for step in path]
    return path[len(levels) - levels[::-1].index("quote") :]


def _completed(path: Path, around: Path) -> Path:
    """*điểm a* after *khoản 1 Điều 5* in the same clause, or nothing where no article is named."""
    above: list[Step] = []
    for step in around[around[:1] != () and around[0].level == "kem-theo" :]:
        if step.level == path[0].level:
            break
        above.append(step)
    return (*above, *path) if above and above[0].level == "dieu" else ()


def _region(path: Path) -> Path:
    """The annex or the issued text that a clause stands in, without what is below it."""
    for depth in range(len(path), 0, -1):
        level = path[depth - 1].level
        if level in REGIONS and level not in _DETACHED:
            return tuple(_bare(step) for step in path[:depth])
    return ()


def _bare(step: Step) -> Step:
    return step if step.level == "kem-theo" else Step(step.level, step.number)


def _articles(cuts: Sequence[Cut]) -> frozenset[tuple[Path, str]]:
    return frozenset(
        (_region(piece.path), piece.path[-1].number)
        for piece in cuts
        if piece.path
        and piece.path[-1].level == "dieu"
        and all(step.level != "quote" for step in piece.path)
    )


def _in_quotation(text: str, start: int, position: int) -> bool:
    """Whether a quotation is open at a position of a line."""
    start = max(start, text.rfind("\n", start, position) + 1)
    opened = text.count("“", start, position) - text.count("”", start, position)
    return opened > 0 or text.count('"', start, position) % 2 == 1


def _documents(text: str, front: Front) -> Iterator[Reference]:
    own = number_key(front.number) if front.number else None
    reached = 0
    by_number = list(numbered(text))
    covered = [ref.start for ref in by_number]
    for ref in by_number:
        if own and number_key(ref.number or "") == own and ref.date in {None, front.date}:
            continue
        yield ref
    for ref in named(text):
        if ref.start < front.end:
            continue
        place = bisect_right(covered, ref.start) - 1
        if (place < 0 or by_number[place].end <= ref.start) and ref.start >= reached:
            reached = ref.end
            yield ref


_WORDED: Final = frozenset({"phan", "chuong", "muc", "tieu-muc", "dieu"})
_BEFORE_WORD: Final = frozenset('“"« ')


def _headings(text: str, cuts: Sequence[Cut]) -> frozenset[int]:
    """Where the words that open a clause stand: *Điều 5.* of the clause itself."""
    found = set()
    for piece in cuts:
        if piece.path and piece.path[-1].level in _WORDED:
            start = piece.start
            while text[start : start + 1].isspace() or text[start : start + 1] in _BEFORE_WORD:
                start += 1
            found.add(start)
    return frozenset(found)


def _cited(view: View, place: Place, reference: Reference | None) -> Citation:
    span = view.span(place.start, place.end)
    if reference is None:
        return Citation(span, place=place.path, internal=True)
    return Citation(
        span,
        reference.type,
        reference.number,
        reference.date,
        reference.issuer,
        reference.title,
        place.path,
    )


def _in_full(path: Path, here: Path) -> Path:
    """*khoản 1 Điều này* -> khoản 1 Điều 5, where the clause stands in Điều 5."""
    for place, step in enumerate(path):
        if step.number == "này":
            for depth, above in enumerate(here):
                if above.level == step.level:
                    return (*(_bare(s) for s in here[: depth + 1]), *path[place + 1 :])
    return path


def _document(view: View, reference: Reference) -> Citation:
    return Citation(
        view.span(reference.start, reference.end),
        reference.type,
        reference.number,
        reference.date,
        reference.issuer,
        reference.title,
    )
